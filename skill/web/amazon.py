"""The quarantine of flask-ask-sdk: its import, mended, and its adapter, with our turn inside.

Its own verifier parses before it verifies and answers 500 to much that is merely wrong, so ours
runs before it; and its serializer raises on request types that it does not know, before any handler
could help. So the adapter is given a skill whose serializer is our strict reader and whose
invocation is `turn`, the same guarded entry that Lambda calls: one way in, whatever the surface.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_core.skill import CustomSkill, SkillConfiguration
from flask import Flask, Response

from skill.web.event import Event, Turn

STOOD_IN = ("certvalidator", "certvalidator.errors")


def make_adapter(
    app: Flask, turn: Turn, read: Callable[[str], Event], check: Callable[[Event], None]
) -> Callable[[], Response]:
    """Register flask-ask-sdk on `app`: `read` parses, `check` verifies, `turn` answers.

    What comes back is its view function.
    """
    with _certvalidator():
        from flask_ask_sdk.skill_adapter import SkillAdapter

    # Ours are stricter, and the signature is checked before the adapter is called at all.
    app.config["ASK_SDK_VERIFY_SIGNATURE"] = False
    app.config["ASK_SDK_VERIFY_TIMESTAMP"] = False
    name: Any = "lip-twitch-guide"  # typed as a number, used as a key
    verifiers: list[Any] = [_Check(check)]  # not of its class, which cannot be imported up there
    adapter = SkillAdapter(TurnSkill(turn, read), name, verifiers, app)
    return adapter.dispatch_request


class TurnSkill(CustomSkill):
    """The SDK's skill as the adapter demands it; what it does is `turn`."""

    def __init__(self, turn: Turn, read: Callable[[str], Event]) -> None:
        super().__init__(SkillConfiguration(request_mappers=[], handler_adapters=[]))
        self._turn = turn
        self.serializer = _StrictJson(read)

    def invoke(self, request_envelope: Any, context: object) -> Any:  # noqa: ARG002 - as the SDK's
        """Answer a checked event."""
        return self._turn(request_envelope)


class _StrictJson(DefaultSerializer):
    """The adapter's serializer: text to a checked event; an answer stays as it is."""

    def __init__(self, read: Callable[[str], Event]) -> None:
        self._read = read

    # The strict reader refuses what is no event; an answer is JSON as it is.
    def deserialize(self, payload: Any, obj_type: object) -> Any:  # noqa: ARG002
        return self._read(payload)

    def serialize(self, obj: Any) -> Any:
        return obj


class _Check:
    """One of the adapter's verifiers; it refuses by raising."""

    def __init__(self, check: Callable[[Event], None]) -> None:
        self._check = check

    def verify(self, *, deserialized_request_env: Event, **_raw: object) -> None:
        """Check the event; the headers and the text have been seen to."""
        self._check(deserialized_request_env)


@contextmanager
def _certvalidator() -> Iterator[None]:
    """Make `certvalidator` importable while flask-ask-sdk is imported.

    It needs oscrypto, which cannot read the version of OpenSSL 3.0.10 and later. If the real one
    fails, the stand-in's validator refuses everything: fail closed, should anybody ever call it.
    """
    try:
        import certvalidator  # noqa: F401
    except Exception:  # noqa: BLE001 - whatever stops it, the remedy is the same
        left = {name: sys.modules.pop(name) for name in STOOD_IN if name in sys.modules}
        sys.modules.update(_stand_in())
        try:
            yield
        finally:
            for name in STOOD_IN:
                del sys.modules[name]
            sys.modules.update(left)
    else:
        yield


def _stand_in() -> dict[str, ModuleType]:
    errors = ModuleType("certvalidator.errors")
    for name in ("PathError", "ValidationError"):
        setattr(errors, name, type(name, (Exception,), {}))
    package = ModuleType("certvalidator")
    package.__dict__.update(errors=errors, CertificateValidator=RefusingValidator)
    return {"certvalidator": package, "certvalidator.errors": errors}


class RefusingValidator:
    """Stands in for a certificate validator that could not be imported: it vouches for nobody."""

    def __init__(self, *_args: object, **_options: object) -> None:
        raise PermissionError(self.__doc__)
