"""Taking a run back: what it created goes to the trash, what it updated says again what it said before.

What becomes of a record is decided from how its article stands now, so that it can be told before it is done, and a
run taken back half way is taken back whole by doing it again.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max

from articles.desk import undoing, writing
from articles.models import Article, Event, ImportedRecord, ImportRun, Revision, Source

from .errors import ImportUsageError
from .identity import Outcome
from .progress import Progress
from .report import Report

CHUNK_RECORDS = 500
# Articles are read whole to be written, and a body may be megabytes.
CHUNK_ARTICLES = 50
TOUCHED = (Outcome.CREATED, Outcome.UPDATED)


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of a record's article, and its outcome and reason in the report.

    ``to``: the number of the version that the article says again.
    """

    name: str
    outcome: str = Outcome.UNCHANGED
    reason: str = ""
    to: int = 0


AWAY = Fate("away", Outcome.UPDATED, "put into the trash")
STANDS = Fate("stands", Outcome.CONFLICT, "changed since the run: it stands")
NO_VERSION = Fate("stands", Outcome.CONFLICT, "no version from before the run is kept: it stands")
IN_TRASH = Fate("in-trash", reason="in the trash already")
WAS_PUT_BACK = Fate("was-put-back", reason="back already at what it said before")
UNTOUCHED = Fate("untouched")


def undo(
    run_id: int,
    *,
    clock: Callable[[], datetime],
    by: Any = None,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Take back what run ``run_id`` created or updated and return the report of it, in the shape of an import's.

    What was changed since stands and is named as a conflict. A dry run tells the same and does nothing. Raises
    ImportUsageError where there is no such run.
    """
    run = ImportRun.objects.filter(pk=run_id).first()
    if run is None:
        raise ImportUsageError(f"There is no run {run_id}.")
    progress = progress or Progress()
    progress.start(run.records.count())
    began = time.monotonic()
    report = Report(started=clock(), dry_run=dry_run)
    report.run = run.pk
    for chunk in _chunks(run, CHUNK_RECORDS if dry_run else CHUNK_ARTICLES):
        fates = fates_of(chunk)
        done = fates if dry_run else _done(chunk, fates, clock(), by)
        for record, fate in zip(chunk, done, strict=True):
            report.add(_told(record, fate), record.article)
        progress.advance(len(chunk), report.in_words())
    if not dry_run:
        ImportRun.objects.filter(pk=run.pk).update(undone_at=clock())
    report.seconds = time.monotonic() - began
    return report


def caveat(run_id: int) -> str:
    """Return what to know before taking the run back: that it was before, or that it never ended; else ``""``."""
    run = ImportRun.objects.filter(pk=run_id).first()
    if run and run.undone_at:
        return (
            f"Run {run_id} was taken back before, on {run.undone_at:%Y-%m-%d}: what is left of it goes now."
        )
    if run and not run.finished_at:
        return f"Run {run_id} never ended: what it brought in goes, and what it still brings in stays."
    return ""


def forecast(run: ImportRun) -> Iterator[tuple[ImportedRecord, Fate]]:
    """Yield each record that the run created or updated an article from, and what taking it back would do now.

    The articles come without their texts; a fixed number of queries for each ``CHUNK_RECORDS``.
    """
    for chunk in _chunks(run, CHUNK_RECORDS, outcome__in=TOUCHED):
        yield from zip(chunk, fates_of(chunk), strict=True)


def fates_of(records: list[ImportedRecord]) -> list[Fate]:
    """Return the fate of each record, whose ``article`` is at hand."""
    articles = [record.article_id for record in records if record.outcome == Outcome.UPDATED]
    earlier = _earlier_versions(articles)
    put_back = _put_back(articles, records[0].run_id) if articles else set()
    return [_fate(record, earlier, put_back) for record in records]


def _fate(record: ImportedRecord, earlier: dict[int, int], put_back: set[int]) -> Fate:
    article = record.article
    if article is None or record.outcome not in TOUCHED:
        return UNTOUCHED
    if article.status == Article.Status.TRASHED:
        return IN_TRASH
    since = article.version - (record.article_version or 0)
    if since == 1 and article.pk in put_back:
        return WAS_PUT_BACK
    if since:
        return STANDS
    if record.outcome == Outcome.CREATED:
        return AWAY
    if before := earlier.get(article.pk):
        return Fate("back", Outcome.UPDATED, f"back to version {before}", before)
    return NO_VERSION


def _earlier_versions(articles: list[int | None]) -> dict[int, int]:
    """Return the number of the version before the present one of each article that has any."""
    if not articles:
        return {}
    earlier = Revision.objects.filter(article__in=articles, number__lt=F("article__version")).order_by()
    return dict(earlier.values_list("article").annotate(Max("number")))


def _put_back(articles: list[int | None], run_id: int) -> set[int]:
    """Return those of the articles that taking this run back made say again what they said before."""
    told = Event.objects.filter(article__in=articles, verb="put_back").order_by()
    return {article for article, data in told.values_list("article", "data") if data.get("run") == run_id}


def _chunks(run: ImportRun, length: int, **chosen: Any) -> Iterator[list[ImportedRecord]]:
    """Yield the run's records in their order, by their keys: what is written meanwhile moves none."""
    last = 0
    records = run.records.filter(**chosen).select_related("article").only(*READ).order_by("pk")
    while chunk := list(records.filter(pk__gt=last)[:length]):
        yield chunk
        last = chunk[-1].pk


# fmt: off
READ = (
    "run", "path", "index", "outcome", "article_version", "source", "article",
    *(f"article__{name}" for name in (
        "headline", "language", "slug", "published_on", "status", "version",
        "published_at", "embargo_until", "retire_at",
    )),
)
# fmt: on


def _done(records: list[ImportedRecord], fates: list[Fate], at: datetime, by: Any) -> list[Fate]:
    """Do what was decided of the records; return what came of each."""
    acted = {r.article_id for r, fate in zip(records, fates, strict=True) if fate.outcome == Outcome.UPDATED}
    articles = Article.objects.select_related("primary_category").in_bulk(acted)
    return [
        _do(record, fate, articles.get(record.article_id or 0), at, by)
        if fate.outcome == Outcome.UPDATED
        else fate
        for record, fate in zip(records, fates, strict=True)
    ]


def _do(record: ImportedRecord, fate: Fate, article: Article | None, at: datetime, by: Any) -> Fate:
    if article is None or article.version != record.article_version:
        return STANDS
    why = f"Import run {record.run_id} was taken back"
    try:
        with transaction.atomic():
            if fate is AWAY:
                undoing.put_away(article, by=by, at=at, why=why, run=record.run_id)
            else:
                before = article.revisions.get(number=fate.to)
                undoing.put_back(article, before, by=by, at=at, why=why, run=record.run_id)
                # Nothing has these bytes, so that the next import sees its file as changed.
                of_record = Source.objects.filter(records=record)
                of_record.update(digest="", article_version=article.version)
    except writing.EditConflict:
        return STANDS
    return fate


def _told(record: ImportedRecord, fate: Fate) -> dict[str, Any]:
    return {
        "path": record.path,
        "index": record.index,
        "outcome": str(fate.outcome),
        "article": record.article_id,
        "reason": fate.reason,
        "warnings": [],
    }
