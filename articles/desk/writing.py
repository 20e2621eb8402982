"""How a verb writes: against the version that was read, and so that readers' pages turn over."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from articles.models import Article

# What is known of a date that was set at the desk: all of it.
DATED_HERE: dict[str, Any] = {
    "date_origin": Article.DateOrigin.DESK,
    "date_precision": Article.DatePrecision.SECOND,
    "zone_stated": True,
}


class EditConflict(Exception):
    """Someone else changed the article since it was read."""

    def __init__(self) -> None:
        super().__init__(_("Someone else changed this article meanwhile: look at it again."))


def update(article: Article, *, at: datetime, **changes: Any) -> None:
    """Write the changes as the next version and read the article anew.

    Raises EditConflict if somebody wrote since the article was read.
    """
    article.was_public = was_public_by(article, at)
    for name, value in changes.items():
        setattr(article, name, value)
    article.place(at)
    article.take_free_slug()
    columns = {name: getattr(article, name) for name in (*changes, "was_public", "published_on", "slug")}
    written = Article.objects.filter(pk=article.pk, version=article.version).update(
        **columns, version=article.version + 1, changed_at=at
    )
    if not written:
        raise EditConflict
    article.refresh_from_db()


def was_public_by(article: Article, at: datetime) -> bool:
    """Whether readers could have seen the article up to the moment ``at``, as it is stored now."""
    if article.was_public or article.status != Article.Status.READY:
        return article.was_public
    opened, closed = article.becomes_public_at, article.retire_at
    return opened is not None and opened <= at and (closed is None or opened < closed)


def turn_over(articles: QuerySet[Article], *, at: datetime) -> None:
    """Make the pages of those of ``articles`` that readers see count as changed at the moment ``at``."""
    articles.filter(status=Article.Status.READY).update(changed_at=at)
