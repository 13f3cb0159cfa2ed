"""The command `prove`: every path of the interview, held against what the evidence demands."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator

from skill.evaluation.demand import read_oracle
from skill.evaluation.proof import Proof, Tally, prove, sample
from skill.knowledge.compiled import open_knowledge
from skill.knowledge.model import TriageLevel

WHOLE = "from nothing"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "--limit", type=int, metavar="N", help="walk N single paths, spread evenly, instead of all"
    )
    parser.add_argument("--seed", type=int, default=0, help="of the single paths (default 0)")
    parser.add_argument("--jobs", type=int, metavar="N", help="processes (default: one for each core)")


def run(args: argparse.Namespace) -> int:
    """Prove, and print what was found; 1 if a claim does not hold."""
    kb, oracle = open_knowledge(), read_oracle()
    began = time.monotonic()
    if args.limit:
        proof = sample(kb, oracle, args.limit, seed=args.seed, show=True)
    else:
        proof = prove(kb, oracle, jobs=args.jobs)
    for line in proof_lines(proof):
        print(line)
    print(f"in {time.monotonic() - began:.0f} seconds")
    return 0 if proof.holds else 1


def proof_lines(proof: Proof) -> Iterator[str]:
    """The proof as it is read in a terminal."""
    for name, tally in proof.tallies.items():
        if name == WHOLE:
            yield from _whole(tally)
    others = {name: tally for name, tally in proof.tallies.items() if name != WHOLE}
    if others:
        paths = sum(sum(tally.paths) for tally in others.values())
        yield f"{paths:,} paths from {len(others)} other beginnings: {', '.join(others)}"
    kind = f"{proof.walks:,} single walks" if proof.walks else "all walked"
    yield f"{proof.states:,} states, {proof.ends:,} of them ends; {kind}"
    for claim, times in sorted(proof.counted.items()):
        yield f"BROKEN: {claim} ({times:,} times)"
        examples = [b for b in proof.breaches if b.claim == claim][:3]
        yield from (f"  {breach.wrong}\n    after {breach.path}" for breach in examples)
    yield "every claim holds" if proof.holds else f"{len(proof.counted)} claims are broken"


def _whole(tally: Tally) -> Iterator[str]:
    yield f"{sum(tally.paths):,} paths through the interview; the longest has {tally.deepest} turns"
    yield f"{tally.questions:.2f} questions on average over the prior"
    for level in reversed(TriageLevel):
        share = 100 * tally.chance[level]
        yield f"  {level.id:<10} {tally.paths[level]:>14,} paths  {share:5.1f} % over the prior"
