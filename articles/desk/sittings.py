"""Who is at an article's form: people see each other there, and one may go on in another's place.

Nobody is kept out by it: what two people save is brought together (meeting.save), and typing is kept whoever went on.
"""

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from articles.models import Article, Sitting
from articles.models.sitting import HERE_FOR

from . import permissions

IDLE_AFTER = timedelta(minutes=5)
KEPT = timedelta(days=1)


def note(article: Article, *, by: Any, at: datetime, has_typed: bool = False) -> Sitting:
    """Note that the person is at the article's form, newly or still; return their sitting.

    Who comes back sits anew, and may write again unless the one who took over is still there.
    """
    sitting, is_new = article.sittings.select_related("taken_over_by").get_or_create(
        by=by, defaults={"article": article, "since": at, "at": at, "typed_at": at if has_typed else None}
    )
    if is_new:
        return sitting
    now: dict[str, Any] = {"at": at}
    if not sitting.is_here(at) and not _is_taker_here(sitting, at):
        now |= {"since": at, "typed_at": None, "taken_over_by": None}
    if has_typed:
        now["typed_at"] = at
    # Nothing else, so that a take-over of this moment is not written over.
    Sitting.objects.filter(pk=sitting.pk).update(**now)
    for name, value in now.items():
        setattr(sitting, name, value)
    return sitting


def here(at: datetime) -> QuerySet[Sitting]:
    """Return the sittings of all who are at a form now, who came first first."""
    return Sitting.objects.filter(at__gt=at - HERE_FOR).order_by("since", "pk")


def others(article: Article, by: Any, *, at: datetime) -> list[Sitting]:
    """Return the sittings of the others who are at the article's form now."""
    return list(here(at).filter(article=article).exclude(by=by).select_related("by"))


def is_idle(sitting: Sitting, at: datetime) -> bool:
    """Whether the person is there but has typed nothing for a while."""
    return sitting.typed_at is None or at - sitting.typed_at > IDLE_AFTER


def take_over(article: Article, *, by: Any, at: datetime) -> None:
    """Go on in the place of the others who are there: their forms only show what they typed, which stays kept.

    Since when, is then the ``since`` of their sittings. Raises PermissionDenied.
    """
    if not permissions.may_edit(by, article):
        raise PermissionDenied(_("This article is for the editors of its section."))
    with transaction.atomic():
        go_on(article, by=by, at=at)
        writing = Sitting.objects.filter(article=article, at__gt=at - HERE_FOR, taken_over_by=None)
        writing.exclude(by=by).update(taken_over_by=by, since=at)


def go_on(article: Article, *, by: Any, at: datetime) -> None:
    """Write again, whoever took over; the others write too."""
    note(article, by=by, at=at)
    article.sittings.filter(by=by, taken_over_by__isnull=False).update(taken_over_by=None, since=at)


def leave(article: Article, *, by: Any, at: datetime) -> None:
    """Note that the person closed the article's form. Who took over from them is remembered, should they come back."""
    article.sittings.filter(by=by).update(at=at - HERE_FOR)


def old(at: datetime) -> QuerySet[Sitting]:
    """Return the sittings of those who were here a day ago and longer."""
    return Sitting.objects.filter(at__lt=at - KEPT)


def _is_taker_here(sitting: Sitting, at: datetime) -> bool:
    return here(at).filter(article=sitting.article_id, by=sitting.taken_over_by_id).exists()
