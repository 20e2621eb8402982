"""What is typed and not saved yet, and the draft beside a live article: kept on the server, outside the history."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from articles.models import Article, WorkingCopy

from . import contents, permissions
from .contents import Content

TYPING_KEPT = timedelta(days=90)
MOST_BEGUN = 10
COUNTED_FROM = datetime(2026, 1, 1, tzinfo=UTC)


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
        copy = known or WorkingCopy(article=article, by=by, key=key, number=_first_number(at))
        copy.content, copy.seen, copy.at = content, seen, at
        copy.number += 1
        copy.save()
    return copy


def all_of(article: Article) -> list[WorkingCopy]:
    """Return all that was typed into the article, and the draft beside it, newest first."""
    return list(article.working_copies.select_related("by").order_by("-at"))


def typing_of(article: Article | None, by: Any, *, key: str = "") -> WorkingCopy | None:
    """Return what the person typed into the article and did not save."""
    return _typing(article, by, key).first()


def typing_of_others(article: Article, by: Any) -> list[WorkingCopy]:
    """Return what others typed into the article and did not save, newest first."""
    copies = article.working_copies.filter(by__isnull=False).exclude(by=by)
    return list(copies.select_related("by").order_by("-at"))


def begun(by: Any) -> list[WorkingCopy]:
    """Return what the person typed into new articles and did not save, newest first."""
    return list(WorkingCopy.objects.filter(by=by, article=None).order_by("-at")[:MOST_BEGUN])


def forget_typing(article: Article | None, by: Any, *, key: str = "", number: int | None = None) -> None:
    """Forget what the person typed: it was saved, or is not wanted. With ``number``, that copy and none newer."""
    known = _typing(article, by, key)
    (known if number is None else known.filter(number=number)).delete()


def beside(article: Article) -> WorkingCopy | None:
    """Return the draft beside the article, if there is one."""
    return article.working_copies.filter(by=None).first()


def differs(copy: WorkingCopy) -> bool:
    """Whether the copy says anything that its article does not."""
    if copy.article is None:
        return True
    said = contents.of(copy.article)
    return any(said.get(name) != value for name, value in copy.content.items())


def old(at: datetime) -> QuerySet[WorkingCopy]:
    """Return the typing that nobody came back to for ``TYPING_KEPT``."""
    return WorkingCopy.objects.filter(by__isnull=False, at__lt=at - TYPING_KEPT)


def _first_number(at: datetime) -> int:
    """Counted on by the clock, so that a copy that was forgotten and begun anew is not taken for the former."""
    return max(0, int((at - COUNTED_FROM).total_seconds()))


def _typing(article: Article | None, by: Any, key: str) -> QuerySet[WorkingCopy]:
    mine = WorkingCopy.objects.filter(by=by)
    return mine.filter(article=article) if article else mine.filter(article=None, key=key)


def _require(by: Any, article: Article | None) -> None:
    allowed = permissions.may_edit(by, article) if article else permissions.may_write(by)
    if not allowed:
        raise PermissionDenied(_("This article is for the editors of its section."))
