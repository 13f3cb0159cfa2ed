"""Memory in one SQLite file: one row a person, and what is dropped is erased."""

from __future__ import annotations

from typing import TYPE_CHECKING

from skill.storage.record import Found, Life, Record
from skill.storage.sqlite_file import LARGEST_FILE, PATIENCE, SqliteFile

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

READ = "SELECT version, expires, body, seal, hex(seal) FROM memory WHERE person = ?"
WRITE = "REPLACE INTO memory (person, version, expires, body, seal) VALUES (?, ?, ?, ?, ?)"
REMOVE = "DELETE FROM memory WHERE person = ?"
DISCARD = "DELETE FROM memory WHERE person = ? AND hex(seal) = ?"
SWEEP = "DELETE FROM memory WHERE NOT (expires > ? AND expires <= ?)"


class SqliteStore:
    """The table of records. Every write is one statement, so it is whole or not at all."""

    def __init__(
        self, path: Path, *, patience: float = PATIENCE, largest: int = LARGEST_FILE
    ) -> None:
        self._file = SqliteFile(path, patience=patience, largest=largest)

    def read(self, person: str) -> Found | None:
        """Find what lies under the person's name."""
        with self._file.lend("read") as connection:
            row = connection.execute(READ, (person,)).fetchone()
        if row is None:
            return None
        *values, mark = row
        return Found(dict(zip(("version", "expires", "body", "seal"), values, strict=True)), mark)

    def write(self, person: str, record: Record) -> None:
        """Put the record there, whole or not at all, in place of any other."""
        row = (person, record.version, record.expires, record.body, record.seal)
        with self._file.lend("save") as connection:
            connection.execute(WRITE, row)

    def remove(self, person: str) -> None:
        """Erase whatever lies there."""
        with self._file.lend("delete") as connection:
            connection.execute(REMOVE, (person,))
            _empty_journal(connection)

    def discard(self, person: str, found: Found) -> None:
        """Erase what was found, unless another has taken its place."""
        with self._file.lend("discard") as connection:
            connection.execute(DISCARD, (person, found.mark))
            _empty_journal(connection)

    def sweep(self, alive: Life) -> int:
        """Erase all that is not alive, and say how many that were."""
        with self._file.lend("sweep") as connection:
            erased = connection.execute(SWEEP, (alive.after, alive.until)).rowcount
            _empty_journal(connection)
        return erased

    def close(self) -> None:
        """Close this process's idle connections; a later call opens new ones."""
        self._file.close()


def _empty_journal(connection: sqlite3.Connection) -> None:
    """Erase the journal too, where a copy of a dropped record would else outlive it.

    While another process reads, this does nothing; the next removal or sweep makes it good.
    """
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
