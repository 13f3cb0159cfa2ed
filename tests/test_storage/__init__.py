"""Memory: one set of promises over both stores, and every fault made for real."""
