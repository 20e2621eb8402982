"""What each version of an article said."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from articles.models import Article, Revision

FIELDS = (
    "headline",
    "standfirst",
    "slug",
    "language",
    "body",
    "status",
    "lead_image_id",
    "lead_image_source_id",
    "lead_image_alt",
    "lead_image_caption",
    "comments_open",
    "source_url",
)
MOST_CHARACTERS_OF_WHY = Revision._meta.get_field("why").max_length or 0
MOMENTS = ("published_at", "embargo_until", "retire_at", "modified_at")


def keep(article: Article, *, by: Any, at: datetime, why: str) -> Revision:
    """Keep what the article says now, its relations read from the database."""
    revision = of(
        article,
        by=by,
        at=at,
        why=why,
        categories=list(article.categories.order_by("path").values_list("path", flat=True)),
        tags=list(article.tags.order_by("name").values_list("name", flat=True)),
        byline=list(article.bylines.values_list("author__name", "role")),
    )
    revision.save()
    return revision


def keep_many(revisions: Iterable[Revision]) -> None:
    Revision.objects.bulk_create(revisions)


def of(
    article: Article,
    *,
    by: Any,
    at: datetime,
    why: str,
    categories: list[str],
    tags: list[str],
    byline: list[tuple[str, str]],
) -> Revision:
    """Return the revision unsaved, for a batch that knows the relations already."""
    content: dict[str, Any] = {name: getattr(article, name) for name in FIELDS}
    content.update({name: _iso(getattr(article, name)) for name in MOMENTS})
    content["primary_category"] = article.primary_category.path if article.primary_category else ""
    content |= {"categories": categories, "tags": tags, "byline": [list(entry) for entry in byline]}
    return Revision(article=article, number=article.version, content=content, by=by, at=at, why=why)


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
