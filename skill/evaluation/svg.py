"""A few shapes of SVG, enough for boxes, arrows and labels that anyone can read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import wrap
from xml.sax.saxutils import escape

LINE, LETTER = 18, 7.3
INK, PAPER, EDGE = "#1b2733", "#ffffff", "#5b6b7a"
STYLE = 'font-family="Helvetica, Arial, sans-serif" font-size="14"'


@dataclass(frozen=True, slots=True)
class Box:
    """A box with a title and lines of text under it."""

    x: float
    y: float
    width: float
    title: str
    lines: tuple[str, ...] = ()
    fill: str = "#eef3f8"

    @property
    def height(self) -> float:
        """As tall as its text needs."""
        return LINE * (1 + len(self.lines)) + 16

    @property
    def middle(self) -> tuple[float, float]:
        """Its centre."""
        return self.x + self.width / 2, self.y + self.height / 2

    def draw(self) -> str:
        """The box as SVG."""
        frame = (
            f'<rect x="{self.x:.0f}" y="{self.y:.0f}" width="{self.width:.0f}" '
            f'height="{self.height:.0f}" rx="8" fill="{self.fill}" stroke="{EDGE}"/>'
        )
        top = self.y + LINE + 3
        title = words(self.x + 12, top, self.title, bold=True)
        rest = (words(self.x + 12, top + LINE * (i + 1), s) for i, s in enumerate(self.lines))
        return "\n".join((frame, title, *rest))


def words(x: float, y: float, text: str, *, bold: bool = False, anchor: str = "start") -> str:
    """A line of text."""
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{x:.0f}" y="{y:.0f}" fill="{INK}" text-anchor="{anchor}"{weight}>'
        f"{escape(text)}</text>"
    )


def label(x: float, y: float, lines: Sequence[str]) -> str:
    """Lines of text in the middle of an arrow, on paper of their own."""
    width = max(len(line) for line in lines) * LETTER + 8
    height = LINE * len(lines) + 4
    paper = (
        f'<rect x="{x - width / 2:.0f}" y="{y - height / 2:.0f}" width="{width:.0f}" '
        f'height="{height:.0f}" fill="{PAPER}" opacity="0.92"/>'
    )
    top = y - height / 2 + LINE - 3
    rows = (words(x, top + LINE * i, line, anchor="middle") for i, line in enumerate(lines))
    return "\n".join((paper, *rows))


def arrow(start: tuple[float, float], end: tuple[float, float]) -> str:
    """A straight arrow."""
    return (
        f'<line x1="{start[0]:.0f}" y1="{start[1]:.0f}" x2="{end[0]:.0f}" y2="{end[1]:.0f}" '
        f'stroke="{EDGE}" stroke-width="1.5" marker-end="url(#head)"/>'
    )


def elbow(start: tuple[float, float], end: tuple[float, float]) -> str:
    """A line from left to right with one step in it."""
    half = start[0] + 18
    return (
        f'<path d="M{start[0]:.0f},{start[1]:.0f} H{half:.0f} V{end[1]:.0f} H{end[0]:.0f}" '
        f'fill="none" stroke="{EDGE}" stroke-width="1.5" marker-end="url(#head)"/>'
    )


def folded(text: str, width: int) -> tuple[str, ...]:
    """Text in lines of at most so many letters."""
    return tuple(wrap(text, width))


def picture(width: float, height: float, title: str, parts: Iterable[str]) -> str:
    """The whole file."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'width="{width:.0f}" height="{height:.0f}" {STYLE} role="img">\n'
        f"<title>{escape(title)}</title>\n"
        '<defs><marker id="head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" '
        f'markerHeight="8" orient="auto">'
        f'<path d="M0,0 L10,5 L0,10 z" fill="{EDGE}"/></marker></defs>\n'
        f'<rect width="100%" height="100%" fill="{PAPER}"/>'
    )
    return "\n".join((head, *parts, "</svg>", ""))
