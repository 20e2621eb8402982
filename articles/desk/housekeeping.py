"""What is thrown away when its time is over: trash, old versions, forgotten typing, ended links and logins."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet

from articles.models import PreviewLink

from . import erasing, events, pruning, removing, sittings, trash, working_copies

LINKS_KEPT = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Tidied:
    """How many of each went, or in a dry run would go; ``is_whole``: whether nothing was left for another time."""

    articles: int = 0
    versions: int = 0
    typing: int = 0
    sittings: int = 0
    links: int = 0
    logins: int = 0
    is_whole: bool = True


def tidy(at: datetime, *, dry_run: bool = False, most_articles: int | None = None) -> Tidied:
    """Throw away what has had its time; ``most_articles``: of the trash, so that others get their turn.

    Each article goes in a transaction of its own, versions and the rest a batch at a time: what is cut short goes on
    the next time.
    """
    over = list(trash.time_over(at).order_by("pk").values_list("pk", flat=True))
    chosen = over[:most_articles]
    days = settings.VERSIONS_KEPT
    done = Tidied(
        articles=len(chosen) if dry_run else sum(removing.remove_from_trash(each, at=at) for each in chosen),
        versions=pruning.prune(days=days, at=at, dry_run=dry_run) if days else 0,
        typing=_gone(working_copies.old(at), dry_run=dry_run),
        sittings=_gone(sittings.old(at), dry_run=dry_run),
        links=_gone(_ended_links(at - LINKS_KEPT), dry_run=dry_run),
        logins=_gone(Session.objects.filter(expire_date__lt=at), dry_run=dry_run),
        is_whole=len(chosen) == len(over),
    )
    if not dry_run:
        _note_pruning(done, at)
        erasing.clear_what_is_owed(at=at)
    return done


def _ended_links(before: datetime) -> QuerySet[PreviewLink]:
    return PreviewLink.objects.filter(Q(expires_at__lt=before) | Q(revoked_at__lt=before))


def _gone(rows: QuerySet[Any], *, dry_run: bool) -> int:
    return rows.count() if dry_run else rows.delete()[0]


def _note_pruning(done: Tidied, at: datetime) -> None:
    if done.versions:
        events.record(
            "prune_versions",
            None,
            by=None,
            at=at,
            number=done.versions,
            older_than_days=settings.VERSIONS_KEPT,
        )
