"""Amazon's rules for a manifest that its own typed model does not know, checked before upload."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

LOCALES = ("en-AU", "en-CA", "en-GB", "en-IN", "en-US")

_LONGEST = {"name": 50, "summary": 160, "description": 3500}
_LONGEST_PHRASE = 100
_LONGEST_INSTRUCTIONS = 3500
_MOST_KEYWORDS = 20
_PHRASES = 3
_RESERVED_IN_NAME = ("alexa", "echo", "computer", "amazon")
_RESERVED_IN_DOMAIN = ("alexa", "amazon", "aws")
# Public, and nothing in it that two readers could take for two hosts.
_ADDRESS = re.compile(
    r"https://(?P<domain>(?:[a-z0-9-]+\.)+[a-z][a-z0-9-]+)(?::(?P<port>\d+))?(?:[/?#]\S*)?",
    re.IGNORECASE,
)
_ENDPOINT = re.compile(r"arn:aws:lambda:[a-z0-9-]+:\d{12}:function:[\w-]+(:[\w$-]+)?")
_CLAIMS = ("save lives", "saves lives", "you have ", "cure", "guarantee")

Tree = Mapping[str, Any]
Samples = Mapping[str, frozenset[str]]


def manifest_faults(manifest: Tree, samples: Samples, invocation: Mapping[str, str]) -> list[str]:
    """List what Amazon would refuse, given each locale's samples and invocation name."""
    body = manifest["manifest"]
    publishing = body["publishingInformation"]
    found = [
        *_whole(publishing),
        *_endpoints(body),
        *_pages(body["privacyAndCompliance"]),
        *_screens(body["apis"]["custom"]),
    ]
    for locale, listing in publishing["locales"].items():
        found += _listing(locale, listing)
        found += _phrases(locale, listing["examplePhrases"], samples[locale], invocation[locale])
    return found


def _whole(publishing: Tree) -> Iterator[str]:
    if tuple(sorted(publishing["locales"])) != LOCALES:
        yield f"locales: {sorted(publishing['locales'])}; the models are for {list(LOCALES)}"
    if publishing["isAvailableWorldwide"] == bool(publishing["distributionCountries"]):
        yield "distributionCountries: list countries exactly when it is not available worldwide"
    instructions = publishing["testingInstructions"]
    if not 0 < len(instructions) <= _LONGEST_INSTRUCTIONS:
        yield f"testingInstructions: {len(instructions)} characters; 1 to {_LONGEST_INSTRUCTIONS}"


def _listing(locale: str, listing: Tree) -> Iterator[str]:
    for field, longest in _LONGEST.items():
        if not 0 < len(listing[field]) <= longest:
            yield f"{locale} {field}: {len(listing[field])} characters; 1 to {longest}"
    for word in _RESERVED_IN_NAME:
        if word in listing["name"].lower().split():
            yield f"{locale} name: {word!r} is reserved; leave it out"
    keywords = listing["keywords"]
    if len(set(keywords)) != len(keywords) or len(keywords) > _MOST_KEYWORDS:
        yield f"{locale} keywords: at most {_MOST_KEYWORDS}, each once"
    for claim in _CLAIMS:
        if claim in f"{listing['summary']} {listing['description']}".lower():
            yield f"{locale}: {claim.strip()!r} claims too much; say it without"


def _phrases(locale: str, phrases: list[str], samples: frozenset[str], name: str) -> Iterator[str]:
    if len(phrases) != _PHRASES:
        yield f"{locale} examplePhrases: {len(phrases)}; the store shows {_PHRASES}"
    if not phrases or phrases[0] != f"Alexa, open {name}":
        yield f"{locale} examplePhrases: the first must be 'Alexa, open {name}'"
    for phrase in phrases:
        if len(phrase) > _LONGEST_PHRASE:
            yield f"{locale} {phrase!r}: over {_LONGEST_PHRASE} characters"
    for phrase in phrases[1:]:
        if phrase.removeprefix(f"Alexa, ask {name} ") not in samples:
            yield f"{locale} {phrase!r}: not a sample of the model; choose one that is"


def _endpoints(body: Tree) -> Iterator[str]:
    for place in (body["apis"]["custom"], body.get("events", {})):
        uri = place.get("endpoint", {}).get("uri")
        if uri is not None:
            yield from _endpoint(uri)


def _endpoint(uri: str) -> Iterator[str]:
    if uri.startswith("https://"):
        yield from _address("endpoint", uri)
        address = _ADDRESS.fullmatch(uri)
        if address and address["port"] not in (None, "443"):
            yield f"endpoint {uri}: Alexa calls port 443 only"
    elif not _ENDPOINT.fullmatch(uri):
        yield f"endpoint {uri}: give a Lambda function's ARN or an https address"


def _pages(privacy: Tree) -> Iterator[str]:
    """Find wrong addresses, each told once, however many locales name it."""
    links = {link for it in privacy.get("locales", {}).values() for link in it.items()}
    for name, address in sorted(links):
        yield from _address(name, address)


def _address(place: str, address: str) -> Iterator[str]:
    found = _ADDRESS.fullmatch(address)
    if not found:
        yield f"{place} {address}: give an https address"
    for word in _RESERVED_IN_DOMAIN:
        if found and word in found["domain"].lower():
            yield f"{place} {address}: {word!r} may not stand in a domain"


def _screens(custom: Tree) -> Iterator[str]:
    for interface in custom["interfaces"]:
        for it in interface.get("supportedViewports", ()):
            if it["minWidth"] > it["maxWidth"] or it["minHeight"] > it["maxHeight"]:
                yield f"viewport {it}: least above most"
        if not interface.get("supportedViewports"):
            yield f"interface {interface['type']}: list its viewports"
