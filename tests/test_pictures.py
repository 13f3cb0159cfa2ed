"""The committed pictures are what the code draws today."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from skill.evaluation.draw import DOCS, pictures


@pytest.mark.parametrize(("name", "svg"), pictures().items())
def test_the_committed_picture_is_current(name: str, svg: str) -> None:
    ET.fromstring(svg)  # noqa: S314
    drawn = "run python -m skill draw and look at it"
    assert (DOCS / name).read_text("utf-8") == svg, f"docs/{name} is out of date: {drawn}"
