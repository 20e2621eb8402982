"""The custody report: for an operator what is kept, by host and by origin, and each picture that is missing."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from articles.models import Article, ArticleImage, ImageSource

from . import custody
from .custody import Tally
from .report import write_json

ARTICLES_AT_ONCE = 200
NAMED = ("headline", "language", "slug", "published_on")


def write(path: Path, *, at: datetime) -> None:
    """Write the report as JSON to ``path``, whole or not at all. Raises ImportStoppedError.

    ``{"at", "totals", "hosts", "origins", "articles", "unshown"}``: docs/images.md has the shape.
    """
    hosts = custody.per_host(ImageSource.objects.all())
    head = {
        "at": f"{at:%Y-%m-%dT%H:%M:%SZ}",
        "totals": _counted(custody.total(hosts)),
        "hosts": [{"host": tally.name, **_counted(tally)} for tally in hosts],
        "origins": [{"origin": tally.name, **_counted(tally)} for tally in custody.per_origin()],
    }
    write_json(path, head, {"articles": _articles(), "unshown": map(_told, shown_by_nobody().iterator())})


def incomplete() -> Iterator[tuple[Article, list[ImageSource]]]:
    """Yield each article of which a picture is missing, with all its sources; three queries for 200 articles."""
    last = 0
    articles = custody.with_missing(Article.objects.order_by("pk")).only(*NAMED)
    while chunk := list(articles.filter(pk__gt=last)[:ARTICLES_AT_ONCE]):
        sources = custody.sources_of(chunk)
        yield from ((article, sources.get(article.pk, [])) for article in chunk)
        last = chunk[-1].pk


def missing() -> Iterator[tuple[Article | None, ImageSource]]:
    """Yield each missing picture with each article that shows it, in the articles' order; None for no article."""
    for article, sources in incomplete():
        yield from ((article, source) for source in sources if custody.is_missing(source))
    yield from ((None, source) for source in shown_by_nobody().iterator())


def shown_by_nobody() -> custody.Sources:
    """The missing pictures that no article shows any more."""
    missing = ImageSource.objects.filter(custody.PENDING | custody.LOST)
    in_bodies = ArticleImage.objects.filter(source__isnull=False).values("source")
    return missing.filter(led_articles=None).exclude(pk__in=in_bodies).order_by("host", "url")


def state_of(source: ImageSource) -> str:
    """Return why the picture did not come, in words; ``never asked for`` where nobody tried."""
    return source.last_state or source.error or "never asked for"


def _articles() -> Iterator[dict[str, Any]]:
    for article, sources in incomplete():
        yield {
            "article": article.pk,
            "headline": article.headline,
            "url": article.get_absolute_url(),
            **_counted(custody.tally_of(article, sources)),
            "missing": [_told(source) for source in sources if custody.is_missing(source)],
        }


def _told(source: ImageSource) -> dict[str, Any]:
    return {
        "address": source.url,
        "standing": custody.standing(source),
        "state": state_of(source),
        "error": source.error,
        "attempts": source.attempts,
        "asked_at": source.asked_at and f"{source.asked_at:%Y-%m-%dT%H:%M:%SZ}",
        "next_try_at": source.next_try_at and f"{source.next_try_at:%Y-%m-%dT%H:%M:%SZ}",
    }


def _counted(tally: Tally) -> dict[str, int]:
    counted = asdict(tally)
    del counted["name"]
    return counted
