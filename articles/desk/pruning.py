"""Which versions may go when they are old (VERSIONS_KEPT), and letting them go.

Never goes: the first version, the newest and the one before it, what readers could see, what stood on either side of
a change of state or of a correction, and what an import, a typing or a draft beside the article began from.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Count
from django.db.models.fields.json import KT

from articles.models import Article, Revision, Source, WorkingCopy

from . import revisions

ARTICLES_AT_ONCE = 200
# The first and the last two, which always stay; taking an import back needs the one before the newest.
LEAST_VERSIONS = 3
READ = ("status", "published_at", "embargo_until", "retire_at", "corrections", *revisions.UNSAID)


class Version(NamedTuple):
    """A version as far as the policy looks at it; moments in ISO 8601, as its content has them, or None."""

    number: int
    at: datetime
    status: str | None
    published_at: str | None = None
    embargo_until: str | None = None
    retire_at: str | None = None
    corrections: str | None = None
    beside: str | None = None
    aside: str | None = None

    @property
    def is_said(self) -> bool:
        """Whether the article itself said it: no draft beside it, and nothing that was decided against."""
        return self.beside is None and self.aside is None


def prunable(versions: Sequence[Version], *, begun_from: Collection[int], before: datetime) -> list[int]:
    """Return the numbers of the article's versions that may go: those older than ``before`` that nothing needs.

    ``versions``: all of them in their order; ``begun_from``: the numbers that something began from, of versions that
    may have gone; the newest that the article said up to such a number stands for it.
    """
    said = [each.number for each in versions if each.is_said]
    stand_for = {max((number for number in said if number <= seen), default=0) for seen in begun_from}
    needed = stand_for.union(begun_from)
    return [
        version.number
        for earlier, version, later in zip(versions, versions[1:-2], versions[2:], strict=False)
        if version.at < before
        and version.number not in needed
        and not _is_turned(earlier, version)
        and not _is_turned(version, later)
        and not _could_be_seen(version, until=later.at)
    ]


def prune(*, days: int, at: datetime, dry_run: bool = False) -> int:
    """Delete the versions older than so many days that may go; return how many. A transaction every few articles."""
    before, number = at - timedelta(days=days), 0
    counted = Revision.objects.order_by().values("article").annotate(versions=Count("pk"))
    many = list(counted.filter(versions__gt=LEAST_VERSIONS).values_list("article", flat=True))
    for start in range(0, len(many), ARTICLES_AT_ONCE):
        found = dict(_prunable_of(many[start : start + ARTICLES_AT_ONCE], before))
        number += sum(map(len, found.values())) if dry_run else _delete(found, before)
    return number


def _delete(found: dict[int, list[int]], before: datetime) -> int:
    """Delete the versions, decided anew: somebody may have begun from one meanwhile."""
    if not found:
        return 0
    with transaction.atomic():
        # In one order, and held until it is done.
        articles = list(Article.objects.select_for_update().filter(pk__in=found).order_by("pk").only("pk"))
        number = 0
        for article, numbers in _prunable_of([article.pk for article in articles], before):
            number += Revision.objects.filter(article=article, number__in=numbers).delete()[0]
    return number


def _prunable_of(articles: Collection[int], before: datetime) -> Iterator[tuple[int, list[int]]]:
    """Yield number and versions that may go of each of the articles that has any; three queries."""
    begun: dict[int, set[int]] = {}
    # A draft is the version of its number; what is typed into it says which.
    copies = WorkingCopy.objects.filter(article__in=articles).values_list(
        "article", "seen", "number", KT("content__beside")
    )
    imported = Source.objects.filter(article__in=articles).values_list("article", "article_version")
    for article, *numbers in (*copies, *imported):
        begun.setdefault(article or 0, set()).update(map(int, filter(None, map(_or_none, numbers))))
    facts = (KT(f"content__{name}") for name in READ)
    rows = Revision.objects.filter(article__in=articles).order_by("article", "number")
    of_each = groupby(rows.values_list("article", "number", "at", *facts).iterator(), key=lambda row: row[0])
    for article, group in of_each:
        versions = [Version(*map(_or_none, row[1:])) for row in group]
        if numbers := prunable(versions, begun_from=begun.get(article, ()), before=before):
            yield article, numbers


def _or_none(value: Any) -> Any:
    # What SQLite says of a null within JSON.
    return None if value == "null" else value


def _is_turned(earlier: Version, later: Version) -> bool:
    """Whether the article changed its state from the one to the other, or readers were told something."""
    return earlier.status != later.status or (earlier.corrections or "[]") != (later.corrections or "[]")


def _could_be_seen(version: Version, *, until: datetime) -> bool:
    """Whether the version was public at a moment before the next one took its place."""
    if version.status != Article.Status.READY:
        # What is not known to have been out of sight counts as seen.
        return version.status is None
    moments = [datetime.fromisoformat(at) for at in (version.published_at, version.embargo_until) if at]
    opened = max([version.at, *moments])
    retired = datetime.fromisoformat(version.retire_at) if version.retire_at else None
    return opened <= until and (retired is None or opened < retired)
