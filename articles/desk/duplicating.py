"""Beginning an article from another one."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from articles.models import Article

from . import contents, editing

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
    said = {name: value for name, value in contents.of(article).items() if name not in ITS_OWN}
    why = _("A copy of article %(number)d") % {"number": article.pk}
    return editing.write(said, by=by, at=at, why=why, copy_of=article.pk)
