"""The command `prove`: the paths of the interview, held against what the evidence demands."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from dataclasses import replace
from statistics import mean

from skill.evaluation.agreement import compare
from skill.evaluation.demand import read_oracle
from skill.evaluation.proof import Found, Start, draw_lots, volunteered, walk_all
from skill.knowledge.compiled import open_knowledge
from skill.knowledge.model import TriageLevel

DEPARTURES = 3
LOTS = 20_000
EXAMPLES = 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    add = parser.add_argument
    add("--limit", type=int, metavar="N", help="only N paths by lot, spread evenly: seconds")
    more = f"walk all paths with up to N answers other than no (default {DEPARTURES})"
    add("--departures", type=int, default=DEPARTURES, metavar="N", help=more)
    add("--lots", type=int, default=LOTS, metavar="N", help=f"paths by lot (default {LOTS})")
    add("--seed", type=int, default=0, help="of the paths by lot (default 0)")
    add("--jobs", type=int, metavar="N", help="processes (default: one for each core)")


def run(args: argparse.Namespace) -> int:
    """Proves, and prints what was found; 1 if a claim does not hold."""
    began = time.monotonic()
    broken = 0
    for title, found in _parts(args):
        for line in lines_of(title, found):
            print(line, flush=True)
        broken += len(found.broken)
    verdict = "every claim holds" if not broken else f"{broken} claims are broken"
    print(f"{verdict}; {time.monotonic() - began:.0f} seconds")
    return 1 if broken else 0


def _parts(args: argparse.Namespace) -> Iterator[tuple[str, Found]]:
    """The parts of the proof, each worked out when it is asked for."""
    kb, oracle = open_knowledge(), read_oracle()
    told = list(volunteered(kb, oracle))
    both = [Start(), Start(other=True)]
    seed, jobs = args.seed, args.jobs
    yield "every rule alone, and every two together", compare(kb, oracle)
    if not args.limit:
        found = walk_all(kb, oracle, both, label="yes, no, not sure", jobs=jobs)
        yield "every path of yes, no and not sure, about oneself or somebody else", found
        near = [Start(departures=args.departures, named=True)]
        found = walk_all(kb, oracle, near, label="departures", jobs=jobs)
        yield f"every path with up to {args.departures} answers other than no, parts named", found
        near = [replace(start, departures=1, named=True) for start in told]
        found = walk_all(kb, oracle, near, label="flags", jobs=jobs)
        yield f"the same with one such answer, after each of {len(told)} flags told first", found
    lots = args.limit or args.lots
    found = draw_lots(
        kb, oracle, [*both, *told], lots, likely=False, seed=seed, label="by lot", jobs=jobs
    )
    yield "single paths by lot, every answer as likely", found
    found = draw_lots(
        kb, oracle, [Start()], lots, likely=True, seed=seed, label="likely", jobs=jobs
    )
    yield "single paths by lot, answers as likely as the interview expects", found


def lines_of(title: str, found: Found) -> Iterator[str]:
    """One part of the proof as it is read in a terminal."""
    yield f"{title}:"
    ends = f", {found.ends:,} of them ends" if found.ends else ""
    walks = f"{found.walks:,} paths through " if found.walks else ""
    yield f"  {walks}{found.states:,} states{ends}"
    if found.tally:
        yield f"  {found.tally.whole:,} paths, the longest of {found.tally.deepest} turns"
        by_level = zip(TriageLevel, found.tally.paths, strict=True)
        yield "  " + ", ".join(f"{level.id} {paths:,}" for level, paths in by_level)
    if found.asked:
        asked = list(found.asked.elements())
        yield f"  {mean(asked):.2f} questions on average over the prior, at most {max(asked)}"
        shares = ((level, found.ended[level] / len(asked)) for level in TriageLevel)
        yield "  " + ", ".join(f"{level.id} {share:.1%}" for level, share in shares)
    for claim, times in sorted(found.broken.items()):
        yield f"  BROKEN: {claim} ({times:,} times)"
        examples = sorted(b for b in found.breaches if b.claim == claim)[:EXAMPLES]
        yield from (f"    {breach.wrong}\n      after {breach.path}" for breach in examples)
