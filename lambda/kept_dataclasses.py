"""Dataclasses whose methods were compiled when the archive was built, not at every cold start.

`dataclasses` writes source text for the methods of each class and compiles it on import, which
is a third of this skill's start. The build keeps that code, filed under the very text it was
compiled from, so the same text finds it here; a text that is not there, and every text on
another Python, is compiled as ever.
"""

import dataclasses
import marshal
import sys
from pathlib import Path
from typing import Any

KEPT = Path(__file__).with_name(f"kept_dataclasses.{sys.implementation.cache_tag}")


def use_kept_code() -> None:
    """From now on let `dataclasses` look its code up before it compiles."""
    if not KEPT.is_file():
        return
    kept = marshal.loads(KEPT.read_bytes())  # noqa: S302 - part of the archive, as bytecode is

    def run(text: str, module: dict[str, Any], names: dict[str, Any]) -> None:
        exec(kept.get(text, text), module, names)  # noqa: S102 - the text is dataclasses' own

    vars(dataclasses)["exec"] = run
