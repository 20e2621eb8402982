"""Links by which someone without a login reads an article before readers do: they expire and can be revoked."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from articles.models import Article, PreviewLink

from . import events, permissions, working_copies
from .contents import Content

SECRET_BYTES = 24
LIVES = timedelta(days=7)
LIVES_AT_MOST = timedelta(days=90)


def share(article: Article, *, by: Any, at: datetime, lives: timedelta = LIVES) -> tuple[PreviewLink, str]:
    """Return a new link to the article and its secret, which is told this once.

    Raises PermissionDenied, ValueError.
    """
    if not timedelta() < lives <= LIVES_AT_MOST:
        raise ValueError(f"a preview link lives up to {LIVES_AT_MOST.days} days, not {lives}")
    _require(by, article)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    with transaction.atomic():
        link = PreviewLink.objects.create(
            article=article, hash=_hash(secret), by=by, at=at, expires_at=at + lives
        )
        events.record("share_preview", article, by=by, at=at, link=link.pk, until=link.expires_at.isoformat())
    return link, secret


def revoke(link: PreviewLink, *, by: Any, at: datetime) -> None:
    """Close the link at once; nothing to do where it is closed. Raises PermissionDenied."""
    _require(by, link.article)
    with transaction.atomic():
        if PreviewLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=at):
            events.record("revoke_preview", link.article, by=by, at=at, link=link.pk)


def find(secret: str, *, at: datetime) -> PreviewLink | None:
    """Return the open link of the secret, or None."""
    link = PreviewLink.objects.filter(hash=_hash(secret)).select_related("article").first()
    is_readable = link is not None and link.article.status != Article.Status.TRASHED
    return link if link and is_readable and link.is_open(at) else None


def text_behind(link: PreviewLink, *, at: datetime) -> Content | None:
    """Return what the link shows beyond its article as it is saved, None where readers see that article themselves.

    That is the draft beside the article, unless the article became public only after the link was made: whoever got
    it was to read what is public by now, and no later draft.
    """
    article = link.article
    opened = article.becomes_public_at if article.is_public(at) else None
    draft = working_copies.beside(article) if opened is None or opened <= link.at else None
    if draft is None:
        return None if opened else {}
    content: Content = draft.content
    return content


def open_links(article: Article, *, at: datetime) -> QuerySet[PreviewLink]:
    return article.preview_links.filter(revoked_at=None, expires_at__gt=at).select_related("by")


def _hash(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def _require(by: Any, article: Article) -> None:
    if by is not None and not permissions.may_edit(by, article):
        raise PermissionDenied(_("This article is for the editors of its section."))
