"""Making an article say again what a version says: its text, not its state, its times or its address."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from articles.models import Article, Revision

from . import draft_beside, meeting, working_copies
from .contents import Content

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

    What the person typed meanwhile stays kept. Raises PermissionDenied, sanitizer.TooComplex.
    """
    said, why = _said(revision), _("Version %(number)d again") % {"number": revision.number}
    seen = article.version
    return meeting.save(article, said, seen=seen, by=by, at=at, why=why, forgets_typing=False).article


def restore_beside(article: Article, revision: Revision, *, by: Any, at: datetime) -> Article:
    """Make the draft beside the article say what the revision says; the article goes on saying what it says.

    Raises PermissionDenied, sanitizer.TooComplex.
    """
    draft = working_copies.beside(article)
    seen, number = (draft.seen or 0, draft.number) if draft else (article.version, 0)
    kept = draft_beside.keep(
        article, _said(revision), seen=seen, number=number, by=by, at=at, forgets_typing=False
    )
    return kept.article


def _said(revision: Revision) -> Content:
    return {name: revision.content[name] for name in RESTORED if name in revision.content}
