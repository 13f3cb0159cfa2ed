"""Moving imports into functions must change when modules load, and nothing else."""

import ast
from importlib import import_module
from pathlib import Path

import pytest
from ask_sdk_model.services.api_configuration import ApiConfiguration

from skill.deploy.late_imports import import_late

FACTORY = "ask_sdk_model.services.service_client_factory"

UNTOUCHED = {
    "nothing to move": "import os\n",
    "from another package": "from os import path\n\ndef f():\n    return path\n",
    "used by the module": "from .card import Card\n\nCARD = Card()\n",
    "used by a base class": "from .card import Card\n\nclass Own(Card):\n    pass\n",
    "used by a default": "from .card import Card\n\ndef f(card=Card):\n    return Card\n",
    "used by a decorator": "from .card import mark\n\n@mark\ndef f():\n    return mark\n",
}


@pytest.mark.parametrize("case", UNTOUCHED)
def test_what_must_be_there_at_once_stays(case: str) -> None:
    assert import_late(UNTOUCHED[case]) == UNTOUCHED[case]


def test_an_import_moves_below_the_docstring_of_each_user_and_the_notice_stays() -> None:
    source = (
        "# Copyright someone\n\nfrom .card import Card\n\n"
        'def one():\n    """Say."""\n    return Card\n\ndef two():\n    return Card()\n'
    )
    late = import_late(source)
    assert late.startswith("# Copyright someone\n")
    assert "# Changed from the published file" in late
    one, two = ast.parse(late).body
    assert isinstance(one, ast.FunctionDef)
    assert isinstance(two, ast.FunctionDef)
    assert [type(it) for it in one.body] == [ast.Expr, ast.ImportFrom, ast.Return]
    assert [type(it) for it in two.body] == [ast.ImportFrom, ast.Return]


def test_the_factory_makes_the_same_clients() -> None:
    original = import_module(FACTORY)
    path = original.__file__
    assert path is not None
    source = import_late(Path(path).read_text("utf-8"))
    late: dict[str, object] = {"__name__": FACTORY, "__package__": original.__package__}
    exec(compile(source, path, "exec"), late)  # noqa: S102 - our own code
    assert not [name for name in late if name.endswith("ServiceClient")]
    theirs, ours = original.ServiceClientFactory, late["ServiceClientFactory"]
    getters = [name for name in dir(theirs) if name.startswith("get_")]
    assert len(getters) == 8
    for getter in getters:
        expected, got = (
            getattr(factory(ApiConfiguration()), getter)()  # type: ignore[operator]
            for factory in (theirs, ours)
        )
        assert type(got) is type(expected)
