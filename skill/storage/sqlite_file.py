"""One SQLite file, opened so that many threads and processes can use it within a voice turn."""

from __future__ import annotations

import os
import sqlite3
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from skill.storage.faults import Fault, failed

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = 1
PATIENCE = 0.3
LARGEST_FILE = 64 * 1024 * 1024
PAGE = 4096

LAYOUT = (
    """CREATE TABLE memory (
        person TEXT NOT NULL PRIMARY KEY,
        version INTEGER NOT NULL,
        expires INTEGER NOT NULL,
        body TEXT NOT NULL,
        seal TEXT NOT NULL
    ) WITHOUT ROWID""",
    f"PRAGMA user_version = {SCHEMA}",
)

FAULTS = {
    sqlite3.SQLITE_BUSY: Fault.LOCKED,
    sqlite3.SQLITE_LOCKED: Fault.LOCKED,
    sqlite3.SQLITE_PROTOCOL: Fault.LOCKED,
    sqlite3.SQLITE_FULL: Fault.FULL,
    sqlite3.SQLITE_READONLY: Fault.READ_ONLY,
    sqlite3.SQLITE_PERM: Fault.READ_ONLY,
    sqlite3.SQLITE_CORRUPT: Fault.CORRUPT,
    sqlite3.SQLITE_NOTADB: Fault.CORRUPT,
    sqlite3.SQLITE_CANTOPEN: Fault.DOWN,
    sqlite3.SQLITE_IOERR: Fault.DOWN,
}


class Connection(sqlite3.Connection):
    """A connection that knows which file it opened, lest it go on in one that was removed."""

    inode: int | None = None


Pools = dict[int, list[Connection]]


class SqliteFile:
    """A file and its idle connections; `patience` is how many seconds to wait for a lock."""

    def __init__(self, path: Path, *, patience: float, largest: int) -> None:
        self._path = path.absolute()
        self._patience = patience
        self._pages = largest // PAGE
        # By process: a connection that came through a fork must be neither used nor closed.
        self._pools: Pools = {}
        weakref.finalize(self, _close_idle, self._pools)

    @contextmanager
    def lend(self, doing: str) -> Iterator[Connection]:
        """Lend a connection; one that failed is closed, and with it any open transaction."""
        try:
            connection = self._take()
            try:
                yield connection
            except BaseException:
                connection.close()
                raise
            _idle(self._pools).append(connection)
        except (sqlite3.Error, OSError) as error:
            # Without the cause: a library's message is not ours to vouch for.
            raise failed(_kind(error), self._place, doing) from None

    def close(self) -> None:
        """Close this process's idle connections."""
        _close_idle(self._pools)

    def _take(self) -> Connection:
        inode = self._inode()
        while (connection := _pop(_idle(self._pools))) is not None:
            if connection.inode == inode:
                return connection
            connection.close()
        return self._open()

    def _open(self) -> Connection:
        connection = sqlite3.connect(
            self._path,
            timeout=self._patience,
            isolation_level=None,
            check_same_thread=False,
            factory=Connection,
        )
        try:
            self._prepare(connection)
            connection.inode = self._inode()
        except BaseException:
            connection.close()
            raise
        return connection

    def _prepare(self, connection: Connection) -> None:
        # Damaged text must come back as something to judge, not as an exception.
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        # What was forgotten must stay so after a power cut: every commit reaches the disk.
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA temp_store = MEMORY")
        if _number(connection, "PRAGMA user_version") == 0:
            self._lay_out(connection)
        if _number(connection, "PRAGMA user_version") != SCHEMA:
            raise failed(Fault.SCHEMA, self._place, "open")
        self._switch_to_wal(connection)
        connection.execute(f"PRAGMA max_page_count = {self._pages}")

    def _lay_out(self, connection: Connection) -> None:
        """Make an empty file the skill's own; leave any other as it is."""
        connection.execute("BEGIN IMMEDIATE")
        if _number(connection, "SELECT count(*) FROM sqlite_master") == 0:
            self._path.chmod(0o600)
            for statement in LAYOUT:
                connection.execute(statement)
        connection.execute("COMMIT")

    def _switch_to_wal(self, connection: Connection) -> None:
        """Ask for the mode until it is had: SQLite does not wait for this one by itself."""
        deadline = time.monotonic() + self._patience
        while True:
            try:
                connection.execute("PRAGMA journal_mode = WAL").fetchone()
            except sqlite3.OperationalError as error:
                if _kind(error) is not Fault.LOCKED or time.monotonic() > deadline:
                    raise
                time.sleep(0.005)
            else:
                return

    def _inode(self) -> int | None:
        try:
            return self._path.stat().st_ino
        except FileNotFoundError:
            return None

    @property
    def _place(self) -> str:
        return f"sqlite {self._path}"


def _idle(pools: Pools) -> list[Connection]:
    return pools.setdefault(os.getpid(), [])


def _pop(idle: list[Connection]) -> Connection | None:
    """Take the last one, though another thread may have been faster than any look at the length."""
    try:
        return idle.pop()
    except IndexError:
        return None


def _close_idle(pools: Pools) -> None:
    while (connection := _pop(_idle(pools))) is not None:
        connection.close()


def _number(connection: Connection, question: str) -> int:
    (number,) = connection.execute(question).fetchone()
    return int(number)


def _kind(error: sqlite3.Error | OSError) -> Fault:
    if isinstance(error, OSError):
        return Fault.READ_ONLY if isinstance(error, PermissionError) else Fault.DOWN
    # The low byte is the kind; the rest of the code says which variety.
    return FAULTS.get(getattr(error, "sqlite_errorcode", 0) & 0xFF, Fault.OTHER)
