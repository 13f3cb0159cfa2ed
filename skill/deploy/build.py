"""`python -m skill build`: all that Amazon receives, in one folder, for either way to deploy."""

import sys
from argparse import ArgumentParser, Namespace
from dataclasses import dataclass
from pathlib import Path

from skill.deploy.ask_stack import write_ask_stack
from skill.deploy.bytecode import TARGET
from skill.deploy.checkout import CHECKOUT
from skill.deploy.faults import BuildError
from skill.deploy.lambda_zip import LambdaZip, build_lambda_zip
from skill.deploy.skill_package import build_skill_package


@dataclass(frozen=True, slots=True)
class Built:
    """What a build has made."""

    lambda_zip: LambdaZip
    skill_package: Path
    ask_stack: Path


def add_build_options(parser: ArgumentParser) -> None:
    """Declare what `build_all` can be told."""
    parser.add_argument(
        "--out", type=Path, default=CHECKOUT / "build", help="where to (build/ in the checkout)"
    )
    parser.add_argument(
        "--endpoint", help="the Lambda ARN or https address that the manifest is to name"
    )
    parser.add_argument(
        "--python", help="the Python to compile for (Lambda's own if there is one, else this one)"
    )


def build_all(args: Namespace) -> int:
    """Build everything and say what was made; 2 when the input is at fault."""
    options = vars(args)
    try:
        built = build(
            options.get("out") or CHECKOUT / "build",
            endpoint=options.get("endpoint"),
            python=options.get("python"),
        )
    except BuildError as error:
        print(error, file=sys.stderr)
        return 2
    print(*_said_of(built), sep="\n")
    return 0


def build(out: Path, *, endpoint: str | None = None, python: str | None = None) -> Built:
    """Make the Lambda archive, the skill package and the stack for `ask deploy`."""
    out.mkdir(parents=True, exist_ok=True)
    return Built(
        build_lambda_zip(out / "lambda.zip", python),
        build_skill_package(out / "skill-package", endpoint),
        write_ask_stack(out / "ask-stack.yaml"),
    )


def _said_of(built: Built) -> list[str]:
    archive = built.lambda_zip
    told = [
        f"{archive.path}: {archive.size / 1_000_000:.2f} MB, bytecode for {archive.runtime}",
        f"{built.skill_package}: manifest, models, icons",
        f"{built.ask_stack}: the stack for ask deploy",
    ]
    wanted = "python{}.{}".format(*TARGET)
    if archive.runtime != wanted:
        told.append(
            f"no {wanted} found here: deploy with LambdaRuntime={archive.runtime}, or pass "
            f"--python with a {wanted}; otherwise every cold start compiles"
        )
    return told
