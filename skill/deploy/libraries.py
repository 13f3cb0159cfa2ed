"""The installed libraries' own files, so that a build needs no network and no installer."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, PackagePath, distribution
from pathlib import Path

from skill.deploy.faults import refuse

_NATIVE = frozenset({".so", ".pyd", ".dylib", ".dll"})
_LEGAL = ("license", "notice", "copying", "authors")


@dataclass(frozen=True, slots=True)
class Pin:
    """A library and the one version of it that we ship."""

    name: str
    version: str


def read_pins(requirements: Path) -> tuple[Pin, ...]:
    """Read the `name==version` lines of a requirements file."""
    lines = requirements.read_text("utf-8").splitlines()
    wanted = (line.partition("#")[0].strip() for line in lines)
    pinned = [line.partition("==") for line in wanted if line]
    refuse(
        [
            f"{requirements}: {name!r} has no version; pin it as name==version"
            for name, _, version in pinned
            if not version
        ]
    )
    return tuple(Pin(name.strip(), version.strip()) for name, _, version in pinned)


def library_files(pins: tuple[Pin, ...]) -> dict[str, bytes]:
    """Give the files of the pinned libraries by their path below the import root."""
    refuse([fault for pin in pins for fault in _pin_faults(pin)])
    files = {
        path.as_posix(): path.read_binary()
        for pin in pins
        for path in _shipped(distribution(pin.name))
    }
    refuse(
        [
            f"{name}: native code runs on one machine only; ship pure Python libraries"
            for name in files
            if Path(name).suffix in _NATIVE
        ]
    )
    return files


def _pin_faults(pin: Pin) -> Iterator[str]:
    try:
        installed = distribution(pin.name).version
    except PackageNotFoundError:
        yield f"{pin.name}: not installed here; run make setup, then build again"
        return
    if installed != pin.version:
        yield (
            f"{pin.name}: {installed} is installed but lambda/requirements.txt pins "
            f"{pin.version}; set both to the version of the lock"
        )


def _shipped(library: Distribution) -> Iterator[PackagePath]:
    for path in library.files or ():
        outside = ".." in path.parts
        if not outside and path.suffix != ".pyc" and _wanted(path):
            yield path


def _wanted(path: PackagePath) -> bool:
    """Of the installer's records keep the metadata and the licence, which has to go along."""
    if not path.parts[0].endswith(".dist-info"):
        return True
    return path.name == "METADATA" or path.name.lower().startswith(_LEGAL)
