"""The archive holds what Lambda needs, the same bytes each time, compiled, and nothing else."""

import importlib.util
import marshal
import pickle
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from zipfile import ZipFile

import pytest

from skill.deploy.bytecode import TARGET, find_interpreter
from skill.deploy.checkout import CHECKOUT, LAMBDA
from skill.deploy.faults import BuildError
from skill.deploy.lambda_zip import MOST_BYTES, LambdaZip, build_lambda_zip
from skill.deploy.libraries import Pin, library_files, read_pins
from skill.knowledge.compiled import knowledge_to_json, open_knowledge
from skill.speech.words import SPOKEN_LOCALES, load_words

REQUIREMENTS = LAMBDA / "requirements.txt"
PYC_HEADER, UNCHECKED = 16, 0b01
KEPT = f"kept_dataclasses.{sys.implementation.cache_tag}"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> LambdaZip:
    return build_lambda_zip(tmp_path_factory.mktemp("build") / "lambda.zip", sys.executable)


@pytest.fixture(scope="module")
def files(archive: LambdaZip) -> Iterator[ZipFile]:
    with ZipFile(archive.path) as opened:
        yield opened


def test_two_builds_are_the_same_bytes(archive: LambdaZip, tmp_path: Path) -> None:
    again = build_lambda_zip(tmp_path / "elsewhere.zip", sys.executable)
    assert again.path.read_bytes() == archive.path.read_bytes()


def test_the_archive_is_small_and_tells_nothing_of_its_builder(
    archive: LambdaZip, files: ZipFile
) -> None:
    assert archive.size < MOST_BYTES
    assert archive.runtime == "python{}.{}".format(*sys.version_info[:2])
    assert {it.date_time for it in files.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert {oct(it.external_attr >> 16) for it in files.infolist()} == {"0o100644"}
    places = (str(CHECKOUT).encode(), str(archive.path.parent).encode())
    for name in files.namelist():
        content = files.read(name)
        assert not any(place in content for place in places), name


def test_it_holds_the_skill_and_its_libraries_only(files: ZipFile) -> None:
    tops = {name.split("/")[0] for name in files.namelist()}
    libraries = {name for name in tops if not name.endswith(".dist-info")}
    assert libraries == {
        "LICENSE",
        "__pycache__",
        "ask_sdk_core",
        "ask_sdk_model",
        "ask_sdk_runtime",
        "dateutil",
        "kept_dataclasses.py",
        KEPT,
        "lambda_function.py",
        "six.py",
        "skill",
    }
    parts = {name.split("/")[1] for name in files.namelist() if name.startswith("skill/")}
    assert not {"web", "simulator", "evaluation", "deploy", "interaction", "__main__.py"} & parts


def test_every_module_is_compiled_and_nobody_checks_its_date(files: ZipFile) -> None:
    names = set(files.namelist())
    for name in (it for it in names if it.endswith(".py")):
        compiled = importlib.util.cache_from_source(name)
        header = files.read(compiled)[:PYC_HEADER]
        assert header[:4] == importlib.util.MAGIC_NUMBER, name
        assert int.from_bytes(header[4:8], "little") == UNCHECKED, name


def test_the_code_of_dataclasses_is_kept(files: ZipFile) -> None:
    kept = marshal.loads(files.read(KEPT))  # noqa: S302 - our own
    assert len(kept) > 40
    assert all(code.co_filename == "<dataclass>" for code in kept.values())


def test_knowledge_and_words_are_compiled_and_unchanged(archive: LambdaZip) -> None:
    skill = archive.path.with_suffix("") / "skill"
    assert not list(skill.rglob("*.toml"))
    shipped = open_knowledge(skill / "knowledge" / "data")
    assert knowledge_to_json(shipped) == knowledge_to_json(open_knowledge())
    code = (
        "import sys, pickle\nsys.path.insert(0, sys.argv[1])\n"
        "from skill.knowledge.compiled import open_knowledge\n"
        "from skill.speech.words import SPOKEN_LOCALES, load_words\n"
        "kb = open_knowledge()\n"
        "tables = {it: load_words(kb, it).table for it in SPOKEN_LOCALES}\n"
        "sys.stdout.buffer.write(pickle.dumps(tables))\n"
        "assert 'tomllib' not in sys.modules\n"
    )
    command = [sys.executable, "-I", "-S", "-c", code, str(archive.path.with_suffix(""))]
    done = subprocess.run(command, capture_output=True, check=True)
    tables = pickle.loads(done.stdout)  # noqa: S301 - our own
    kb = open_knowledge()
    assert tables == {it: load_words(kb, it).table for it in SPOKEN_LOCALES}


def test_licences_go_along_and_changed_files_say_so(files: ZipFile) -> None:
    changed = files.read("ask_sdk_model/__init__.py").decode()
    assert "Licensed under the Apache License" in changed
    assert "# Changed from the published file" in changed
    for pin in read_pins(REQUIREMENTS):
        folder = f"{re.sub('-', '_', pin.name)}-{pin.version}.dist-info"
        assert f"{folder}/METADATA" in files.namelist()


def test_the_pins_are_those_of_the_lock() -> None:
    lock = (CHECKOUT / "requirements.txt").read_text("utf-8")
    locked = dict(re.findall(r"^([\w.-]+)==([\w.]+)", lock, re.MULTILINE))
    pins = read_pins(REQUIREMENTS)
    assert pins
    assert {pin.name: pin.version for pin in pins} == {pin.name: locked[pin.name] for pin in pins}


def test_what_is_not_installed_or_of_another_version_is_refused_at_once() -> None:
    with pytest.raises(BuildError) as refused:
        library_files((Pin("six", "0.1"), Pin("no-such-library", "1"), Pin("six", version("six"))))
    assert len(refused.value.faults) == 2
    assert "0.1" in refused.value.faults[0]
    assert "not installed" in refused.value.faults[1]


def test_a_pin_without_a_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "requirements.txt"
    path.write_text("# a comment\nsix\n")
    with pytest.raises(BuildError, match="'six' has no version"):
        read_pins(path)


def test_native_code_is_refused() -> None:
    with pytest.raises(BuildError, match="native code"):
        library_files((Pin("awslambdaric", version("awslambdaric")),))


def test_the_interpreter_is_lambdas_or_this_one() -> None:
    assert find_interpreter().version in {TARGET, sys.version_info[:2]}
    assert find_interpreter(sys.executable).version == sys.version_info[:2]


def test_an_interpreter_that_does_not_run_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "python3.13"
    broken.write_text("#!/bin/sh\nexit 127\n")
    broken.chmod(0o755)
    for path in (broken, tmp_path / "missing"):
        with pytest.raises(BuildError, match="no working Python"):
            find_interpreter(str(path))
