"""Erases what has expired, though nobody asks for it: a day is a promise, not a chance."""

from __future__ import annotations

import threading
import time
import weakref
from contextlib import suppress
from typing import TYPE_CHECKING

from skill.storage.faults import StorageError

if TYPE_CHECKING:
    from collections.abc import Callable


def keep_sweeping(sweep: Callable[[], int], every: float) -> threading.Thread:
    """Sweep now and every so many seconds, until the memory that the method belongs to is gone."""
    whose = weakref.WeakMethod(sweep)
    thread = threading.Thread(
        target=_sweep_while_alive, args=(whose, every), name="memory-sweep", daemon=True
    )
    thread.start()
    return thread


def _sweep_while_alive(whose: weakref.WeakMethod[Callable[[], int]], every: float) -> None:
    while sweep := whose():
        # A fault is logged where it arises; the next round tries again.
        with suppress(StorageError):
            sweep()
        del sweep
        time.sleep(every)
