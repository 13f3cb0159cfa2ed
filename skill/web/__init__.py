"""The Flask endpoint, verified, and the simulator's app; imported only by who serves."""
