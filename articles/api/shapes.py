"""The shapes of the API, as docs/api.md and openapi.json promise them, and how they are filled."""

from datetime import UTC, datetime

from ninja import Schema

from articles.presenting import bodies, pictures


class CategoryShape(Schema):
    name: str
    path: str
    url: str


class AuthorShape(Schema):
    name: str
    slug: str
    url: str


class BylineShape(AuthorShape):
    role: str


class TagShape(Schema):
    name: str
    slug: str
    url: str


class LeadImageShape(Schema):
    url: str
    srcset: str
    width: int | None
    height: int | None
    alt: str
    caption: str
    credit: str
    source_url: str


class CorrectionShape(Schema):
    kind: str
    text: str
    at: datetime


class SourceShape(Schema):
    path: str
    sha256: str


class ArticleShape(Schema):
    id: int
    url: str
    headline: str
    standfirst: str
    body_html: str
    language: str
    direction: str
    published_at: datetime
    modified_at: datetime | None
    categories: list[CategoryShape]
    primary_category: CategoryShape | None
    authors: list[BylineShape]
    tags: list[TagShape]
    lead_image: LeadImageShape | None
    comments_open: bool
    word_count: int
    reading_minutes: int
    corrections: list[CorrectionShape]
    source: SourceShape | None


class ListShape(Schema):
    count: int
    next: str | None
    previous: str | None


class ArticleList(ListShape):
    results: list[ArticleShape]


class CategoryList(ListShape):
    results: list[CategoryShape]


class AuthorList(ListShape):
    results: list[AuthorShape]


class TagList(ListShape):
    results: list[TagShape]


def article(article, at):
    """Return an article of ``lists.in_full``, as readers see it at the moment ``at``, as an ArticleShape takes it."""
    primary, lead = article.primary_category, pictures.lead(article, at)
    return {
        "id": article.pk,
        "url": article.get_absolute_url(),
        "headline": article.headline,
        "standfirst": article.standfirst,
        "body_html": bodies.body_html(article, at),
        "language": article.language,
        "direction": article.direction,
        "published_at": moment(article.published_at),
        "modified_at": moment(article.modified_at),
        "categories": [category(found) for found in article.categories.all()],
        "primary_category": category(primary) if primary else None,
        "authors": [_byline(byline) for byline in article.bylines.all()],
        "tags": [named(tag) for tag in article.tags.all()],
        "lead_image": {name: getattr(lead, name) for name in LeadImageShape.model_fields} if lead else None,
        "comments_open": article.comments_open,
        "word_count": article.word_count,
        "reading_minutes": article.reading_minutes,
        "corrections": [_correction(correction) for correction in article.corrections.all()],
        "source": _source(article),
    }


def category(category):
    return {"name": category.name, "path": category.path, "url": category.get_absolute_url()}


def named(thing):
    """Return an author or a tag as the API shows it."""
    return {"name": thing.name, "slug": thing.slug, "url": thing.get_absolute_url()}


def moment(at):
    """Return the moment in UTC and whole seconds, which JSON shows with a Z."""
    return at and at.astimezone(UTC).replace(microsecond=0)


def _byline(byline):
    return named(byline.author) | {"role": byline.role}


def _correction(correction):
    return {"kind": correction.kind, "text": correction.text, "at": moment(correction.at)}


def _source(article):
    # The other side of a one-to-one raises where there is none.
    source = getattr(article, "source", None)
    return source and {"path": source.external_id, "sha256": source.digest}
