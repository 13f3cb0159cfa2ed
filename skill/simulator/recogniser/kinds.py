"""The kinds of phrases by what becomes of them."""

DANGERS = ("Danger", "DangerSign")
MODIFIERS = ("Modifier", "AbsentModifier")
AMONG = "__"
"""Stands in the id of what answers any of several findings: "no pain"."""
OWN = ("speaker", "mine")
"""Subjects by which people speak of themselves."""
WHOLE = 0.97
"""The share of a phrase that is as good as all of it."""
