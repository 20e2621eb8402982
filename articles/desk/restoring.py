"""Making an article say again what a version says: its text, not its state, its times or its address."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from articles.models import Article, Revision

from . import meeting

# What an article says to its readers; where it stands, and since when, is not a version's to decide.
RESTORED = (
    "headline",
    "standfirst",
    "short_headline",
    "social_title",
    "social_description",
    "body",
    "language",
    "byline",
    "primary_category",
    "categories",
    "tags",
    "lead_image_id",
    "lead_image_source_id",
    "lead_image_alt",
    "lead_image_caption",
    "source_url",
)


def restore(article: Article, revision: Revision, *, by: Any, at: datetime) -> Article:
    """Make the article say what the revision says, as a new version; nothing to do where it says so already.

    Raises PermissionDenied, sanitizer.TooComplex.
    """
    said = {name: revision.content[name] for name in RESTORED if name in revision.content}
    why = _("Version %(number)d again") % {"number": revision.number}
    return meeting.save(article, said, seen=article.version, by=by, at=at, why=why).article
