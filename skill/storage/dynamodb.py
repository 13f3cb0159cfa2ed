"""Memory in one DynamoDB table, in time for a voice turn.

Plain boto3, not Amazon's `ask-sdk-dynamodb-persistence-adapter`: that one builds a resource when
it is imported and fails there without a region, keeps the attributes in one map so that no
attribute of the item can be the table's TTL, cannot erase a record on condition that it is
unchanged, and puts the service's own message into its exception.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Protocol, cast

import boto3
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    CredentialRetrievalError,
    NoCredentialsError,
    NoRegionError,
    PartialCredentialsError,
    ReadTimeoutError,
)

from skill.storage.faults import Fault, failed
from skill.storage.record import Found, Life, Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PERSON = "person"
EXPIRES = "expires"

# "legacy" waits 50 ms at most before its one retry. "standard" heeds a server that asks for
# seconds, and in older releases waits up to one by itself: too long for a voice turn.
CONFIG = Config(
    connect_timeout=0.5,
    read_timeout=0.8,
    retries={"mode": "legacy", "total_max_attempts": 2},
)

TIMEOUTS = (ConnectTimeoutError, ReadTimeoutError)
CREDENTIALS = (NoCredentialsError, PartialCredentialsError, CredentialRetrievalError)
# What botocore's parsers let through when an answer is not DynamoDB's.
NONSENSE = (AttributeError, LookupError, RecursionError, TypeError, ValueError)
CODES = {
    "ResourceNotFoundException": Fault.MISSING,
    "ValidationException": Fault.SCHEMA,
    "ProvisionedThroughputExceededException": Fault.THROTTLED,
    "RequestLimitExceeded": Fault.THROTTLED,
    "ThrottlingException": Fault.THROTTLED,
    "AccessDeniedException": Fault.REFUSED,
    "ExpiredTokenException": Fault.REFUSED,
    "IncompleteSignatureException": Fault.REFUSED,
    "InvalidSignatureException": Fault.REFUSED,
    "MissingAuthenticationTokenException": Fault.REFUSED,
    "UnrecognizedClientException": Fault.REFUSED,
}
SERVER_ERROR = 500


class Exceptions(Protocol):
    """As much of the service's own errors as is used here."""

    ConditionalCheckFailedException: type[Exception]


class Client(Protocol):
    """As much of boto3's DynamoDB client as is used here."""

    @property
    def exceptions(self) -> Exceptions:
        """The service's own errors, as classes."""

    def get_item(self, **request: object) -> Mapping[str, Any]:
        """Read one item."""

    def put_item(self, **request: object) -> Mapping[str, Any]:
        """Write one item, whole."""

    def delete_item(self, **request: object) -> Mapping[str, Any]:
        """Erase one item."""

    def close(self) -> None:
        """Close the pooled connections."""


def connect() -> Client:
    """Make a client; region, credentials and any other endpoint come from AWS's usual places."""
    # At DEBUG it writes whole requests to the log, and so what a person told.
    logging.getLogger("botocore").setLevel(logging.INFO)
    try:
        client = boto3.session.Session().client("dynamodb", config=CONFIG)
    except NoRegionError:
        raise ValueError(
            "memory in DynamoDB: no region is set, and a table lives in one; "
            "set AWS_DEFAULT_REGION (Lambda does so by itself)"
        ) from None
    return cast("Client", client)


class DynamoStore:
    """A table of records with the string key `person` and the TTL attribute `expires`."""

    def __init__(self, client: Client, table: str) -> None:
        self._client = client
        self._table = table

    def read(self, person: str) -> Found | None:
        """Find what lies under the person's name, as the last write left it."""
        with self._faults("read"):
            answer = self._client.get_item(**self._at(person), ConsistentRead=True)
        item = answer.get("Item")
        if item is None:
            return None
        return Found({name: _plain(value) for name, value in item.items()}, item.get("seal"))

    def write(self, person: str, record: Record) -> None:
        """Put the record there, whole or not at all, in place of any other."""
        item = {
            PERSON: {"S": person},
            "version": {"N": str(record.version)},
            EXPIRES: {"N": str(record.expires)},
            "body": {"S": record.body},
            "seal": {"S": record.seal},
        }
        with self._faults("save"):
            self._client.put_item(TableName=self._table, Item=item)

    def remove(self, person: str) -> None:
        """Erase whatever lies there."""
        with self._faults("delete"):
            self._client.delete_item(**self._at(person))

    def discard(self, person: str, found: Found) -> None:
        """Erase what was found, unless another has taken its place."""
        replaced = self._client.exceptions.ConditionalCheckFailedException
        with self._faults("discard"), suppress(replaced):
            self._client.delete_item(**self._at(person), **_unless_replaced(found))

    def sweep(self, alive: Life) -> int:  # noqa: ARG002 - the table's TTL sweeps by itself
        """Erase nothing: the table's own TTL does it."""
        return 0

    def close(self) -> None:
        """Close the pooled connections."""
        self._client.close()

    def _at(self, person: str) -> dict[str, Any]:
        return {"TableName": self._table, "Key": {PERSON: {"S": person}}}

    @contextmanager
    def _faults(self, doing: str) -> Iterator[None]:
        try:
            yield
        except (BotoCoreError, ClientError, *NONSENSE) as error:
            # Without the cause: the service's message may quote the request.
            raise failed(_kind(error), f"dynamodb {self._table}", doing) from None


def _plain(value: object) -> object:
    """Take a string or a whole number out of its wrapping; anything else is none of ours."""
    match value:
        case {"S": str(text)}:
            return text
        case {"N": str(number)} if number.lstrip("-").isdecimal():
            return int(number)
        case _:
            return None


def _unless_replaced(found: Found) -> dict[str, Any]:
    if found.mark is None:
        return {"ConditionExpression": "attribute_not_exists(seal)"}
    return {
        "ConditionExpression": "seal = :seen",
        "ExpressionAttributeValues": {":seen": found.mark},
    }


def _kind(error: Exception) -> Fault:
    if isinstance(error, ClientError):
        return _kind_of_answer(error.response)
    if isinstance(error, TIMEOUTS):
        return Fault.SLOW
    if isinstance(error, CREDENTIALS):
        return Fault.REFUSED
    return Fault.DOWN if isinstance(error, BotoCoreError) else Fault.CORRUPT


def _kind_of_answer(response: Mapping[str, Any]) -> Fault:
    status = response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    if status >= SERVER_ERROR:
        return Fault.DOWN
    return CODES.get(response.get("Error", {}).get("Code", ""), Fault.OTHER)
