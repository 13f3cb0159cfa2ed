"""`python -m skill bench`: the table for people, and the figures as JSON for machines."""

from __future__ import annotations

import json
import platform
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

STARTS = 20
SECONDS = 2.0


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    add = parser.add_argument
    add("--starts", type=int, default=STARTS, help="cold starts of each (default %(default)s)")
    add("--seconds", type=float, default=SECONDS, help="warm turns after each (%(default)s)")
    add("--python", help="the Python to measure on (default: Lambda's own, else this one)")
    add("--json", type=Path, metavar="FILE", help="write the figures there as well")


def run(args: Namespace) -> int:
    """Measure, print the table, and keep the figures if asked to."""
    from skill.evaluation.bench.figures import as_json, as_table  # other commands need neither
    from skill.evaluation.bench.run import measure_all

    interpreter, measured = measure_all(args.starts, args.seconds, args.python, _tell)
    where = f"{interpreter.runtime} on {platform.system()} {platform.machine()}"
    print(as_table(where, measured))
    if args.json:
        args.json.write_text(json.dumps(as_json(where, measured), indent=2) + "\n", "utf-8")
    return 0


def _tell(progress: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{progress} ", end="", file=sys.stderr, flush=True)
