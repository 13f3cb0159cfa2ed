"""The command `evaluate`: plays clinical cases and measures what comes of them."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from skill.evaluation.cases import Case, CasesError, load_cases
from skill.evaluation.demand import read_oracle
from skill.evaluation.invented import invent
from skill.evaluation.play import Played, play_all
from skill.evaluation.plots import PlotsError
from skill.evaluation.report import Report, to_html, to_json
from skill.evaluation.score import Figures, by_part, figures
from skill.evaluation.sensitivity import Moved, measure_sensitivity
from skill.evaluation.table import case_lines, cell_lines, figure_lines
from skill.knowledge.compiled import open_knowledge
from skill.knowledge.model import KnowledgeBase


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    add = parser.add_argument
    add("cases", nargs="*", type=Path, help="JSON files of cases, or folders of them")
    add("--volunteer", action="store_true", help="open each session with what the case says")
    add("--quiet", action="store_true", help="play the interview alone, without words")
    add("--json", type=Path, metavar="FILE", help="write everything, transcripts included")
    add("--html", type=Path, metavar="FILE", help="write a report with plots")
    add("--sensitivity", action="store_true", help="move each likelihood by a step (minutes)")
    add("--held-details", action="store_true", help="show the cases that are held back, too")
    add("--sample", type=int, metavar="N", help="play N cases invented from the likelihoods, too")
    add("--evenly", action="store_true", help="invent each cause equally often")
    add("--seed", type=int, default=0, help="of the invented cases (default 0)")
    add("--jobs", type=int, metavar="N", help="processes (default: one for each core)")


def run(args: argparse.Namespace) -> int:
    """Play, measure, print, write; 1 if a case ended under its level or without a result,
    or would do so if a likelihood were a step off.
    """
    kb = open_knowledge()
    if not args.cases and not args.sample:
        print("evaluate: name a file or folder of cases, or --sample N", file=sys.stderr)
        return 2
    try:
        cases = [case for path in args.cases for case in load_cases(kb, path)]
    except CasesError as error:
        print(error, file=sys.stderr)
        return 2
    invented = _invented(kb, args) if args.sample else {}
    return _evaluate(kb, cases, args, invented) if cases else _print(invented)


def _evaluate(
    kb: KnowledgeBase, cases: Sequence[Case], args: argparse.Namespace, more: dict[str, Figures]
) -> int:
    played = play_all(kb, cases, aloud=not args.quiet, volunteer=args.volunteer, jobs=args.jobs)
    shown = [p for p in played if p.case.part != "held" or args.held_details]
    all_figures = {**by_part(played), **more}
    for line in case_lines(shown):
        print(line)
    print()
    _print(all_figures)
    moved = _sensitivity(kb, cases, args) if args.sensitivity else []
    title = "Cases opened with what they say" if args.volunteer else "Cases answered as asked"
    report = Report(title, kb.version, all_figures, played, shown, moved)
    try:
        _write(report, args)
    except PlotsError as error:
        print(error, file=sys.stderr)
        return 2
    whole = figures(played)
    return 1 if whole.under or whole.failed or any(m.lowered for m in moved) else 0


def _invented(kb: KnowledgeBase, args: argparse.Namespace) -> dict[str, Figures]:
    cases = invent(kb, read_oracle(), args.sample, seed=args.seed, evenly=args.evenly)
    played: list[Played] = play_all(kb, cases, aloud=False, jobs=args.jobs)
    return {"invented": figures(played)}


def _sensitivity(kb: KnowledgeBase, cases: Sequence[Case], args: argparse.Namespace) -> list[Moved]:
    moved = measure_sensitivity(kb, [c for c in cases if c.part != "held"], jobs=args.jobs)
    print()
    for line in cell_lines(moved):
        print(line)
    return moved


def _print(shown: dict[str, Figures]) -> int:
    for line in figure_lines(shown):
        print(line)
    return 0


def _write(report: Report, args: argparse.Namespace) -> None:
    if args.json:
        args.json.write_text(json.dumps(to_json(report), indent=1) + "\n", encoding="utf-8")
    if args.html:
        args.html.write_text(to_html(report), encoding="utf-8")
