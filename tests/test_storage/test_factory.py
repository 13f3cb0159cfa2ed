"""What the settings open, and what is imported for it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from ask_sdk_core.attributes_manager import AbstractPersistenceAdapter

from skill.storage import open_memory
from skill.storage.keys import SHORTEST_KEY

from .backends import KEY, NOON, Clock, DynamoBackend, SqliteBackend
from .envelopes import launch

ROOT = Path(__file__).parents[2]
TALK: dict[str, object] = {"told": "this"}


def test_off_is_no_memory() -> None:
    assert open_memory("off") is None


def test_opens_sqlite(sqlite_backend: SqliteBackend, clock: Clock) -> None:
    memory = open_memory("sqlite", key=KEY, path=sqlite_backend.place, clock=clock)
    assert isinstance(memory, AbstractPersistenceAdapter)
    memory.save_attributes(launch(), TALK)
    assert memory.get_attributes(launch()) == TALK
    (row,) = sqlite_backend.rows().values()
    assert row["expires"] == NOON + 86_400
    memory.close()


def test_opens_dynamodb(dynamo_backend: DynamoBackend, clock: Clock) -> None:
    memory = open_memory("dynamodb", key=KEY, table=dynamo_backend.place, clock=clock)
    assert memory is not None
    memory.save_attributes(launch(), TALK)
    assert memory.get_attributes(launch()) == TALK
    (row,) = dynamo_backend.rows().values()
    assert row["expires"] == NOON + 86_400
    memory.close()


def test_a_fault_of_the_storage_stops_no_start(tmp_path: Path) -> None:
    assert open_memory("sqlite", key=KEY, path=tmp_path / "nowhere" / "memory.db") is not None


@pytest.mark.parametrize("key", [None, "", "short", "x" * (SHORTEST_KEY - 1)])
def test_a_key_that_could_be_guessed_is_refused(tmp_path: Path, key: str | None) -> None:
    with pytest.raises(ValueError, match=r"secrets\.token_hex"):
        open_memory("sqlite", key=key, path=tmp_path / "memory.db")


def test_a_place_is_needed() -> None:
    with pytest.raises(ValueError, match="no path is set"):
        open_memory("sqlite", key=KEY)
    with pytest.raises(ValueError, match="no table is set"):
        open_memory("dynamodb", key=KEY)


@pytest.mark.parametrize(
    ("opening", "absent"),
    [
        ("open_memory('off')", ("boto3", "botocore", "sqlite3")),
        ("open_memory('sqlite', key='x' * 16, path=path)", ("boto3", "botocore")),
        ("open_memory('dynamodb', key='x' * 16, table='memory')", ("sqlite3",)),
    ],
)
def test_imports_only_what_is_switched_on(
    tmp_path: Path, aws: pytest.MonkeyPatch, opening: str, absent: tuple[str, ...]
) -> None:
    aws.setenv("PYTHONPATH", str(ROOT))
    script = (
        "import sys\n"
        "from skill.storage import open_memory\n"
        f"path = {str(tmp_path / 'memory.db')!r}\n"
        f"memory = {opening}\n"
        f"print([name for name in {absent!r} if name in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
    assert done.stderr == ""
