"""Taking back what was done to an article: out of sight, or back to what it said before."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_datetime

from articles.models import Article, Author, Byline, Category, Revision

from . import events, pictures, revisions, writing


def put_away(article: Article, *, by: Any, at: datetime, why: str, **data: Any) -> Article:
    """Put an article into the trash, whatever its state; its address answers 410 if readers ever saw it.

    Raises writing.EditConflict.
    """
    with transaction.atomic():
        writing.update(article, at=at, status=Article.Status.TRASHED)
        _note("put_away", article, by=by, at=at, why=why, **data)
    return article


def put_back(
    article: Article, revision: Revision, *, by: Any, at: datetime, why: str, **data: Any
) -> Article:
    """Make the article say again what it said in the revision, as a new version. Raises writing.EditConflict."""
    content = revision.content
    fields = {name: content[name] for name in revisions.FIELDS}
    moments = {name: content[name] and parse_datetime(content[name]) for name in revisions.MOMENTS}
    section = Category.objects.filter(path=content["primary_category"]).first()
    with transaction.atomic():
        writing.update(article, at=at, **fields, **moments, primary_category=section)
        article.save()
        _relate(article, content)
        pictures.note_those_of_body(article, at=at)
        _note("put_back", article, by=by, at=at, why=why, to=revision.number, **data)
    return article


def _relate(article: Article, content: dict[str, Any]) -> None:
    article.categories.set(Category.objects.filter(path__in=content["categories"]))
    article.tags.set(content["tags"])
    article.bylines.all().delete()
    authors = {author.name: author for author in Author.objects.filter(name__in=dict(content["byline"]))}
    Byline.objects.bulk_create(
        Byline(article=article, author=authors[name], role=role, position=position)
        for position, (name, role) in enumerate(content["byline"])
        if name in authors
    )


def _note(verb: str, article: Article, *, by: Any, at: datetime, why: str, **data: Any) -> None:
    revisions.keep(article, by=by, at=at, why=why)
    events.record(verb, article, by=by, at=at, **data)
