"""Origins: whose archive stories came from, how they stand here, and what their headlines end in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Prefetch, QuerySet
from django.db.models.functions import Length, Right

from articles.models import Article, Byline, Origin, Source
from articles.reading import headlines

from . import changes, contents, events, revisions, writing
from .contents import Content

ARTICLES_AT_ONCE = 100
# What pages tell of an origin, or leave out for its sake.
SHOWN = {"name", "is_ours", "picture_rights"}


@dataclass(frozen=True)
class Shortened:
    """How many headlines were shortened, and how many were left since a newer file of theirs waits."""

    done: int
    left: int


def save(origin: Origin, *, by: Any, at: datetime) -> Origin:
    """Save the origin as the form filled it; one event says what changed, none where nothing did.

    Raises PermissionDenied.
    """
    changes.require(by, "change", origin)
    with transaction.atomic():
        before = changes.said_by(origin)
        origin.save()
        if changed := changes.between(before, changes.said_by(origin)):
            if changed.keys() & SHOWN:
                writing.turn_over(Article.objects.filter(source__origin=origin), at=at)
            _record("save_origin", origin, by=by, at=at, changed=changed)
    return origin


def ending_in(origin: Origin, ending: str) -> QuerySet[Article]:
    """The origin's articles whose headline ends so, to the letter, and is more than that; not what is in the trash."""
    articles = Article.objects.filter(source__origin=origin).exclude(status=Article.Status.TRASHED)
    articles = articles.alias(end=Right("headline", len(ending)), length=Length("headline"))
    found: QuerySet[Article] = articles.filter(end=ending, length__gt=len(ending))
    return found


def take_ending_off(origin: Origin, ending: str, *, by: Any, at: datetime) -> Shortened:
    """Take the ending off the origin's headlines, those here and those to come.

    Each article gets a version and an event, a hundred of them a transaction, so that what was done stands if the
    rest fails. Their files count as taken: a later change of one is no conflict. Raises PermissionDenied.
    """
    changes.require(by, "change", origin)
    origin.headline_suffix = ending
    save(origin, by=by, at=at)
    done = sum(_shorten(pks, ending, by=by, at=at) for pks in _pieces(ending_in(origin, ending)))
    return Shortened(done=done, left=ending_in(origin, ending).count())


def _pieces(articles: QuerySet[Article]) -> Iterator[list[int]]:
    pks = list(articles.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(pks), ARTICLES_AT_ONCE):
        yield pks[start : start + ARTICLES_AT_ONCE]


def _shorten(pks: list[int], ending: str, *, by: Any, at: datetime) -> int:
    with transaction.atomic():
        # Locked and read anew: somebody may have written since they were chosen.
        articles = [
            article
            for article in _in_full(pks).select_for_update(of=("self",))
            if _shortened(article, ending)
        ]
        waiting = [article.source.pk for article in articles if _is_as_imported(article)]
        for article in articles:
            article.version, article.changed_at = article.version + 1, at
        Article.objects.bulk_update(articles, ["headline", "extra", "version", "changed_at"])
        Source.objects.filter(pk__in=waiting).update(article_version=F("article_version") + 1)
        why = f"The ending “{ending}” taken off"[: revisions.MOST_CHARACTERS_OF_WHY]
        revisions.keep_many(revisions.of(a, _content(a), by=by, at=at, why=why) for a in articles)
        events.record_many(events.of("shorten", a, by=by, at=at, ending=ending) for a in articles)
    return len(articles)


def _in_full(pks: list[int]) -> QuerySet[Article]:
    """The articles with all that a version keeps; three texts of one that waits are somebody's to lay side by side."""
    source = Source.objects.only("article", "article_version")
    articles = Article.objects.filter(pk__in=pks, source__pending_digest="").select_related(
        "primary_category"
    )
    byline = Prefetch("bylines", Byline.objects.select_related("author"))
    return articles.prefetch_related(Prefetch("source", source), byline, "categories", "tags", "corrections")


def _shortened(article: Article, ending: str) -> bool:
    whole, article.headline = article.headline, headlines.without(article.headline, ending=ending)
    if article.headline == whole:
        return False
    article.extra = {"title": whole} | article.extra
    return True


def _is_as_imported(article: Article) -> bool:
    return bool(article.source.article_version == article.version)


def _content(article: Article) -> Content:
    return contents.of_relations(
        article,
        categories=sorted(category.path for category in article.categories.all()),
        tags=sorted(tag.name for tag in article.tags.all()),
        byline=[(entry.author.name, entry.role) for entry in article.bylines.all()],
        corrections=[
            (note.kind, note.text, note.at)
            for note in sorted(article.corrections.all(), key=lambda note: (note.at, note.pk))
        ],
    )


def _record(verb: str, origin: Origin, *, by: Any, at: datetime, **data: Any) -> None:
    events.record(verb, None, by=by, at=at, thing=origin.pk, name=str(origin), **data)
