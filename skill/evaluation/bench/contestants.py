"""The archives that are compared, each packed, then unpacked as Lambda would."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

from skill.deploy.archive import write_archive
from skill.deploy.bytecode import Interpreter, compile_tree
from skill.deploy.checkout import LAMBDA
from skill.deploy.lambda_zip import build_lambda_zip
from skill.deploy.libraries import library_files, read_pins

HELLO_WORLD = Path(__file__).with_name("hello_world.py")

SKILL = "skill"
PLAIN = "hello_world"
COMPILED = "hello_world_compiled"


@dataclass(frozen=True, slots=True)
class Contestant:
    """An archive to measure, and where it lies unpacked."""

    name: str
    archive: Path
    folder: Path


def pack_contestants(workplace: Path, interpreter: Interpreter) -> tuple[Contestant, ...]:
    """Pack the skill as we ship it, and the hello world as usual and with bytecode."""
    plain, compiled = workplace / "plain", workplace / "compiled"
    _stage_hello_world(plain)
    _stage_hello_world(compiled)
    compile_tree(compiled, interpreter)
    build_lambda_zip(workplace / "skill.zip", interpreter.path)
    for folder in (plain, compiled):
        write_archive(folder, folder.with_suffix(".zip"))
    return (
        _unpack(SKILL, workplace / "skill.zip"),
        _unpack(PLAIN, workplace / "plain.zip"),
        _unpack(COMPILED, workplace / "compiled.zip"),
    )


def _stage_hello_world(folder: Path) -> None:
    """Lay out the same libraries, untouched, with the hello world as the function."""
    for name, content in library_files(read_pins(LAMBDA / "requirements.txt")).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    shutil.copyfile(HELLO_WORLD, folder / "lambda_function.py")


def _unpack(name: str, archive: Path) -> Contestant:
    folder = archive.parent / f"{name}-unpacked"
    with ZipFile(archive) as file:
        file.extractall(folder)
    return Contestant(name, archive, folder)
