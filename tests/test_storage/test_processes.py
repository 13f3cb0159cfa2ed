"""Several processes at once, and processes that die in the middle of a write."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from skill.evaluation.durability import main as print_figures
from skill.evaluation.durability import measure

from .backends import SECRET, Backend, Clock, SqliteBackend, memory_over
from .envelopes import launch

WRITER = Path(__file__).with_name("writer.py")
ROOT = Path(__file__).parents[2]
PROCESSES = 6
WRITES = 15


def start(backend: Backend, name: str, count: int = WRITES) -> subprocess.Popen[str]:
    """Start a process that writes."""
    command = [sys.executable, str(WRITER), backend.name, backend.place, name, str(count)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


def finish(processes: list[subprocess.Popen[str]]) -> None:
    """Wait until all have written all they had to."""
    for process in processes:
        process.communicate(timeout=60)
    assert [process.returncode for process in processes] == [0] * len(processes)


def test_several_processes_at_once_lose_nothing(backend: Backend) -> None:
    names = [f"writer {number}" for number in range(PROCESSES)]
    finish([start(backend, name) for name in names])
    memory = memory_over(backend.store(), Clock())
    kept = [memory.get_attributes(launch(name)) for name in names]
    shared = memory.get_attributes(launch("everybody"))
    memory.close()
    assert [(one["by"], one["n"]) for one in kept] == [(name, WRITES) for name in names]
    # Whoever was last, it is one writer's last record and whole.
    assert shared["by"] in names
    assert shared["n"] == WRITES
    assert shared["filler"] == "x" * 2000
    assert len(backend.rows()) == PROCESSES + 1


def test_processes_that_open_a_new_file_at_once_do_not_hinder_each_other(
    tmp_path: Path,
) -> None:
    for number in range(3):
        backend = SqliteBackend(tmp_path / f"{number}.db")
        finish([start(backend, str(writer), count=1) for writer in range(PROCESSES)])
        assert len(backend.rows()) == PROCESSES + 1


def test_a_kill_in_the_middle_of_writing_loses_no_finished_write(tmp_path: Path) -> None:
    durability = measure(tmp_path / "memory.db", rounds=5)
    assert durability.finished >= 5 * durability.writers
    assert (durability.lost, durability.unreadable, durability.damaged_files) == (0, 0, 0)


def test_the_figures_of_durability_are_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    print_figures([str(tmp_path / "memory.db"), "1"])
    lines = capsys.readouterr().out.splitlines()
    assert {"rounds 1", "writers 2", "lost 0", "unreadable 0", "damaged_files 0"} <= set(lines)


def test_durability_is_not_measured_in_a_file_that_exists(tmp_path: Path) -> None:
    path = tmp_path / "memory.db"
    path.touch()
    with pytest.raises(FileExistsError, match="name another"):
        measure(path, rounds=1)


def test_the_writers_of_these_tests_use_their_key() -> None:
    from .writer import SECRET as WRITERS_SECRET

    assert WRITERS_SECRET == SECRET
