"""One measured process: its time to the first response, then its warm turns and its memory."""

import json
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NamedTuple, cast

from skill.deploy.bytecode import Interpreter
from skill.evaluation.bench.contestants import Contestant

PROBE = Path(__file__).with_name("probe.py")


class Took(NamedTuple):
    """How long a turn took; the processor's part, which a busy machine disturbs less."""

    ms: float
    cpu_ms: float


@dataclass(frozen=True, slots=True)
class Run:
    """What one process showed: the time and the processor time to its first response, and then."""

    cold_ms: float
    cold_cpu_ms: float
    peak_bytes: int
    turns: Mapping[str, tuple[Took, ...]]


def run_once(
    contestant: Contestant,
    interpreter: Interpreter,
    events: Path,
    environment: Mapping[str, str],
    seconds: float,
) -> Run:
    """Start a process that sees the standard library and the archive only, and time it."""
    command = [interpreter.path, "-I", "-S", "-B", "-W", "ignore", str(PROBE)]
    command += [str(contestant.folder), str(events), str(seconds)]
    start = time.perf_counter()
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=dict(environment)
    ) as process:
        told = cast("IO[str]", process.stdout)
        cpu = told.readline()
        cold_ms = (time.perf_counter() - start) * 1000
        answer = told.read()
    if process.returncode:
        raise ChildProcessError(f"{contestant.name}: {command} ended with {process.returncode}")
    shown = json.loads(answer)
    turns = {kind: tuple(Took(*times) for times in taken) for kind, taken in shown["turns"].items()}
    return Run(cold_ms, float(cpu) * 1000, shown["peak_bytes"], turns)
