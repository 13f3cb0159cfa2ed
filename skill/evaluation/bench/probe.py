"""Runs inside the measured process: answers events from an unpacked archive and tells the time.

Started by path as `probe.py FOLDER EVENTS SECONDS`, where each line of EVENTS is a kind, a tab
and an event as JSON. It imports little, and nothing but the standard library: what it imports,
the measured skill no longer has to.
"""

from __future__ import annotations

import json
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TextIO

    Handler = Callable[[dict[str, Any], object], object]


def main(folder: str, events: str, seconds: float) -> None:
    """Answer the first event, say so at once, then time all of them for so long."""
    sys.path.insert(0, folder)
    with open(events, encoding="utf-8") as file:  # noqa: PTH123 - pathlib costs time here
        first = file.readline().split("\t")[1]
        handler: Handler = __import__("lambda_function").lambda_handler
        handler(json.loads(first), None)
        print(time.process_time(), flush=True)
        peak = peak_bytes()
        turns = time_turns(handler, file, seconds)
    print(json.dumps({"peak_bytes": peak, "turns": turns}))


def time_turns(handler: Handler, file: TextIO, seconds: float) -> dict[str, list[list[float]]]:
    """Time the turns one after the other, over and over: milliseconds and those of processor."""
    file.seek(0)
    turns = [line.split("\t") for line in file] if seconds else []
    taken: dict[str, list[list[float]]] = {kind: [] for kind, _ in turns}
    end = time.perf_counter() + seconds
    while turns and time.perf_counter() < end:
        for kind, text in turns:
            event = json.loads(text)
            cpu, start = time.process_time(), time.perf_counter()
            handler(event, None)
            wall, busy = time.perf_counter() - start, time.process_time() - cpu
            taken[kind].append([wall * 1000, busy * 1000])
    return taken


def peak_bytes() -> int:
    """Give the most memory that this process has held so far, or none where nobody tells."""
    try:
        # Not getrusage: there a process inherits the peak of the one that started it.
        with open("/proc/self/status", encoding="ascii") as file:  # noqa: PTH123
            lines = file.read().splitlines()
    except OSError:
        return 0
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:"))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]))
