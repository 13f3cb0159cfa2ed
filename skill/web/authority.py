"""A self-made certificate authority, so that tests and benchmarks can sign as Alexa would.

Nothing that serves the public imports this module; a test holds that.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from cryptography.x509.verification import Store

from skill.web.certificate import SIGNER, Trust

PATH = "/echo.api/echo-api-cert.pem"
ADDRESS = "https://s3.amazonaws.com" + PATH


@dataclass(frozen=True, slots=True)
class Issue:
    """What a certificate says, and who vouches for it (itself, if nobody)."""

    name: str
    key: rsa.RSAPrivateKey
    since: datetime
    until: datetime
    issuer: Issue | None = None
    authority: bool = False
    alternative_names: tuple[str, ...] = ()

    def certificate(self) -> x509.Certificate:
        """Sign it."""
        issuer = self.issuer or self
        builder = (
            x509.CertificateBuilder(_name(issuer.name), _name(self.name), self.key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(self.since)
            .not_valid_after(self.until)
        )
        for extension, critical in _extensions(self, issuer):
            builder = builder.add_extension(extension, critical)
        return builder.sign(issuer.key, SHA256())


@dataclass(frozen=True, slots=True)
class Authority:
    """A root, an intermediate and Alexa's leaf, as Amazon has them."""

    root: Issue
    intermediate: Issue
    leaf: Issue

    def store(self) -> Store:
        """What a verifier must trust to believe the leaf."""
        return Store([self.root.certificate()])

    def chain(self) -> bytes:
        """The file that Amazon's host would serve."""
        return chain(self.leaf, self.intermediate)

    def sign(self, body: bytes) -> dict[str, str]:
        """The headers with which Alexa would send `body`."""
        signature = self.leaf.key.sign(body, PKCS1v15(), SHA256())
        return {
            "Content-Type": "application/json; charset=utf-8",
            "Signature-256": base64.b64encode(signature).decode(),
            "SignatureCertChainUrl": ADDRESS,
        }

    def trust(self) -> Trust:
        """Believe this authority, without a network."""
        file = self.chain()
        return Trust(self.store(), lambda _path: file)


def make_authority(now: datetime | None = None) -> Authority:
    """Make three keys and what they sign, valid around `now`."""
    moment = now or datetime.now(UTC)
    since, until = moment - timedelta(days=9), moment + timedelta(days=90)
    root = Issue("Rehearsal Root", _key(), since, until, authority=True)
    intermediate = replace(root, name="Rehearsal Intermediate", key=_key(), issuer=root)
    leaf = replace(
        intermediate,
        name=SIGNER,
        key=_key(),
        issuer=intermediate,
        authority=False,
        alternative_names=(SIGNER,),
    )
    return Authority(root, intermediate, leaf)


def chain(*issues: Issue) -> bytes:
    """Certificates as one PEM file."""
    return b"".join(issue.certificate().public_bytes(Encoding.PEM) for issue in issues)


def launch_request(skill_id: str, now: datetime | None = None) -> bytes:
    """A LaunchRequest as Alexa sends it, fresh."""
    moment = (now or datetime.now(UTC)).strftime("%Y-%m-%dT%H:%M:%SZ")
    application = {"applicationId": skill_id}
    user = {"userId": "amzn1.ask.account.REHEARSAL"}
    envelope = {
        "version": "1.0",
        "session": {
            "new": True,
            "sessionId": "amzn1.echo-api.session.rehearsal",
            "application": application,
            "attributes": {},
            "user": user,
        },
        "context": {
            "System": {
                "application": application,
                "user": user,
                "device": {"deviceId": "amzn1.ask.device.REHEARSAL", "supportedInterfaces": {}},
                "apiEndpoint": "https://api.amazonalexa.com",
                "apiAccessToken": "rehearsal",
            }
        },
        "request": {
            "type": "LaunchRequest",
            "requestId": "amzn1.echo-api.request.rehearsal",
            "timestamp": moment,
            "locale": "en-US",
        },
    }
    return json.dumps(envelope).encode()


def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _extensions(issue: Issue, issuer: Issue) -> list[tuple[x509.ExtensionType, bool]]:
    """What the web's rules want in a root, an intermediate and a leaf."""
    subject_key = x509.SubjectKeyIdentifier.from_public_key(issue.key.public_key())
    issuer_key = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key())
    extensions: list[tuple[x509.ExtensionType, bool]] = [
        (x509.BasicConstraints(issue.authority, None), True),
        (subject_key, False),
        (issuer_key, False),
        (_usage(authority=issue.authority), True),
    ]
    if not issue.authority:
        extensions.append((x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False))
    if issue.alternative_names:
        names = x509.SubjectAlternativeName([x509.DNSName(one) for one in issue.alternative_names])
        extensions.append((names, False))
    return extensions


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=False,
        key_encipherment=not authority,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )
