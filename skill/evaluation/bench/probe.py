"""Runs inside the measured process: answers events from an unpacked archive and tells the time.

Started by path as `probe.py FOLDER EVENTS ROUNDS`. It imports little, and nothing but the
standard library: what it imports, the measured skill no longer has to.
"""

from __future__ import annotations

import json
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    Handler = Callable[[dict[str, Any], object], object]


def main(folder: str, events: str, rounds: int) -> None:
    """Answer the first event, say so at once, then time the given number of rounds of all."""
    sys.path.insert(0, folder)
    from lambda_function import lambda_handler

    with open(events, encoding="utf-8") as file:  # noqa: PTH123 - pathlib costs time here
        texts = json.load(file)
    lambda_handler(json.loads(next(iter(texts.values()))), None)
    print(time.process_time(), flush=True)
    peak = peak_bytes()
    print(json.dumps({"peak_bytes": peak, "turns": time_turns(lambda_handler, texts, rounds)}))


def time_turns(handler: Handler, texts: Mapping[str, str], rounds: int) -> dict[str, list[float]]:
    """Time each kind of turn, one after the other in every round, in milliseconds."""
    taken: dict[str, list[float]] = {kind: [] for kind in texts}
    for _ in range(rounds):
        for kind, text in texts.items():
            event = json.loads(text)
            start = time.perf_counter()
            handler(event, None)
            taken[kind].append((time.perf_counter() - start) * 1000)
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
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
