"""The skill package is one that Amazon takes: by its own typed models, and by its other rules."""

import json
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from ask_sdk_core.serialize import DefaultSerializer

from skill.bootstrap import build_turn
from skill.deploy.checkout import MODELS
from skill.deploy.faults import BuildError
from skill.deploy.icons import ASSETS, SIZES, draw_icon
from skill.deploy.manifest import build_manifest
from skill.deploy.manifest_rules import LOCALES, manifest_faults
from skill.deploy.skill_package import build_skill_package
from skill.deploy.store import read_store
from skill.knowledge.compiled import open_knowledge
from skill.settings import Settings
from skill.simulator.envelope import APPLICATION, session_envelope, spoken
from skill.simulator.setting_up import make_device

ARN = "arn:aws:lambda:eu-west-1:123456789012:function:skill:live"
SAMPLES = dict.fromkeys(LOCALES, frozenset({"what are the causes", "when should i see a doctor"}))
INVOCATION = dict.fromkeys(LOCALES, "lip twitch guide")

Json = dict[str, Any]


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_skill_package(tmp_path_factory.mktemp("build") / "skill-package")


@pytest.fixture(scope="module")
def manifest(package: Path) -> Json:
    return read(package / "skill.json")


@pytest.fixture
def fresh() -> Json:
    """A manifest to spoil."""
    emergency = {locale: it.emergency for locale, it in open_knowledge().numbers.items()}
    return json.loads(json.dumps(build_manifest(read_store(emergency), ARN)))


def read(path: Path) -> Json:
    tree: Json = json.loads(path.read_text("utf-8"))
    return tree


def round_trip(tree: Json, kind: str) -> object:
    """Read the JSON into Amazon's typed model and write it again: an unknown key gets lost."""
    module, name = kind.rsplit(".", 1)
    serializer = DefaultSerializer()
    typed = serializer.deserialize(json.dumps(tree), getattr(import_module(module), name))
    return serializer.serialize(typed)


@pytest.mark.parametrize("endpoint", [None, ARN, "https://twitch.example.org/lip"])
def test_amazons_typed_manifest_knows_every_key(endpoint: str | None, tmp_path: Path) -> None:
    tree = read(build_skill_package(tmp_path / "package", endpoint) / "skill.json")
    kind = "ask_smapi_model.v1.skill.manifest.skill_manifest_envelope.SkillManifestEnvelope"
    assert round_trip(tree, kind) == tree


@pytest.mark.parametrize("locale", LOCALES)
def test_amazons_typed_model_knows_every_key(locale: str, package: Path) -> None:
    tree = read(package / "interactionModels" / "custom" / f"{locale}.json")
    kind = "ask_smapi_model.v1.skill.interaction_model.interaction_model_data.InteractionModelData"
    assert round_trip(tree, kind) == tree


def test_the_package_holds_real_copies(package: Path) -> None:
    files = {str(it.relative_to(package)) for it in package.rglob("*") if it.is_file()}
    models = {f"interactionModels/custom/{locale}.json" for locale in LOCALES}
    icons = {f"assets/images/icon-{size}.png" for size in SIZES}
    assert files == {"skill.json"} | models | icons
    assert not [it for it in package.rglob("*") if it.is_symlink()]
    for locale in LOCALES:
        copy = package / "interactionModels" / "custom" / f"{locale}.json"
        assert copy.read_bytes() == (MODELS / f"{locale}.json").read_bytes()


def test_two_builds_are_the_same_bytes(package: Path, tmp_path: Path) -> None:
    again = build_skill_package(tmp_path / "package")
    for path in package.rglob("*.*"):
        assert path.read_bytes() == (again / path.relative_to(package)).read_bytes()


@pytest.mark.parametrize("locale", LOCALES)
def test_the_disclaimer_stands_in_every_description(locale: str, manifest: Json) -> None:
    listing = manifest["manifest"]["publishingInformation"]["locales"][locale]
    number = open_knowledge().numbers[locale].emergency
    assert "is not a doctor" in listing["description"]
    assert "does not diagnose" in listing["description"]
    assert f"call {number} " in listing["description"]


def test_health_information_is_not_claimed(manifest: Json) -> None:
    privacy = manifest["manifest"]["privacyAndCompliance"]
    assert privacy["usesHealthInfo"] is False
    assert privacy["usesPersonalInfo"] is False
    assert manifest["manifest"]["permissions"] == []


SPOILT = {
    "a long summary": ("en-US summary: 161", lambda it: it.update(summary="x" * 161)),
    "a long name": ("en-US name: 51", lambda it: it.update(name="x" * 51)),
    "a reserved name": ("'echo' is reserved", lambda it: it.update(name="Echo Twitch")),
    "an empty description": ("en-US description: 0", lambda it: it.update(description="")),
    "a diagnosis": ("'you have' claims", lambda it: it.update(description="you have a twitch")),
    "a cure": ("'cure' claims", lambda it: it.update(description="We cure it.")),
    "a keyword twice": ("keywords", lambda it: it.update(keywords=["a", "a"])),
    "many keywords": ("keywords", lambda it: it.update(keywords=[str(n) for n in range(21)])),
    "two phrases": ("examplePhrases: 2", lambda it: it["examplePhrases"].pop()),
    "no opening": ("must be 'Alexa, open", lambda it: it["examplePhrases"].reverse()),
    "a phrase that is no sample": (
        "not a sample",
        lambda it: it["examplePhrases"].__setitem__(2, "is it raining"),
    ),
}


@pytest.mark.parametrize("case", SPOILT)
def test_a_listing_that_amazon_would_refuse(case: str, fresh: Json) -> None:
    expected, spoil = SPOILT[case]
    spoil(fresh["manifest"]["publishingInformation"]["locales"]["en-US"])
    faults = manifest_faults(fresh, SAMPLES, INVOCATION)
    assert faults
    assert all("en-US" in fault for fault in faults)
    assert any(expected in fault for fault in faults), faults


BODIES = {
    "worldwide and listed": (
        "distributionCountries",
        lambda it: it["publishingInformation"].update(isAvailableWorldwide=True),
    ),
    "nowhere": (
        "distributionCountries",
        lambda it: it["publishingInformation"].update(distributionCountries=[]),
    ),
    "no instructions": (
        "testingInstructions: 0",
        lambda it: it["publishingInformation"].update(testingInstructions=""),
    ),
    "a locale too few": (
        "locales: ",
        lambda it: it["publishingInformation"]["locales"].pop("en-GB"),
    ),
    "no endpoint": (
        "give a Lambda function's ARN",
        lambda it: it["apis"]["custom"]["endpoint"].update(uri="lambda"),
    ),
    "an endpoint on another port": (
        "port 443",
        lambda it: it["apis"]["custom"]["endpoint"].update(uri="https://twitch.example.org:8443/"),
    ),
    "a reserved domain": (
        "'alexa' may not",
        lambda it: it["events"]["endpoint"].update(uri="https://alexa.example.org/"),
    ),
    "a policy in the clear": (
        "give an https address",
        lambda it: it["privacyAndCompliance"].update(
            locales={"en-US": {"privacyPolicyUrl": "http://twitch.example.org/"}}
        ),
    ),
    "no viewports": (
        "list its viewports",
        lambda it: it["apis"]["custom"]["interfaces"][0].update(supportedViewports=[]),
    ),
    "an impossible screen": (
        "least above most",
        lambda it: it["apis"]["custom"]["interfaces"][0]["supportedViewports"][0].update(
            minWidth=9999
        ),
    ),
}


def test_the_manifest_is_sound(fresh: Json) -> None:
    assert manifest_faults(fresh, SAMPLES, INVOCATION) == []


@pytest.mark.parametrize("case", BODIES)
def test_a_manifest_that_amazon_would_refuse(case: str, fresh: Json) -> None:
    expected, spoil = BODIES[case]
    spoil(fresh["manifest"])
    faults = manifest_faults(fresh, SAMPLES, INVOCATION)
    assert len(faults) == 1
    assert expected in faults[0]


def test_no_privacy_policy_is_named_unless_the_deployer_has_one(manifest: Json) -> None:
    assert "locales" not in manifest["manifest"]["privacyAndCompliance"]


@pytest.mark.parametrize(
    "address",
    ["https://www.example.org/privacy", "https://example.org", "HTTPS://x.example.org:444/a?b#c"],
)
def test_the_privacy_policy_is_named_in_every_locale(address: str, tmp_path: Path) -> None:
    tree = read(build_skill_package(tmp_path / "package", None, address) / "skill.json")
    privacy = tree["manifest"]["privacyAndCompliance"]
    assert privacy["locales"] == {it: {"privacyPolicyUrl": address} for it in LOCALES}
    kind = "ask_smapi_model.v1.skill.manifest.skill_manifest_envelope.SkillManifestEnvelope"
    assert round_trip(tree, kind) == tree


@pytest.mark.parametrize(
    "address",
    [
        "http://www.example.org/privacy",
        "www.example.org/privacy",
        "https://",
        "https://localhost/privacy",
        "https://[::1/privacy",
        "https://www.example.org/my privacy",
        "https://me@www.example.org/privacy",
        "ftp://www.example.org/privacy",
        "https://192.168.0.7/privacy",
    ],
)
def test_a_privacy_policy_that_is_no_https_address_builds_nothing(
    address: str, tmp_path: Path
) -> None:
    with pytest.raises(BuildError) as caught:
        build_skill_package(tmp_path / "package", None, address)
    assert caught.value.faults == (f"privacyPolicyUrl {address}: give an https address",)
    assert not (tmp_path / "package").exists()


def test_a_bad_endpoint_builds_nothing(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="endpoint"):
        build_skill_package(tmp_path / "package", "http://twitch.example.org/")
    assert not (tmp_path / "package").exists()


@pytest.mark.parametrize("size", SIZES)
def test_the_icons_are_the_drawing(size: int) -> None:
    """When the drawing has changed: python -m skill.deploy.icons."""
    png = (ASSETS / f"icon-{size}.png").read_bytes()
    assert png == draw_icon(size)
    assert png.startswith(b"\x89PNG")
    assert (int.from_bytes(png[16:20]), int.from_bytes(png[20:24])) == (size, size)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_example_phrase_works_at_once_and_in_a_session(locale: str, manifest: Json) -> None:
    listing = manifest["manifest"]["publishingInformation"]["locales"][locale]
    phrases = [it.removeprefix("Alexa, ") for it in listing["examplePhrases"]]
    wishes = [it.removeprefix("ask lip twitch guide ") for it in phrases[1:]]
    turn = build_turn(Settings(skill_id=APPLICATION))
    device = make_device(locale)
    launched = device.say(phrases[0])
    assert is_answered(launched)
    for wish in wishes:
        heard = device.recogniser.recognise(wish)
        assert heard["intent"] != "AMAZON.FallbackIntent"
        at_once = session_envelope(
            spoken(heard),
            session="amzn1.echo-api.session.1",
            new=True,
            attributes={},
            locale=locale,
        )
        assert is_answered(turn(at_once))
        assert is_answered(device.say(wish))


def is_answered(response: Mapping[str, Any]) -> bool:
    """Something is said, the session stays open and a reprompt is there."""
    said = response["response"]
    return (
        bool(said["outputSpeech"]) and said["shouldEndSession"] is False and bool(said["reprompt"])
    )
