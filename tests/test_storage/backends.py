"""Both stores under one handle, with a back door to what lies in them."""

from __future__ import annotations

import os
import sqlite3
import uuid
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

import boto3

from skill.storage.dynamodb import Client, DynamoStore, connect
from skill.storage.keys import person_key
from skill.storage.memory import Memory, Store
from skill.storage.sqlite import SqliteStore

from .envelopes import launch

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

KEY = "a deployer's key, long enough"
SECRET = KEY.encode()
DAY = 86_400
NOON = 1_800_000_000.0
ANNS = person_key(SECRET, launch())

FIELDS = ("version", "expires", "body", "seal")
SELECT = "SELECT person, version, expires, body, seal FROM memory"
REPLACE = "REPLACE INTO memory (person, version, expires, body, seal) VALUES (?, ?, ?, ?, ?)"


@dataclass
class Clock:
    """A clock that the test sets."""

    now: float = NOON

    def __call__(self) -> float:
        return self.now


class Backend(Protocol):
    """One kind of store, made for one test."""

    name: str
    place: str

    def store(self) -> Store:
        """Open the store, as another process would."""

    def rows(self) -> dict[str, dict[str, object]]:
        """All that lies in the store, by person, past the code under test."""

    def damage(self, person: str, changes: Mapping[str, object]) -> None:
        """Change what lies there, past the code under test; None takes a field away."""


def memory_over(store: Store, clock: Callable[[], float], key: str = KEY) -> Memory:
    """Open a memory of a day over the store."""
    return Memory(store, key.encode(), lifetime=DAY, clock=clock)


class SqliteBackend:
    """A file in a folder of the test's own."""

    name = "sqlite"

    def __init__(self, path: Path) -> None:
        self.path = path
        self.place = str(path)

    def store(self) -> SqliteStore:
        """Open the file."""
        return SqliteStore(self.path)

    def rows(self) -> dict[str, dict[str, object]]:
        """Read the table."""
        with closing(sqlite3.connect(self.path)) as connection:
            rows = connection.execute(SELECT).fetchall()
        return {person: dict(zip(FIELDS, values, strict=True)) for person, *values in rows}

    def damage(self, person: str, changes: Mapping[str, object]) -> None:
        """Write the row again with the changes; a field that may not be null becomes empty."""
        row = {**self.rows()[person], **changes}
        values = ["" if row[field] is None else row[field] for field in FIELDS]
        with closing(sqlite3.connect(self.path)) as connection, connection:
            connection.execute(REPLACE, (person, *values))


class DynamoBackend:
    """A table of the test's own on a real server on this machine."""

    name = "dynamodb"

    def __init__(self, endpoint: str) -> None:
        self._endpoint = endpoint
        self.place = f"memory-{uuid.uuid4()}"
        self._client: Any = boto3.client("dynamodb")
        self._client.create_table(
            TableName=self.place,
            KeySchema=[{"AttributeName": "person", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "person", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
        self._client.update_time_to_live(
            TableName=self.place,
            TimeToLiveSpecification={"Enabled": True, "AttributeName": "expires"},
        )

    def store(self) -> DynamoStore:
        """Reach the table."""
        return DynamoStore(_connected(self._endpoint), self.place)

    def rows(self) -> dict[str, dict[str, object]]:
        """Scan the table."""
        items = self._client.scan(TableName=self.place)["Items"]
        return {
            item.pop("person")["S"]: {name: _plain(value) for name, value in item.items()}
            for item in items
        }

    def damage(self, person: str, changes: Mapping[str, object]) -> None:
        """Put the item again with the changes."""
        key = {"person": {"S": person}}
        item = self._client.get_item(TableName=self.place, Key=key)["Item"]
        for field, value in changes.items():
            if value is None:
                del item[field]
            else:
                item[field] = _wrapped(value)
        self._client.put_item(TableName=self.place, Item=item)


@cache
def _connected(endpoint: str) -> Client:
    """Connect once to each server, as one process would: a client takes a while to make."""
    assert os.environ["AWS_ENDPOINT_URL_DYNAMODB"] == endpoint
    return connect()


def _plain(value: Mapping[str, str]) -> object:
    ((kind, text),) = value.items()
    return int(text) if kind == "N" else text


def _wrapped(value: object) -> dict[str, Any]:
    match value:
        case bytes():
            return {"B": value}
        case int() | float():
            return {"N": str(value)}
        case _:
            return {"S": str(value)}
