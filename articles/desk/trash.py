"""The trash: since when an article lies in it, and until when it comes back."""

import math
from datetime import datetime, timedelta
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from articles.models import Article, Event

from .workflow import TRASH_KEPT

INTO_IT = ("trash", "put_away")


def with_moment(articles: QuerySet[Article]) -> QuerySet[Any]:
    """Return the articles with ``trashed_at``: when each was last put into the trash; one look at an index each.

    What an import brought in as trashed lies there since it was last changed.
    """
    into_it = Event.objects.filter(article=OuterRef("pk"), verb__in=INTO_IT).order_by("-at", "-pk")
    return articles.annotate(trashed_at=Coalesce(Subquery(into_it.values("at")[:1]), "changed_at"))


def time_over(at: datetime) -> QuerySet[Any]:
    """Return the articles that have been in the trash for longer than ``TRASH_KEPT``."""
    trashed = Article.objects.filter(status=Article.Status.TRASHED)
    return with_moment(trashed).filter(trashed_at__lt=at - TRASH_KEPT)


def moment(article: Article) -> datetime:
    """Return when the article, which is in the trash, was put there."""
    found: datetime = with_moment(Article.objects.filter(pk=article.pk)).get().trashed_at
    return found


def days_left(trashed_at: datetime, at: datetime) -> int:
    """Return for how many days more what was trashed at the moment comes back, begun ones counted whole."""
    return max(0, math.ceil((trashed_at + TRASH_KEPT - at) / timedelta(days=1)))
