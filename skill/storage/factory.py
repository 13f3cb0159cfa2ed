"""Settings to a memory, importing only what is switched on."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

    from skill.storage.memory import Memory, Store

MemoryKind = Literal["off", "sqlite", "dynamodb"]

DAY = 86_400
HOUR = 3_600.0


def open_memory(
    kind: MemoryKind,
    *,
    key: str | None = None,
    path: str | Path | None = None,
    table: str | None = None,
    clock: Callable[[], float] = time.time,
) -> Memory | None:
    """Open the memory that the settings name, or none; raise `ValueError` for wrong settings.

    A fault of the storage itself shows at the first request, not here, so that it stops no skill.
    """
    if kind == "off":
        return None
    from skill.storage.keys import secret_from
    from skill.storage.memory import Memory
    from skill.storage.sweeping import keep_sweeping

    secret = secret_from(key or "")
    store = _sqlite(path) if kind == "sqlite" else _dynamodb(table)
    memory = Memory(store, secret, lifetime=DAY, clock=clock)
    # A table of DynamoDB sweeps itself, by its TTL.
    if kind == "sqlite":
        keep_sweeping(memory.sweep, every=HOUR)
    return memory


def _sqlite(path: str | Path | None) -> Store:
    if not path:
        raise ValueError("memory in SQLite: no path is set; name the file to keep records in")
    from skill.storage.sqlite import SqliteStore

    return SqliteStore(Path(path))


def _dynamodb(table: str | None) -> Store:
    if not table:
        raise ValueError("memory in DynamoDB: no table is set; name the table to keep records in")
    from skill.storage.dynamodb import DynamoStore, connect

    return DynamoStore(connect(), table)
