"""Weighed sums of what speaks for something and against it: how far it is to be believed."""

from __future__ import annotations

import math
from collections.abc import Mapping

Features = Mapping[str, float]


def total(features: Features, weights: Features) -> float:
    """Above 0 if more speaks for it than against it."""
    return sum(weights[name] * much for name, much in features.items())


def belief(features: Features, weights: Features) -> float:
    """How far it is to be believed, 0 to 1."""
    return 1 / (1 + math.exp(-total(features, weights)))
