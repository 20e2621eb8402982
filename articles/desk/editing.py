"""Saving what an editor typed."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import Article
from articles.text import sanitizer

from . import events, permissions, revisions
from .workflow import EditConflict


def save(
    article: Article,
    *,
    by: Any,
    at: datetime,
    seen: int | None = None,
    relate: Callable[[], None] | None = None,
) -> Article:
    """Save the article as the form filled it: body cleaned, version checked, one revision, one event.

    ``seen``: the version the form was opened with, None for a new article. ``relate`` writes what hangs on the
    article (categories, byline, tags) within the same transaction. Raises PermissionDenied, EditConflict,
    sanitizer.TooComplex.
    """
    article.body = sanitizer.clean(article.body).html
    with transaction.atomic():
        verb = "edit" if article.pk else "write"
        _write(article, by=by, at=at, seen=seen)
        if relate:
            relate()
        revisions.keep(article, by=by, at=at, why="")
        events.record(verb, article, by=by, at=at)
    return article


def _write(article: Article, *, by: Any, at: datetime, seen: int | None) -> None:
    article.changed_at = at
    if article.pk is None:
        article.created_by = by
        article.place(at)
        article.save()
        return
    before = Article.objects.select_for_update().get(pk=article.pk)
    if by is not None and not permissions.may_edit(by, before):
        raise PermissionDenied(_("This article is for the editors of its section."))
    if seen is not None and before.version != seen:
        raise EditConflict(_("Someone else changed this article meanwhile: look at it again."))
    article.was_public = before.was_public or before.is_public(at)
    article.version = before.version + 1
    if before.body != article.body:
        article.body_source, article.source_format = article.body, "html"
    article.place(at)
    article.save()
