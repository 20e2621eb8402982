"""The versions of an article, kept as it changes."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from articles.models import Article, Revision, Source

from . import contents
from .contents import Content

# Versions that the article did not say: of the draft beside it, and what someone typed and decided against.
BESIDE = {"content__has_key": "beside"}
UNSAID = ["beside", "aside"]
NOT_SAID = {"content__has_any_keys": UNSAID}
MOST_CHARACTERS_OF_WHY = Revision._meta.get_field("why").max_length or 0


def keep(article: Article, *, by: Any, at: datetime, why: str) -> Revision:
    """Keep what the article says now."""
    revision = of(article, contents.of(article), by=by, at=at, why=why)
    revision.save()
    return revision


def said_at(article: Article, version: int) -> Content | None:
    """Return what the article said in the version, as far as it is known: else in the last kept one before it.

    What only lay beside it, or was decided against, it did not say.
    """
    if version == article.version:
        return contents.of(article)
    kept = Revision.objects.filter(article=article, number__lte=version).exclude(**NOT_SAID)
    return kept.order_by("-number").values_list("content", flat=True).first()


def keep_unsaid(
    article: Article, content: Content, *, by: Any, at: datetime, why: str, mark: str
) -> Revision:
    """Keep a text that the article does not say as its next version; within the caller's transaction.

    ``mark``: the key that tells so in the content, with the version's number. It changes nothing that the article
    says, nor when it changed, nor whether it is still its file's.
    """
    before = article.version
    if not Revision.objects.filter(article=article, number=before).exists():
        # What the article says now has to be known when it says something else.
        keep(article, by=None, at=article.changed_at, why="")
    article.version = before + 1
    Article.objects.filter(pk=article.pk).update(version=article.version)
    Source.objects.filter(article=article, article_version=before).update(article_version=article.version)
    revision = of(article, content | {mark: article.version}, by=by, at=at, why=why)
    revision.save()
    return revision


def keep_many(revisions: Iterable[Revision]) -> None:
    Revision.objects.bulk_create(revisions)


def of(article: Article, content: Content, *, by: Any, at: datetime, why: str) -> Revision:
    """Return the revision unsaved, for a batch."""
    return Revision(article=article, number=article.version, content=content, by=by, at=at, why=why)
