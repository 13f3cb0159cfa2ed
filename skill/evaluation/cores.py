"""Spreads work over all cores: what each process needs is set up once, results keep their order."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any, TypeVar

from skill.evaluation.progress import Progress

Task = TypeVar("Task")
Result = TypeVar("Result")


def cores() -> int:
    """How many cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


def spread(
    work: Callable[[Any, Task], Result],
    tasks: Sequence[Task],
    *,
    setup: Callable[..., Any],
    given: tuple[Any, ...],
    jobs: int | None = None,
    progress: Progress | None = None,
    chunk: int | None = None,
) -> list[Result]:
    """`work(setup(*given), task)` for each task; with one job, or one task, in this process."""
    jobs = min(jobs or cores(), len(tasks))
    if jobs <= 1:
        tools = setup(*given)
        return [_counted(work(tools, task), progress) for task in tasks]
    size = chunk or max(1, len(tasks) // (jobs * 16))
    with ProcessPoolExecutor(jobs, initializer=_equip, initargs=(setup, given)) as pool:
        run = pool.map(_worked, [work] * len(tasks), tasks, chunksize=size)
        return [_counted(result, progress) for result in run]


_tools: Any = None
"""What the process's work needs; set once, by the pool, in each worker."""


def _equip(setup: Callable[..., Any], given: tuple[Any, ...]) -> None:
    global _tools  # noqa: PLW0603  a pool leaves its workers no other place
    _tools = setup(*given)


def _worked(work: Callable[[Any, Task], Result], task: Task) -> Result:
    return work(_tools, task)


def _counted(result: Result, progress: Progress | None) -> Result:
    if progress:
        progress.advance()
    return result
