"""Nobody gets in who is not Alexa: every way of being somebody else, over real HTTP."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import Encoding
from web_support import SKILL_ID, CertificateFiles, certificate_host, running, send

from skill.settings import Settings
from skill.web.app import create_app
from skill.web.authority import Authority, Issue, chain, launch_request, make_authority
from skill.web.certificate import Trust
from skill.web.fetch import LARGEST, CertificateHost
from skill.web.refusal import Reason
from skill.web.server import Server

FOLDER = "https://s3.amazonaws.com/echo.api/"
GOOD = FOLDER + "good.pem"
NOW = datetime.now(UTC)
ANSWER = {"version": "1.0", "response": {"shouldEndSession": True}}
Edit = Callable[[dict[str, Any]], None]
Body = Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Scene:
    """The endpoint under test, and how often the skill behind it was reached."""

    server: Server
    authority: Authority
    reached: list[Any]


@dataclass(frozen=True, slots=True)
class Sent:
    """A request to be sent to it."""

    body: bytes
    headers: dict[str, str]
    method: str = "POST"


@pytest.fixture(scope="module")
def scene() -> Iterator[Scene]:
    authority = make_authority(NOW)
    reached: list[Any] = []

    def turn(event: dict[str, Any]) -> dict[str, Any]:
        reached.append(event)
        return ANSWER

    with certificate_host() as host:
        _publish(host, authority)
        trust = Trust(authority.store(), CertificateHost(host.base, patience=0.5))
        with running(create_app(turn, Settings(skill_id=SKILL_ID), trust)) as server:
            yield Scene(server, authority, reached)


def _publish(host: CertificateFiles, authority: Authority) -> None:
    """Every certificate file that a row asks for."""
    leaf, intermediate, root = authority.leaf, authority.intermediate, authority.root
    files = {
        "good": authority.chain(),
        "expired": chain(replace(leaf, until=NOW - timedelta(days=1)), intermediate),
        "early": chain(replace(leaf, since=NOW + timedelta(days=1)), intermediate),
        "no_san": chain(replace(leaf, alternative_names=()), intermediate),
        "other_san": chain(replace(leaf, alternative_names=("echo.example",)), intermediate),
        "alone": chain(leaf),
        "reversed": chain(intermediate, leaf),
        "untrusted": _untrusted(leaf),
        "self_signed": chain(replace(leaf, issuer=None)),
        "no_authority": chain(leaf, replace(intermediate, authority=False)),
        "old_intermediate": chain(leaf, replace(intermediate, until=NOW - timedelta(days=1))),
        "sha1": _sha1_signed(leaf) + chain(intermediate),
        "weak": chain(replace(leaf, key=rsa.generate_private_key(65537, 1024)), intermediate),  # noqa: S505
        "elliptic": _elliptic(leaf),
        "not_pem": b"<html>no certificate here</html>",
        "broken_pem": b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        "empty": b"",
        "huge": authority.chain() + b"\n" * LARGEST,
        "with_root": chain(leaf, intermediate, root),
    }
    host.files |= {f"/echo.api/{name}.pem": content for name, content in files.items()}
    host.statuses |= {"/echo.api/403.pem": 403, "/echo.api/404.pem": 404, "/echo.api/302.pem": 302}
    host.files |= {f"/echo.api/{status}.pem": authority.chain() for status in (403, 404, 302)}
    host.hanging.add("/echo.api/hang.pem")


def _untrusted(leaf: Issue) -> bytes:
    other = make_authority(NOW)
    return chain(replace(leaf, issuer=other.intermediate), other.intermediate)


def _sha1_signed(leaf: Issue) -> bytes:
    """The library makes no such certificate, so change one and sign it anew."""
    sha256, sha1 = bytes.fromhex("2a864886f70d01010b"), bytes.fromhex("2a864886f70d010105")
    assert leaf.issuer is not None
    made = leaf.certificate()
    signed = made.tbs_certificate_bytes.replace(sha256, sha1)
    whole = made.public_bytes(Encoding.DER).replace(made.tbs_certificate_bytes, signed)
    signature = leaf.issuer.key.sign(signed, PKCS1v15(), SHA1())  # noqa: S303
    whole = whole.replace(sha256, sha1).replace(made.signature, signature)
    certificate = x509.load_der_x509_certificate(whole)
    assert isinstance(certificate.signature_hash_algorithm, SHA1)
    return certificate.public_bytes(Encoding.PEM)


def _elliptic(leaf: Issue) -> bytes:
    key: Any = ec.generate_private_key(ec.SECP256R1())
    assert leaf.issuer is not None
    return chain(replace(leaf, key=key), leaf.issuer)


def _event(edit: Edit | None = None, name: str = "LaunchRequest", age: float = 0) -> Body:
    """An event of now, or of so many seconds ago, when it is sent."""

    def make() -> bytes:
        event = json.loads(launch_request(SKILL_ID, datetime.now(UTC) - timedelta(seconds=age)))
        event["request"]["type"] = name
        if edit:
            edit(event)
        return json.dumps(event).encode()

    return make


def _signed(body: Body | bytes | None = None, **headers: str | None) -> Callable[[Scene], Sent]:
    """A request signed by the leaf's key; headers are replaced, or left out where None."""
    changed = {name.replace("_", "-"): value for name, value in headers.items()}

    def make(scene: Scene) -> Sent:
        content = body if isinstance(body, bytes) else (body or _event())()
        merged = scene.authority.sign(content) | {"SignatureCertChainUrl": GOOD} | changed
        return Sent(content, {name: value for name, value in merged.items() if value is not None})

    return make


def _at(address: str) -> Callable[[Scene], Sent]:
    return _signed(SignatureCertChainUrl=address)


def _file(name: str) -> Callable[[Scene], Sent]:
    return _at(f"{FOLDER}{name}.pem")


def _method(method: str) -> Callable[[Scene], Sent]:
    return lambda scene: replace(_signed()(scene), method=method)


def _changed_body(scene: Scene) -> Sent:
    sent = _signed()(scene)
    return replace(sent, body=sent.body.replace(b'"new": true', b'"new": tRue'))


def _unsigned(scene: Scene) -> Sent:
    return Sent(_event()(), {"Content-Type": "application/json"})


def _only_sha1(scene: Scene) -> Sent:
    body = _event()()
    signature = base64.b64encode(scene.authority.leaf.key.sign(body, PKCS1v15(), SHA1())).decode()  # noqa: S303
    headers = {"Content-Type": "application/json", "Signature": signature}
    return Sent(body, headers | {"SignatureCertChainUrl": GOOD})


def _stated(context: str | None, session: str | None) -> Body:
    """An event that states these application ids, or none."""

    def edit(event: dict[str, Any]) -> None:
        for place, one in ((event["context"]["System"], context), (event["session"], session)):
            del place["application"]
            if one is not None:
                place["application"] = {"applicationId": one}

    return _event(edit)


def _timestamp(value: object) -> Body:
    return _event(lambda event: event["request"].update(timestamp=value))


def _timestamp_with_offset() -> bytes:
    zone = timezone(timedelta(hours=5, minutes=30))
    return _timestamp(datetime.now(zone).isoformat())()


def _attribute(text: str) -> Body:
    """An event with a piece of raw JSON in its session."""
    return lambda: _event()().replace(
        b'"attributes": {}', b'"attributes": {"x": %s}' % text.encode()
    )


ACCEPTED = {
    "valid": _signed(),
    "port_443": _at("https://s3.amazonaws.com:443/echo.api/good.pem"),
    "host_in_capitals": _at("HTTPS://S3.AMAZONAWS.COM/echo.api/good.pem"),
    "chain_with_root": _file("with_root"),
    "140_seconds_old": _signed(_event(age=140)),
    "140_seconds_early": _signed(_event(age=-140)),
    "skill_event_of_50_minutes": _signed(_event(name="AlexaSkillEvent.SkillDisabled", age=3000)),
    "unknown_request_type": _signed(_event(name="Alexa.Tomorrow.Request")),
    "unknown_properties": _signed(_event(lambda event: event.update(tomorrow={"x": [1]}))),
    "no_session": _signed(_event(lambda event: event.pop("session"))),
    "zone_as_offset": _signed(_timestamp_with_offset),
    "text_of_all_kinds": _signed(_attribute('"\\u00e9 \\ud83d\\ude00 ü 💥"')),
}

REFUSED: dict[str, tuple[Callable[[Scene], Sent], Reason]] = {
    "no_headers": (_unsigned, Reason.NO_SIGNATURE),
    "unsigned_and_malformed": (
        _signed(b"\xff{", Signature_256=None),
        Reason.NO_SIGNATURE,
    ),
    "only_sha1": (_only_sha1, Reason.NO_SIGNATURE),
    "signature_of_another_body": (_signed(Signature_256="QUJD" * 86), Reason.WRONG_SIGNATURE),
    "signature_empty": (_signed(Signature_256=""), Reason.WRONG_SIGNATURE),
    "signature_not_base64": (_signed(Signature_256="%%%not-base64%%%"), Reason.BAD_SIGNATURE),
    "signature_not_ascii": (_signed(Signature_256="\xe9\xe9"), Reason.BAD_SIGNATURE),
    "body_changed": (_changed_body, Reason.WRONG_SIGNATURE),
    "body_empty": (_signed(b""), Reason.NOT_JSON),
    "time_old": (_signed(_event(age=160)), Reason.STALE),
    "time_future": (_signed(_event(age=-160)), Reason.STALE),
    "time_zoneless": (_signed(_timestamp(f"{NOW:%Y-%m-%dT%H:%M:%S}")), Reason.BAD_TIME),
    "time_not_a_time": (_signed(_timestamp("yesterday")), Reason.BAD_TIME),
    "time_a_number": (_signed(_timestamp(NOW.timestamp())), Reason.BAD_TIME),
    "time_missing": (_signed(_timestamp(None)), Reason.BAD_TIME),
    "skill_event_of_two_hours": (
        _signed(_event(name="AlexaSkillEvent.SkillDisabled", age=7200)),
        Reason.STALE,
    ),
    "address_missing": (_signed(SignatureCertChainUrl=None), Reason.NO_ADDRESS),
    "address_empty": (_at(""), Reason.BAD_ADDRESS),
    "address_http": (_at("http://s3.amazonaws.com/echo.api/good.pem"), Reason.BAD_ADDRESS),
    "address_other_host": (_at("https://example.org/echo.api/good.pem"), Reason.BAD_ADDRESS),
    "address_host_prefixed": (_at(GOOD.replace("com/", "com.example.org/")), Reason.BAD_ADDRESS),
    "address_user": (_at(GOOD.replace("com/", "com.example.org/")), Reason.BAD_ADDRESS),
    "address_other_port": (_at(GOOD.replace("com/", "com:563/")), Reason.BAD_ADDRESS),
    "address_port_no_number": (_at(GOOD.replace("com/", "com:x/")), Reason.BAD_ADDRESS),
    "address_path_case": (_at("https://s3.amazonaws.com/EcHo.aPi/good.pem"), Reason.BAD_ADDRESS),
    "address_other_path": (_at("https://s3.amazonaws.com/other/good.pem"), Reason.BAD_ADDRESS),
    "address_dots": (_at(FOLDER + "../other/good.pem"), Reason.BAD_ADDRESS),
    "address_dots_and_back": (_at(FOLDER + "../echo.api/good.pem"), Reason.BAD_ADDRESS),
    "address_encoded_dots": (_at(FOLDER + "%2e%2e/other/good.pem"), Reason.BAD_ADDRESS),
    "address_query": (_at(GOOD + "?x=1"), Reason.BAD_ADDRESS),
    "address_fragment": (_at(GOOD + "#x"), Reason.BAD_ADDRESS),
    "address_backslash": (_at(FOLDER + "..\\good.pem"), Reason.BAD_ADDRESS),
    "address_two": (_at(f"{GOOD}, {GOOD}"), Reason.BAD_ADDRESS),
    "address_long": (_at(FOLDER + "x" * 5000), Reason.BAD_ADDRESS),
    "fetch_403": (_file("403"), Reason.NOT_FETCHED),
    "fetch_404": (_file("404"), Reason.NOT_FETCHED),
    "fetch_redirect": (_file("302"), Reason.NOT_FETCHED),
    "fetch_hang": (_file("hang"), Reason.NOT_FETCHED),
    "fetch_huge": (_file("huge"), Reason.NOT_FETCHED),
    "fetch_not_pem": (_file("not_pem"), Reason.NOT_TRUSTED),
    "fetch_broken_pem": (_file("broken_pem"), Reason.NOT_TRUSTED),
    "fetch_empty": (_file("empty"), Reason.NOT_TRUSTED),
    "leaf_expired": (_file("expired"), Reason.NOT_TRUSTED),
    "leaf_not_yet_valid": (_file("early"), Reason.NOT_TRUSTED),
    "leaf_without_san": (_file("no_san"), Reason.NOT_TRUSTED),
    "leaf_of_other_san": (_file("other_san"), Reason.NOT_TRUSTED),
    "leaf_self_signed": (_file("self_signed"), Reason.NOT_TRUSTED),
    "leaf_sha1": (_file("sha1"), Reason.NOT_TRUSTED),
    "leaf_weak_key": (_file("weak"), Reason.NOT_TRUSTED),
    "leaf_elliptic_key": (_file("elliptic"), Reason.NOT_TRUSTED),
    "intermediate_missing": (_file("alone"), Reason.NOT_TRUSTED),
    "intermediate_first": (_file("reversed"), Reason.NOT_TRUSTED),
    "intermediate_no_authority": (_file("no_authority"), Reason.NOT_TRUSTED),
    "intermediate_expired": (_file("old_intermediate"), Reason.NOT_TRUSTED),
    "root_untrusted": (_file("untrusted"), Reason.NOT_TRUSTED),
    "json_malformed": (_signed(b'{"request": '), Reason.NOT_JSON),
    "json_with_nan": (_signed(_attribute("NaN")), Reason.NOT_JSON),
    "json_with_infinity": (_signed(_attribute("1e999")), Reason.NOT_JSON),
    "json_with_huge_integer": (_signed(_attribute("9" * 5000)), Reason.NOT_JSON),
    "json_with_half_a_character": (_signed(_attribute('"\\ud800"')), Reason.NOT_JSON),
    "json_deep": (_signed(_attribute("[" * 100 + "]" * 100)), Reason.TOO_DEEP),
    "json_very_deep": (_signed(b"[" * 100_000), Reason.NOT_JSON),
    "json_a_list": (_signed(b"[]"), Reason.NOT_AN_EVENT),
    "json_no_request": (_signed(b"{}"), Reason.NOT_AN_EVENT),
    "json_request_a_text": (_signed(b'{"request": "x"}'), Reason.NOT_AN_EVENT),
    "json_no_type": (_signed(b'{"request": {}}'), Reason.NOT_AN_EVENT),
    "not_utf8": (_signed(b'{"request": "\xff\xfe"}'), Reason.NOT_JSON),
    "utf16": (_signed('{"request": {}}'.encode("utf-16")), Reason.NOT_JSON),
    "body_too_large": (_signed(b" " * 262_145), Reason.TOO_LARGE),
    "body_huge": (_signed(b" " * 9_000_000), Reason.TOO_LARGE),
    "content_type_text": (_signed(Content_Type="text/plain"), Reason.NOT_JSON_TYPE),
    "content_type_form": (
        _signed(Content_Type="application/x-www-form-urlencoded"),
        Reason.NOT_JSON_TYPE,
    ),
    "content_type_missing": (_signed(Content_Type=None), Reason.NOT_JSON_TYPE),
    "application_wrong": (_signed(_stated("amzn1.other", "amzn1.other")), Reason.WRONG_SKILL),
    "application_missing": (_signed(_stated(None, None)), Reason.WRONG_SKILL),
    "application_missing_in_context": (_signed(_stated(None, SKILL_ID)), Reason.WRONG_SKILL),
    "application_missing_in_session": (_signed(_stated(SKILL_ID, None)), Reason.WRONG_SKILL),
    "application_wrong_in_context": (_signed(_stated("amzn1.x", SKILL_ID)), Reason.WRONG_SKILL),
    "application_wrong_in_session": (_signed(_stated(SKILL_ID, "amzn1.x")), Reason.WRONG_SKILL),
    "application_not_a_text": (
        _signed(_event(lambda event: event["session"]["application"].update(applicationId=[]))),
        Reason.WRONG_SKILL,
    ),
}  # fmt: skip


@pytest.mark.parametrize("row", ACCEPTED)
def test_accepts(scene: Scene, row: str) -> None:
    sent = ACCEPTED[row](scene)
    before = len(scene.reached)
    answer = send(scene.server, sent.method, "/alexa", sent.body, sent.headers)
    assert (answer.status, answer.json()) == (200, ANSWER)
    assert len(scene.reached) == before + 1


@pytest.mark.parametrize("row", REFUSED)
def test_refuses(scene: Scene, row: str) -> None:
    make, reason = REFUSED[row]
    sent = make(scene)
    before = len(scene.reached)
    answer = send(scene.server, sent.method, "/alexa", sent.body, sent.headers)
    assert (answer.status, answer.json()) == (400, {"status": 400, "reason": reason})
    assert len(scene.reached) == before


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_other_methods_are_not_allowed(scene: Scene, method: str) -> None:
    sent = _method(method)(scene)
    before = len(scene.reached)
    answer = send(scene.server, sent.method, "/alexa", sent.body, sent.headers)
    assert (answer.status, answer.headers["Allow"]) == (405, "POST")
    assert len(scene.reached) == before


@dataclass(slots=True)
class Watched:
    """An endpoint whose clock and certificate host the test holds in its hand."""

    now: datetime
    asked: list[str]


@pytest.fixture
def watched() -> Iterator[tuple[Watched, Callable[[str], int]]]:
    authority = make_authority(NOW)
    watch = Watched(NOW, [])

    def fetch(path: str) -> bytes:
        watch.asked.append(path)
        return authority.chain()

    trust = Trust(authority.store(), fetch, lambda: watch.now)
    app = create_app(lambda _event: ANSWER, Settings(skill_id=SKILL_ID), trust)

    def ask(name: str) -> int:
        body = launch_request(SKILL_ID, watch.now)
        headers = authority.sign(body) | {"SignatureCertChainUrl": f"{FOLDER}{name}.pem"}
        return send(server, "POST", "/alexa", body, headers).status

    with running(app) as server:
        yield watch, ask


def test_a_certificate_is_fetched_once(watched: tuple[Watched, Callable[[str], int]]) -> None:
    watch, ask = watched
    assert [ask("a"), ask("a"), ask("a")] == [200, 200, 200]
    assert len(watch.asked) == 1


def test_a_kept_certificate_is_not_believed_after_its_end(
    watched: tuple[Watched, Callable[[str], int]],
) -> None:
    watch, ask = watched
    watch.now = NOW + timedelta(days=90) - timedelta(hours=1)
    assert ask("a") == 200
    watch.now += timedelta(hours=2)
    assert ask("a") == 400
    assert len(watch.asked) == 2


def test_a_kept_certificate_is_fetched_anew_after_a_day(
    watched: tuple[Watched, Callable[[str], int]],
) -> None:
    watch, ask = watched
    assert ask("a") == 200
    watch.now += timedelta(hours=25)
    assert ask("a") == 200
    assert len(watch.asked) == 2


def test_few_certificates_are_kept(watched: tuple[Watched, Callable[[str], int]]) -> None:
    watch, ask = watched
    names = [f"n{number}" for number in range(20)]
    assert {ask(name) for name in names} == {200}
    assert [ask(names[-1]), len(watch.asked)] == [200, 20]
    assert [ask(names[0]), len(watch.asked)] == [200, 21]
