"""The versions of an article, kept as it changes."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from articles.models import Article, Revision

from . import contents
from .contents import Content

# Versions of the draft beside an article: the content says of which number of the draft it is.
BESIDE = {"content__has_key": "beside"}
MOST_CHARACTERS_OF_WHY = Revision._meta.get_field("why").max_length or 0


def keep(article: Article, *, by: Any, at: datetime, why: str) -> Revision:
    """Keep what the article says now."""
    revision = of(article, contents.of(article), by=by, at=at, why=why)
    revision.save()
    return revision


def said_at(article: Article, version: int) -> Content | None:
    """Return what the article said in the version, as far as it is known: else in the last kept one before it.

    What only lay beside it then, it did not say.
    """
    if version == article.version:
        return contents.of(article)
    kept = Revision.objects.filter(article=article, number__lte=version).exclude(**BESIDE)
    return kept.order_by("-number").values_list("content", flat=True).first()


def keep_many(revisions: Iterable[Revision]) -> None:
    Revision.objects.bulk_create(revisions)


def of(article: Article, content: Content, *, by: Any, at: datetime, why: str) -> Revision:
    """Return the revision unsaved, for a batch."""
    return Revision(article=article, number=article.version, content=content, by=by, at=at, why=why)
