"""What a licence asks of whoever ships a changed file: its own notice stays, the change is said."""

from itertools import takewhile

_CHANGED = "# Changed from the published file when this archive was built: {how}\n"


def changed(original: str, body: str, how: str) -> str:
    """Put the original's opening comment, and a word on the change, above a new body."""
    lines = takewhile(_is_comment, original.splitlines(keepends=True))
    return "".join((*lines, _CHANGED.format(how=how), body))


def _is_comment(line: str) -> bool:
    return line.startswith("#") or not line.strip()
