"""Taking back what was done to an article: out of sight, or back to what it said before."""

from datetime import datetime
from typing import Any

from django.db import transaction

from articles.models import Article, Revision

from . import contents, events, revisions, writing


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
    with transaction.atomic():
        contents.put(article, revision.content, at=at)
        _note("put_back", article, by=by, at=at, why=why, to=revision.number, **data)
    return article


def _note(verb: str, article: Article, *, by: Any, at: datetime, why: str, **data: Any) -> None:
    revisions.keep(article, by=by, at=at, why=why)
    events.record(verb, article, by=by, at=at, **data)
