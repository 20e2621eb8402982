"""Saving what an editor typed."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import Article
from articles.text import sanitizer

from . import contents, events, permissions, revisions
from .contents import Content
from .pictures import showing


class CleanBody(str):
    """HTML as ``clean`` returned it, which need not be cleaned again."""


def clean(html: str) -> CleanBody:
    """Return the HTML with nothing in it that an article may not hold. Raises sanitizer.TooComplex."""
    if isinstance(html, CleanBody):
        return html
    return CleanBody(sanitizer.clean(html).html)


def write(content: Content, *, by: Any, at: datetime, why: str = "", **about: Any) -> Article:
    """Begin an article, a draft, that says the content; ``about``: what its event says besides.

    Raises PermissionDenied, sanitizer.TooComplex.
    """
    if by is not None and not permissions.may_write(by):
        raise PermissionDenied(_("Your role does not write articles."))
    said = content | {"body": clean(content["body"]), "status": Article.Status.DRAFT}
    with transaction.atomic():
        draft = Article(created_by=by, created_at=at, changed_at=at)
        for name, value in contents.columns_of(draft, said).items():
            setattr(draft, name, value)
        draft.place(at)
        draft.save()
        contents.relate(draft, said)
        showing.note_those_of_body(draft, at=at)
        if draft.primary_category_id:
            # The section lists what is shown under it.
            draft.categories.add(draft.primary_category_id)
        revisions.keep(draft, by=by, at=at, why=why)
        events.record("write", draft, by=by, at=at, **about)
    return draft


def objections(before: Article, article: Article, *, by: Any, at: datetime) -> dict[str, str]:
    """Return what speaks against saving the article over what it was ``before``, by field, in an editor's words."""
    found = {}
    if before.is_public(at) and not article.is_public(at):
        found["published_at"] = _(
            "Readers have seen it already: it goes by retiring it, not by another time."
        )
    moves_what_is_ready = (
        before.status == Article.Status.READY
        and before.primary_category_id != article.primary_category_id
        and by is not None
    )
    if moves_what_is_ready and not permissions.edits_section_of(by, article):
        found["primary_category"] = _("This section has editors of its own, who publish there.")
    return found
