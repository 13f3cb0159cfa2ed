"""The shape of the code is what design.md says it is."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import grimp
import pytest
from importlinter.api import read_configuration

ROOT = Path(__file__).parent.parent
CORE = ("knowledge", "interview", "dialogue", "speech")
IMPURE = {"ask_sdk_core", "ask_sdk_model", "flask", "boto3", "sqlite3", "random", "time",
          "datetime", "os", "uuid", "secrets", "socket", "logging", "subprocess"}  # fmt: skip
CORE_FILES = [file for layer in CORE for file in sorted((ROOT / "skill" / layer).glob("*.py"))]


def test_every_import_contract_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert len(read_configuration()["contracts_options"]) >= 3
    # in a process of its own: it switches off every logger that it finds
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_picture_of_the_layers_is_the_contract() -> None:
    """Every package of the skill stands in a layer, the core in the order of design.md."""
    layers = next(c["layers"] for c in read_configuration_of(ROOT) if c["type"] == "layers")
    named = {name.strip() for layer in layers for name in layer.split("|")}
    found = {
        p.stem
        for p in (ROOT / "skill").iterdir()
        if p.suffix == ".py" or (p / "__init__.py").exists()
    }
    assert found - {"__init__"} <= named | {"deploy"}
    assert [layer for layer in layers if layer in CORE] == list(reversed(CORE))


def read_configuration_of(root: Path) -> list[dict[str, object]]:
    options = read_configuration(str(root / "pyproject.toml"))["contracts_options"]
    return list(options)


@pytest.mark.parametrize("file", CORE_FILES, ids=lambda f: f"{f.parent.name}.{f.stem}")
def test_the_core_is_pure(file: Path) -> None:
    """No clock, no chance, no platform, no file but its own data: not even inside a function."""
    imported = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add((node.module or "").split(".")[0])
    assert imported & IMPURE == set()


def test_the_core_is_pure_through_others() -> None:
    graph = grimp.build_graph("skill", include_external_packages=True, cache_dir=None)
    for layer in CORE:
        reached = graph.find_upstream_modules(f"skill.{layer}", as_package=True)
        assert {m.split(".")[0] for m in reached} & IMPURE == set(), layer


@pytest.mark.parametrize("file", CORE_FILES, ids=lambda f: f"{f.parent.name}.{f.stem}")
def test_no_sentence_for_the_ear_stands_in_the_code(file: Path) -> None:
    """A literal of five words or more that ends like a sentence belongs into the locales."""
    tree = ast.parse(file.read_text("utf-8"))
    docs = {
        ast.get_docstring(n, clean=False)
        for n in ast.walk(tree)
        if isinstance(n, ast.Module | ast.ClassDef | ast.FunctionDef)
    }
    docs |= {
        n.value.value
        for n in ast.walk(tree)
        if isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and node.value not in docs
        ):
            said = node.value.strip()
            assert not (len(said.split()) >= 5 and said.endswith((".", "?", "!"))), said


@pytest.mark.parametrize("file", CORE_FILES, ids=lambda f: f"{f.parent.name}.{f.stem}")
def test_a_module_says_why_it_exists_and_stays_small(file: Path) -> None:
    text = file.read_text("utf-8")
    assert not text.strip() or ast.get_docstring(ast.parse(text))
    assert len(text.splitlines()) <= 400
