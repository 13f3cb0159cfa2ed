"""Hypothesis strategies over every request type of the SDK, from the SDK's own type tables."""

from __future__ import annotations

import importlib
import re
from enum import Enum
from functools import cache
from typing import Any

from ask_sdk_model.request import Request
from ask_sdk_model.request_envelope import RequestEnvelope
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

SdkType = Any
DEEPEST = 7
PLAIN: dict[str, SearchStrategy[Any]] = {
    "str": st.text(max_size=20),
    "int": st.integers(),
    "float": st.floats(allow_nan=False, allow_infinity=False),
    "bool": st.booleans(),
    "datetime": st.datetimes().map(lambda moment: moment.isoformat() + "Z"),
    "object": st.none() | st.booleans() | st.integers() | st.text(max_size=8),
}
CONTAINER = re.compile(r"(list\[|dict\(str, )(.+)[\])]")


def request_types() -> list[str]:
    """Every `type` that a request can have, as the SDK knows them."""
    return sorted(Request.discriminator_value_class_map)


def envelopes() -> SearchStrategy[dict[str, Any]]:
    """Well-typed request envelopes of every type, any part of which may be missing."""
    requests = st.one_of([_request(name) for name in request_types()])
    return st.builds(
        lambda whole, one: whole | {"request": one}, _object(RequestEnvelope, 0), requests
    )


def _request(name: str) -> SearchStrategy[dict[str, Any]]:
    kind = _class(Request.discriminator_value_class_map[name])
    return _object(kind, 1).map(lambda value: value | {"type": name})


@cache
def _value(kind: str, depth: int) -> SearchStrategy[Any]:
    if kind in PLAIN:
        return PLAIN[kind]
    if depth > DEEPEST:
        return st.none()
    if match := CONTAINER.fullmatch(kind):
        inner = _value(match[2], depth + 1)
        if match[1].startswith("list"):
            return st.lists(inner, max_size=3)
        return st.dictionaries(st.text(max_size=6), inner, max_size=3)
    found = _class(kind)
    if issubclass(found, Enum):
        return st.sampled_from([one.value for one in found])
    return _object(found, depth)


@cache
def _object(kind: SdkType, depth: int) -> SearchStrategy[dict[str, Any]]:
    fields = {
        kind.attribute_map[name]: _value(type_name, depth + 1)
        for name, type_name in kind.deserialized_types.items()
    }
    return st.fixed_dictionaries({}, optional=fields)


def _class(dotted: str) -> SdkType:
    module, _, name = dotted.rpartition(".")
    return getattr(importlib.import_module(module), name)
