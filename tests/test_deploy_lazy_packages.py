"""A lazy front must be the package that it replaces, name for name."""

import importlib
import subprocess
import sys
from importlib.metadata import distribution
from pathlib import Path

import pytest

from skill.deploy.lazy_packages import make_lazy

FRONT = "from __future__ import absolute_import\n\nfrom .card import Card, Picture\n"
UNTOUCHED = [
    "",
    "import os\n",
    "from .card import *\n",
    "from .card import Card as Picture\n",
    "from ..card import Card\n",
    "from .card import Card\n\nCARDS = [Card]\n",
    "from . import card\n",
]

FRONTS = [
    str(path).removesuffix("/__init__.py").replace("/", ".")
    for path in distribution("ask-sdk-model").files or ()
    if path.name == "__init__.py" and make_lazy(path.read_text("utf-8")) != path.read_text("utf-8")
]


@pytest.mark.parametrize("source", UNTOUCHED)
def test_a_front_that_does_more_than_re_export_stays(source: str) -> None:
    assert make_lazy(source) == source


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    package = tmp_path / "paper"
    package.mkdir()
    (package / "__init__.py").write_text(make_lazy(FRONT))
    (package / "card.py").write_text("class Card: ...\nclass Picture: ...\n")
    return tmp_path


CHECKS = {
    "nothing is imported before it is asked for": """
        import paper
        assert "paper.card" not in sys.modules
        """,
    "a name is the one of its module": """
        from paper import Card
        import paper.card
        assert Card is paper.card.Card is paper.Card
        """,
    "a submodule is an attribute": """
        import paper
        assert paper.card.Card is paper.Card
        """,
    "star imports everything": """
        from paper import *
        assert Card and Picture
        """,
    "a wrong name is an AttributeError": """
        import paper
        assert not hasattr(paper, "Stone")
        assert {"Card", "Picture"} <= set(dir(paper))
        """,
}


@pytest.mark.parametrize("check", CHECKS)
def test_a_lazy_front(check: str, paper: Path) -> None:
    code = "import sys\n" + "\n".join(line.strip() for line in CHECKS[check].splitlines())
    subprocess.run([sys.executable, "-S", "-c", code], cwd=paper, check=True)


def test_the_sdk_has_fronts_worth_replacing() -> None:
    assert "ask_sdk_model" in FRONTS
    assert len(FRONTS) > 50


@pytest.mark.parametrize("name", FRONTS)
def test_every_name_of_the_sdk_is_found_lazily(name: str) -> None:
    original = importlib.import_module(name)
    lazy: dict[str, object] = {"__name__": name, "__package__": name}
    path = original.__file__
    assert path is not None
    exec(compile(make_lazy(Path(path).read_text("utf-8")), path, "exec"), lazy)  # noqa: S102 - our own code
    names = lazy["__all__"]
    assert isinstance(names, list)
    public = {it for it, value in vars(original).items() if isinstance(value, type)}
    assert public == set(names)
    for it in names:
        assert lazy["__getattr__"](it) is getattr(original, it)  # type: ignore[operator]
