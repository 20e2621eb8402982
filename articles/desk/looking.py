"""Saying that what an import left for someone to look at was looked at."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import Article

from . import events, permissions, revisions, writing

WHY = "Looked at: it is fine"


def looked_at(article: Article, *, by: Any, at: datetime) -> Article:
    """Say that the article is fine as it is; nothing to do where nobody has to look.

    Raises PermissionDenied, writing.EditConflict.
    """
    if by is not None and not permissions.may_edit(by, article):
        raise PermissionDenied(_("This article is for the editors of its section."))
    if not article.needs_look:
        return article
    reason = article.needs_look
    with transaction.atomic():
        writing.update(article, at=at, needs_look="")
        revisions.keep(article, by=by, at=at, why=WHY)
        events.record("look", article, by=by, at=at, reason=reason)
    return article
