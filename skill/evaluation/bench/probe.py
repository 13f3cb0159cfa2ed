"""Runs inside the measured process: answers events from an unpacked archive and tells the time.

Started by path as `probe.py FOLDER EVENTS ROUNDS`; it may import the standard library alone, and
as little of it as will do, since what it imports the measured skill no longer has to.
"""

import json
import sys
import time


def main(folder: str, events: str, rounds: int) -> None:
    """Answer every event once, say so at once, then time the given number of rounds."""
    sys.path.insert(0, folder)
    from lambda_function import lambda_handler  # type: ignore[import-not-found]

    with open(events, encoding="utf-8") as file:
        texts = json.load(file)
    lambda_handler(json.loads(next(iter(texts.values()))), None)
    print("answered", flush=True)
    print(json.dumps({"peak_bytes": peak_bytes(), "turns": time_turns(lambda_handler, texts, rounds)}))


def time_turns(handler, texts, rounds):  # type: ignore[no-untyped-def]
    """Time each kind of turn, one after the other in every round, in milliseconds."""
    taken = {kind: [] for kind in texts}  # type: ignore[var-annotated]
    for _ in range(rounds):
        for kind, text in texts.items():
            event = json.loads(text)
            start = time.perf_counter()
            handler(event, None)
            taken[kind].append((time.perf_counter() - start) * 1000)
    return taken


def peak_bytes() -> int:
    """Give the most memory that this process has held so far."""
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
