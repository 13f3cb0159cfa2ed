"""The folder that describes the skill to Amazon: manifest, interaction models, icons."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from skill.deploy.checkout import MODELS
from skill.deploy.faults import refuse
from skill.deploy.manifest import LARGE_ICON, SMALL_ICON, build_manifest
from skill.deploy.manifest_rules import LOCALES, manifest_faults
from skill.deploy.model_rules import model_faults
from skill.deploy.store import read_store
from skill.knowledge.compiled import open_knowledge

ASSETS = Path(__file__).with_name("assets")

Model = Mapping[str, Any]


def build_skill_package(
    out: Path, endpoint: str | None = None, privacy_policy: str | None = None
) -> Path:
    """Write the package; real copies throughout, since uploads do not follow links."""
    models = {locale: _read_model(locale) for locale in LOCALES}
    refuse([fault for locale, it in models.items() for fault in model_faults(locale, it)])
    manifest = build_manifest(read_store(_emergency_numbers()), endpoint, privacy_policy)
    refuse(manifest_faults(manifest, _samples(models), _invocations(models)))
    shutil.rmtree(out, ignore_errors=True)
    _write_json(out / "skill.json", manifest)
    for locale in models:
        _copy(MODELS / f"{locale}.json", out / "interactionModels" / "custom" / f"{locale}.json")
    for icon in (SMALL_ICON, LARGE_ICON):
        _copy(ASSETS / Path(icon).name, out / icon)
    return out


def _read_model(locale: str) -> Model:
    path = MODELS / f"{locale}.json"
    refuse([] if path.is_file() else [f"{path}: missing; build the interaction models first"])
    model: Model = json.loads(path.read_text("utf-8"))
    return model


def _emergency_numbers() -> dict[str, str]:
    return {locale: it.emergency for locale, it in open_knowledge().numbers.items()}


def _samples(models: Mapping[str, Model]) -> dict[str, frozenset[str]]:
    return {
        locale: frozenset(it for intent in _language(model)["intents"] for it in intent["samples"])
        for locale, model in models.items()
    }


def _invocations(models: Mapping[str, Model]) -> dict[str, str]:
    return {locale: _language(model)["invocationName"] for locale, model in models.items()}


def _language(model: Model) -> Model:
    language: Model = model["interactionModel"]["languageModel"]
    return language


def _write_json(path: Path, value: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", "utf-8")


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
