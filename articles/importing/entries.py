"""The records of an archive in turn, each with its own bytes, before anything is read."""

import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from articles.reading import readers
from articles.reading.record import Part, Refusal

from . import own_export
from .archive import NOT_WALKED, Archive, Unreadable, why
from .errors import CANNOT_WRITE, writing_to

NO_BYTES = Part(raw=b"")
CHANGED = "it changed while it was read: import it again"


@dataclass(frozen=True, slots=True)
class Entry:
    """One record met: its bytes, or why it has none. ``path`` lies below the root, its odd bytes escaped.

    ``marker``: what a file of our own export says of its article.
    """

    path: str
    index: int = 0
    format: str = ""
    part: Part = NO_BYTES
    refusal: Refusal | None = None
    digest: str = ""
    marker: own_export.Marker | None = None

    @property
    def external_id(self) -> str:
        """What the record is called within its origin: its own id, or the file's path."""
        return self.part.external_id or self.path


def entries(archive: Archive, *, format_name: str) -> Iterator[Entry]:
    """Yield what every file of the archive but its pictures holds, one record at a time."""
    for path, reason in archive.refused:
        yield Entry(path, refusal=Refusal("failed", reason))
    for file in archive.texts():
        yield from _of_file(archive, file, format_name)


def _of_file(archive: Archive, file: Path, format_name: str) -> Iterator[Entry]:
    path = archive.shown(file)
    if file.name in NOT_WALKED:
        yield Entry(path, refusal=Refusal("skipped", "what programs keep beside the stories, not walked"))
        return
    try:
        opened = archive.open(file)
    except Unreadable as error:
        yield Entry(path, refusal=Refusal("failed", str(error)))
        return
    # Some readers keep a copy of what they read.
    with opened, writing_to(Path(tempfile.gettempdir())):
        yield from _of_opened(opened, path, format_name)


def _of_opened(file: BinaryIO, path: str, format_name: str) -> Iterator[Entry]:
    """Yield the records of a file, and a failed one where it cannot be read on or is not what it was."""
    state, index = _state(file), -1
    try:
        head = file.read(readers.HEAD_BYTES)
        name = readers.detect(head, path) if format_name == "auto" else format_name
        file.seek(0)
        # What the head holds whole is not read again.
        stream = file if len(head) == readers.HEAD_BYTES else BytesIO(head)
        for index, part in enumerate(readers.parts(stream, path=path, format_name=name)):
            if _state(file) != state:
                yield Entry(path, index, name, refusal=Refusal("failed", CHANGED))
                return
            yield _entry(path, index, name, part)
    except OSError as error:
        if error.errno in CANNOT_WRITE:
            raise
        yield Entry(path, index + 1, refusal=Refusal("failed", why(error)))


def _state(file: BinaryIO) -> tuple[int, ...]:
    """Return what changes when somebody writes the file; nothing of what is in the memory."""
    if isinstance(file, BytesIO):
        return ()
    status = os.fstat(file.fileno())
    return status.st_size, status.st_mtime_ns


def _entry(path: str, index: int, format_name: str, part: Part | Refusal) -> Entry:
    if isinstance(part, Refusal):
        return Entry(path, index, format_name, refusal=part)
    digest = sha256(part.raw)
    if part.context:
        digest.update(json.dumps(part.context, sort_keys=True, ensure_ascii=False).encode())
    marker = own_export.marker_in(part.raw)
    return Entry(path, index, format_name, part, digest=digest.hexdigest(), marker=marker)
