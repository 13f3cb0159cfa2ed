"""The one way in which a request is turned away, and every reason there is for it."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Why a request was refused: fixed words, so that an answer never repeats what was sent."""

    NOT_JSON_TYPE = "content type is not application/json"
    NO_SIGNATURE = "header Signature-256 is missing"
    BAD_SIGNATURE = "header Signature-256 is not base64"
    NO_ADDRESS = "header SignatureCertChainUrl is missing"
    BAD_ADDRESS = "certificate address is not allowed"
    NOT_FETCHED = "certificate could not be fetched"
    NOT_TRUSTED = "certificate is not trusted"
    WRONG_SIGNATURE = "signature does not match the body"
    NOT_JSON = "body is not JSON"
    TOO_DEEP = "body is nested too deeply"
    NOT_AN_EVENT = "body is not an Alexa request"
    NOT_A_TURN = "body is not a turn of the page"
    BAD_TIME = "timestamp is not a time with a zone"
    STALE = "timestamp is too old or in the future"
    WRONG_SKILL = "application id is not this skill's"
    TOO_LARGE = "body is too large"
    TOO_SLOW = "request did not arrive in time"
    NOT_HTTP = "request is not well-formed HTTP"
    NOT_LOCAL = "simulator answers this machine only"


class Refused(Exception):  # noqa: N818 - reads as the past tense it is: "raise Refused(...)"
    """The request goes no further; the answer is its status and the short reason."""

    def __init__(self, reason: Reason, status: int = 400) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.status = status
