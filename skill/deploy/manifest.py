"""The skill's manifest, `skill.json`, as Amazon's skill management reads it."""

from typing import Any

from skill.deploy.store import Listing, Store

SMALL_ICON = "assets/images/icon-108.png"
LARGE_ICON = "assets/images/icon-512.png"

Manifest = dict[str, Any]


def build_manifest(
    store: Store, endpoint: str | None = None, privacy_policy: str | None = None
) -> Manifest:
    """Say everything about the skill; a tool that deploys fills in an endpoint left out here.

    A privacy policy left out here stays out: only a public submission asks for one.
    """
    manifest = {
        "manifestVersion": "1.0",
        "publishingInformation": _publishing(store),
        "privacyAndCompliance": _privacy(store, privacy_policy),
        "permissions": [],
        "apis": {"custom": {**_endpoint(endpoint), "interfaces": [_screen(store)]}},
    }
    if endpoint is not None:
        manifest["events"] = _events(store, endpoint)
    return {"manifest": manifest}


def _publishing(store: Store) -> Manifest:
    return {
        "locales": {listing.locale: _listing(listing) for listing in store.listings},
        "isAvailableWorldwide": False,
        "distributionMode": "PUBLIC",
        "distributionCountries": list(store.countries),
        "testingInstructions": store.testing_instructions,
        "category": store.category,
    }


def _listing(listing: Listing) -> Manifest:
    return {
        "name": listing.name,
        "summary": listing.summary,
        "description": listing.description,
        "examplePhrases": list(listing.phrases),
        "keywords": list(listing.keywords),
        "smallIconUri": f"file://{SMALL_ICON}",
        "largeIconUri": f"file://{LARGE_ICON}",
    }


def _privacy(store: Store, policy: str | None) -> Manifest:
    pages = {"privacyPolicyUrl": policy, "termsOfUseUrl": store.terms_of_use}
    links = {name: address for name, address in pages.items() if address}
    localised = {"locales": {it.locale: links for it in store.listings}} if links else {}
    return {**store.privacy, **localised}


def _screen(store: Store) -> Manifest:
    return {
        "type": "ALEXA_PRESENTATION_APL",
        "supportedViewports": [dict(viewport) for viewport in store.viewports],
    }


def _events(store: Store, endpoint: str) -> Manifest:
    return {**_endpoint(endpoint), "subscriptions": [{"eventName": name} for name in store.events]}


def _endpoint(endpoint: str | None) -> Manifest:
    if endpoint is None:
        return {}
    if endpoint.startswith("https://"):
        return {"endpoint": {"uri": endpoint, "sslCertificateType": "Trusted"}}
    return {"endpoint": {"uri": endpoint}}
