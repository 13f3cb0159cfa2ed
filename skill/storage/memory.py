"""What memory promises whatever keeps it: hashed names, small sealed records, a day's life."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from ask_sdk_core.attributes_manager import AbstractPersistenceAdapter

from skill.storage.keys import person_key
from skill.storage.record import Found, Life, Record, Unreadable, life, pack, unpack

if TYPE_CHECKING:
    from ask_sdk_model.request_envelope import RequestEnvelope

log = logging.getLogger(__name__)

Clock = Callable[[], float]


class Store(Protocol):
    """Where records lie. Every method raises `StorageError` and nothing else."""

    def read(self, person: str) -> Found | None:
        """Find what lies under the person's name."""

    def write(self, person: str, record: Record) -> None:
        """Put the record there, whole or not at all, in place of any other."""

    def remove(self, person: str) -> None:
        """Erase whatever lies there."""

    def discard(self, person: str, found: Found) -> None:
        """Erase what was found, unless another has taken its place."""

    def sweep(self, alive: Life) -> int:
        """Erase all that is not alive, and say how many that were."""

    def close(self) -> None:
        """Let go of files and connections."""


class Memory(AbstractPersistenceAdapter):
    """The SDK's persistence port over a store."""

    def __init__(
        self, store: Store, secret: bytes, *, lifetime: int, clock: Clock = time.time
    ) -> None:
        self._store = store
        self._secret = secret
        self._lifetime = lifetime
        self._clock = clock

    def get_attributes(self, request_envelope: RequestEnvelope) -> dict[str, object]:
        """Remember the person's conversation; an empty one where nothing can be believed."""
        person = person_key(self._secret, request_envelope)
        found = self._store.read(person)
        if found is None:
            return {}
        attributes = unpack(self._secret, person, found, life(self._clock(), self._lifetime))
        if isinstance(attributes, Unreadable):
            log.info("memory record removed: %s", attributes)
            self._store.discard(person, found)
            return {}
        return attributes

    def save_attributes(
        self, request_envelope: RequestEnvelope, attributes: dict[str, object]
    ) -> None:
        """Keep the person's conversation for the lifetime, in place of an earlier one."""
        person = person_key(self._secret, request_envelope)
        expires = int(self._clock()) + self._lifetime
        self._store.write(person, pack(self._secret, person, attributes, expires))

    def delete_attributes(self, request_envelope: RequestEnvelope) -> None:
        """Forget the person."""
        self._store.remove(person_key(self._secret, request_envelope))

    def sweep(self) -> int:
        """Erase every record that has expired, and say how many those were."""
        return self._store.sweep(life(self._clock(), self._lifetime))

    def close(self) -> None:
        """Let go of files and connections."""
        self._store.close()
