"""The Lambda archive: the skill, the libraries it needs, their bytecode, and nothing else."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from skill.deploy.archive import write_archive
from skill.deploy.bytecode import (
    TARGET,
    Interpreter,
    compile_tree,
    find_interpreter,
    keep_dataclasses,
)
from skill.deploy.checkout import CHECKOUT, LAMBDA, SKILL
from skill.deploy.faults import refuse
from skill.deploy.late_imports import import_late
from skill.deploy.lazy_packages import make_lazy
from skill.deploy.libraries import library_files, read_pins
from skill.deploy.precompiled import precompile

MOST_BYTES = 6_000_000

_LOADS_EVERY_CLIENT = "ask_sdk_model/services/service_client_factory.py"
_NOT_ON_LAMBDA = frozenset(
    {"__main__.py", "deploy", "evaluation", "interaction", "simulator", "web"}
)


@dataclass(frozen=True, slots=True)
class LambdaZip:
    """An archive, how large it is, and the Lambda runtime that its bytecode is for."""

    path: Path
    size: int
    interpreter: Interpreter

    @property
    def runtime(self) -> str:
        """Name the Lambda runtime that the bytecode is for."""
        return self.interpreter.runtime

    @property
    def on_target(self) -> bool:
        """Say whether that is the runtime of the template."""
        return self.interpreter.version == TARGET


def build_lambda_zip(out: Path, python: str | None = None) -> LambdaZip:
    """Write the archive, and beside it the folder of the same name for tools that zip it."""
    interpreter = find_interpreter(python)
    stage = out.with_suffix("")
    stage_lambda(stage, interpreter)
    write_archive(stage, out)
    size = out.stat().st_size
    refuse([f"{out}: {size} bytes; at most {MOST_BYTES}"] if size > MOST_BYTES else [])
    return LambdaZip(out, size, interpreter)


def stage_lambda(stage: Path, interpreter: Interpreter) -> None:
    """Lay out what Lambda will unpack into /var/task."""
    shutil.rmtree(stage, ignore_errors=True)
    _lay_libraries(stage)
    _lay_skill(stage)
    for source in (*sorted(LAMBDA.glob("*.py")), CHECKOUT / "LICENSE"):
        shutil.copyfile(source, stage / source.name)
    compile_tree(stage, interpreter)
    keep_dataclasses(stage, interpreter)


def _lay_libraries(stage: Path) -> None:
    for name, content in library_files(read_pins(LAMBDA / "requirements.txt")).items():
        path = stage / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_quicker(name, content))


def _quicker(name: str, content: bytes) -> bytes:
    """Give a library's file in the form that starts fastest and behaves the same."""
    if name.endswith("/__init__.py"):
        return make_lazy(content.decode()).encode()
    if name == _LOADS_EVERY_CLIENT:
        return import_late(content.decode()).encode()
    return content


def _lay_skill(stage: Path) -> None:
    shutil.copytree(SKILL, stage / "skill", ignore=_leave_out)
    precompile(stage / "skill")


def _leave_out(folder: str, names: list[str]) -> set[str]:
    top = Path(folder) == SKILL
    unwanted = set(_NOT_ON_LAMBDA) if top else set()
    return {name for name in names if name in unwanted or name == "__pycache__"}
