"""The stack is valid, lets only this skill in, and may do only what it needs."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import boto3
import pytest
from cfnlint.api import lint_file
from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

from skill.deploy.ask_stack import write_ask_stack
from skill.deploy.bytecode import TARGET
from skill.deploy.checkout import CHECKOUT, LAMBDA
from skill.deploy.faults import BuildError

TEMPLATE = LAMBDA / "template.yaml"
SKILL_ID = "amzn1.ask.skill.12345678-1234-1234-1234-123456789012"
UPLOADED = {"CodeBucket": "bucket", "CodeKey": "key", "CodeVersion": "1"}

Tree = Mapping[str, Any]


class NoManagedPolicies:
    """The template names none of Amazon's own policies."""

    def load(self) -> dict[str, str]:
        return {}


@pytest.fixture
def ask_stack(tmp_path: Path) -> Path:
    return write_ask_stack(tmp_path / "ask-stack.yaml")


@pytest.fixture
def stack(ask_stack: Path, monkeypatch: pytest.MonkeyPatch) -> Tree:
    """The template as CloudFormation gets it, after the serverless transform."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
    template = yaml_parse(ask_stack.read_text("utf-8"))
    values = {"SkillId": SKILL_ID, **UPLOADED}
    transformed: Tree = transform(template, values, NoManagedPolicies())
    return transformed


def only(stack: Tree, kind: str) -> Tree:
    found = [it for it in stack["Resources"].values() if it["Type"] == kind]
    assert len(found) == 1, kind
    properties: Tree = found[0]["Properties"]
    return properties


def test_the_linter_finds_nothing(ask_stack: Path) -> None:
    assert lint_file(TEMPLATE) == []
    assert lint_file(ask_stack) == []


def test_only_this_skill_may_call_and_only_the_live_version(stack: Tree) -> None:
    permission = only(stack, "AWS::Lambda::Permission")
    assert permission["Principal"] == "alexa-appkit.amazon.com"
    assert permission["EventSourceToken"] in ({"Ref": "SkillId"}, SKILL_ID)
    assert permission["FunctionName"] == {"Ref": "SkillAliaslive"}
    assert stack["Outputs"]["SkillEndpoint"]["Value"] == {"Ref": "SkillAliaslive"}


def test_the_function_is_the_one_that_the_build_makes(stack: Tree) -> None:
    function = only(stack, "AWS::Lambda::Function")
    parameters = stack["Parameters"]
    assert parameters["LambdaRuntime"]["Default"] == "python{}.{}".format(*TARGET)
    assert parameters["LambdaHandler"]["Default"] == "lambda_function.lambda_handler"
    assert (LAMBDA / "lambda_function.py").is_file()
    assert function["Architectures"] == ["arm64"]
    assert function["Timeout"] <= 8
    assert function["Environment"]["Variables"]["SKILL_ID"] == {"Ref": "SkillId"}
    assert "SnapStart" not in function


def test_the_role_may_write_its_log_and_use_its_table(stack: Tree) -> None:
    role = only(stack, "AWS::IAM::Role")
    assert "ManagedPolicyArns" not in role
    log, memory = role["Policies"]
    assert memory["Fn::If"][0] == "Remembers"
    statements = [
        statement
        for policy in (log, memory["Fn::If"][1])
        for statement in policy["PolicyDocument"]["Statement"]
    ]
    for statement in statements:
        assert "*" not in json.dumps(statement)
        assert statement["Resource"]["Fn::GetAtt"][0] in {"SkillLog", "MemoryTable"}


def test_memory_is_off_unless_asked_for_and_forgets_by_itself(stack: Tree) -> None:
    assert stack["Parameters"]["Memory"]["Default"] == "off"
    assert stack["Resources"]["MemoryTable"]["Condition"] == "Remembers"
    table = only(stack, "AWS::DynamoDB::Table")
    assert table["TimeToLiveSpecification"] == {"AttributeName": "expires", "Enabled": True}
    assert stack["Parameters"]["MemoryKey"]["NoEcho"] is True
    assert "MemoryNeedsItsKey" in stack["Rules"]


def test_the_log_is_kept_for_a_while_only(stack: Tree) -> None:
    assert only(stack, "AWS::Logs::LogGroup")["RetentionInDays"] == {"Ref": "LogDays"}


def test_every_failure_rings_an_alarm(stack: Tree) -> None:
    alarms = [
        it["Properties"]
        for it in stack["Resources"].values()
        if it["Type"] == "AWS::CloudWatch::Alarm"
    ]
    assert {it["MetricName"] for it in alarms} >= {"Errors", "Throttles", "Duration", "FailedTurns"}
    assert all(it["TreatMissingData"] == "notBreaching" for it in alarms)


def test_a_template_without_the_place_of_the_code_is_refused(tmp_path: Path) -> None:
    template = tmp_path / "template.yaml"
    template.write_text("Parameters:\nResources:\n")
    with pytest.raises(BuildError, match="CodeUri"):
        write_ask_stack(tmp_path / "out.yaml", template)


def test_ask_resources_name_what_the_build_makes() -> None:
    resources = json.loads((CHECKOUT / "ask-resources.json").read_text("utf-8"))
    profile = resources["profiles"]["default"]
    stack = profile["skillInfrastructure"]["userConfig"]
    assert profile["skillMetadata"]["src"] == "./build/skill-package"
    assert profile["code"]["default"]["src"] == "./build/lambda"
    assert stack["templatePath"] == "./build/ask-stack.yaml"
    assert stack["runtime"] == "python{}.{}".format(*TARGET)
    assert "CAPABILITY_AUTO_EXPAND" in stack["cfn"]["capabilities"]
    assert stack["skillEvents"]["subscriptions"] == ["SKILL_DISABLED"]
