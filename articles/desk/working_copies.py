"""What is typed and not saved yet, and the draft beside a live article: kept on the server, outside the history."""

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from articles.models import Article, WorkingCopy

from . import contents, permissions
from .contents import Content

TYPING_KEPT = timedelta(days=90)


class Overtaken(Exception):
    """Another window saved this typing since; ``newer`` is what it saved."""

    def __init__(self, newer: WorkingCopy) -> None:
        super().__init__(_("You went on in another window: what you typed there is newer."))
        self.newer = newer


def keep_typing(
    article: Article | None,
    content: Content,
    *,
    seen: int | None,
    number: int,
    by: Any,
    at: datetime,
    key: str = "",
) -> WorkingCopy:
    """Keep what ``by`` typed so far, in place of what was kept before.

    ``number``: that of the copy which the window saved last, 0 before its first. ``key``: the browser's name for an
    article that is not stored yet. Raises PermissionDenied, Overtaken.
    """
    _require(by, article)
    with transaction.atomic():
        known = _typing(article, by, key).select_for_update().first()
        if known and known.number != number and known.content != content:
            raise Overtaken(known)
        copy = known or WorkingCopy(article=article, by=by, key=key, number=0)
        copy.content, copy.seen, copy.at = content, seen, at
        copy.number += 1
        copy.save()
    return copy


def typing_of(article: Article | None, by: Any, *, key: str = "") -> WorkingCopy | None:
    """Return what the person typed into the article and did not save."""
    return _typing(article, by, key).first()


def typing_of_others(article: Article, by: Any) -> list[WorkingCopy]:
    """Return what others typed into the article and did not save, newest first."""
    copies = article.working_copies.filter(by__isnull=False).exclude(by=by)
    return list(copies.select_related("by").order_by("-at"))


def forget_typing(article: Article | None, by: Any, *, key: str = "") -> None:
    """Forget what the person typed: it was saved, or is not wanted."""
    _typing(article, by, key).delete()


def keep_beside(article: Article, content: Content, *, seen: int, by: Any, at: datetime) -> WorkingCopy:
    """Keep the text as the draft beside the article, which goes on saying what it says. Raises PermissionDenied."""
    _require(by, article)
    fields = {"content": content, "seen": seen, "at": at}
    with transaction.atomic():
        copy, is_new = WorkingCopy.objects.select_for_update().get_or_create(
            article=article, by=None, defaults=fields
        )
        if not is_new:
            vars(copy).update(fields, number=copy.number + 1)
            copy.save()
        forget_typing(article, by)
    return copy


def beside(article: Article) -> WorkingCopy | None:
    """Return the draft beside the article, if there is one."""
    return article.working_copies.filter(by=None).first()


def drop_beside(article: Article, *, by: Any) -> None:
    """Give the draft beside the article up. Raises PermissionDenied."""
    _require(by, article)
    article.working_copies.filter(by=None).delete()


def differs(copy: WorkingCopy) -> bool:
    """Whether the copy says anything that its article does not."""
    if copy.article is None:
        return True
    said = contents.of(copy.article)
    return any(said.get(name) != value for name, value in copy.content.items())


def old(at: datetime) -> QuerySet[WorkingCopy]:
    """Return the typing that nobody came back to for ``TYPING_KEPT``."""
    return WorkingCopy.objects.filter(by__isnull=False, at__lt=at - TYPING_KEPT)


def _typing(article: Article | None, by: Any, key: str) -> QuerySet[WorkingCopy]:
    mine = WorkingCopy.objects.filter(by=by)
    return mine.filter(article=article) if article else mine.filter(article=None, key=key)


def _require(by: Any, article: Article | None) -> None:
    allowed = permissions.may_edit(by, article) if article else permissions.may_write(by)
    if not allowed:
        raise PermissionDenied(_("This article is for the editors of its section."))
