"""Speed beside the SDK's hello world: two archives, one machine, one run, turn and turn about."""
