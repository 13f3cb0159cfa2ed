"""Archives that are the same bytes for the same input, so that a deployment can be checked."""

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_FIRST_DATE_OF_ZIP = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_READABLE_FILE = 0o100644 << 16


def write_archive(folder: Path, out: Path) -> None:
    """Zip a folder: names sorted, one date, one mode, nothing of the machine that built it."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    with ZipFile(out, "w", ZIP_DEFLATED, compresslevel=9) as archive:
        for path in files:
            archive.writestr(_entry(path.relative_to(folder).as_posix()), path.read_bytes())


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, _FIRST_DATE_OF_ZIP)
    entry.create_system = _UNIX
    entry.external_attr = _READABLE_FILE
    entry.compress_type = ZIP_DEFLATED
    return entry
