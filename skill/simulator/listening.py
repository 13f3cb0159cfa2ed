"""The command `hear`: one sentence, lines of them, or a table with what is meant."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from skill.knowledge.compiled import open_knowledge
from skill.knowledge.model import KnowledgeBase
from skill.simulator.hear import RESULT, hear, hear_table
from skill.simulator.nlu import Recogniser
from skill.simulator.setting_up import make_recogniser

Json = dict[str, Any]


def hear_command(args: argparse.Namespace) -> int:
    """Print what is understood; 2 if a line of input, or --after, makes no sense."""
    kb, recogniser = open_knowledge(), make_recogniser(args.locale)
    if args.table:
        print(*hear_table(kb, recogniser, _table(args.table)).lines(), sep="\n")
        return 0
    if args.sentence is None:
        return _hear_lines(kb, recogniser, sys.stdin)
    if not _is_question(kb, args.after):
        print(f"--after {args.after}: {_no_such(args.after)}", file=sys.stderr)
        return 2
    heard = hear(kb, recogniser, args.sentence, args.after)
    print(json.dumps(heard, ensure_ascii=False, indent=None if args.json else 2))
    return 0


def _hear_lines(kb: KnowledgeBase, recogniser: Recogniser, lines: Iterable[str]) -> int:
    faults = 0
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line)
            text, after = row["text"], row.get("after")
            if not isinstance(text, str) or not _is_question(kb, after):
                raise ValueError(_no_such(after))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            faults += 1
            told = {"error": f'line {number}: {error}; give {{"text": …, "after": …}}'}
            print(json.dumps(told, ensure_ascii=False), flush=True)
            continue
        heard = hear(kb, recogniser, text, after)
        print(json.dumps(heard, ensure_ascii=False), flush=True)
    return 2 if faults else 0


def _is_question(kb: KnowledgeBase, after: object) -> bool:
    return after in (None, RESULT) or (isinstance(after, str) and after in kb.findings)


def _no_such(after: object) -> str:
    return f"{after!r} is no finding; use an id of findings.toml, or {RESULT}"


def _table(path: Path) -> Iterator[Json]:
    """The rows of a table: YAML, or JSON, whatever its name."""
    import yaml  # a table is a developer's file; people who only talk need no YAML

    yield from yaml.safe_load(path.read_text("utf-8"))
