"""Bytecode for the Python that will run it, because Lambda cannot save what it compiles.

`/var/task` is read-only, so a module without bytecode is compiled again at every cold start.
The files are marked `unchecked-hash`: Python loads them without looking at the source's date,
which no archive keeps exactly. Bytecode serves one minor version only; should Lambda run
another one, Python falls back on the sources, which go along.
"""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from skill.deploy.faults import BuildError

TARGET = (3, 13)
"""The Python of the Lambda runtime in lambda/template.yaml."""

TASK_ROOT = "/var/task"
"""Where Lambda unpacks the archive; tracebacks name it instead of the build machine."""


_RECORDER = Path(__file__).with_name("record_dataclasses.py")

_VERSION_MANAGERS = (
    ".pyenv/versions/{}.{}.*/bin/python",
    ".local/share/uv/python/*-{}.{}.*/bin/python",
)


@dataclass(frozen=True, slots=True)
class Interpreter:
    """A Python that works, and its minor version."""

    path: str
    version: tuple[int, int]

    @property
    def runtime(self) -> str:
        """Name the Lambda runtime that this interpreter's bytecode is for."""
        return f"python{self.version[0]}.{self.version[1]}"


def find_interpreter(asked: str | None = None) -> Interpreter:
    """Find the Python to compile with: the one asked for, else the target's, else this one."""
    if asked is not None:
        return _require(asked)
    here = Interpreter(sys.executable, sys.version_info[:2])
    if here.version == TARGET:
        return here
    others = (_probe(path) for path in _target_paths())
    return next((it for it in others if it is not None and it.version == TARGET), here)


def compile_tree(folder: Path, interpreter: Interpreter) -> None:
    """Compile every module below a folder, in a fresh process for the sake of equal bytes."""
    command = [interpreter.path, "-I", "-S", "-W", "ignore", "-m", "compileall", "-q"]
    command += ["--invalidation-mode", "unchecked-hash", "-s", str(folder), "-p", TASK_ROOT]
    _run([*command, str(folder)], folder)


def keep_dataclasses(folder: Path, interpreter: Interpreter) -> None:
    """Keep the code of the dataclasses' methods, which no bytecode file holds."""
    command = [interpreter.path, "-I", "-S", "-B", "-W", "ignore", str(_RECORDER), str(folder)]
    _run(command, folder)


def _run(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        said = done.stdout + done.stderr
        raise BuildError([f"{folder}: {command[0]} cannot prepare it: {said}"])


def _require(path: str) -> Interpreter:
    found = _probe(path)
    if found is None:
        raise BuildError([f"{path}: no working Python; give the path of an interpreter"])
    return found


def _target_paths() -> Iterator[str]:
    """Look on the PATH, then where the common version managers keep their interpreters."""
    name = "python{}.{}".format(*TARGET)
    yield from filter(None, [shutil.which(name)])
    for pattern in _VERSION_MANAGERS:
        yield from sorted(str(path) for path in Path.home().glob(pattern.format(*TARGET)))


def _probe(path: str) -> Interpreter | None:
    """Ask an interpreter its version; a manager's shim may exist and still not run."""
    command = [path, "-I", "-S", "-c", "import sys; print(*sys.version_info[:2], sys.executable)"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
    except OSError:
        return None
    if done.returncode:
        return None
    major, minor, executable = done.stdout.strip().split(" ", 2)
    return Interpreter(executable, (int(major), int(minor)))
