"""What Amazon's validator lets pass: misspelt types and names, and what came after APL 1.4."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

Json = dict[str, Any]

EVERY = {
    "type", "when", "id", "description", "accessibilityLabel", "inheritParentState", "style",
    "width", "height", "minWidth", "minHeight", "maxWidth", "maxHeight", "opacity", "display",
    "paddingTop", "paddingBottom", "paddingLeft", "paddingRight", "spacing", "grow", "shrink",
    "alignSelf", "position", "top", "bottom", "left", "right", "bind",
}  # fmt: skip
MANY = {"items", "data", "firstItem", "lastItem"}
COMPONENTS: Mapping[str, set[str]] = {
    "Container": {"direction", "alignItems", "justifyContent"} | MANY,
    "Frame": {"items", "backgroundColor", "borderColor", "borderRadius", "borderWidth"},
    "Pager": {"navigation", "onPageChanged"} | MANY,
    "ScrollView": {"items"},
    "Text": {
        "text", "color", "fontSize", "fontWeight", "lineHeight", "maxLines", "textAlign",
        "textAlignVertical",
    },
    "TouchWrapper": {"items", "onPress", "checked", "disabled"},
}  # fmt: skip
HANDLERS = ("onPress", "onPageChanged")
COMMANDS: Mapping[str, set[str]] = {
    "AutoPage": {"componentId", "delay", "duration"},
    "SendEvent": {"arguments", "components"},
    "SetPage": {"componentId", "position", "value"},
    "SetValue": {"componentId", "property", "value"},
}
DOCUMENT = {"type", "version", "onMount", "resources", "styles", "layouts", "mainTemplate"}
STYLED = {"when", "backgroundColor", "borderColor", "borderWidth", "color", "fontWeight"}
BUILT_IN = {"viewport", "data", "state", "event", "Math", "String", "index"}
EXPRESSION = re.compile(r"\$\{([^}]*)\}")
QUOTED = re.compile(r"'[^']*'")
REFERENCE = re.compile(r"@(\w+)")
NAME = re.compile(r"(?<![@.\w])([A-Za-z_]\w*)(?:\.(\w+))?")


def faults(document: Json, fields: set[str]) -> list[str]:
    """All that is wrong; `fields` are those that the data of a screen has."""
    return list(_Linter(document, fields).faults())


class _Linter:
    def __init__(self, document: Json, fields: set[str]) -> None:
        self._document, self._fields = document, fields
        self._layouts: Json = document.get("layouts", {})
        self._resources = {
            name
            for block in document["resources"]
            for kind in block.values()
            if isinstance(kind, dict)
            for name in kind
        }

    def faults(self) -> Iterator[str]:
        yield from (f"document: {key}?" for key in set(self._document) - DOCUMENT)
        if self._document["type"] != "APL" or self._document["version"] != "1.4":
            yield "document: not APL 1.4"
        for name, layout in self._layouts.items():
            parameters = {p if isinstance(p, str) else p["name"] for p in layout["parameters"]}
            yield from self._items(layout["items"], name, parameters)
        yield from self._items(self._document["mainTemplate"]["items"], "main", {"payload"})
        yield from self._commands(self._document.get("onMount", []), "onMount", set())
        yield from self._one_kind_each()
        yield from self._styles()
        for block in self._document["resources"]:
            yield from self._expressions(block, "resources", set())

    def _one_kind_each(self) -> Iterator[str]:
        """All resources share their names: a length would take a colour's place."""
        kinds: dict[str, str] = {}
        for block in self._document["resources"]:
            for kind, values in block.items():
                for name in values if isinstance(values, dict) else ():
                    if kinds.setdefault(name, kind) != kind:
                        yield f"@{name}: {kinds[name]} and {kind}"

    def _styles(self) -> Iterator[str]:
        for name, style in self._document["styles"].items():
            for value in style["values"]:
                yield from (f"style {name}: {key}?" for key in set(value) - STYLED)
                yield from self._expressions(value, f"style {name}", set())

    def _items(self, items: list[Json], where: str, known: set[str]) -> Iterator[str]:
        for item in items:
            yield from self._component(item, f"{where} > {item.get('type')}", known)

    def _component(self, item: Json, where: str, known: set[str]) -> Iterator[str]:
        allowed = self._allowed(item.get("type", ""))
        if allowed is None:
            yield f"{where}: no such type"
            return
        yield from (f"{where}: {key}?" for key in set(item) - allowed)
        known = known | {bound["name"] for bound in item.get("bind", [])}
        yield from self._items(item.get("items", []), where, known)
        last = item.get("lastItem")
        if last:
            yield from self._component(last, where, known)
        for handler in HANDLERS:
            yield from self._commands(item.get(handler, []), where, known)
        own = {k: v for k, v in item.items() if k not in ("items", "lastItem", *HANDLERS)}
        yield from self._expressions(own, where, known)
        yield from self._style_exists(item, where)

    def _style_exists(self, item: Json, where: str) -> Iterator[str]:
        if "style" in item and item["style"] not in self._document["styles"]:
            yield f"{where}: style {item['style']}?"

    def _allowed(self, kind: str) -> set[str] | None:
        if kind in COMPONENTS:
            return COMPONENTS[kind] | EVERY
        if kind in self._layouts:
            names = self._layouts[kind]["parameters"]
            return EVERY | {p if isinstance(p, str) else p["name"] for p in names}
        return None

    def _commands(self, commands: list[Json], where: str, known: set[str]) -> Iterator[str]:
        for command in commands:
            yield from self._command(command, where, known)

    def _command(self, command: Json, where: str, known: set[str]) -> Iterator[str]:
        kind = command.get("type", "")
        if kind not in COMMANDS:
            yield f"{where}: command {kind}?"
            return
        yield from (f"{where}: {kind} {k}?" for k in set(command) - COMMANDS[kind] - {"type"})
        yield from self._expressions(command, where, known)

    def _expressions(self, values: object, where: str, known: set[str]) -> Iterator[str]:
        for text in _texts(values):
            inside = QUOTED.sub("", " ".join(EXPRESSION.findall(text)))
            outside = EXPRESSION.sub("", text)
            for name in (*REFERENCE.findall(inside), *REFERENCE.findall(outside)):
                if name not in self._resources:
                    yield f"{where}: @{name}?"
            for name, member in NAME.findall(inside):
                if name not in known | BUILT_IN:
                    yield f"{where}: {name}?"
                if name in ("payload", "screen") and member and member not in self._fields:
                    yield f"{where}: {name}.{member}?"


def _texts(values: object) -> Iterator[str]:
    if isinstance(values, str):
        yield values
    elif isinstance(values, dict):
        for value in values.values():
            yield from _texts(value)
    elif isinstance(values, list):
        for value in values:
            yield from _texts(value)
