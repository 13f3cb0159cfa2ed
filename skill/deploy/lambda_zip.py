"""The Lambda archive: the skill, the libraries it needs, their bytecode, and nothing else."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from skill.deploy.archive import write_archive
from skill.deploy.bytecode import Interpreter, compile_tree, find_interpreter
from skill.deploy.checkout import CHECKOUT, LAMBDA, SKILL
from skill.deploy.faults import refuse
from skill.deploy.lazy_packages import make_lazy
from skill.deploy.libraries import library_files, read_pins

MOST_BYTES = 6_000_000

_NOT_ON_LAMBDA = frozenset(
    {"__main__.py", "deploy", "evaluation", "interaction", "simulator", "web"}
)


@dataclass(frozen=True, slots=True)
class LambdaZip:
    """An archive, how large it is, and the Lambda runtime that its bytecode is for."""

    path: Path
    size: int
    runtime: str


def build_lambda_zip(out: Path, python: str | None = None) -> LambdaZip:
    """Write the archive, and beside it the folder of the same name for tools that zip it."""
    interpreter = find_interpreter(python)
    stage = out.with_suffix("")
    stage_lambda(stage, interpreter)
    write_archive(stage, out)
    size = out.stat().st_size
    refuse([f"{out}: {size} bytes; at most {MOST_BYTES}"] if size > MOST_BYTES else [])
    return LambdaZip(out, size, interpreter.runtime)


def stage_lambda(stage: Path, interpreter: Interpreter) -> None:
    """Lay out what Lambda will unpack into /var/task."""
    shutil.rmtree(stage, ignore_errors=True)
    _lay_libraries(stage)
    _lay_skill(stage)
    for source in (LAMBDA / "lambda_function.py", CHECKOUT / "LICENSE"):
        shutil.copyfile(source, stage / source.name)
    compile_tree(stage, interpreter)


def _lay_libraries(stage: Path) -> None:
    for name, content in library_files(read_pins(LAMBDA / "requirements.txt")).items():
        path = stage / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_with_lazy_front(path, content))


def _with_lazy_front(path: Path, content: bytes) -> bytes:
    return make_lazy(content.decode()).encode() if path.name == "__init__.py" else content


def _lay_skill(stage: Path) -> None:
    shutil.copytree(SKILL, stage / "skill", ignore=_leave_out)


def _leave_out(folder: str, names: list[str]) -> set[str]:
    top = Path(folder) == SKILL
    unwanted = set(_NOT_ON_LAMBDA) if top else set()
    return {name for name in names if name in unwanted or name == "__pycache__"}
