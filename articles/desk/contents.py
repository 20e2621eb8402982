"""What an article says, as plain data: what a version keeps, what an article can be made to say again.

A content is JSON: each of FIELDS, each of MOMENTS in ISO 8601 or None, ``primary_category`` and ``categories`` as
paths, ``tags`` as names, ``byline`` as ``[name, role]``, ``corrections`` as ``[kind, text, moment]``. Versions from
before a field was kept lack it. What an article never said is marked by a key more: ``beside``, the number
of the draft beside it that it is, or that was typed into; ``aside``, what was typed and decided against.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import Prefetch

from articles.models import Article, Author, Byline, Category, Correction, ImageSource
from articles.models.kept_pictures import numbers_now

from . import writing
from .pictures import showing

Content = dict[str, Any]
FIELDS = (
    "headline",
    "standfirst",
    "short_headline",
    "social_title",
    "social_description",
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
    "extra",
    "date_origin",
    "date_precision",
    "zone_stated",
)
MOMENTS = ("published_at", "embargo_until", "retire_at", "modified_at")
# What hangs on an article, for ``prefetch_related``.
PARTS = (
    *("categories", "tags"),
    Prefetch("bylines", Byline.objects.select_related("author")),
    Prefetch("corrections", Correction.objects.select_related("by")),
)


def of(article: Article) -> Content:
    """Return what the article says now, its relations read from the database."""
    return of_relations(
        article,
        categories=list(article.categories.order_by("path").values_list("path", flat=True)),
        tags=list(article.tags.order_by("name").values_list("name", flat=True)),
        byline=list(article.bylines.values_list("author__name", "role")),
        corrections=list(article.corrections.order_by("at", "pk").values_list("kind", "text", "at")),
    )


def of_fetched(article: Article) -> Content:
    """Return the same of an article whose PARTS were fetched, without asking for them again."""
    return of_relations(
        article,
        categories=sorted(category.path for category in article.categories.all()),
        tags=sorted(tag.name for tag in article.tags.all()),
        byline=[(entry.author.name, entry.role) for entry in article.bylines.all()],
        corrections=[(each.kind, each.text, each.at) for each in reversed(article.corrections.all())],
    )


def of_relations(
    article: Article,
    *,
    categories: list[str],
    tags: list[str],
    byline: list[tuple[str, str]],
    corrections: list[tuple[str, str, datetime]],
) -> Content:
    """Return what the article says with the relations given, each in its order, for what is not stored yet."""
    content: Content = {name: getattr(article, name) for name in FIELDS}
    content.update({name: _iso(getattr(article, name)) for name in MOMENTS})
    content["primary_category"] = article.primary_category.path if article.primary_category else ""
    content |= {"categories": categories, "tags": tags, "byline": [list(entry) for entry in byline]}
    content["corrections"] = [[kind, text, _iso(at)] for kind, text, at in corrections]
    return content


def put(article: Article, content: Content, *, at: datetime) -> None:
    """Make the article say the content, as its next version; within the caller's transaction.

    What the content lacks stays as it is. Raises writing.EditConflict.
    """
    columns = columns_of(article, content)
    has_new_body = columns.get("body", article.body) != article.body
    writing.update(article, at=at, **columns)
    article.save()
    relate(article, content)
    if has_new_body:
        showing.note_those_of_body(article, at=at)


def columns_of(article: Article, content: Content) -> dict[str, Any]:
    """Return what the content says of the article's own columns, by field; nothing is written."""
    columns = {name: content[name] for name in FIELDS if name in content}
    if number := columns.get("lead_image_id"):
        columns["lead_image_id"] = numbers_now([number]).get(number)
    if number := columns.get("lead_image_source_id"):
        columns["lead_image_source_id"] = _if_stored(number)
    if columns.get("body", article.body) != article.body:
        # What the article came from is no longer what it says.
        columns |= {"body_source": columns["body"], "source_format": "html"}
    columns |= {name: _moment(content[name]) for name in MOMENTS if name in content}
    if "primary_category" in content:
        columns["primary_category"] = Category.objects.filter(path=content["primary_category"]).first()
    return columns


def relate(article: Article, content: Content) -> None:
    """Hang on the article what the content says is hung on it."""
    for name, put_one in RELATIONS.items():
        if name in content:
            put_one(article, content[name])


def _if_stored(number: int) -> int | None:
    """The source's number, unless it went with a picture that no article showed."""
    return ImageSource.objects.filter(pk=number).values_list("pk", flat=True).first()


def _put_categories(article: Article, paths: list[str]) -> None:
    article.categories.set(Category.objects.filter(path__in=paths))


def _put_tags(article: Article, names: list[str]) -> None:
    article.tags.set(names)


def _put_byline(article: Article, byline: list[list[str]]) -> None:
    article.bylines.all().delete()
    authors = {author.name: author for author in Author.objects.filter(name__in=dict(byline))}
    Byline.objects.bulk_create(
        Byline(article=article, author=authors[name], role=role, position=position)
        for position, (name, role) in enumerate(byline)
        if name in authors
    )


def _put_corrections(article: Article, corrections: list[list[str]]) -> None:
    """Leave those that stand as they are, with who made them."""
    wanted = [(kind, text, datetime.fromisoformat(at)) for kind, text, at in corrections]
    for known in article.corrections.all():
        if (said := (known.kind, known.text, known.at)) in wanted:
            wanted.remove(said)
        else:
            known.delete()
    Correction.objects.bulk_create(
        Correction(article=article, kind=kind, text=text, at=moment) for kind, text, moment in wanted
    )


RELATIONS: dict[str, Callable[[Article, Any], None]] = {
    "categories": _put_categories,
    "tags": _put_tags,
    "byline": _put_byline,
    "corrections": _put_corrections,
}


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
