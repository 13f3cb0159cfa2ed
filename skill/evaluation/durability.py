"""Kills writers in the middle of their work and counts what the SQLite memory lost.

`python -m skill.evaluation.durability PATH ROUNDS` makes the file and prints the figures.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import sqlite3
import sys
import time
from contextlib import closing, suppress
from dataclasses import dataclass, fields
from multiprocessing.sharedctypes import RawValue
from pathlib import Path

from skill.storage.faults import StorageError
from skill.storage.record import LARGEST, Unreadable, life, pack, unpack
from skill.storage.sqlite import SqliteStore

SECRET = b"a key of this measurement alone"
LIFETIME = 86_400
WRITERS = 2
# The numbers of one round lie above all of the round before, so that an old record cannot pass.
ROUND = 1_000_000
LONGEST_START = 30.0
FILLER = "x" * (LARGEST - 100)


@dataclass(frozen=True, slots=True)
class Durability:
    """What became of the writes that had returned when their process was killed."""

    rounds: int
    writers: int
    finished: int
    lost: int
    unreadable: int
    damaged_files: int
    slowest_read_after_kill_ms: float


def measure(path: Path, rounds: int) -> Durability:
    """Kill all writers after a while, read back what they had finished, and so again."""
    if path.exists():
        raise FileExistsError(f"{path}: exists; a measurement makes its own file; name another")
    rows = [_round(path, number, number * 0.037 % 0.15) for number in range(rounds)]
    return Durability(
        rounds=rounds,
        writers=WRITERS,
        finished=sum(row.finished for row in rows),
        lost=sum(row.lost for row in rows),
        unreadable=sum(row.unreadable for row in rows),
        damaged_files=sum(row.damaged_files for row in rows),
        slowest_read_after_kill_ms=max(row.slowest_read_after_kill_ms for row in rows),
    )


def main(arguments: list[str]) -> None:
    """Print the figures, one a line."""
    path, rounds = arguments
    durability = measure(Path(path), int(rounds))
    for figure in fields(durability):
        sys.stdout.write(f"{figure.name} {getattr(durability, figure.name)}\n")


def _round(path: Path, number: int, seconds: float) -> Durability:
    start = number * ROUND
    lasts = _write_and_kill(path, start, seconds)
    lost = unreadable = 0
    slowest = 0.0
    for writer, last in enumerate(lasts):
        began = time.perf_counter()
        kept = _read(path, _person(writer))
        slowest = max(slowest, time.perf_counter() - began)
        if isinstance(kept, Unreadable):
            unreadable += 1
        else:
            lost += max(0, last - max(kept, start))
    finished = sum(last - start for last in lasts)
    return Durability(1, WRITERS, finished, lost, unreadable, _damaged(path), slowest * 1000)


def _write_and_kill(path: Path, start: int, seconds: float) -> list[int]:
    """Let the writers write for so long, kill them, and say which write each finished last."""
    context = multiprocessing.get_context("spawn")
    lasts = [RawValue(ctypes.c_longlong, start) for _ in range(WRITERS)]
    writers = [
        context.Process(target=_write_until_killed, args=(path, _person(number), last))
        for number, last in enumerate(lasts)
    ]
    for writer in writers:
        writer.start()
    try:
        _wait_for_first_writes(lasts, start)
        time.sleep(seconds)
    finally:
        for writer in writers:
            writer.kill()
            writer.join()
    return [last.value for last in lasts]


def _wait_for_first_writes(lasts: list[ctypes.c_longlong], start: int) -> None:
    deadline = time.monotonic() + LONGEST_START
    while not all(last.value > start for last in lasts):
        if time.monotonic() > deadline:
            raise TimeoutError(f"writers: none wrote within {LONGEST_START} s; see their errors")
        time.sleep(0.005)


def _write_until_killed(path: Path, person: str, last: ctypes.c_longlong) -> None:
    """Write ever higher numbers, and note each that returned where a kill cannot reach it."""
    store = SqliteStore(path)
    number = last.value
    while True:
        attributes: dict[str, object] = {"n": number + 1, "filler": FILLER}
        with suppress(StorageError):
            store.write(person, pack(SECRET, person, attributes, int(time.time()) + LIFETIME))
            number += 1
            last.value = number


def _read(path: Path, person: str) -> int | Unreadable:
    with closing(SqliteStore(path)) as store:
        found = store.read(person)
    if found is None:
        return 0
    attributes = unpack(SECRET, person, found, life(time.time(), LIFETIME))
    return attributes if isinstance(attributes, Unreadable) else int(str(attributes["n"]))


def _damaged(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)])


def _person(writer: int) -> str:
    return f"writer {writer}"


if __name__ == "__main__":
    main(sys.argv[1:])
