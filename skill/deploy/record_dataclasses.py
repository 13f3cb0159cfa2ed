"""Runs inside the Python to build for: keeps the code that `dataclasses` compiles on import.

Started by path as `record_dataclasses.py FOLDER`, with nothing but the standard library and the
staged archive at hand. What it writes is read by `lambda/kept_dataclasses.py`.
"""

import dataclasses
import importlib
import marshal
import pkgutil
import sys
from contextlib import suppress
from pathlib import Path
from types import CodeType
from typing import Any


def record(folder: Path) -> dict[str, CodeType]:
    """Import every module of the staged skill and keep what is compiled for its dataclasses."""
    kept: dict[str, CodeType] = {}

    def run(text: str, module: dict[str, Any], names: dict[str, Any]) -> None:
        kept[text] = compile(text, "<dataclass>", "exec")
        exec(kept[text], module, names)  # noqa: S102 - the text is dataclasses' own

    vars(dataclasses)["exec"] = run
    sys.path.insert(0, str(folder))
    for module in pkgutil.walk_packages([str(folder / "skill")], "skill."):
        # Memory in DynamoDB needs boto3, which Lambda has and a build need not have.
        with suppress(ImportError):
            importlib.import_module(module.name)
    return kept


def write(folder: Path) -> None:
    """File the kept code under the name that this Python will look for."""
    path = folder / f"kept_dataclasses.{sys.implementation.cache_tag}"
    path.write_bytes(marshal.dumps(record(folder)))


if __name__ == "__main__":
    write(Path(sys.argv[1]))
