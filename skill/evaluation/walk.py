"""Walks a conversation at random, any act in any state, and counts the promises it breaks."""

from __future__ import annotations

import json
import os
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cache
from random import Random
from typing import Any

from skill.dialogue.acts import (
    SIMPLE_WISHES,
    Act,
    Answered,
    Asked,
    AskedAboutCondition,
    AskedDefinition,
    AskedWhatIf,
    AskedWhyNot,
    Chosen,
    Corrected,
    Ended,
    Launched,
    Reported,
    SpokeOfOther,
    Unclear,
)
from skill.dialogue.conversation import Conversation, Memory, Offer, Stage
from skill.dialogue.turn import take_turn
from skill.evaluation.promises import broken_promises
from skill.knowledge.compiled import open_knowledge
from skill.knowledge.model import Answer, Answers, KnowledgeBase
from skill.speech.words import SPOKEN_LOCALES, Words, load_words

MOST_TOLD = 20
"""Of so many broken promises the story is printed; the others are only counted."""

LEG = 20_000
"""Turns that one process walks in one go."""


@dataclass(slots=True)
class Walked:
    """What came of a walk: turns, sessions, acts by name, and what was broken, with a
    story of each."""

    turns: int = 0
    sessions: int = 0
    results: int = 0
    emergencies: int = 0
    acts: Counter[str] = field(default_factory=Counter)
    broken: Counter[str] = field(default_factory=Counter)
    stories: dict[str, str] = field(default_factory=dict)

    def add(self, other: Walked) -> None:
        """Take in another walk."""
        self.turns += other.turns
        self.sessions += other.sessions
        self.results += other.results
        self.emergencies += other.emergencies
        self.acts += other.acts
        self.broken += other.broken
        self.stories = {**other.stories, **self.stories}


def walk_command(turns: int, seed: int) -> int:
    """Walk on all cores, print the figures; the exit code is 1 if a promise was broken."""
    began = time.monotonic()
    walked = walk(turns, seed)
    seconds = time.monotonic() - began
    print(f"{walked.turns:,} turns in {walked.sessions:,} sessions, seed {seed}: {seconds:.0f} s")
    print(f"{walked.results:,} results told, {walked.emergencies:,} emergencies")
    for name, count in sorted(walked.acts.items()):
        print(f"  {name:15}{count:>10,}")
    print(f"promises broken: {walked.broken.total()}")
    for promise, count in walked.broken.most_common():
        print(f"  {count:>6} {promise}")
    for story in list(walked.stories.values())[:MOST_TOLD]:
        print(f"\n{story}")
    return 1 if walked.broken else 0


def walk(turns: int, seed: int, processes: int | None = None) -> Walked:
    """So many random turns; the same seed always walks the same way."""
    legs = [(min(LEG, turns - start), seed + start) for start in range(0, turns, LEG)]
    walked = Walked()
    if len(legs) == 1 or processes == 1:
        for leg in legs:
            walked.add(_leg(*leg))
        return walked
    with ProcessPoolExecutor(processes or os.cpu_count()) as pool:
        for done in pool.map(_leg, *zip(*legs, strict=True)):
            walked.add(done)
            print(f"\r{walked.turns:,} of {turns:,}", end="", file=sys.stderr)
    print(file=sys.stderr)
    return walked


def _leg(turns: int, seed: int) -> Walked:
    kb, words = _known()
    random = Random(seed)  # noqa: S311  a walk that can be walked again
    walked = Walked()
    while walked.turns < turns:
        _session(kb, words[random.choice(SPOKEN_LOCALES)], random, turns, walked)
    return walked


@cache
def _known() -> tuple[KnowledgeBase, dict[str, Words]]:
    kb = open_knowledge()
    return kb, {locale: load_words(kb, locale) for locale in SPOKEN_LOCALES}


def _session(kb: KnowledgeBase, words: Words, random: Random, turns: int, walked: Walked) -> None:
    """One session until it closes, each turn checked, now and then with a tampered session."""
    conversation = _opening(kb, random)
    story: list[Act | str] = []
    calm = random.random() < 0.5
    walked.sessions += 1
    is_open = True
    while is_open and walked.turns < turns:
        if random.random() < 0.01:
            story.append("(the session is tampered with)")
            stored = tampered(random, conversation.to_json())
            conversation = Conversation.from_json(kb, stored) or Conversation()
        act = random_act(kb, random, calm=calm)
        story.append(act)
        walked.turns += 1
        walked.acts[act.name] += 1
        before = conversation
        try:
            turn = take_turn(kb, before, act)
            broken = broken_promises(kb, words, before, act, turn)
            conversation, is_open = turn.conversation, turn.reply.asks is not None
        except Exception as error:  # noqa: BLE001  whatever it is, the walk tells of it
            broken, is_open = [f"{type(error).__name__}: {error}"], False
        walked.results += conversation.stage is Stage.TOLD and before.stage is not Stage.TOLD
        walked.emergencies += conversation.told == "emergency" != before.told
        walked.broken.update(broken)
        for promise in broken:
            walked.stories.setdefault(promise, _told(words, before, story, promise))


def _opening(kb: KnowledgeBase, random: Random) -> Conversation:
    memory = random.choice((Memory.OFF, Memory.UNASKED, Memory.GRANTED, Memory.REFUSED))
    fresh = Conversation(memory=memory, seed=random.randrange(1000))
    if memory is not Memory.GRANTED:
        return fresh
    earlier = fresh
    for _ in range(random.randrange(1, 8)):
        earlier = take_turn(kb, earlier, Answered(random.choice(tuple(Answer)))).conversation
    if earlier.stage is not Stage.ASKING:
        return fresh
    return replace(earlier, stage=Stage.NEW, offer=Offer.RESUME, returning=True)


def _told(words: Words, before: Conversation, story: list[Act | str], promise: str) -> str:
    """The acts that led there, so that a test can be made of them."""
    lines = [f"{words.locale}: {promise}", *(f"  {act}" for act in story)]
    return "\n".join([*lines, f"  before it: {json.dumps(before.to_json())}"])


# ---- acts


def random_act(kb: KnowledgeBase, random: Random, *, calm: bool) -> Act:
    """Any act about anything; a calm person mostly answers what was asked, mostly with no."""
    if random.random() < (0.75 if calm else 0.3):
        answer = random.choices(tuple(Answer), (2, 7, 1) if calm else (1, 1, 1))[0]
        extra = _findings(kb, random, 2) if random.random() < 0.1 else {}
        return Answered(answer, extra)
    return _other_act(kb, random, random.randrange(16))


def _other_act(kb: KnowledgeBase, random: Random, which: int) -> Act:
    finding = random.choice((None, *kb.findings))
    condition = random.choice((None, *kb.conditions))
    answer = random.choice((None, *Answer))
    acts: dict[int, Act] = {
        0: Reported(_findings(kb, random, 3)),
        1: Reported(_findings(kb, random, 1)),
        2: Chosen(random.random() < 0.5),
        3: Corrected(finding, answer),
        4: Corrected(),
        5: AskedDefinition(finding, condition if finding is None else None),
        6: AskedAboutCondition(condition),
        7: AskedWhyNot(condition),
        8: AskedWhatIf(finding, answer),
        9: SpokeOfOther(random.random() < 0.7, False, _findings(kb, random, random.randrange(2))),
        10: Unclear(random.choice(("unmatched", "silence", "aside"))),
        11: random.choice((Launched(), Launched(), Ended(), Asked("back"))),
    }
    return acts.get(which) or Asked(random.choice(SIMPLE_WISHES))


def _findings(kb: KnowledgeBase, random: Random, most: int) -> Answers:
    chosen = random.sample(sorted(kb.findings), most)
    return {f: random.choice(tuple(Answer)) for f in chosen}


# ---- tampering


def tampered(random: Random, stored: dict[str, Any]) -> Any:
    """The stored conversation with one thing in it replaced, dropped or grown."""
    spoiled = json.loads(json.dumps(stored))
    key = random.choice(sorted(spoiled))
    match random.randrange(4):
        case 0:
            return random.choice((None, [], {}, "x", 7, {"v": 1}, {"v": 1, "e": None}))
        case 1:
            del spoiled[key]
        case 2 if spoiled["e"]:
            statements = [word.split(":") for word in spoiled["e"].split()]
            random.choice(statements)[random.randrange(4)] = str(_junk(random))
            spoiled["e"] = " ".join(":".join(statement) for statement in statements)
        case _:
            part = random.choice((key, "told", "topic", "misses", "offer", "stage"))
            spoiled[part] = _junk(random)
    return spoiled


def _junk(random: Random) -> Any:
    return random.choice(JUNK)


JUNK: tuple[Any, ...] = (
    None, -3, 10**9, 0.5, "", "yes", "told", "resume", "emergency", "tetanus", [], {}, True,
    "face_droop+face_droop", "new", "remember", "what_else", "self_care",
)  # fmt: skip
