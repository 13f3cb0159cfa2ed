"""What memory keeps of a conversation, and whether what is found there may be believed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from skill.storage.faults import Fault, failed
from skill.storage.keys import same, seal

if TYPE_CHECKING:
    from collections.abc import Mapping

VERSION = 1
LARGEST = 4096
# Clocks of several machines differ a little; a record of the future beyond this is not believed.
SKEW = 60


@dataclass(frozen=True, slots=True)
class Record:
    """One person's conversation as it is kept."""

    version: int
    expires: int
    body: str
    seal: str


@dataclass(frozen=True, slots=True)
class Found:
    """What lies in a store under a person's name, not yet believed."""

    fields: Mapping[str, object]
    # By which the store knows this very record again, and does not mistake a newer one for it.
    mark: object


class Unreadable(StrEnum):
    """Why a found record reads as nothing."""

    EXPIRED = "expired"
    UNKNOWN_VERSION = "unknown_version"
    CORRUPT = "corrupt"


@dataclass(frozen=True, slots=True)
class Life:
    """The moments between which a record must expire to be alive now."""

    after: int
    until: int

    def holds(self, expires: int) -> bool:
        """Whether a record that expires then is alive."""
        return self.after < expires <= self.until


def life(now: float, lifetime: int) -> Life:
    """Give the life of records now. A shortened lifetime so ends older records at once."""
    return Life(after=int(now), until=int(now) + lifetime + SKEW)


def pack(secret: bytes, person: str, attributes: object, expires: int) -> Record:
    """Write a conversation down; refuse what is no JSON object, or too large to be one of ours."""
    body = _body(attributes)
    if len(body) > LARGEST:
        raise failed(Fault.TOO_LARGE, "memory", f"keep more than {LARGEST} bytes")
    return Record(VERSION, expires, body, _seal(secret, person, expires, body))


def unpack(secret: bytes, person: str, found: Found, alive: Life) -> dict[str, object] | Unreadable:
    """Read a conversation back, or say why it cannot be believed."""
    match found.fields:
        case {"version": int(version)} if version != VERSION:
            return Unreadable.UNKNOWN_VERSION
        case {"version": int(), "expires": int(expires), "body": str(body), "seal": str(sealed)}:
            pass
        case _:
            return Unreadable.CORRUPT
    if not same(sealed, _seal(secret, person, expires, body)):
        return Unreadable.CORRUPT
    if not alive.holds(expires):
        return Unreadable.EXPIRED
    attributes: dict[str, object] = json.loads(body)
    return attributes


def _body(attributes: object) -> str:
    """Encode to ASCII, so that characters are bytes and no store can spoil them."""
    try:
        if isinstance(attributes, dict):
            return json.dumps(attributes, separators=(",", ":"), allow_nan=False)
    except (TypeError, ValueError, RecursionError):
        pass
    raise failed(Fault.NOT_JSON, "memory", "write the conversation as JSON")


def _seal(secret: bytes, person: str, expires: int, body: str) -> str:
    return seal(secret, person, str(VERSION), str(expires), body)
