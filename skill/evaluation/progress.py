"""A progress bar for a terminal; on anything else, a line at every tenth."""

from __future__ import annotations

import sys
import time
from typing import TextIO

WIDTH = 30


class Progress:
    """Counts what is done of a known whole, and says so on standard error."""

    def __init__(self, label: str, whole: int, out: TextIO | None = None) -> None:
        self._label, self._whole = label, max(whole, 1)
        self._out = out or sys.stderr
        self._done, self._tenth = 0, 0
        self._began = time.monotonic()

    def advance(self) -> None:
        """One more is done."""
        self._done += 1
        last = self._done == self._whole
        if self._out.isatty():
            self._out.write("\r" + self._line() + ("\n" if last else ""))
        elif self._done * 10 // self._whole > self._tenth:
            self._tenth = self._done * 10 // self._whole
            self._out.write(self._line() + "\n")
        self._out.flush()

    def _line(self) -> str:
        part = self._done / self._whole
        bar = "#" * round(part * WIDTH)
        spent = time.monotonic() - self._began
        left = spent / part - spent
        return f"{self._label} [{bar:<{WIDTH}}] {part:4.0%}  {spent:.0f} s, {left:.0f} s left "
