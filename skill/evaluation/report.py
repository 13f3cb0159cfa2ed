"""The evaluation as JSON and as one HTML page that needs nothing from elsewhere."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from skill.evaluation import plots
from skill.evaluation.play import Played
from skill.evaluation.score import FIRST_FEW, Figures, Verdict, score
from skill.evaluation.sensitivity import Moved
from skill.evaluation.table import FIGURES

MOST_CELLS = 40


@dataclass(frozen=True, slots=True)
class Report:
    """What an evaluation found; `shown` are the cases that may be shown one by one."""

    title: str
    version: str
    figures: Mapping[str, Figures]
    played: Sequence[Played]
    shown: Sequence[Played]
    moved: Sequence[Moved] = ()


def to_json(report: Report) -> dict[str, Any]:
    """All of it as plain values, transcripts included."""
    return {
        "title": report.title,
        "knowledge": report.version,
        "figures": {part: figures.to_json() for part, figures in report.figures.items()},
        "calibration": plots.calibrated(report.played),
        "cases": [_case_json(p) for p in report.shown],
        "sensitivity": [moved.to_json() for moved in report.moved],
    }


def _case_json(played: Played) -> dict[str, Any]:
    case, told, judged = played.case, played.told, score(played)
    return {
        "id": case.id,
        "part": case.part,
        "truth": case.truth,
        "top3_ok": case.top3_ok,
        "triage": case.triage.id,
        "triage_also_ok": [level.id for level in case.triage_also_ok],
        "told": told.level.id if told else None,
        "ranked": [{"id": c, "share": share} for c, share in told.ranked] if told else [],
        "questions": played.questions,
        "to_emergency": played.to_emergency,
        "verdict": judged.verdict,
        "rank": judged.rank,
        "top_three": judged.top_three,
        "failure": played.failure,
        "transcript": [_exchange_json(played, place) for place in range(len(played.exchanges))],
    }


def _exchange_json(played: Played, place: int) -> dict[str, Any]:
    exchange = played.exchanges[place]
    return {
        "said": exchange.said,
        "heard": exchange.heard,
        "speech": exchange.speech,
        "asked": exchange.asked,
        "level": exchange.told.level.id if exchange.told else None,
    }


def to_html(report: Report) -> str:
    """The page."""
    return "\n".join(
        (
            "<!doctype html>",
            '<html lang="en"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(report.title)}</title><style>{_STYLE}</style></head><body>",
            f"<h1>{escape(report.title)}</h1>",
            f"<p>{len(report.played)} cases, knowledge {escape(report.version)}.</p>",
            *_figures(report.figures),
            *_plots(report.played),
            *_cells(report.moved),
            *_failures(report.shown),
            "</body></html>",
        )
    )


def _figures(figures: Mapping[str, Figures]) -> Iterator[str]:
    yield "<h2>Figures</h2>"
    rows = ([name, *(show(f) for f in figures.values())] for name, show in FIGURES.items())
    yield _table(["", *figures], rows)


def _plots(played: Sequence[Played]) -> Iterator[str]:
    yield '<h2>Plots</h2><div class="plots">'
    for title, draw in {
        "Levels told and true (red: unsafe)": plots.confusion,
        "Rank of the truth": plots.ranks,
        "Questions asked": plots.questions,
        "Calibration of the shares": plots.calibration,
    }.items():
        data = base64.b64encode(draw(played).encode()).decode()
        image = f'<img alt="{escape(title)}" src="data:image/svg+xml;base64,{data}">'
        yield f"<figure>{image}<figcaption>{escape(title)}</figcaption></figure>"
    yield "</div>"


def _cells(moved: Sequence[Moved]) -> Iterator[str]:
    if not moved:
        return
    quiet = sum(1 for m in moved if not any(m.influence))
    yield "<h2>Sensitivity</h2>"
    yield (
        f"<p>Each likelihood moved one step up and down, every case played anew: {quiet} of "
        f"{len(moved)} moves change no case. The columns count the cases that change.</p>"
    )
    head = ["condition", "finding", "from", "to", "level", "first three", "first", "cases"]
    yield _table(head, (_cell(m) for m in moved[:MOST_CELLS]))


def _cell(moved: Moved) -> list[str]:
    cell = moved.cell
    named = dict.fromkeys((*moved.level, *moved.three, *moved.first))
    counts = [str(n) for n in moved.influence]
    steps = [f"{cell.before:g}", f"{cell.after:g}"]
    return [cell.condition, cell.finding, *steps, *counts, ", ".join(named)]


def _failures(shown: Sequence[Played]) -> Iterator[str]:
    bad = [p for p in shown if score(p).bad or p.failure]
    yield f"<h2>Failures ({len(bad)} of {len(shown)} cases shown)</h2>"
    order = list(Verdict)
    for played in sorted(bad, key=lambda p: (-order.index(score(p).verdict), p.case.id)):
        yield from _failure(played)


def _failure(played: Played) -> Iterator[str]:
    case, told, judged = played.case, played.told, score(played)
    level = told.level.id if told else "no result"
    mark = ' class="unsafe"' if judged.verdict is Verdict.UNDER else ""
    summary = f"{case.id}: {level}, true {case.triage.id} ({judged.verdict})"
    if judged.top_three is False:
        summary += ", cause missed"
    if played.failure:
        summary += f", {played.failure}"
    yield f"<details><summary{mark}>{escape(summary)}</summary>"
    few = [f"{c} {share:.2f}" for c, share in told.ranked[:FIRST_FEW]] if told else []
    yield f"<p>{escape(case.about)} True: {escape(', '.join(case.truth) or 'no ranked cause')}. "
    yield f"Told: {escape(', '.join(few))}.</p><dl>"
    for exchange in played.exchanges:
        if exchange.said is not None:
            heard = f" <small>({escape(', '.join(exchange.heard) or 'nothing')})</small>"
            yield f"<dt>{escape(exchange.said)}{heard}</dt>"
        asked = f" <small>[{escape(', '.join(exchange.asked))}]</small>" if exchange.asked else ""
        yield f"<dd>{escape(exchange.speech)}{asked}</dd>"
    yield "</dl></details>"


def _table(head: Sequence[str], rows: Iterator[list[str]]) -> str:
    top = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;
color:#1f2937;background:#fff}
table{border-collapse:collapse;font-size:.9rem}th,td{padding:.2rem .8rem;text-align:left;
border-bottom:1px solid #d1d5db;vertical-align:top}
.plots{display:flex;flex-wrap:wrap;gap:1rem}figure{margin:0}figcaption{font-size:.9rem}
img{max-width:100%}details{border-bottom:1px solid #d1d5db;padding:.4rem 0}
summary{cursor:pointer}.unsafe{color:#b91c1c;font-weight:600}
dt{font-weight:600;margin-top:.5rem}dt::before{content:"\\2013\\a0"}dd{margin:0 0 0 1.2rem}
small{color:#6b7280}
"""
