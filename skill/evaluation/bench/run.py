"""The bench itself: pack, then let the contestants start turn and turn about."""

import json
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from skill.deploy.bytecode import Interpreter, find_interpreter
from skill.evaluation.bench.contestants import SKILL, Contestant, pack_contestants
from skill.evaluation.bench.figures import Figures
from skill.evaluation.bench.measure import Run, run_once
from skill.evaluation.bench.turns import Turn, hello_world_turns, skill_turns
from skill.simulator.envelope import APPLICATION

ENVIRONMENT = {"SKILL_ID": APPLICATION}

Told = Callable[[str], None]
Measured = dict[str, Figures]


def measure_all(
    starts: int, seconds: float, python: str | None = None, tell: Told = lambda _: None
) -> tuple[Interpreter, Measured]:
    """Measure cold starts and warm turns of every contestant, on the Python that Lambda has.

    Every contestant starts so many times; each time it then answers for so many seconds.
    """
    interpreter = find_interpreter(python)
    turns = {SKILL: skill_turns()}
    with TemporaryDirectory() as name:
        workplace = Path(name)
        contestants = pack_contestants(workplace, interpreter)
        runs: dict[str, list[Run]] = {it.name: [] for it in contestants}
        events = {
            it.name: _write(workplace, it, turns.get(it.name) or hello_world_turns())
            for it in contestants
        }
        # The first lap only brings the files into the machine's memory.
        for lap in range(starts + 1):
            for it in contestants:
                run = run_once(
                    it, interpreter, events[it.name], ENVIRONMENT, seconds if lap else 0.0
                )
                runs[it.name] += [run] if lap else []
            tell(f"{lap} of {starts} starts each")
        return interpreter, {it.name: _figures(it, runs[it.name]) for it in contestants}


def _figures(contestant: Contestant, runs: list[Run]) -> Figures:
    return Figures(contestant.name, contestant.archive.stat().st_size, tuple(runs))


def _write(workplace: Path, contestant: Contestant, turns: list[Turn]) -> Path:
    """Write one turn a line; as text, since every timed turn gets a fresh copy."""
    path = workplace / f"{contestant.name}.events"
    lines = (f"{kind}\t{json.dumps(event)}\n" for kind, event in turns)
    path.write_text("".join(lines), "utf-8")
    return path
