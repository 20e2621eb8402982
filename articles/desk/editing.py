"""Saving what an editor typed."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import Article
from articles.text import sanitizer

from . import contents, events, old_addresses, permissions, revisions, writing
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
    body = clean(content["body"])
    with transaction.atomic():
        draft = Article(
            headline=content["headline"],
            body=body,
            body_source=body,
            created_by=by,
            created_at=at,
            changed_at=at,
        )
        draft.save()
        contents.put(draft, content | {"body": body}, at=at)
        if draft.primary_category_id:
            # The section lists what is shown under it.
            draft.categories.add(draft.primary_category_id)
        revisions.keep(draft, by=by, at=at, why=why)
        events.record("write", draft, by=by, at=at, **about)
    return draft


def save(
    article: Article,
    *,
    by: Any,
    at: datetime,
    seen: int | None = None,
    relate: Callable[[], None] | None = None,
) -> Article:
    """Save the article as the form filled it: body cleaned, version checked, one revision, one event.

    ``seen``: the version the form was opened with, None for a new article. ``relate`` writes what hangs on the
    article (categories, byline, tags) within the same transaction. A new address of what readers have seen is
    led to from the old one. Raises PermissionDenied, writing.EditConflict, sanitizer.TooComplex.
    """
    if not isinstance(article.body, CleanBody):
        article.body = clean(article.body)
    verb, write = ("edit", _write_over) if article.pk else ("write", _write_new)
    with transaction.atomic():
        write(article, by=by, at=at, seen=seen)
        if relate:
            relate()
        if article.primary_category_id:
            # The section lists what is shown under it.
            article.categories.add(article.primary_category_id)
        revisions.keep(article, by=by, at=at, why="")
        events.record(verb, article, by=by, at=at)
    return article


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


def _write_new(article: Article, *, by: Any, at: datetime, seen: int | None) -> None:
    article.created_by = by
    _write(article, at=at, has_new_body=True)


def _write_over(article: Article, *, by: Any, at: datetime, seen: int | None) -> None:
    before = Article.objects.select_for_update().get(pk=article.pk)
    if by is not None and not permissions.may_edit(by, before):
        raise PermissionDenied(_("This article is for the editors of its section."))
    if seen is not None and before.version != seen:
        raise writing.EditConflict
    if objected := objections(before, article, by=by, at=at):
        raise PermissionDenied(" ".join(objected.values()))
    article.was_public = writing.was_public_by(before, at)
    article.version = before.version + 1
    if before.published_at != article.published_at:
        vars(article).update(writing.DATED_HERE)
    has_new_body = before.body != article.body
    if has_new_body:
        article.body_source, article.source_format = article.body, "html"
        article.needs_look = ""
    _write(article, at=at, has_new_body=has_new_body)
    if article.was_public:
        old_addresses.lead_to_article(before.get_absolute_url(), article)


def _write(article: Article, *, at: datetime, has_new_body: bool) -> None:
    article.changed_at = at
    article.place(at)
    article.save()
    if has_new_body:
        showing.note_those_of_body(article, at=at)
