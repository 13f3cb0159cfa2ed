"""What is wrong with written knowledge, told so that its author can find and mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: the file, the path inside it, what is wrong, and how to mend it."""

    file: str
    path: str
    wrong: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}: {self.path}: {self.wrong}; {self.remedy}"


class KnowledgeError(Exception):
    """Knowledge that cannot be used, with every fault that was found in it."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))
