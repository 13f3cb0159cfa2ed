"""SQLite's faults made for real, and what is left on the disk."""

from __future__ import annotations

import os
import resource
import sqlite3
import stat
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from ask_sdk_core.exceptions import PersistenceException

from skill.storage.faults import Fault, StorageError
from skill.storage.record import SKEW
from skill.storage.sqlite import SqliteStore
from skill.storage.sqlite_file import LARGEST_FILE, PATIENCE, SqliteFile
from skill.storage.sweeping import keep_sweeping

from .backends import DAY, NOON, Clock, SqliteBackend, memory_over
from .envelopes import ANN, BOB, launch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from skill.storage.memory import Memory

TALK: dict[str, object] = {"told": "MARK-OF-THIS-TALK"}
ROOT = Path(__file__).parents[2]
NOBODY = 65534
FORKS = """
import os, sys
from pathlib import Path
from skill.storage.sqlite import WRITE
from skill.storage.sqlite_file import SqliteFile

def write(person):
    return file.write("write", lambda connection: connection.execute(WRITE, row(person)).connection)

def row(person):
    return person, 1, 2, "body", "seal"

file = SqliteFile(Path(sys.argv[1]), patience=5, largest=2**20)
parents = write("parent")
for child in range(3):
    if os.fork() == 0:
        sys.exit(write(str(child)) is parents)
assert [os.wait()[1] for _ in range(3)] == [0, 0, 0]
assert write("parent again") is parents
"""
# Loaded machines included; the waiting itself is one or two times the patience.
SOON = 2.0


@pytest.fixture
def path(sqlite_backend: SqliteBackend) -> Path:
    """Say where the file will be."""
    return sqlite_backend.path


@pytest.fixture
def memory(path: Path, clock: Clock) -> Iterator[Memory]:
    """Open a memory in that file."""
    memory = memory_over(SqliteStore(path), clock)
    yield memory
    memory.close()


@pytest.fixture
def folder() -> Iterator[Path]:
    """Make a folder that another user can come to."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o777)
        yield Path(name)


@contextmanager
def as_common_user() -> Iterator[None]:
    """Go without the rights of root, to whom permissions mean nothing."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@contextmanager
def held_by_another_process(path: Path, *statements: str) -> Iterator[None]:
    """Let another process open the file, run the statements and keep their locks."""
    script = (
        "import sqlite3, sys\n"
        "connection = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "for statement in sys.argv[2:]:\n"
        "    connection.execute(statement).fetchall()\n"
        "print('held', flush=True)\n"
        "sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(path), *statements],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        try:
            yield
        finally:
            holder.kill()


def fault_of(call: Callable[[], object]) -> Fault:
    """Tell the kind of the fault that the call raises, soon enough for a voice turn."""
    began = time.monotonic()
    with pytest.raises(PersistenceException) as raised:
        call()
    assert time.monotonic() - began < SOON
    assert isinstance(raised.value, StorageError)
    assert raised.value.__cause__ is None
    return raised.value.kind


def save_for_many(memory: Memory, attributes: dict[str, object]) -> None:
    """Save so much that a small file cannot hold it."""
    for number in range(9):
        memory.save_attributes(launch(f"person {number}"), attributes)


def on_disk(path: Path) -> bytes:
    """All bytes of the file and of those beside it."""
    return b"".join(file.read_bytes() for file in sorted(path.parent.iterdir()))


class TestFaults:
    """Each is one exception, soon, and leaves a memory that works once the fault has gone."""

    def test_locked_for_writing(self, memory: Memory, path: Path) -> None:
        memory.save_attributes(launch(), TALK)
        with held_by_another_process(path, "BEGIN IMMEDIATE"):
            assert fault_of(lambda: memory.save_attributes(launch(), {})) is Fault.LOCKED
            assert fault_of(lambda: memory.delete_attributes(launch())) is Fault.LOCKED
            assert memory.get_attributes(launch()) == TALK
        memory.save_attributes(launch(), {"after": 1})
        assert memory.get_attributes(launch()) == {"after": 1}

    def test_locked_altogether(self, memory: Memory, path: Path) -> None:
        memory.save_attributes(launch(), TALK)
        memory.close()
        exclusive = ("PRAGMA locking_mode = EXCLUSIVE", "BEGIN EXCLUSIVE")
        with held_by_another_process(path, *exclusive):
            assert fault_of(lambda: memory.get_attributes(launch())) is Fault.LOCKED
            assert fault_of(lambda: memory.save_attributes(launch(), {})) is Fault.LOCKED
        assert memory.get_attributes(launch()) == TALK

    def test_locked_by_another_thread(self, path: Path) -> None:
        file = SqliteFile(path, patience=PATIENCE, largest=LARGEST_FILE)
        begun, done = threading.Event(), threading.Event()

        def hold(_: sqlite3.Connection) -> None:
            begun.set()
            done.wait(5)

        with ThreadPoolExecutor(1) as other:
            other.submit(file.write, "hold", hold)
            assert begun.wait(5)
            assert fault_of(lambda: file.write("save", lambda _: None)) is Fault.LOCKED
            assert file.read("look", lambda it: it.execute("SELECT 1").fetchone()) == (1,)
            done.set()
        file.write("save", lambda _: None)
        file.close()

    def test_a_short_lock_is_waited_for(self, path: Path, clock: Clock) -> None:
        memory = memory_over(SqliteStore(path, patience=5.0), clock)
        memory.save_attributes(launch(), TALK)
        with closing(sqlite3.connect(path, check_same_thread=False)) as other:
            other.execute("BEGIN IMMEDIATE")
            release = threading.Timer(0.1, other.rollback)
            release.start()
            memory.save_attributes(launch(), {"after": 1})
            release.join()
        assert memory.get_attributes(launch()) == {"after": 1}
        memory.close()

    def test_locked_before_it_has_a_table(self, memory: Memory, path: Path) -> None:
        path.touch()
        with held_by_another_process(path, "BEGIN EXCLUSIVE"):
            assert fault_of(lambda: memory.get_attributes(launch())) is Fault.LOCKED
        assert memory.get_attributes(launch()) == {}

    def test_locked_before_it_is_in_wal_mode(self, memory: Memory, path: Path) -> None:
        memory.save_attributes(launch(), TALK)
        memory.close()
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
        with held_by_another_process(path, "BEGIN IMMEDIATE"):
            assert fault_of(lambda: memory.get_attributes(launch())) is Fault.LOCKED
        assert memory.get_attributes(launch()) == TALK

    def test_full_file(self, path: Path, clock: Clock) -> None:
        memory = memory_over(SqliteStore(path, largest=5 * 4096), clock)
        big: dict[str, object] = {"a": "x" * 4000}
        memory.save_attributes(launch("kept"), TALK)
        assert fault_of(lambda: save_for_many(memory, big)) is Fault.FULL
        assert fault_of(lambda: save_for_many(memory, big)) is Fault.FULL
        assert memory.get_attributes(launch("kept")) == TALK
        clock.now = NOON + DAY
        assert memory.sweep() > 0
        memory.save_attributes(launch(), big)
        assert memory.get_attributes(launch()) == big
        memory.close()

    def test_full_disk(self, memory: Memory, path: Path) -> None:
        memory.save_attributes(launch(), TALK)
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size, hard))
        try:
            kind = fault_of(lambda: save_for_many(memory, {"a": "x" * 4000}))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert kind in (Fault.FULL, Fault.DOWN)
        assert memory.get_attributes(launch()) == TALK
        memory.save_attributes(launch(), {"after": 1})
        assert memory.get_attributes(launch()) == {"after": 1}

    def test_read_only_file(self, folder: Path, clock: Clock) -> None:
        with as_common_user():
            path = folder / "memory.db"
            memory = memory_over(SqliteStore(path), clock)
            memory.save_attributes(launch(), TALK)
            memory.close()
            path.chmod(0o400)
            assert fault_of(lambda: memory.save_attributes(launch(), {})) is Fault.READ_ONLY
            assert fault_of(lambda: memory.delete_attributes(launch())) is Fault.READ_ONLY
            path.chmod(0o600)
            assert memory.get_attributes(launch()) == TALK
            memory.close()

    def test_read_only_folder(self, folder: Path, clock: Clock) -> None:
        with as_common_user():
            closed = folder / "closed"
            closed.mkdir(mode=0o500)
            memory = memory_over(SqliteStore(closed / "memory.db"), clock)
            assert fault_of(lambda: memory.save_attributes(launch(), TALK)) is Fault.DOWN
            assert fault_of(lambda: memory.get_attributes(launch())) is Fault.DOWN
            closed.chmod(0o700)
            memory.save_attributes(launch(), TALK)
            memory.close()

    def test_a_folder_that_may_not_be_entered(self, folder: Path, clock: Clock) -> None:
        with as_common_user():
            closed = folder / "closed"
            closed.mkdir()
            memory = memory_over(SqliteStore(closed / "memory.db"), clock)
            memory.save_attributes(launch(), TALK)
            closed.chmod(0o000)
            assert fault_of(lambda: memory.get_attributes(launch())) is Fault.READ_ONLY
            closed.chmod(0o700)
            assert memory.get_attributes(launch()) == TALK
            memory.close()

    def test_unreadable_file(self, folder: Path, clock: Clock) -> None:
        with as_common_user():
            path = folder / "memory.db"
            path.touch(mode=0o000)
            memory = memory_over(SqliteStore(path), clock)
            assert fault_of(lambda: memory.get_attributes(launch())) is Fault.DOWN

    def test_no_folder(self, tmp_path: Path, clock: Clock) -> None:
        memory = memory_over(SqliteStore(tmp_path / "nowhere" / "memory.db"), clock)
        for call in (memory.get_attributes, memory.delete_attributes):
            assert fault_of(lambda call=call: call(launch())) is Fault.DOWN  # type: ignore[misc]

    def test_a_folder_in_the_files_place(self, tmp_path: Path, clock: Clock) -> None:
        memory = memory_over(SqliteStore(tmp_path), clock)
        assert fault_of(lambda: memory.get_attributes(launch())) is Fault.DOWN

    def test_a_file_in_the_folders_place(self, tmp_path: Path, clock: Clock) -> None:
        (tmp_path / "folder").touch()
        memory = memory_over(SqliteStore(tmp_path / "folder" / "memory.db"), clock)
        assert fault_of(lambda: memory.get_attributes(launch())) is Fault.DOWN

    def test_no_database(self, memory: Memory, path: Path) -> None:
        path.write_bytes(b"no database, but a text, and longer than a header of SQLite is" * 100)
        assert fault_of(lambda: memory.get_attributes(launch())) is Fault.CORRUPT
        assert fault_of(lambda: memory.save_attributes(launch(), TALK)) is Fault.CORRUPT

    @pytest.mark.parametrize("page", [1, 2])
    def test_damaged_pages(self, memory: Memory, path: Path, page: int) -> None:
        memory.save_attributes(launch(), TALK)
        memory.close()
        with path.open("r+b") as file:
            file.seek((page - 1) * 4096 + (100 if page == 1 else 0))
            file.write(os.urandom(3000))
        assert fault_of(lambda: memory.get_attributes(launch())) is Fault.CORRUPT
        assert fault_of(lambda: memory.save_attributes(launch(), TALK)) is Fault.CORRUPT

    def test_cut_short(self, memory: Memory, path: Path) -> None:
        for number in range(20):
            memory.save_attributes(launch(str(number)), {"a": "x" * 3000})
        memory.close()
        os.truncate(path, 2 * 4096)
        assert fault_of(lambda: memory.get_attributes(launch("7"))) is Fault.CORRUPT

    def test_damaged_journal_loses_no_more_than_its_own(self, memory: Memory, path: Path) -> None:
        memory.save_attributes(launch(), TALK)
        memory.sweep()
        memory.save_attributes(launch(BOB), TALK)
        journal = path.with_name("memory.db-wal").read_bytes()
        copy = path.with_name("copy.db")
        copy.write_bytes(path.read_bytes())
        copy.with_name("copy.db-wal").write_bytes(journal[:-2000] + os.urandom(2000))
        other = memory_over(SqliteStore(copy), Clock())
        assert other.get_attributes(launch(ANN)) == TALK
        assert other.get_attributes(launch(BOB)) == {}
        other.close()

    @pytest.mark.parametrize("version", [2, -1, 99])
    def test_a_layout_of_another_version(self, memory: Memory, path: Path, version: int) -> None:
        memory.save_attributes(launch(), TALK)
        memory.close()
        with closing(sqlite3.connect(path)) as connection:
            connection.execute(f"PRAGMA user_version = {version}")
        assert fault_of(lambda: memory.get_attributes(launch())) is Fault.SCHEMA

    def test_a_database_of_something_else_is_left_alone(self, memory: Memory, path: Path) -> None:
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("CREATE TABLE photographs (name TEXT)")
        before = path.read_bytes()
        assert fault_of(lambda: memory.save_attributes(launch(), TALK)) is Fault.SCHEMA
        assert path.read_bytes() == before

    def test_a_table_that_went_missing(self, memory: Memory, path: Path) -> None:
        memory.save_attributes(launch(), TALK)
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("DROP TABLE memory")
        assert fault_of(lambda: memory.get_attributes(launch())) is Fault.OTHER


class TestLifetime:
    """The file may come and go, and processes may fork, under a running skill."""

    def test_a_removed_file_is_not_gone_on_with(self, memory: Memory, path: Path) -> None:
        memory.save_attributes(launch(), TALK)
        remove_all(path)
        assert memory.get_attributes(launch()) == {}
        memory.save_attributes(launch(), {"after": 1})
        assert SqliteBackend(path).rows()
        assert not open_but_removed()

    def test_a_replaced_file_is_the_one_read(self, memory: Memory, path: Path) -> None:
        memory.save_attributes(launch(), TALK)
        memory.close()
        copy = path.read_bytes()
        memory.save_attributes(launch(), {"after": 1})
        remove_all(path)
        path.write_bytes(copy)
        assert memory.get_attributes(launch()) == TALK

    def test_a_forked_process_opens_its_own(self, path: Path) -> None:
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        subprocess.run([sys.executable, "-c", FORKS, str(path)], check=True, env=environment)
        assert set(SqliteBackend(path).rows()) == {"parent", "0", "1", "2", "parent again"}

    def test_threads_share_it(self, path: Path, clock: Clock) -> None:
        memory = memory_over(SqliteStore(path, patience=10.0), clock)
        with ThreadPoolExecutor(8) as threads:
            kept = list(threads.map(use, [memory] * 8, range(8)))
        memory.close()
        assert kept == [list(range(25))] * 8


class TestOnDisk:
    """What was forgotten is gone from the bytes of the disk, journal and all."""

    def test_a_kept_record_shows_neither_id_nor_name(self, memory: Memory, path: Path) -> None:
        memory.save_attributes(launch(), TALK)
        assert b"MARK-OF-THIS-TALK" in on_disk(path)
        assert ANN.encode() not in on_disk(path)

    def test_a_forgotten_record_is_erased(self, memory: Memory, path: Path) -> None:
        for number in range(9):
            memory.save_attributes(launch(), {**TALK, "n": "x" * number * 300})
        memory.delete_attributes(launch())
        assert b"MARK-OF-THIS-TALK" not in on_disk(path)

    def test_an_expired_record_is_erased_by_reading(
        self, memory: Memory, path: Path, clock: Clock
    ) -> None:
        memory.save_attributes(launch(), TALK)
        clock.now = NOON + DAY
        memory.get_attributes(launch())
        assert b"MARK-OF-THIS-TALK" not in on_disk(path)

    def test_a_sweep_erases_the_expired_and_keeps_the_rest(
        self, memory: Memory, path: Path, clock: Clock
    ) -> None:
        memory.save_attributes(launch(ANN), TALK)
        clock.now = NOON + 60
        memory.save_attributes(launch(BOB), {"told": "later"})
        clock.now = NOON + DAY
        assert memory.sweep() == 1
        assert b"MARK-OF-THIS-TALK" not in on_disk(path)
        assert memory.get_attributes(launch(BOB)) == {"told": "later"}

    def test_a_sweep_erases_what_would_live_too_long(
        self, memory: Memory, sqlite_backend: SqliteBackend, clock: Clock
    ) -> None:
        memory.save_attributes(launch(), TALK)
        clock.now = NOON - SKEW - 1
        assert memory.sweep() == 1
        assert sqlite_backend.rows() == {}

    def test_a_sweep_is_done_at_once_and_again(
        self, memory: Memory, sqlite_backend: SqliteBackend, clock: Clock
    ) -> None:
        memory.save_attributes(launch(), TALK)
        clock.now = NOON + DAY
        keep_sweeping(memory.sweep, every=0.01)
        wait_until(lambda: not sqlite_backend.rows())
        clock.now = NOON
        memory.save_attributes(launch(), TALK)
        clock.now = NOON + DAY
        wait_until(lambda: not sqlite_backend.rows())

    def test_sweeping_ends_with_the_memory(self, path: Path, clock: Clock) -> None:
        memory = memory_over(SqliteStore(path), clock)
        thread = keep_sweeping(memory.sweep, every=0.01)
        memory.close()
        del memory
        thread.join(5)
        assert not thread.is_alive()

    def test_sweeping_outlives_a_fault(self, path: Path, clock: Clock) -> None:
        memory = memory_over(SqliteStore(path / "memory.db"), clock)
        keep_sweeping(memory.sweep, every=0.01)
        time.sleep(0.05)
        path.mkdir()
        memory.save_attributes(launch(), TALK)
        clock.now = NOON + DAY
        wait_until(lambda: not SqliteBackend(path / "memory.db").rows())

    def test_the_file_is_its_owners_alone(self, memory: Memory, path: Path) -> None:
        memory.save_attributes(launch(), TALK)
        modes = {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
        assert modes == {0o600}

    def test_erases_and_keeps_as_set(self, path: Path) -> None:
        file = SqliteFile(path, patience=PATIENCE, largest=LARGEST_FILE)
        names = ("journal_mode", "secure_delete", "synchronous")
        got = file.write(
            "look", lambda it: [it.execute(f"PRAGMA {name}").fetchone()[0] for name in names]
        )
        file.close()
        assert got == ["wal", 1, 2]


def wait_until(condition: Callable[[], bool]) -> None:
    """Wait for what another thread does, five seconds at most."""
    deadline = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def remove_all(path: Path) -> None:
    """Remove the file and its journal, as a deployer would."""
    for file in path.parent.glob(f"{path.name}*"):
        file.unlink()


def open_but_removed() -> list[str]:
    """List the files of memory that this process holds open though they were removed."""
    names = [
        str(entry.readlink()) for entry in Path("/proc/self/fd").iterdir() if entry.is_symlink()
    ]
    return [name for name in names if "memory.db" in name and name.endswith(" (deleted)")]


def use(memory: Memory, number: int) -> list[object]:
    """Save and read back as one person, as a thread of the server would."""
    kept = []
    for count in range(25):
        memory.save_attributes(launch(f"thread {number}"), {"count": count})
        kept.append(memory.get_attributes(launch(f"thread {number}"))["count"])
    return kept
