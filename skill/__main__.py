"""The command line: python -m skill COMMAND."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

Command = Callable[[argparse.Namespace], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; errors of use and of settings are told in a line, exit code 2."""
    from skill.knowledge.faults import KnowledgeError
    from skill.settings import SettingsError

    args = _parser().parse_args(argv)
    try:
        return int(args.run(args))
    except (KnowledgeError, SettingsError) as error:
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m skill", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_talk(commands)
    _add_hear(commands)
    _add_serve(commands)
    _add_check(commands)
    _add_build(commands)
    _add_evaluation(commands)
    return parser


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, text: str, run: Command
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=text, description=text)
    parser.set_defaults(run=run)
    return parser


def _add_talk(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = _command(commands, "talk", "hold the conversation in a terminal", _talk)
    parser.add_argument("--json", action="store_true", help="one utterance a line, one JSON a turn")
    parser.add_argument("--locale", default="en-US")
    parser.add_argument("--speak", action="store_true", help="read aloud with espeak-ng")


def _talk(args: argparse.Namespace) -> int:
    from skill.simulator.setting_up import make_talk
    from skill.simulator.terminal import talk_json, talk_to_person

    talk = make_talk(args.locale, screen=args.json)
    if args.json:
        talk_json(talk, iter(sys.stdin), sys.stdout)
    else:
        talk_to_person(talk, speak=args.speak)
    return 0


def _add_hear(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = _command(commands, "hear", "what the skill understands of a sentence", _hear)
    parser.add_argument("sentence", nargs="?", help="without one: JSON lines from standard input")
    parser.add_argument("--after", metavar="FINDING", help="the question just asked, or result")
    parser.add_argument("--locale", default="en-US")
    parser.add_argument("--json", action="store_true", help="as one line of JSON")
    parser.add_argument("--table", type=Path, metavar="FILE", help="score a table of sentences")


def _hear(args: argparse.Namespace) -> int:
    from skill.simulator.listening import hear_command

    return hear_command(args)


def _add_serve(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = _command(commands, "serve", "the web server", _serve)
    parser.add_argument("--host")
    parser.add_argument("--port", type=int)
    parser.add_argument("--simulator", action="store_true", help="loopback only, with the page")


def _serve(args: argparse.Namespace) -> int:
    from dataclasses import replace

    from skill.settings import read_settings
    from skill.web.serve import serve, serve_simulator

    settings = read_settings(os.environ)
    settings = replace(
        settings, host=args.host or settings.host, port=settings.port if args.port is None else args.port
    )
    return serve_simulator(settings) if args.simulator else serve(settings)


def _add_check(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = _command(commands, "check", "knowledge, words and models are valid and in step", _check)
    parser.add_argument("--review", action="store_true", help="what a clinician has to look at")


def _check(args: argparse.Namespace) -> int:
    from skill.knowledge.check import check_knowledge, review_list
    from skill.knowledge.load import load_knowledge

    kb = load_knowledge()
    if args.review:
        print(*review_list(kb), sep="\n")
        return 0
    check_knowledge(kb)
    print(f"knowledge {kb.version}: {len(kb.conditions)} conditions, {len(kb.rules)} rules: sound")
    return 0


def _add_build(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    from skill.deploy import command

    text = "Lambda zip, skill package, stack: all that Amazon receives"
    command.add_arguments(_command(commands, "build", text, command.run))


def _add_evaluation(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    from skill.evaluation import evaluate, prove
    from skill.evaluation.bench import command as bench

    for name, text, module in (
        ("evaluate", "play clinical cases through the real path", evaluate),
        ("prove", "walk every answer path of the interview", prove),
        ("bench", "speed beside the SDK's hello world", bench),
    ):
        module.add_arguments(_command(commands, name, text, module.run))


if __name__ == "__main__":
    sys.exit(main())
