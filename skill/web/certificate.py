"""Amazon's signing key: where its certificate lies, who vouches for it, how long we keep it."""

from __future__ import annotations

import re
import threading
import warnings
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import certifi
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.utils import CryptographyDeprecationWarning
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from skill.web.fetch import CertificateHost, Fetch
from skill.web.refusal import Reason, Refused

SIGNER = "echo-api.amazon.com"
# No %, no query, no user, no odd port: whatever needs decoding is refused rather than decoded.
ADDRESS = re.compile(r"(?i:https://s3\.amazonaws\.com)(?::443)?(/echo\.api/[A-Za-z0-9._/-]{1,200})")
UNREADABLE = (
    ValueError,
    TypeError,
    UnsupportedAlgorithm,
    VerificationError,
    x509.DuplicateExtension,
    x509.InvalidVersion,
    x509.UnsupportedGeneralNameType,
)
PEM = re.compile(b"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)
KEPT = 16
SHORTEST_KEY = 2048
LONGEST = timedelta(days=1)


def utc_now() -> datetime:
    """The time, with its zone."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Trust:
    """Whom we believe: the root certificates, the way to fetch a chain, and the clock."""

    roots: Store
    fetch: Fetch
    now: Callable[[], datetime] = utc_now


def amazon_trust() -> Trust:
    """The public roots of certifi and Amazon's own host: what production believes."""
    return Trust(Store(readable(Path(certifi.where()).read_bytes())), CertificateHost())


def readable(bundle: bytes) -> list[x509.Certificate]:
    """The certificates of a bundle; one that breaks the rules must not take the others with it.

    Some roots have the serial number 0. So far the library only warns of it.
    """
    found = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CryptographyDeprecationWarning)
        for block in PEM.findall(bundle):
            with suppress(ValueError):
                found.append(x509.load_pem_x509_certificate(block))
    return found


def certificate_path(address: str) -> str:
    """The path on Amazon's host that a `SignatureCertChainUrl` names, or `Refused`."""
    match = ADDRESS.fullmatch(address)
    if match is None or {"", ".", ".."} & set(match[1].split("/")[1:]):
        raise Refused(Reason.BAD_ADDRESS)
    return match[1]


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key that a trusted chain vouches for, between two moments."""

    key: RSAPublicKey
    since: datetime
    until: datetime

    def holds(self, now: datetime) -> bool:
        """Whether every certificate of its chain is valid now."""
        return self.since <= now <= self.until


class SigningKeys:
    """The few keys in use, by path; an outdated one is fetched anew, the oldest makes room."""

    def __init__(self, trust: Trust) -> None:
        self._trust = trust
        self._kept: OrderedDict[str, SigningKey] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, address: str) -> RSAPublicKey:
        """The key behind a certificate address, or `Refused`. Only trusted keys are kept."""
        path = certificate_path(address)
        now = self._trust.now()
        with self._lock:
            kept = self._kept.get(path)
        if kept is not None and kept.holds(now):
            return kept.key
        found = trusted_key(self._trust.fetch(path), self._trust.roots, now)
        self._keep(path, found)
        return found.key

    def _keep(self, path: str, key: SigningKey) -> None:
        with self._lock:
            self._kept.pop(path, None)
            self._kept[path] = key
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)


def trusted_key(pem: bytes, roots: Store, now: datetime) -> SigningKey:
    """Build a chain from the first certificate to a root, for Amazon's name, as of now."""
    moment = now.astimezone(UTC).replace(tzinfo=None)
    try:
        leaf, *others = x509.load_pem_x509_certificates(pem)
        policy = PolicyBuilder().store(roots).time(moment)
        chain = policy.build_server_verifier(x509.DNSName(SIGNER)).verify(leaf, others)
        key = leaf.public_key()
    except UNREADABLE:
        raise Refused(Reason.NOT_TRUSTED) from None
    # The chain's own check asks this of those who vouch, not of the leaf.
    if not isinstance(key, RSAPublicKey) or key.key_size < SHORTEST_KEY:
        raise Refused(Reason.NOT_TRUSTED)
    return SigningKey(
        key,
        since=max(one.not_valid_before_utc for one in chain),
        until=min(now + LONGEST, *(one.not_valid_after_utc for one in chain)),
    )
