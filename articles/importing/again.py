"""Importing again what failed before: the bytes that were kept, read by today's readers."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from django.db.models import Q, QuerySet

from articles.models import ImportedRecord, ImportRun, Source
from articles.reading import readers
from articles.reading.record import Part

from . import own_export
from .archive import Archive
from .entries import Entry
from .errors import ImportUsageError
from .identity import Outcome
from .pipeline import ImportOptions, import_opened
from .progress import Progress
from .report import Report

# A source that no article came of keeps what failed; one with an article keeps it beside what that came from.
HAS_BYTES = Q(source__article=None) & ~Q(source__digest="") | ~Q(source__pending_digest="")


@dataclass(frozen=True)
class KeptRecords(Archive):
    """The failed records of one origin of a run, in the place of its files; ``root``: where the pictures may lie."""

    keys: tuple[int, ...] = ()

    def count(self) -> int:
        return len(self.keys)

    def pictures(self) -> Iterator[str]:
        return iter(())


def failed(run: ImportRun) -> QuerySet[ImportedRecord]:
    """Return the run's failed records whose bytes are kept."""
    return run.records.filter(HAS_BYTES, outcome=Outcome.FAILED)


def import_again(
    repeated: ImportRun, *, run: ImportRun, clock: Callable[[], datetime], progress: Progress | None = None
) -> Report:
    """Import the failed records of ``repeated`` with its options, as ``run``. Raises ImportUsageError."""
    paths = repeated.options.get("paths", [])
    options = ImportOptions.of_chosen(repeated.options)
    with ExitStack() as stack:
        nowhere = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="newsroom-again-")))
        found = _archives(repeated, _root(paths) or nowhere.resolve())
        if not found:
            raise ImportUsageError("No bytes of a failed record are kept.")
        # The records are whose they are known to be, wherever the last archive of that name lay.
        options = replace(options, origin=options.origin or found[0].origin)
        return import_opened(
            found, paths, options=options, clock=clock, progress=progress, run=run, entries_of=_entries
        )


def _archives(repeated: ImportRun, root: Path) -> list[Archive]:
    keys: dict[str, list[int]] = {}
    for origin, key in failed(repeated).order_by("pk").values_list("origin", "pk"):
        keys.setdefault(origin, []).append(key)
    return [KeptRecords(origin, root, (), keys=tuple(those)) for origin, those in keys.items()]


def _root(paths: list[str]) -> Path | None:
    """Return the folder that the run read, if it is still there: pictures may lie in it."""
    (path,) = map(Path, paths) if len(paths) == 1 else (None,)
    return path.resolve() if path and path.is_absolute() and path.is_dir() else None


def _entries(archive: Archive, *, format_name: str) -> Iterator[Entry]:
    """Yield the records one by one, so that the bytes of one at a time are held; each has its own format."""
    for key in archive.keys if isinstance(archive, KeptRecords) else ():
        record = ImportedRecord.objects.select_related("source").filter(pk=key).first()
        if record and record.source:
            yield _entry(record, record.source)


def _entry(record: ImportedRecord, source: Source) -> Entry:
    waits = bool(source.pending_digest)
    raw = bytes((source.pending_raw if waits else source.raw) or b"")
    # A record that has no name of its own is called by its file's path.
    own_name = "" if source.external_id == record.path else source.external_id
    return Entry(
        record.path,
        record.index,
        source.format or readers.detect(raw[: readers.HEAD_BYTES], record.path),
        Part(raw=raw, external_id=own_name, context=source.pending_context if waits else source.context),
        digest=source.pending_digest if waits else source.digest,
        marker=own_export.marker_in(raw),
    )
