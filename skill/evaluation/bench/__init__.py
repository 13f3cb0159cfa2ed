"""Speed beside the SDK's hello world: two archives, one machine, one run, turn and turn about.

command          `python -m skill bench`, over run
contestants      the archives: ours, and the hello world's with and without bytecode
turns            real requests from whole conversations
measure          one process: starts probe with an archive, takes its times
figures          medians, spreads, ratios; the table and the JSON
"""
