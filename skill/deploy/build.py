"""One call for everything that Amazon receives."""

from dataclasses import dataclass
from pathlib import Path

from skill.deploy.ask_stack import write_ask_stack
from skill.deploy.lambda_zip import LambdaZip, build_lambda_zip
from skill.deploy.skill_package import build_skill_package


@dataclass(frozen=True, slots=True)
class Built:
    """What a build has made."""

    lambda_zip: LambdaZip
    skill_package: Path
    ask_stack: Path


def build(
    out: Path,
    *,
    endpoint: str | None = None,
    privacy_policy: str | None = None,
    python: str | None = None,
) -> Built:
    """Make the Lambda archive, the skill package and the stack for `ask deploy`."""
    out.mkdir(parents=True, exist_ok=True)
    return Built(
        build_lambda_zip(out / "lambda.zip", python),
        build_skill_package(out / "skill-package", endpoint, privacy_policy),
        write_ask_stack(out / "ask-stack.yaml"),
    )
