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
        row = self._file.read("read", lambda it: it.execute(READ, (person,)).fetchone())
        if row is None:
            return None
        *values, mark = row
        return Found(dict(zip(("version", "expires", "body", "seal"), values, strict=True)), mark)

    def write(self, person: str, record: Record) -> None:
        """Put the record there, whole or not at all, in place of any other."""
        row = (person, record.version, record.expires, record.body, record.seal)
        self._file.write("save", lambda it: it.execute(WRITE, row))

    def remove(self, person: str) -> None:
        """Erase whatever lies there."""
        self._erase("delete", REMOVE, (person,))

    def discard(self, person: str, found: Found) -> None:
        """Erase what was found, unless another has taken its place."""
        self._erase("discard", DISCARD, (person, found.mark))

    def sweep(self, alive: Life) -> int:
        """Erase all that is not alive, and say how many that were."""
        return self._erase("sweep", SWEEP, (alive.after, alive.until))

    def close(self) -> None:
        """Close this process's idle connections; a later call opens new ones."""
        self._file.close()

    def _erase(self, doing: str, statement: str, values: tuple[object, ...]) -> int:
        """Delete rows, and empty the journal, where a copy of them would else outlive them.

        While another process reads, the journal stays; the next removal or sweep makes it good.
        """

        def work(connection: sqlite3.Connection) -> int:
            erased = connection.execute(statement, values).rowcount
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            return erased

        return self._file.write(doing, work)
