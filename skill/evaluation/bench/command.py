"""`python -m skill bench`: the table for people, and the figures as JSON for machines."""

import json
import platform
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from skill.evaluation.bench.figures import as_json, as_table
from skill.evaluation.bench.run import measure_all

STARTS = 20
SECONDS = 2.0


def add_bench_options(parser: ArgumentParser) -> None:
    """Declare what the bench can be told."""
    parser.add_argument(
        "--starts", type=int, default=STARTS, help="cold starts of each (%(default)s)"
    )
    parser.add_argument(
        "--seconds", type=float, default=SECONDS, help="warm turns after each start (%(default)s)"
    )
    parser.add_argument("--python", help="the Python to measure on (Lambda's own if there is one)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")


def bench_command(args: Namespace) -> int:
    """Measure, print the table, and keep the figures if asked to."""
    interpreter, measured = measure_all(args.starts, args.seconds, args.python, _tell)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    where = f"{interpreter.runtime} on {platform.system()} {platform.machine()}"
    print(as_table(where, measured))
    if args.json:
        args.json.write_text(json.dumps(as_json(where, measured), indent=2) + "\n", "utf-8")
    return 0


def _tell(progress: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{progress} ", end="", file=sys.stderr, flush=True)
