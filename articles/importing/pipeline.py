"""The way of an archive into the newsroom: files in batches, each batch read, identified and written as one."""

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any, Literal, Protocol
from zoneinfo import ZoneInfo

from django.db import DataError, IntegrityError, transaction

from articles.images import markup
from articles.models import ImportedRecord, ImportRun, Origin
from articles.reading.record import ReadingOptions, Record, Refusal

from . import endings, postgresql
from .addresses import Addresses
from .archive import STANDARD_INPUT, Archive, opened
from .entries import Entry, entries
from .errors import ImportUsageError
from .identity import Decision, Identifier, Outcome
from .pictures import Pictures
from .progress import Progress
from .reading_pool import Reading, ReadingPool
from .report import Report
from .taxonomy import Taxonomy
from .writing import Writer

FIRST_BATCH_ENTRIES = 10
# A batch that is written holds the database for a moment; one that only compares does not.
BATCH_ENTRIES = 100
UNREAD_BATCH_ENTRIES = 1_000
BATCH_BYTES = 8_000_000
BATCHES_AHEAD = 1
# What a database, or its driver, says of values that it cannot take.
REFUSED = (IntegrityError, DataError, UnicodeEncodeError, OverflowError)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """What the user of the importer may choose; docs/importing.md says what each means."""

    format: str = "auto"
    categories: Literal["path", "flat"] | None = None
    images: Literal["fetch", "link", "skip"] = "fetch"
    status: Literal["keep", "draft"] = "keep"
    zone: tzinfo = UTC
    origin: str = ""
    workers: int = 1
    dry_run: bool = False

    def for_reading(self) -> ReadingOptions:
        return ReadingOptions(zone=self.zone, categories=self.categories, status=self.status)

    def chosen(self) -> dict[str, str]:
        """Return what differs from the defaults, as a run keeps it."""
        usual = ImportOptions()
        names = [name for name in self.__dataclass_fields__ if getattr(self, name) != getattr(usual, name)]
        return {name: str(getattr(self, name)) for name in names}

    @classmethod
    def of_chosen(cls, chosen: dict[str, Any]) -> "ImportOptions":
        """Return the options that a run kept."""
        kept = {
            name: TYPES.get(name, str)(chosen[name]) for name in cls.__dataclass_fields__ if name in chosen
        }
        return cls(**kept)


TYPES: dict[str, Callable[[str], Any]] = {"zone": ZoneInfo, "workers": int}


class EntriesOf(Protocol):
    """What gives an archive's records in turn."""

    def __call__(self, archive: Archive, *, format_name: str) -> Iterator[Entry]: ...


def import_archives(
    paths: Iterable[str],
    *,
    options: ImportOptions,
    clock: Callable[[], datetime],
    progress: Progress | None = None,
    by: Any = None,
    run: ImportRun | None = None,
) -> Report:
    """Import every file at ``paths`` and return the report; each file ends in exactly one outcome.

    Each batch is one transaction, so a run cut short at any moment leaves whole articles only, and the next run
    goes on from there. A dry run does all of it and rolls each batch back. ``run``: the row that waits for this
    import, made before it could begin. Raises ImportUsageError.
    """
    given = [str(path) for path in paths]
    with opened(given, origin=options.origin) as found:
        run = run or ImportRun(by=by)
        return import_opened(found, given, options=options, clock=clock, progress=progress, run=run)


def resume(*, clock: Callable[[], datetime], progress: Progress | None = None, by: Any = None) -> Report:
    """Go on with the last run, which was cut short, with its paths and options. Raises ImportUsageError."""
    run = ImportRun.objects.order_by("-pk").first()
    if run is None or run.finished_at or "paths" not in run.options or "again" in run.options:
        raise ImportUsageError("There is no run to go on with.")
    options = ImportOptions.of_chosen(run.options)
    return import_archives(run.options["paths"], options=options, clock=clock, progress=progress, by=by)


def import_opened(
    found: list[Archive],
    paths: list[str],
    *,
    options: ImportOptions,
    clock: Callable[[], datetime],
    progress: Progress | None,
    run: ImportRun,
    entries_of: EntriesOf = entries,
) -> Report:
    """Import archives that are open already, as import_archives does; ``entries_of`` says what each holds."""
    postgresql.prepare()
    progress = progress or Progress()
    total = sum(archive.count() for archive in found)
    if not total:
        raise ImportUsageError("There is nothing to read.")
    progress.start(total)
    report = Report(started=clock(), dry_run=options.dry_run)
    began = time.monotonic()
    _begin(run, found, paths, options, report, total)
    for archive in found:
        _Import(archive, options, clock, progress, report, run, entries_of).all()
    report.seconds = time.monotonic() - began
    _finish(run, report, clock())
    return report


def _begin(
    run: ImportRun, found: list[Archive], paths: list[str], options: ImportOptions, report: Report, total: int
) -> None:
    # From wherever it is gone on with, the paths lead to the same files.
    whole = [path if path == str(STANDARD_INPUT) else str(Path(path).resolve()) for path in paths]
    run.origin = ", ".join(archive.origin for archive in found)[:200]
    run.options |= options.chosen() | {"paths": whole}
    run.started_at = run.alive_at = report.started
    run.expected = total
    if not options.dry_run:
        run.save()
        report.run = run.pk


def _finish(run: ImportRun, report: Report, at: datetime) -> None:
    if run.pk is None:
        return
    run.finished_at, run.totals, run.images = at, _counted(report), report.images.as_dict()
    run.save()


def _counted(report: Report) -> dict[str, Any]:
    return report.totals | {"warnings": dict(report.warnings)}


@dataclass
class _Import:
    """One archive on its way in."""

    archive: Archive
    options: ImportOptions
    clock: Callable[[], datetime]
    progress: Progress
    report: Report
    run: ImportRun
    entries_of: EntriesOf

    def __post_init__(self) -> None:
        self.identifier = Identifier(
            self.archive,
            remember=self.options.dry_run,
            is_elsewhere=not self.options.origin and _is_elsewhere(self.archive, self.run),
        )
        self.ending = endings.ending_of(self.archive.origin)
        self.taxonomy = Taxonomy()
        self.addresses = Addresses(remember=self.options.dry_run)
        self.pictures = Pictures(
            self.archive, self.report.images, mode=self.options.images, dry_run=self.options.dry_run
        )

    def all(self) -> None:
        with closing(ReadingPool(self.options.workers, self.options.for_reading())) as pool:
            # One batch is read by other processes while the one before it is written by this one.
            under_way: deque[tuple[list[Decision], Reading]] = deque()
            batches = Batches(self.entries_of(self.archive, format_name=self.options.format))
            for batch in batches:
                decisions = self.identifier.before_reading(batch)
                batches.most = BATCH_ENTRIES if _unread(decisions) else UNREAD_BATCH_ENTRIES
                under_way.append((decisions, pool.start(_unread(decisions))))
                if len(under_way) > BATCHES_AHEAD:
                    self._finish(*under_way.popleft())
            for decisions, reading in under_way:
                self._finish(decisions, reading)
        if self.options.images == "skip":
            return
        for paths in _chunks(self.archive.pictures(), BATCH_ENTRIES):
            self._pictures_nobody_shows(paths)

    def _finish(self, decisions: list[Decision], reading: Reading) -> None:
        results = reading.results()
        endings.take_off(self.ending, results)
        read = [decision for decision in decisions if not decision.outcome]
        self.identifier.after_reading(read, results)
        try:
            self._write(decisions)
        except REFUSED:
            # One record spoilt the batch: find it, and let the others in.
            found = dict(zip(map(id, read), results, strict=True))
            decisions = [self._alone(decision.entry, found.get(id(decision))) for decision in decisions]
        self._tell(decisions)

    def _alone(self, entry: Entry, result: Record | Refusal | None) -> Decision:
        try:
            (decision,) = self.identifier.before_reading([entry])
            if result and not decision.outcome:
                self.identifier.after_reading([decision], [result])
            self._write([decision])
        except REFUSED as error:
            (decision,) = self.identifier.before_reading([entry])
            decision.settle(Outcome.FAILED, f"the database refused it: {error}"[:500])
            self._write([decision])
        return decision

    def _write(self, decisions: list[Decision]) -> None:
        run = self.run
        if self.options.dry_run:
            # Its own row, rolled back with the batch, so that the records have a run to belong to.
            run = ImportRun(origin=run.origin, options=run.options, started_at=run.started_at)
        shown = [d for d in decisions if d.is_written or d.outcome == Outcome.CONFLICT]
        self._keep_pictures([d.record for d in shown if d.record])
        try:
            with transaction.atomic():
                if run.pk is None:
                    run.save()
                origin = _origin(self.archive, decisions)
                writer = Writer(self.archive, origin, run, self.pictures, self.taxonomy, self.addresses)
                writer.write(decisions, at=self.clock())
                transaction.set_rollback(self.options.dry_run)
        except REFUSED:
            self.taxonomy.forget()
            raise
        if self.options.dry_run:
            self.taxonomy.forget()

    def _keep_pictures(self, records: list[Record]) -> None:
        """Store the pictures before the transaction begins: making renditions takes longer than a lock may."""
        if self.options.images == "skip":
            for record in records:
                record.lead_picture, record.pictures = None, []
                record.body = markup.without_pictures(record.body)
        self.pictures.store(records)

    def _tell(self, decisions: list[Decision]) -> None:
        for decision in decisions:
            self.report.add(self._told(decision), decision.article)
        self.progress.advance(len(decisions), self.report.in_words())
        if self.run.pk:
            ImportRun.objects.filter(pk=self.run.pk).update(
                totals=_counted(self.report), images=self.report.images.as_dict(), alive_at=self.clock()
            )

    def _told(self, decision: Decision) -> dict[str, Any]:
        known = decision.article is not None and not (
            self.options.dry_run and decision.outcome == Outcome.CREATED
        )
        return {
            "path": decision.entry.path,
            "index": decision.entry.index,
            "outcome": str(decision.outcome),
            "article": decision.article.pk if known and decision.article else None,
            "reason": decision.reason,
            "warnings": decision.warnings,
        }

    def _pictures_nobody_shows(self, paths: list[str]) -> None:
        """Account for the pictures: assets of articles are no records, the others are skipped ones."""
        with transaction.atomic():
            self.pictures.keep_late(paths, at=self.clock())
            transaction.set_rollback(self.options.dry_run)
        assets = self.pictures.are_assets(paths)
        left = [Decision(Entry(path)) for path in paths if path not in assets]
        for decision in left:
            decision.settle(Outcome.SKIPPED, "a picture that no article refers to")
        if not self.options.dry_run:
            ImportedRecord.objects.bulk_create(
                ImportedRecord(
                    run=self.run,
                    origin=self.archive.origin,
                    path=d.entry.path,
                    outcome=d.outcome,
                    reason=d.reason,
                )
                for d in left
            )
        self._tell(left)
        self.progress.advance(len(paths) - len(left), self.report.in_words())


# What systems write of their own stories; anything else may be anyone's.
OWN_FORMATS = ("wxr", "ghost")


def _origin(archive: Archive, decisions: list[Decision]) -> Origin:
    """Return the archive's origin, which its first batch makes."""
    is_ours = any(decision.entry.format in OWN_FORMATS for decision in decisions)
    usual = {"name": archive.origin, "is_ours": is_ours}
    return Origin.objects.get_or_create(key=archive.origin, defaults=usual)[0]


def _is_elsewhere(archive: Archive, run: ImportRun) -> bool:
    """Whether the last archive of this name lay in another folder; one named by hand is whose it is said to be."""
    before = ImportRun.objects.filter(origin=archive.origin).exclude(pk=run.pk).order_by("-pk").first()
    if before is None or "paths" not in before.options:
        return False
    return not _places(before.options["paths"]) & _places(run.options["paths"])


def _places(paths: list[str]) -> set[str]:
    return {place for path in paths for place in (path, str(Path(path).parent))}


def _unread(decisions: list[Decision]) -> list[Entry]:
    return [decision.entry for decision in decisions if not decision.outcome]


class Batches:
    """Groups entries so that no batch holds more than ``most`` or much more than ``BATCH_BYTES``.

    The first are smaller, so that a person sees soon that it goes on.
    """

    def __init__(self, found: Iterator[Entry]) -> None:
        self.found = found
        self.most = BATCH_ENTRIES

    def __iter__(self) -> Iterator[list[Entry]]:
        batch: list[Entry] = []
        size, limit = 0, FIRST_BATCH_ENTRIES
        for entry in self.found:
            batch.append(entry)
            size += len(entry.part.raw)
            if len(batch) >= limit or size >= BATCH_BYTES:
                yield batch
                batch, size, limit = [], 0, min(2 * limit, self.most)
        if batch:
            yield batch


def _chunks(paths: Iterator[str], length: int) -> Iterator[list[str]]:
    chunk: list[str] = []
    for path in paths:
        chunk.append(path)
        if len(chunk) == length:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
