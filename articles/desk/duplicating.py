"""Beginning an article from another one."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import Article

from . import contents, events, permissions, revisions

# What is said of this one article alone: its address, its times, where it came from, what was put right in it.
ITS_OWN = frozenset(
    (
        *("slug", "status", "source_url", "extra", "corrections", "lead_image_source_id"),
        *("published_at", "embargo_until", "retire_at", "modified_at"),
        *("date_origin", "date_precision", "zone_stated"),
    )
)


def duplicate(article: Article, *, by: Any, at: datetime) -> Article:
    """Return a new draft that says what the article says, but for its address, times, source and corrections.

    Raises PermissionDenied.
    """
    if by is not None and not permissions.may_write(by):
        raise PermissionDenied(_("Your role does not write articles."))
    said = {name: value for name, value in contents.of(article).items() if name not in ITS_OWN}
    with transaction.atomic():
        draft = Article(
            headline=article.headline, body=article.body, created_by=by, created_at=at, changed_at=at
        )
        draft.body_source, draft.source_format = draft.body, "html"
        draft.save()
        contents.put(draft, said, at=at)
        revisions.keep(draft, by=by, at=at, why=_("A copy of article %(number)d") % {"number": article.pk})
        events.record("write", draft, by=by, at=at, copy_of=article.pk)
    return draft
