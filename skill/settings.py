"""What the deployer decides: the environment, read once into one frozen value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, cast, get_args

MemoryKind = Literal["off", "sqlite", "dynamodb"]
LogLevel = Literal["DEBUG", "INFO", "WARNING", "ERROR"]

SKILL_ID_SHAPE = re.compile(r"amzn1\.[A-Za-z0-9._-]+")
SHORTEST_KEY = 16


class SettingsError(Exception):
    """Settings that cannot work; each fault names the variable, what is wrong and the remedy."""

    def __init__(self, *faults: str) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Settings:
    """How this copy of the skill runs. The defaults suit a look on one's own machine."""

    skill_id: str | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    log_level: LogLevel = "INFO"
    verify: bool = True
    max_body: int = 262_144
    threads: int = 8
    metrics_port: int | None = None
    memory: MemoryKind = "off"
    memory_path: str | None = None
    memory_table: str | None = None
    memory_key: str | None = field(default=None, repr=False)


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Read the variables that the README lists; raise one `SettingsError` with every fault."""
    read = _Reader(environ)
    usual = Settings()
    settings = Settings(
        skill_id=read.skill_id(),
        host=read.text("HOST") or usual.host,
        port=read.number("PORT", usual.port, 0, 65_535),
        log_level=cast("LogLevel", read.choice("LOG_LEVEL", usual.log_level, get_args(LogLevel))),
        verify=read.choice("VERIFY", "on", ("on", "off")) == "on",
        max_body=read.number("MAX_BODY", usual.max_body, 16_384, 16_777_216),
        threads=read.number("THREADS", usual.threads, 1, 256),
        metrics_port=read.number("METRICS_PORT", 0, 1, 65_535) or None,
        memory=cast("MemoryKind", read.choice("MEMORY", usual.memory, get_args(MemoryKind))),
        memory_path=read.text("MEMORY_PATH"),
        memory_table=read.text("MEMORY_TABLE"),
        memory_key=read.text("MEMORY_KEY"),
    )
    faults = [*read.faults, *_memory_faults(settings)]
    if faults:
        raise SettingsError(*faults)
    return settings


class _Reader:
    """Reads one variable at a time and keeps what was wrong, so that all is told at once."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self.faults: list[str] = []

    def text(self, name: str) -> str | None:
        """The variable without outer spaces; an empty one counts as not set."""
        return self._environ.get(name, "").strip() or None

    def number(self, name: str, usual: int, least: int, most: int) -> int:
        text = self.text(name)
        if text is None:
            return usual
        if re.fullmatch(r"[0-9]{1,9}", text) and least <= int(text) <= most:
            return int(text)
        self._fault(name, text, f"a whole number from {least} to {most}")
        return usual

    def choice(self, name: str, usual: str, allowed: tuple[str, ...]) -> str:
        text = self.text(name)
        if text is None:
            return usual
        for one in allowed:
            if text.lower() == one.lower():
                return one
        self._fault(name, text, "one of " + ", ".join(allowed))
        return usual

    def skill_id(self) -> str | None:
        text = self.text("SKILL_ID")
        if text is not None and not SKILL_ID_SHAPE.fullmatch(text):
            self._fault("SKILL_ID", text, "the id in the developer console: amzn1.ask.skill.…")
        return text

    def _fault(self, name: str, text: str, remedy: str) -> None:
        self.faults.append(f"{name} is {text[:80]!r}: set it to {remedy}")


def _memory_faults(settings: Settings) -> list[str]:
    """What memory needs once it is switched on."""
    if settings.memory == "off":
        return []
    faults = []
    if settings.memory == "sqlite" and settings.memory_path is None:
        faults.append("MEMORY_PATH is missing: MEMORY=sqlite needs the path of its database file")
    if settings.memory == "dynamodb" and settings.memory_table is None:
        faults.append("MEMORY_TABLE is missing: MEMORY=dynamodb needs the name of its table")
    if len(settings.memory_key or "") < SHORTEST_KEY:
        faults.append(
            f"MEMORY_KEY is missing or too short: set it to a secret of at least {SHORTEST_KEY} "
            "characters; people's ids are hashed with it before anything is kept"
        )
    return faults
