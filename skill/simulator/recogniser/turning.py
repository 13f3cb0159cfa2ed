"""What turns a statement round: "my speech was fine until today", "my mum gets chest pains i don't"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from skill.simulator.recogniser.clauses import Clauses, Mark
from skill.simulator.recogniser.hits import Hit
from skill.simulator.recogniser.judging import Candidate, Special
from skill.simulator.recogniser.kinds import MODIFIERS, OWN
from skill.simulator.recogniser.telling import Reading

UNTIL, NOT_MINE, ONLY_MINE, DENIED = "until", "not_mine", "mine", "denied"
"""Marks that say since when it is not so, that deny of the speaker what was told of somebody, and what they
have just named: "a droop i don't have"."""
CONTRARY = {"yes": "no", "no": "yes"}
REACH, TAIL, DENIAL = 2, 5, 3
"""So many words may stand between "never so" and what is told, behind a "but" that only
says when, and in a mere denial."""


def turn_round(
    reading: Reading, candidates: Sequence[Candidate], clauses: Clauses, special: Special
) -> None:
    """Notes as there what is said to be absent only until something, or never so much before; as absent what
    is only somebody else's; and forgets what other words speak against: a slow droop "all of a sudden"."""
    for mark in clauses.marks["Unless"]:
        if not clauses.denies(max(0, mark.start - REACH), mark.start):
            reading.forget(mark.id)
    marks = clauses.marks["Turned"]
    for it in [it for it in candidates if it.finding in reading.absent]:
        spans = [*_spans(reading, it)]
        danger = it.finding in special.dangers
        now = danger and any(_is_so_now(reading, span, clauses) for span in spans)
        if now or any(_came(mark, span, clauses) for span in spans for mark in marks):
            reading.forget(it.finding)
            reading.note("danger" if danger else "present", it.finding)
    told = {*reading.danger, *reading.present}
    for it in [it for it in candidates if it.finding in told]:
        if any(_is_not_mine(mark, span, clauses) for span in _spans(reading, it) for mark in marks):
            reading.forget(it.finding)
            reading.note("absent", it.finding)
            reading.person = None


def contrast(clauses: Clauses) -> int | None:
    """Where what is so after all begins, behind what was said before: "i said no to the fit but i did"."""
    quoted = clauses.marks["Quoted"]
    joined = [mark.end for mark in clauses.marks["Joiner"] if mark.id == "because"]
    starts = sorted({*clauses.hard, *joined})
    return next((start for start in starts if quoted and start >= quoted[0].end), None)


def put_right(
    reading: Reading, candidates: Sequence[Candidate], clauses: Clauses, special: Special
) -> None:
    """Turns round what was said before, if what is so after all tells of nothing else; what was there is so
    still unless that denies it ("i told you i can't breathe but you keep asking"). None of it answers what
    is asked now."""
    begins = contrast(clauses)
    if begins is None:
        return
    reading.answer = None
    anew = {hit.finding for hit in _telling(reading, begins, len(clauses.words))}
    denied = _denies_barely(begins, clauses)
    for it in candidates:
        if it.finding in reading.told and it.finding not in anew and it.piece.start < begins:
            gone = it.finding in reading.absent
            if anew or gone or denied:
                reading.forget(it.finding)
            if not anew and (gone or denied):
                there = "danger" if it.finding in special.dangers else "present"
                reading.note(there if gone else "absent", it.finding)


def answer_after_all(answer: str, reading: Reading, clauses: Clauses) -> str:
    """What an answer given before is after all: the contrary, unless other things are told; of a yes only
    where that denies it."""
    begins = contrast(clauses)
    if begins is None or answer not in CONTRARY:
        return answer
    ends = len(clauses.words)
    stays = answer == "yes" and not _denies_barely(begins, clauses)
    return answer if stays or _telling(reading, begins, ends) else CONTRARY[answer]


def came(clauses: Clauses) -> bool:
    """Whether a bare "no" is turned round: "no not until this morning"."""
    return any(
        mark.id == UNTIL and mark.start - 1 in clauses.nots and mark.end < len(clauses.words)
        for mark in clauses.marks["Turned"]
    )


def _denies_barely(start: int, clauses: Clauses) -> bool:
    """Whether the sentence ends in a denial and nothing else: "but it is not", not "but nobody came"."""
    short = len(clauses.words) - start <= DENIAL
    return short and any(place >= start for place in clauses.nots)


def _telling(reading: Reading, start: int, end: int) -> list[Hit]:
    """The hits between two places that tell more than when or where."""
    hits = (hit for hit in reading.hits if start <= hit.start < end)
    return [hit for hit in hits if hit.phrase.kind not in MODIFIERS]


def _spans(reading: Reading, it: Candidate) -> Iterator[tuple[int, int]]:
    """Where a finding is spoken of: at its hits, or in the piece whose sense it is."""
    hits = [hit for hit in reading.hits if hit.finding == it.finding]
    yield from ((hit.start, hit.end) for hit in hits)
    if not hits:
        yield it.piece.start, it.piece.end


def _came(mark: Mark, span: tuple[int, int], clauses: Clauses) -> bool:
    """Whether it is there now, as a mark tells: behind it ("fine until today"), or in front ("never been
    so weak")."""
    begins, ends = clauses.stretch(span[0])
    if not begins <= mark.start < ends:
        return False
    match mark.id:
        case "until":
            return span[0] < mark.start and mark.end < len(clauses.words)
        case "never_so":
            return mark.start <= span[0] + REACH and span[0] - mark.end <= REACH
        case "like_this":
            return span[0] < mark.start and mark.end >= ends
    return False


def _is_so_now(reading: Reading, span: tuple[int, int], clauses: Clauses) -> bool:
    """Whether no more than a time follows a "but": "never had a fit but today she did"."""
    _, ends = clauses.stretch(span[0])
    _, until = clauses.stretch(ends)
    told = _telling(reading, ends, until)
    return not told and until - ends <= TAIL and bool(clauses.within("Recent", ends, until))


def _is_not_mine(mark: Mark, span: tuple[int, int], clauses: Clauses) -> bool:
    """Whether it is told of a person and then denied of the speaker: "it's my dad who faints i don't"."""
    if mark.id == DENIED:
        return mark.start == span[1] and mark.end == len(clauses.words)
    begins, _ = clauses.stretch(span[0])
    persons = clauses.within("Person", begins, span[1])
    if not persons or span[0] >= mark.start:
        return False
    subjects = clauses.within("Subject", persons[0].end, span[1])
    own = any(it.id in OWN for it in subjects)
    last = mark.end == len(clauses.words)
    return not own and (mark.id == ONLY_MINE or (mark.id == NOT_MINE and last))
