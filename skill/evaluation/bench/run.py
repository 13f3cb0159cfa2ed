"""The bench itself: pack, then let the contestants start turn and turn about."""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from skill.deploy.bytecode import Interpreter, find_interpreter
from skill.evaluation.bench.contestants import Contestant, pack_contestants
from skill.evaluation.bench.figures import Figures
from skill.evaluation.bench.measure import Run, run_once
from skill.evaluation.bench.turns import hello_world_turns, skill_turns
from skill.simulator.envelope import APPLICATION

ENVIRONMENT = {"SKILL_ID": APPLICATION}

Told = Callable[[str], None]


def measure_all(
    starts: int, rounds: int, python: str | None = None, tell: Told = lambda _: None
) -> tuple[Interpreter, dict[str, Figures]]:
    """Measure cold starts and warm turns of every contestant on the Python that Lambda has."""
    interpreter = find_interpreter(python)
    with TemporaryDirectory() as name:
        workplace = Path(name)
        contestants = pack_contestants(workplace, interpreter)
        events = {it.name: _write_events(workplace, it) for it in contestants}
        runs: dict[str, list[Run]] = {it.name: [] for it in contestants}
        for lap in _laps(starts, tell):
            for it in contestants:
                run = run_once(it, interpreter, events[it.name], ENVIRONMENT, rounds)
                # The first lap only brings the files into the machine's memory.
                if lap:
                    runs[it.name].append(run)
        return interpreter, {it.name: _figures(it, runs[it.name]) for it in contestants}


def _laps(starts: int, tell: Told) -> Iterator[int]:
    for lap in range(starts + 1):
        yield lap
        tell(f"{lap} of {starts} starts each")


def _figures(contestant: Contestant, runs: list[Run]) -> Figures:
    return Figures(contestant.name, contestant.archive.stat().st_size, tuple(runs))


def _write_events(workplace: Path, contestant: Contestant) -> Path:
    path = workplace / f"{contestant.name}.json"
    turns = skill_turns() if contestant.name == "skill" else hello_world_turns()
    path.write_text(json.dumps(_texts(turns)), "utf-8")
    return path


def _texts(turns: Mapping[str, object]) -> dict[str, str]:
    """Keep each event as text: every timed turn gets a fresh copy."""
    return {kind: json.dumps(event) for kind, event in turns.items()}
