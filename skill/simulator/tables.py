"""Tables of sentences, each with what is meant by it: a file, or every one of a folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Json = dict[str, Any]


class TableError(Exception):
    """A table that cannot be played: its place, what is wrong and the remedy, in a line."""


def read_tables(
    path: Path, is_question: Callable[[object], bool]
) -> Iterator[tuple[Path, list[Json]]]:
    """The rows of a table, or of each table in a folder; `is_question` knows what can be asked."""
    for file in _files(path):
        yield file, _rows(file, is_question)


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    files = sorted(path.glob("*.yaml"))
    if not files:
        raise TableError(f"{path}: has no .yaml file; name a table, or a folder that has some")
    return files


def _rows(file: Path, is_question: Callable[[object], bool]) -> list[Json]:
    listed = _parsed(file)
    if not isinstance(listed, list):
        raise TableError(f"{file}: is not a list; begin each sentence with '- text: …'")
    for number, row in enumerate(listed, 1):
        wrong = _wrong(row, is_question)
        if wrong:
            raise TableError(f"{file}, entry {number}: {wrong}")
    return listed


def _parsed(file: Path) -> object:
    """YAML, or JSON, whatever the file's name."""
    try:
        import yaml  # a table is a developer's file; people who only talk need no YAML
    except ImportError:
        raise TableError(
            f"{file}: PyYAML is not installed; install lip-twitch-guide[dev] to read tables"
        ) from None
    try:
        return yaml.safe_load(file.read_text("utf-8"))
    except OSError as error:
        raise TableError(f"{file}: cannot be read ({error.strerror}); check its name") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise TableError(
            f"{file}, line {line}: is not YAML ({error.problem}); mend its syntax"
        ) from None
    except (UnicodeDecodeError, yaml.reader.ReaderError):
        raise TableError(f"{file}: is not text in UTF-8; save it as that") from None
    except ValueError as error:
        raise TableError(f"{file}: is not YAML ({error}); mend its syntax") from None


def _wrong(row: object, is_question: Callable[[object], bool]) -> str | None:
    """What is wrong with an entry; usually an unquoted yes or no, which YAML takes for a truth."""
    if not isinstance(row, dict):
        return "is not a mapping; give text and act"
    for field in ("text", "act"):
        if not isinstance(row.get(field), str):
            return f"{field} is {row.get(field)!r}, which is no text; write it in quotes"
    findings = row.get("findings", {})
    if not isinstance(findings, dict) or not all(isinstance(it, str) for it in findings.values()):
        return 'findings are not {finding: answer}; write them as {face_droop: "no"}'
    if not is_question(row.get("after")):
        return (
            f"after is {row['after']!r}, which is no finding; use an id of findings.toml, or result"
        )
    return None
