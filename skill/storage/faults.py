"""Every way in which memory can fail, told as one exception with a kind and never with content."""

from __future__ import annotations

import logging
from enum import StrEnum

from ask_sdk_core.exceptions import PersistenceException

log = logging.getLogger(__name__)


class Fault(StrEnum):
    """The kind of a fault: all that a log ever learns of it."""

    DOWN = "down"
    SLOW = "slow"
    LOCKED = "locked"
    FULL = "full"
    READ_ONLY = "read_only"
    CORRUPT = "corrupt"
    SCHEMA = "schema"
    MISSING = "missing"
    REFUSED = "refused"
    THROTTLED = "throttled"
    TOO_LARGE = "too_large"
    NOT_JSON = "not_json"
    NOBODY = "nobody"
    OTHER = "other"


REMEDIES = {
    Fault.DOWN: "it cannot be reached; see that its folder or endpoint exists and may be used",
    Fault.SLOW: "it did not answer in time for a voice turn; see to the network or the load",
    Fault.LOCKED: "another process held it for too long; end the program that keeps it open",
    Fault.FULL: "no room is left; free the disk or allow a larger file",
    Fault.READ_ONLY: "it may not be written; give the skill's user the right to write there",
    Fault.CORRUPT: "it is damaged or answers nonsense; remove the file, or see the endpoint",
    Fault.SCHEMA: "it was laid out by something else; name a file or table that is the skill's own",
    Fault.MISSING: "there is no such table; create it, or name the one that exists",
    Fault.REFUSED: "the credentials are missing or refused; give the skill the right to use it",
    Fault.THROTTLED: "the table's capacity is used up; make it on demand or raise its limits",
    Fault.TOO_LARGE: "a record over the limit is refused; keep less",
    Fault.NOT_JSON: "only a JSON object can be kept; pass the conversation's own JSON",
    Fault.NOBODY: "the request names no user, so there is no one to remember",
    Fault.OTHER: "the cause is unknown; the version of the library or service may have changed",
}


class StorageError(PersistenceException):
    """Memory failed. The conversation goes on without it."""

    def __init__(self, kind: Fault, place: str, doing: str) -> None:
        super().__init__(f"{place}: could not {doing}: {kind}: {REMEDIES[kind]}")
        self.kind = kind


def failed(kind: Fault, place: str, doing: str) -> StorageError:
    """Log the fault's kind and give the exception to raise."""
    log.warning("memory fault: %s: could not %s: %s", place, doing, kind)
    return StorageError(kind, place, doing)
