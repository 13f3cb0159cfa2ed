"""`python -m skill build`: all that Amazon receives, in one folder, for either way to deploy."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from skill.deploy.faults import BuildError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from skill.deploy.build import Built

BUILD = Path("build")


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    add = parser.add_argument
    add("--out", type=Path, default=BUILD, metavar="FOLDER", help="where to (default: build)")
    add("--endpoint", help="the Lambda ARN or https address that the manifest is to name")
    add(
        "--privacy-policy-url",
        metavar="URL",
        help="the https address of your privacy policy; needed for going public only",
    )
    add("--python", help="the Python to compile for (default: Lambda's own, else this one)")


def run(args: Namespace) -> int:
    """Build everything and say what was made; 2 when the input is at fault."""
    from skill.deploy.build import build  # other commands need none of it

    try:
        built = build(
            args.out,
            endpoint=args.endpoint,
            privacy_policy=args.privacy_policy_url,
            python=args.python,
        )
    except BuildError as error:
        print(error, file=sys.stderr)
        return 2
    print(*_said_of(built), sep="\n")
    return 0


def _said_of(built: Built) -> list[str]:
    archive = built.lambda_zip
    told = [
        f"{archive.path}: {archive.size / 1_000_000:.2f} MB, bytecode for {archive.runtime}",
        f"{built.skill_package}: manifest, models, icons",
        f"{built.ask_stack}: the stack for ask deploy",
    ]
    if not archive.on_target:
        told.append(
            f"no Python of Lambda's default found: deploy with LambdaRuntime={archive.runtime}, "
            "or name one with --python; otherwise every cold start compiles"
        )
    return told
