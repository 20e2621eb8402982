"""Taking a run back: what it created goes to the trash, what it updated says again what it said before."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from articles.desk import undoing, writing
from articles.models import Article, ImportedRecord, ImportRun, Source

from .errors import ImportUsageError
from .identity import Outcome
from .report import Report

STANDS = "changed since the run: it stands"


def undo(run_id: int, *, clock: Callable[[], datetime], by: Any = None) -> Report:
    """Take back what run ``run_id`` created or updated and return the report of it, in the shape of an import's.

    What was changed since stands and is named as a conflict. Raises ImportUsageError where there is no such run.
    """
    run = ImportRun.objects.filter(pk=run_id).first()
    if run is None:
        raise ImportUsageError(f"There is no run {run_id}.")
    began = time.monotonic()
    report = Report(started=clock(), dry_run=False)
    report.run = run.pk
    for record in run.records.select_related("article", "source").iterator(chunk_size=200):
        outcome, reason = _take_back(record, clock(), by)
        report.add(_told(record, outcome, reason), record.article)
    ImportRun.objects.filter(pk=run.pk).update(undone_at=clock())
    report.seconds = time.monotonic() - began
    return report


def _take_back(record: ImportedRecord, at: datetime, by: Any) -> tuple[str, str]:
    article = record.article
    if article is None or record.outcome not in (Outcome.CREATED, Outcome.UPDATED):
        return Outcome.UNCHANGED, ""
    if article.status == Article.Status.TRASHED:
        return Outcome.UNCHANGED, "in the trash already"
    if article.version != record.article_version:
        return Outcome.CONFLICT, STANDS
    try:
        return _undone(record, article, at, by)
    except writing.EditConflict:
        return Outcome.CONFLICT, STANDS


def _undone(record: ImportedRecord, article: Article, at: datetime, by: Any) -> tuple[str, str]:
    why = f"Import run {record.run_id} was taken back"
    if record.outcome == Outcome.CREATED:
        undoing.put_away(article, by=by, at=at, why=why, run=record.run_id)
        return Outcome.UPDATED, "put into the trash"
    before = article.revisions.filter(number__lt=article.version).order_by("-number").first()
    if before is None:
        return Outcome.CONFLICT, "no version from before the run is kept: it stands"
    undoing.put_back(article, before, by=by, at=at, why=why, run=record.run_id)
    # Nothing has these bytes, so that the next import sees its file as changed.
    if record.source:
        Source.objects.filter(pk=record.source.pk).update(digest="", article_version=article.version)
    return Outcome.UPDATED, f"back to version {before.number}"


def _told(record: ImportedRecord, outcome: str, reason: str) -> dict[str, Any]:
    return {
        "path": record.path,
        "index": record.index,
        "outcome": str(outcome),
        "article": record.article_id,
        "reason": reason,
        "warnings": [],
    }
