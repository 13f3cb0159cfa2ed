"""Lazy package fronts: a cold start should load the few SDK models it uses, not hundreds.

The SDK's packages re-export every class they hold, so importing one loads all. A front that
does nothing but re-export is replaced by one that fetches each name when first asked for it;
every name, every submodule and `import *` keep working, and any other front stays as it is.
"""

import ast

from skill.deploy.notices import changed

_HOW = "the names below are imported when they are first used, not all at once."

_FRONT = """\
from importlib import import_module

_HOMES = {homes}
__all__ = {names}


def __getattr__(name):
    if name in _HOMES:
        value = getattr(import_module("." + _HOMES[name], __name__), name)
    elif name in _HOMES.values():
        return import_module("." + name, __name__)
    else:
        raise AttributeError(f"module {{__name__!r}} has no attribute {{name!r}}")
    globals()[name] = value
    return value


def __dir__():
    return sorted({{*globals(), *_HOMES}})
"""


def make_lazy(source: str) -> str:
    """Turn a package front that only re-exports into a lazy one; give others back unchanged."""
    homes = _reexports(ast.parse(source))
    if not homes:
        return source
    return changed(source, _FRONT.format(homes=_literal(homes), names=sorted(homes)), _HOW)


def _reexports(front: ast.Module) -> dict[str, str]:
    """Name every re-export with the submodule it lives in; nothing when the front does more."""
    homes: dict[str, str] = {}
    for statement in front.body:
        if _is_future(statement) or _is_docstring(statement):
            continue
        names = _plain_names(statement)
        if not names:
            return {}
        homes |= names
    return homes


def _plain_names(statement: ast.stmt) -> dict[str, str]:
    match statement:
        case ast.ImportFrom(module=str(module), names=aliases, level=1):
            plain = all(alias.asname is None and alias.name != "*" for alias in aliases)
            return {alias.name: module for alias in aliases} if plain else {}
        case _:
            return {}


def _is_future(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.ImportFrom) and statement.module == "__future__"


def _is_docstring(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _literal(homes: dict[str, str]) -> str:
    lines = (f"    {name!r}: {home!r}," for name, home in sorted(homes.items()))
    return "\n".join(("{", *lines, "}"))
