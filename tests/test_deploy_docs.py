"""The guide for deployers is true: its commands run, or name what exists; its sums add up."""

import os
import re
import shlex
import subprocess
import sys
import tomllib
from argparse import ArgumentParser
from configparser import RawConfigParser
from pathlib import Path

import botocore.session
import pytest
from botocore import xform_name

from skill.__main__ import _parser
from skill.deploy.checkout import CHECKOUT, LAMBDA
from skill.deploy.command import run
from skill.evaluation.bench.command import add_arguments
from skill.settings import Settings, read_settings

GUIDE = (CHECKOUT / "docs" / "deploy.md").read_text("utf-8")
FENCES = re.findall(r"^```(\w+)\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
COMMANDS = [line for kind, text in FENCES if kind == "sh" for line in text.splitlines()]
PYTHON = ".venv/bin/python "
OURS = [it.removeprefix(PYTHON) for it in COMMANDS if it.startswith(PYTHON)]
AWS = [it for it in COMMANDS if it.startswith("aws ")]
NEEDS_AN_ACCOUNT = ("aws ", "sam ", "build/tools/node_modules/.bin/ask ", "npm install ")
NEEDS_THE_NET = ("make setup", "git pull")

VALUES = {
    "SKILL_ID": "amzn1.ask.skill.12345678-1234-1234-1234-123456789012",
    "ENDPOINT": "arn:aws:lambda:eu-west-1:123456789012:function:skill:live",
    "EMAIL": "me@example.org",
}
GLOBAL_OPTIONS = {"--region", "--query"}
# Conveniences of the tool that are no operations of the service.
BEYOND_THE_SERVICE = {
    "cloudformation package": {"--template-file", "--s3-bucket", "--output-template-file"},
    "cloudformation deploy": {
        "--template-file",
        "--stack-name",
        "--capabilities",
        "--parameter-overrides",
    },
    "logs tail": {"--follow"},
}


def fence(kind: str) -> str:
    (text,) = (text for it, text in FENCES if it == kind)
    return text


def test_every_command_is_of_a_known_kind() -> None:
    known = (PYTHON, *NEEDS_AN_ACCOUNT, *NEEDS_THE_NET)
    assert [it for it in COMMANDS if not it.startswith(known)] == []
    assert len(OURS) >= 6


@pytest.mark.parametrize("command", [it for it in dict.fromkeys(OURS) if it.startswith("-c")])
def test_a_line_of_python_runs(command: str, tmp_path: Path) -> None:
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / "lambda.zip").write_bytes(b"")
    done = subprocess.run(
        [sys.executable, *shlex.split(command)], cwd=tmp_path, capture_output=True, check=True
    )
    assert len(done.stdout.split()) == 1


@pytest.mark.parametrize("command", [it for it in dict.fromkeys(OURS) if " build" in it])
def test_a_build_runs(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, value in VALUES.items():
        command = command.replace(f"${name}", value)
    words = shlex.split(command.removeprefix("-m skill "))
    args = _parser().parse_args([*words, "--out", str(tmp_path / "build")])
    # Not the whole command: that writes the committed models, which other tests read meanwhile.
    assert run(args) == 0
    built = {it.name for it in (tmp_path / "build").iterdir()}
    assert built == {"lambda", "lambda.zip", "skill-package", "ask-stack.yaml"}
    assert all(f"`{name}" in GUIDE for name in built)
    assert "lambda.zip" in capsys.readouterr().out


def test_the_service_refuses_to_start_without_a_skill_id() -> None:
    (command,) = {it for it in OURS if " serve" in it}
    done = subprocess.run(
        [sys.executable, *shlex.split(command)],
        cwd=CHECKOUT,
        env={**os.environ, "SKILL_ID": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "SKILL_ID is missing" in done.stderr


@pytest.mark.parametrize("command", AWS)
def test_an_aws_command_names_what_exists(command: str) -> None:
    _, service, operation, *rest = shlex.split(command)
    options = {it for it in rest if it.startswith("--")} - GLOBAL_OPTIONS
    if f"{service} {operation}" in BEYOND_THE_SERVICE:
        assert options <= BEYOND_THE_SERVICE[f"{service} {operation}"]
        return
    model = botocore.session.get_session().get_service_model(service)
    operations = {xform_name(it, "-"): it for it in model.operation_names}
    shape = model.operation_model(operations[operation]).input_shape
    assert shape is not None
    members = {f"--{xform_name(it, '-')}": it for it in shape.members}
    assert options <= set(members)
    assert {members[it] for it in options} >= set(shape.required_members)


def test_the_parameters_are_those_of_the_template() -> None:
    template = (LAMBDA / "template.yaml").read_text("utf-8")
    told = re.findall(r"^\| `(\w+)` \| ", GUIDE, re.MULTILINE)
    assert len(told) == 7
    given = re.findall(r"(?:SkillId|AlarmEmail|Memory|MemoryKey|LambdaRuntime)(?==)", GUIDE)
    assert all(f"\n  {name}:\n" in template for name in {*told, *given})


def test_the_unit_sets_what_the_service_reads() -> None:
    unit = RawConfigParser(strict=False)
    lines = re.findall(r"^Environment=(\w+)=(.*)$", fence("ini"), re.MULTILINE)
    unit.read_string(re.sub(r"^Environment=.*\n", "", fence("ini"), flags=re.MULTILINE))
    assert unit["Service"]["ExecStart"].endswith("-m skill serve")
    settings = read_settings(dict(lines))
    assert settings.skill_id
    assert settings == Settings(skill_id=settings.skill_id)


@pytest.mark.parametrize("kind", ["nginx", "caddyfile"])
def test_a_proxy_passes_on_what_the_service_takes(kind: str) -> None:
    usual = Settings()
    config = fence(kind)
    assert f"{usual.host}:{usual.port}" in config
    assert "/alexa" in config
    assert config.count("{") == config.count("}")
    assert f"{usual.max_body // 1024}k" in config.lower()


def test_the_costs_add_up() -> None:
    rows = re.findall(r"^\| ([^|]+) \|[^|]*\|[^|]*\| ([\d.]+) \|$", GUIDE, re.MULTILINE)
    amounts = {what: float(amount) for what, amount in rows}
    parts = [it for it in amounts if not it.startswith(("all", "with memory"))]
    memory = [it for it in amounts if it.startswith("with memory")]
    assert len(parts) == 4
    assert sum(amounts[it] for it in parts) == pytest.approx(amounts["all"], abs=1e-4)
    whole = amounts["all"] + sum(amounts[it] for it in memory)
    assert whole == pytest.approx(amounts["all with memory"], abs=1e-4)
    assert amounts["requests"] == pytest.approx(12_000 * 0.20 / 1e6)
    assert pytest.approx(amounts["warm time"], abs=1e-4) == 60 * 0.0000133334


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\(#([\w-]+)\)", GUIDE))))
def test_a_link_inside_the_page_leads_somewhere(link: str) -> None:
    titles = re.findall(r"^#+ (.*)$", GUIDE, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", it.lower()).replace(" ", "-") for it in titles}
    assert link in anchors


def test_the_stores_file_has_the_fields_that_the_guide_speaks_of() -> None:
    store = tomllib.loads((CHECKOUT / "skill" / "deploy" / "store.toml").read_text("utf-8"))
    assert {"countries", "privacy"} <= set(store)


def test_the_page_on_speed_names_files_and_commands_that_exist() -> None:
    page = (CHECKOUT / "docs" / "speed.md").read_text("utf-8")
    places = re.findall(r"`((?:deploy|lambda)/\w+\.py)`", page)
    assert len(places) == 6
    for place in places:
        folder = CHECKOUT if place.startswith("lambda") else CHECKOUT / "skill"
        assert (folder / place).is_file()
    commands = re.findall(r"^\.venv/bin/python -m skill bench(.*)$", page, re.MULTILINE)
    parser = ArgumentParser()
    add_arguments(parser)
    assert [parser.parse_args(shlex.split(it)) for it in commands]
