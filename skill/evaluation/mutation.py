"""Spoil a good envelope in the ways that break parsers and handlers; the seed decides how."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from random import Random
from typing import Any

Json = Any
Holder = tuple[Json, Json]

ODD_VALUES: tuple[Json, ...] = (
    None, True, 0, -1, 2**63, 10**40, 1e308, "", " ", "\x00", "\u202e", "💥" * 9, "x" * 5000,
    "{slot}", "<speak>&</speak>", "../../etc", "2026-02-30T25:61:00Z", [], {}, [[]], {"": {}},
)  # fmt: skip
ODD_TEXTS = ("NaN", "1e999", '"\\ud800"', "9" * 5000, "[" * 3000, "\ufeff", "//", "\\u0000")


def spoil_tree(random: Random, envelope: dict[str, Json]) -> dict[str, Json]:
    """A copy with one to four faults in its structure."""
    spoiled = copy.deepcopy(envelope)
    for _ in range(random.randint(1, 4)):
        holders = _holders(spoiled)
        if holders:
            random.choice(TREE_FAULTS)(random, *random.choice(holders))
    return spoiled


def spoil_text(random: Random, envelope: dict[str, Json]) -> bytes:
    """The envelope as JSON, now and then with a fault in the text or in its encoding."""
    text = json.dumps(envelope, ensure_ascii=random.random() < 0.5)
    if random.random() < 0.2:
        text = _one_fault(random, text)
    return text.encode("utf-8" if random.random() < 0.98 else "utf-16", "surrogatepass")


def _holders(tree: Json) -> list[Holder]:
    """Every place in the tree: its container, and its key or index there."""
    found: list[Holder] = []
    waiting = [tree]
    while waiting:
        container = waiting.pop()
        keys = container.keys() if isinstance(container, dict) else range(len(container))
        for key in keys:
            found.append((container, key))
            if isinstance(container[key], dict | list):
                waiting.append(container[key])
    return found


def _replace(random: Random, container: Json, key: Json) -> None:
    container[key] = copy.deepcopy(random.choice(ODD_VALUES))


def _drop(_random: Random, container: Json, key: Json) -> None:
    del container[key]


def _rename(random: Random, container: Json, key: Json) -> None:
    if isinstance(container, dict):
        container[random.choice((key.upper(), key + "s", "", "unknown"))] = container.pop(key)


def _add(random: Random, container: Json, _key: Json) -> None:
    if isinstance(container, dict):
        container["unknown"] = copy.deepcopy(random.choice(ODD_VALUES))
    else:
        container.append(copy.deepcopy(random.choice(ODD_VALUES)))


def _wrap(random: Random, container: Json, key: Json) -> None:
    value = container[key]
    for _ in range(random.choice((1, 2, 40, 150))):
        value = [value] if random.random() < 0.5 else {"x": value}
    container[key] = value


TREE_FAULTS: tuple[Callable[[Random, Json, Json], None], ...] = (
    _replace,
    _replace,
    _drop,
    _rename,
    _add,
    _wrap,
)


def _one_fault(random: Random, text: str) -> str:
    place = random.randrange(len(text) + 1)
    fault = random.randrange(4)
    if fault == 0:
        return text[:place]
    if fault == 1:
        return text[:place] + random.choice(ODD_TEXTS) + text[place:]
    if fault == 2:
        return text[:place] + chr(random.randrange(1, 256)) + text[place + 1 :]
    return text + text
