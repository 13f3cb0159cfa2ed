"""The words and choices for Amazon's store, read from `store.toml` and filled in per locale."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

STORE = Path(__file__).with_name("store.toml")


@dataclass(frozen=True, slots=True)
class Listing:
    """How the store presents the skill in one locale."""

    locale: str
    name: str
    summary: str
    description: str
    disclaimer: str
    keywords: tuple[str, ...]
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Store:
    """All that the manifest says beside the endpoint."""

    listings: tuple[Listing, ...]
    category: str
    countries: tuple[str, ...]
    testing_instructions: str
    privacy: Mapping[str, bool]
    terms_of_use: str
    events: tuple[str, ...]
    viewports: tuple[Mapping[str, object], ...]


def read_store(emergency: Mapping[str, str], path: Path = STORE) -> Store:
    """Read the file; `emergency` has the number that each locale's people call."""
    file = tomllib.loads(path.read_text("utf-8"))
    locales: Mapping[str, Mapping[str, Any]] = file["locales"]
    return Store(
        listings=tuple(
            _listing(locale, {**file["words"], **own}, emergency[locale])
            for locale, own in sorted(locales.items())
        ),
        category=file["category"],
        countries=tuple(file["countries"]),
        testing_instructions=file["testing_instructions"].strip(),
        privacy=file["privacy"],
        terms_of_use=file["terms_of_use"],
        events=tuple(file["events"]),
        viewports=tuple(file["viewports"]),
    )


def _listing(locale: str, words: Mapping[str, Any], emergency: str) -> Listing:
    disclaimer = words["disclaimer"].format(emergency=emergency)
    return Listing(
        locale=locale,
        name=words["name"],
        summary=words["summary"],
        description=words["description"].strip().format(disclaimer=disclaimer),
        disclaimer=disclaimer,
        keywords=tuple(words["keywords"]),
        phrases=tuple(words["phrases"]),
    )
