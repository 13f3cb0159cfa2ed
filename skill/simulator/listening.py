"""The command `hear`: one sentence, lines of them, or a table with what is meant."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from skill.knowledge.compiled import open_knowledge
from skill.knowledge.model import KnowledgeBase
from skill.simulator.hear import RESULT, Report, hear, hear_table
from skill.simulator.recogniser.recognise import Recogniser
from skill.simulator.setting_up import make_recogniser
from skill.simulator.tables import TableError, read_tables


def hear_command(args: argparse.Namespace) -> int:
    """Print what is understood; 2 if a line of input, a table, or --after, makes no sense."""
    kb = open_knowledge()
    if args.table:
        return _hear_tables(kb, args.table, args.locale)
    recogniser = make_recogniser(args.locale)
    if args.sentence is None:
        return _hear_lines(kb, recogniser, sys.stdin)
    if not _is_question(kb, args.after):
        print(f"--after {args.after}: {_no_such(args.after)}", file=sys.stderr)
        return 2
    heard = hear(kb, recogniser, args.sentence, args.after)
    print(json.dumps(heard, ensure_ascii=False, indent=None if args.json else 2))
    return 0


def _hear_tables(kb: KnowledgeBase, path: Path, locale: str) -> int:
    """Score the sentences of a table; of a folder, each table by a line and then all together."""
    try:
        tables = list(read_tables(path, partial(_is_question, kb)))
    except TableError as error:
        print(error, file=sys.stderr)
        return 2
    recogniser, together = make_recogniser(locale), Report()
    for file, rows in tables:
        report = hear_table(kb, recogniser, rows)
        together.add(report)
        if path.is_dir():
            print(f"{file.name}: {report.total()}")
    print(*together.lines(), sep="\n")
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
