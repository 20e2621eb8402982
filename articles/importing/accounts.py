"""What came of a run's pictures after it, entered where the run is told: in its sums and beside its records."""

from collections import Counter
from typing import Any

from django.db.models import Max, Q

from articles.models import Article, ArticleImage, ImageSource, ImportedRecord, ImportRun

FAILED = "image-failed"


def detail(url: str, state: str) -> str:
    """Return what a warning says of a picture that cannot be had."""
    return f"{url}: {state}"


def came(source: ImageSource, *, as_what: str) -> None:
    """Enter that the picture came, ``as_what``: fetched or reused."""
    _enter(source, None, as_what)


def lost(source: ImageSource, state: str) -> None:
    """Enter that the picture cannot be had."""
    _enter(source, {"code": FAILED, "detail": detail(source.url, state)}, "")


def _enter(source: ImageSource, told: dict[str, str] | None, as_what: str) -> None:
    """Enter it once in each run that met an article of the source last, within the caller's transaction."""
    records = list(_last_records(source))
    runs = ImportRun.objects.select_for_update().filter(pk__in={record.run_id for record in records})
    for run in runs.order_by("pk"):
        of_run = [record for record in records if record.run_id == run.pk]
        was_lost = False
        for record in of_run:
            was_lost |= _tell(record, source, told, run.totals)
        if "found" in run.images:
            _count(run.images, was_lost=was_lost, as_what=as_what)
        run.save(update_fields=["totals", "images"])


def _last_records(source: ImageSource) -> Any:
    """The record by which each article that shows the source was met last."""
    in_bodies = ArticleImage.objects.filter(source=source).values("article")
    articles = Article.objects.filter(Q(pk__in=in_bodies) | Q(lead_image_source=source)).values("pk")
    met = ImportedRecord.objects.filter(article__in=articles).order_by()
    last = met.values("article").annotate(last=Max("pk")).values("last")
    return ImportedRecord.objects.filter(pk__in=list(last.values_list("last", flat=True)))


def _tell(
    record: ImportedRecord, source: ImageSource, told: dict[str, str] | None, totals: dict[str, Any]
) -> bool:
    """Tell it beside the record in place of what was told before; return whether it was told as lost before."""
    others = [each for each in record.warnings if not _is_of(each, source)]
    was_lost = len(others) < len(record.warnings)
    warnings = [*others, told] if told else others
    if warnings != record.warnings:
        counted = Counter(totals.get("warnings", {}))
        counted[FAILED] += len(warnings) - len(record.warnings)
        totals["warnings"] = {code: number for code, number in counted.items() if number}
        record.warnings = warnings
        record.save(update_fields=["warnings"])
    return was_lost


def _is_of(told: dict[str, str], source: ImageSource) -> bool:
    return told["code"] == FAILED and told["detail"].startswith(detail(source.url, ""))


def _count(images: dict[str, int], *, was_lost: bool, as_what: str) -> None:
    if as_what:
        images[as_what] = images.get(as_what, 0) + 1
    if not was_lost:
        images["pending"] = max(0, images.get("pending", 0) - 1)
