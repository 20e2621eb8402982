"""The folder that an export goes to: written apart and put in its place once it is whole."""

import os
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from articles.importing import own_export
from articles.importing.archive import NOT_WALKED
from articles.importing.errors import ImportUsageError


class ExportUsageError(Exception):
    """The export cannot go there; says in a line why."""


class Folder:
    """``path`` as it will be; until ``finish`` nothing in it changes but a hidden folder of our own."""

    def __init__(self, path: Path) -> None:
        """Begin the export. Raises ExportUsageError for a folder that holds anything but an export."""
        self.path = path
        self.part = path / own_export.UNFINISHED
        self.before = _exported_before(path)
        shutil.rmtree(self.part, ignore_errors=True)
        self.part.mkdir(parents=True)

    def free_place(self, path: str) -> Path | None:
        """Return where a file of the export can be written, its folder made; None where something stands already."""
        place = self.part / as_file_name(path)
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            return None if os.path.lexists(place) else place
        except OSError:
            # A file where the path has a folder, or a name too long for this disk.
            return None

    def finish(self, site: str, origins: dict[str, str]) -> None:
        """Put the new folders in the place of the old ones; the manifest goes first and comes last."""
        self._refuse_foreign(origins)
        manifest = self.path / own_export.MANIFEST
        manifest.unlink(missing_ok=True)
        for name in self.before:
            shutil.rmtree(self.path / name, ignore_errors=True)
        for name in origins:
            os.replace(self.part / name, self.path / name)
        written = self.part / own_export.MANIFEST
        written.write_text(own_export.manifest(site, origins), encoding="utf-8")
        os.replace(written, manifest)
        shutil.rmtree(self.part)

    def _refuse_foreign(self, origins: Iterable[str]) -> None:
        for name in origins:
            if name not in self.before and os.path.lexists(self.path / name):
                raise ExportUsageError(f"{self.path / name} is in the way, and no export put it there.")


def _exported_before(path: Path) -> dict[str, str]:
    """Return the origins of an export that is there already, by their folders."""
    if path.exists() and not path.is_dir():
        raise ExportUsageError(f"{path} is no folder.")
    inside = {entry.name for entry in path.iterdir()} if path.is_dir() else set()
    if inside <= {own_export.UNFINISHED}:
        return {}
    try:
        origins = own_export.origins_in(path)
    except ImportUsageError as error:
        # The manifest goes for the moment of the exchange: who stopped it there has the new folders in part.
        if own_export.MANIFEST in inside:
            raise ExportUsageError(str(error)) from error
        raise ExportUsageError(
            f"{path}: an export into it was cut short while it replaced another: empty it first."
        ) from error
    if origins is None:
        raise ExportUsageError(f"{path} is not empty, and what it holds is no export: choose another folder.")
    return origins


ODD_BYTE = re.compile(rb"\\x([89a-f][0-9a-f])")


def as_file_name(path: str) -> str:
    """Return a path with the bytes that the import wrote as ``\\xNN``, since they are in no encoding, as they were."""
    raw = ODD_BYTE.sub(lambda found: bytes.fromhex(found[1].decode()), path.encode())
    return os.fsdecode(raw)


def is_below(path: str) -> bool:
    """Whether a path leads to a file below where it starts, and the import would walk there."""
    parts = path.split("/")
    return not {"", ".", ".."} & set(parts) and not NOT_WALKED & set(parts[:-1]) and "\0" not in path


UNSAFE = re.compile(r"[^\w. -]+")
MOST_BYTES = 200


def free_name(origin: str, taken: Iterable[str]) -> str:
    """Return a folder's name for the origin, unlike those taken whatever their case."""
    folded = {name.casefold() for name in taken}
    base = name = _name_of(origin)
    number = 1
    while name.casefold() in folded:
        number += 1
        name = f"{base}-{number}"
    return name


def _name_of(origin: str) -> str:
    name = UNSAFE.sub("-", origin).strip(" .").encode()[:MOST_BYTES].decode(errors="ignore")
    return "archive" if not name or name in {*NOT_WALKED, own_export.MANIFEST} else name
