"""The command line: python -m skill COMMAND."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

Command = Callable[[argparse.Namespace], int]
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


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
    _add_bench(commands)
    _add_draw(commands)
    return parser


def _command(commands: Commands, name: str, text: str, run: Command) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=text, description=text)
    parser.set_defaults(run=run)
    return parser


def _add_talk(commands: Commands) -> None:
    parser = _command(commands, "talk", "hold the conversation in a terminal", _talk)
    parser.add_argument("--json", action="store_true", help="one utterance a line, one JSON a turn")
    parser.add_argument("--locale", default="en-US")
    parser.add_argument("--speak", action="store_true", help="read aloud with espeak-ng")


def _talk(args: argparse.Namespace) -> int:
    from skill.simulator.setting_up import make_talk, warm_up
    from skill.simulator.terminal import talk_json, talk_to_person

    warm_up(args.locale)
    talk = make_talk(args.locale, screen=args.json)
    if args.json:
        talk_json(talk, iter(sys.stdin), sys.stdout)
    else:
        talk_to_person(talk, speak=args.speak)
    return 0


def _add_hear(commands: Commands) -> None:
    parser = _command(commands, "hear", "what the skill understands of a sentence", _hear)
    parser.add_argument("sentence", nargs="?", help="without one: JSON lines from standard input")
    parser.add_argument("--after", metavar="FINDING", help="the question just asked, or result")
    parser.add_argument("--locale", default="en-US")
    parser.add_argument("--json", action="store_true", help="as one line of JSON")
    parser.add_argument(
        "--table", type=Path, metavar="PATH", help="score a table of sentences, or a folder"
    )


def _hear(args: argparse.Namespace) -> int:
    from skill.simulator.listening import hear_command

    return hear_command(args)


def _add_serve(commands: Commands) -> None:
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
        settings,
        host=args.host or settings.host,
        port=settings.port if args.port is None else args.port,
    )
    return serve_simulator(settings) if args.simulator else serve(settings)


def _add_check(commands: Commands) -> None:
    parser = _command(
        commands, "check", "knowledge, words and models are valid and in step", _check
    )
    parser.add_argument("--review", action="store_true", help="what a clinician has to look at")


def _check(args: argparse.Namespace) -> int:
    from skill.evaluation.checking import check_all
    from skill.knowledge.check import review_list
    from skill.knowledge.load import load_knowledge

    if args.review:
        print(*review_list(load_knowledge()), sep="\n")
        return 0
    return check_all()


def _add_build(commands: Commands) -> None:
    from skill.deploy import command

    parser = _command(commands, "build", "interaction models, Lambda zip, skill package", _build)
    parser.add_argument("--models", action="store_true", help="only the interaction models")
    command.add_arguments(parser)


def _build(args: argparse.Namespace) -> int:
    from skill.deploy import command
    from skill.interaction.build import write_models

    print(*(f"{path}: written" for path in write_models()), sep="\n")
    return 0 if args.models else command.run(args)


def _add_evaluation(commands: Commands) -> None:
    from skill.evaluation import evaluate, prove, weigh

    for name, text, module in (
        ("evaluate", "play clinical cases through the real path", evaluate),
        ("prove", "walk every answer path of the interview", prove),
        ("weigh", "learn from tables of sentences how far words and sense are believed", weigh),
    ):
        module.add_arguments(_command(commands, name, text, module.run))


def _add_draw(commands: Commands) -> None:
    from skill.evaluation.draw import draw_command

    _command(commands, "draw", "the pictures of the conversation and the interview", draw_command)


def _add_bench(commands: Commands) -> None:
    from skill.evaluation.bench import command

    parser = _command(commands, "bench", "speed against the SDK's own hello world", _bench)
    command.add_arguments(parser)
    parser.add_argument(
        "--of",
        choices=("speed", "walk", "load", "hostility"),
        default="speed",
        help="speed; a random walk of turns; load on the endpoint; hostile requests",
    )
    parser.add_argument("--count", type=int, help="turns of the walk, or hostile requests")
    parser.add_argument("--seed", type=int, default=0)


def _bench(args: argparse.Namespace) -> int:
    if args.of == "speed":
        from skill.evaluation.bench import command

        return command.run(args)
    if args.of == "walk":
        from skill.evaluation.walk import walk_command

        return walk_command(args.count or 1_000_000, args.seed)
    return _bench_endpoint(args)


def _bench_endpoint(args: argparse.Namespace) -> int:
    from skill.bootstrap import build_turn
    from skill.evaluation.hostility import attack
    from skill.evaluation.load import measure, table
    from skill.evaluation.recording import record_requests
    from skill.web.rehearsal import rehearse_hello, rehearse_skill

    with rehearse_skill(build_turn) as ours:
        if args.of == "load":
            with rehearse_hello() as hello:
                print(table(measure([ours, hello], (1, 8, 64), 5)))
            return 0
        print(attack(ours, args.count or 100_000, 900, args.seed, record_requests() * 20))
    return 0


if __name__ == "__main__":
    sys.exit(main())
