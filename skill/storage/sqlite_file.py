"""One SQLite file, opened so that many threads and processes can use it within a voice turn."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
import weakref
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from skill.storage.faults import Fault, failed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SCHEMA = 1
PATIENCE = 0.3
# SQLite by itself waits in ever longer steps, and latecomers overtake; short ones are fairer.
STEP = 0.02
PAUSE = 0.002
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


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Mine:
    """What one process has of the file: never its parent's, for a fork copies what it must not."""

    idle: list[Connection] = field(default_factory=list)
    turn: threading.Lock = field(default_factory=threading.Lock)


class SqliteFile:
    """A file and its idle connections; `patience` is how many seconds to wait for a lock."""

    def __init__(self, path: Path, *, patience: float, largest: int) -> None:
        self._path = path.absolute()
        self._patience = patience
        self._pages = largest // PAGE
        self._by_process: dict[int, Mine] = {}
        weakref.finalize(self, _close_idle, self._by_process)

    def read(self, doing: str, work: Callable[[Connection], T]) -> T:
        """Do the work while others may read and one may write."""
        return self._until_patience_ends(doing, work, time.monotonic() + self._patience)

    def write(self, doing: str, work: Callable[[Connection], T]) -> T:
        """Do the work alone; such that doing it twice is doing it once."""
        deadline = time.monotonic() + self._patience
        # SQLite lets latecomers overtake; among threads this keeps them in line.
        turn = self._mine().turn
        if not turn.acquire(timeout=self._patience):
            raise failed(Fault.LOCKED, self._place, doing)
        try:
            return self._until_patience_ends(doing, work, deadline)
        finally:
            turn.release()

    def close(self) -> None:
        """Close this process's idle connections."""
        _close_idle(self._by_process)

    def _until_patience_ends(
        self, doing: str, work: Callable[[Connection], T], deadline: float
    ) -> T:
        """Do the work, once or, while another process holds the lock, again and again."""
        while True:
            try:
                return self._once(work)
            except (sqlite3.Error, OSError) as error:
                kind = _kind(error)
                if kind is not Fault.LOCKED or time.monotonic() >= deadline:
                    # Without the cause: a library's message is not ours to vouch for.
                    raise failed(kind, self._place, doing) from None
            # For the cases in which SQLite does not wait by itself.
            time.sleep(PAUSE)

    def _once(self, work: Callable[[Connection], T]) -> T:
        connection = self._take()
        try:
            done = work(connection)
        except sqlite3.Error as error:
            if _kind(error) is Fault.LOCKED:
                self._mine().idle.append(connection)
            else:
                connection.close()
            raise
        self._mine().idle.append(connection)
        return done

    def _take(self) -> Connection:
        inode = self._inode()
        while (connection := _pop(self._mine().idle)) is not None:
            if connection.inode == inode:
                return connection
            connection.close()
        return self._open()

    def _open(self) -> Connection:
        connection = sqlite3.connect(
            self._path,
            timeout=STEP,
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
        connection.execute("PRAGMA journal_mode = WAL").fetchone()
        connection.execute(f"PRAGMA max_page_count = {self._pages}")

    def _lay_out(self, connection: Connection) -> None:
        """Make an empty file the skill's own; leave any other as it is."""
        connection.execute("BEGIN IMMEDIATE")
        if _number(connection, "SELECT count(*) FROM sqlite_master") == 0:
            self._path.chmod(0o600)
            for statement in LAYOUT:
                connection.execute(statement)
        connection.execute("COMMIT")

    def _mine(self) -> Mine:
        return _of_this_process(self._by_process)

    def _inode(self) -> int | None:
        try:
            return self._path.stat().st_ino
        except FileNotFoundError:
            return None

    @property
    def _place(self) -> str:
        return f"sqlite {self._path}"


def _of_this_process(by_process: dict[int, Mine]) -> Mine:
    return by_process.setdefault(os.getpid(), Mine())


def _pop(idle: list[Connection]) -> Connection | None:
    """Take the last one, though another thread may have been faster than any look at the length."""
    try:
        return idle.pop()
    except IndexError:
        return None


def _close_idle(by_process: dict[int, Mine]) -> None:
    while (connection := _pop(_of_this_process(by_process).idle)) is not None:
        connection.close()


def _number(connection: Connection, question: str) -> int:
    (number,) = connection.execute(question).fetchone()
    return int(number)


def _kind(error: sqlite3.Error | OSError) -> Fault:
    if isinstance(error, OSError):
        return Fault.READ_ONLY if isinstance(error, PermissionError) else Fault.DOWN
    # The low byte is the kind; the rest of the code says which variety.
    return FAULTS.get(getattr(error, "sqlite_errorcode", 0) & 0xFF, Fault.OTHER)
