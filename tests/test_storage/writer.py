"""Writes to a memory as a process of its own: `writer.py sqlite|dynamodb PLACE NAME COUNT`.

It saves COUNT records as NAME and as a person whom all writers share, trying again where the
store is busy, and prints how often it had to.
"""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from skill.storage.faults import Fault, StorageError
from skill.storage.memory import Memory, Store

SECRET = b"a deployer's key, long enough"
DAY = 86_400
BUSY = {Fault.LOCKED, Fault.SLOW, Fault.THROTTLED}


def main(kind: str, place: str, name: str, count: int) -> int:
    """Write, and say how often the store was busy."""
    memory = Memory(_store(kind, place), SECRET, lifetime=DAY, clock=lambda: 1_800_000_000.0)
    busy = 0
    for number in range(1, count + 1):
        for person in (name, "everybody"):
            busy += _save(memory, person, {"by": name, "n": number, "filler": "x" * 2000})
    memory.close()
    return busy


def _store(kind: str, place: str) -> Store:
    if kind == "sqlite":
        from skill.storage.sqlite import SqliteStore

        return SqliteStore(Path(place))
    from skill.storage.dynamodb import DynamoStore, connect

    return DynamoStore(connect(), place)


def _save(memory: Memory, person: str, attributes: dict[str, object]) -> int:
    user: Any = SimpleNamespace(context=None, session=_session(person))
    for attempt in range(100):
        try:
            memory.save_attributes(user, attributes)
        except StorageError as fault:
            if fault.kind not in BUSY:
                raise
        else:
            return attempt
    raise SystemExit(f"{person}: busy a hundred times on end")


def _session(person: str) -> SimpleNamespace:
    return SimpleNamespace(user=SimpleNamespace(user_id=person))


if __name__ == "__main__":
    _, kind, place, name, count = sys.argv
    sys.stdout.write(f"{main(kind, place, name, int(count))}\n")
