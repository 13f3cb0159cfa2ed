"""Imports moved to where they are used: one SDK module loads every client of Amazon's APIs.

The skill calls none of them, but the SDK's core imports the factory that could. A name that a
module imports at its top and uses only inside functions is imported by those functions instead.
"""

import ast

from skill.deploy.notices import changed

_HOW = "imports that only functions use stand in those functions."

_Functions = list[ast.FunctionDef]


def import_late(source: str) -> str:
    """Move the sibling imports of a module into the functions that use them."""
    module = ast.parse(source)
    movable = {it: _users(module, it) for it in module.body if _is_sibling_import(it)}
    moved = {it: users for it, users in movable.items() if users is not None}
    if not moved:
        return source
    for statement, users in moved.items():
        module.body.remove(statement)
        for function in users:
            function.body.insert(_after_docstring(function), statement)
    return changed(source, ast.unparse(module) + "\n", _HOW)


def _is_sibling_import(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.ImportFrom) and statement.level == 1


def _users(module: ast.Module, statement: ast.stmt) -> _Functions | None:
    """List the functions whose bodies use what a statement imports; none if others do as well."""
    names = {alias.asname or alias.name for alias in statement.names}  # type: ignore[attr-defined]
    functions = [it for it in ast.walk(module) if isinstance(it, ast.FunctionDef)]
    users = [it for it in functions if _uses(it.body, names)]
    inside = sum(_uses(it.body, names) for it in functions)
    return users if inside == _uses(module.body, names) else None


def _uses(body: list[ast.stmt], names: set[str]) -> int:
    return sum(
        isinstance(node, ast.Name) and node.id in names
        for statement in body
        for node in ast.walk(statement)
    )


def _after_docstring(function: ast.FunctionDef) -> int:
    return 1 if ast.get_docstring(function) is not None else 0
