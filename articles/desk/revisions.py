"""The versions of an article, kept as it changes."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from articles.models import Article, Revision

from . import contents
from .contents import Content

MOST_CHARACTERS_OF_WHY = Revision._meta.get_field("why").max_length or 0


def keep(article: Article, *, by: Any, at: datetime, why: str) -> Revision:
    """Keep what the article says now."""
    revision = of(article, contents.of(article), by=by, at=at, why=why)
    revision.save()
    return revision


def keep_many(revisions: Iterable[Revision]) -> None:
    Revision.objects.bulk_create(revisions)


def of(article: Article, content: Content, *, by: Any, at: datetime, why: str) -> Revision:
    """Return the revision unsaved, for a batch."""
    return Revision(article=article, number=article.version, content=content, by=by, at=at, why=why)
