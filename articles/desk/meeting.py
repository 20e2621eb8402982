"""Two people in one article: what does not overlap is brought together, what does is kept, both of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import Article, WorkingCopy

from . import (
    contents,
    editing,
    events,
    old_addresses,
    permissions,
    proposals,
    revisions,
    working_copies,
    writing,
)
from .contents import Content
from .proposals import Choice, Difference, How


@dataclass(frozen=True, slots=True)
class Meeting:
    """What came of saving: the article, and the differences that a person has to decide; none where it is saved.

    ``is_merged``: whether somebody else's changes are in what was saved. ``beside``: the draft beside the article,
    where it was saved into that one.
    """

    article: Article
    undecided: tuple[Difference, ...] = ()
    is_merged: bool = False
    beside: WorkingCopy | None = None

    @property
    def is_saved(self) -> bool:
        return not self.undecided


def save(
    article: Article,
    typed: Content,
    *,
    seen: int,
    by: Any,
    at: datetime,
    choices: Mapping[str, Choice] | None = None,
    met: int | None = None,
    why: str = "",
    forgets_typing: bool = True,
) -> Meeting:
    """Make the article say what was typed into its version ``seen``, and what others saved since.

    Where both changed the same, nothing is written to the article until ``choices`` decides, field by field; what was
    typed is kept as the person's typing meanwhile. ``met``: the version that the choices were made for.
    ``forgets_typing``: whether this is what the person typed. No version is made where the article says it all.
    Raises PermissionDenied, writing.EditConflict, proposals.Undecided, sanitizer.TooComplex.
    """
    with transaction.atomic():
        article = locked(article, by=by, met=met)
        found = differences(article, typed, seen=seen)
        if undecided := open_in(found, choices):
            keep_typed(article, typed, seen=seen, by=by, at=at)
            return Meeting(article, undecided)
        is_merged = revisions.said_at(article, seen) != contents.of(article)
        decided = _decided(article, typed, found, choices or {}, seen=seen)
        if decided:
            _write(article, decided, seen=seen, by=by, at=at, why=why)
        if by is not None and forgets_typing:
            working_copies.forget_typing(article, by)
    return Meeting(article, is_merged=is_merged)


def locked(article: Article, *, by: Any, met: int | None = None) -> Article:
    """Return the article as it stands, for ``by`` to write to it. Raises PermissionDenied, writing.EditConflict."""
    article = Article.objects.select_for_update().get(pk=article.pk)
    if by is not None and not permissions.may_edit(by, article):
        raise PermissionDenied(_("This article is for the editors of its section."))
    if met is not None and article.version != met:
        raise writing.EditConflict
    return article


def differences(article: Article, typed: Content, *, seen: int) -> tuple[Difference, ...]:
    """Return where what was typed differs from what the article says now, and how each came about."""
    now = contents.of(article)
    base = revisions.said_at(article, seen)
    before = base or now
    # What the form did not ask for stays as it was when it was opened.
    said = before | typed
    if said["published_at"] != before["published_at"]:
        said |= proposals.AS_TYPED
    return proposals.between(base, now, said)


def open_in(
    found: Iterable[Difference], choices: Mapping[str, Choice] | None = None
) -> tuple[Difference, ...]:
    """Return the differences that a person has to decide and has not."""
    return tuple(each for each in found if each.how == How.CONFLICT and each.name not in (choices or {}))


def decided_by(found: Iterable[Difference], choices: Mapping[str, Choice]) -> Content:
    """Return what was chosen, or is suggested where nothing was. Raises proposals.Undecided, sanitizer.TooComplex."""
    decided: Content = {}
    for each in found:
        decided |= each.decided(choices.get(each.name) or Choice(each.suggested or each.sides[0]))
    return decided


def keep_typed(article: Article, typed: Content, *, seen: int, by: Any, at: datetime) -> None:
    """Keep what could not be saved as the person's typing, whatever window it comes from."""
    if by is None:
        return
    known = working_copies.typing_of(article, by)
    number = known.number if known else 0
    working_copies.keep_typing(article, typed, seen=seen, number=number, by=by, at=at)


def _decided(
    article: Article,
    typed: Content,
    found: tuple[Difference, ...],
    choices: Mapping[str, Choice],
    *,
    seen: int,
) -> Content:
    """Return what the article is to say that it does not say yet."""
    now = contents.of(article)
    # "Theirs" of a proposal is what comes from outside: here, what was typed.
    decided = decided_by(found, choices)
    # A slug is nothing that texts are compared by: who changed it last, has it.
    if "slug" in typed and typed["slug"] != (revisions.said_at(article, seen) or now)["slug"]:
        decided["slug"] = typed["slug"]
    return {name: value for name, value in decided.items() if value != now[name]}


def _write(article: Article, decided: Content, *, seen: int, by: Any, at: datetime, why: str) -> None:
    before = Article.objects.select_related("primary_category").get(pk=article.pk)
    contents.put(article, decided, at=at)
    if "body" in decided and article.needs_look:
        # Whoever changed the text has looked at it.
        article.needs_look = ""
        Article.objects.filter(pk=article.pk).update(needs_look="")
    if article.primary_category_id:
        # The section lists what is shown under it.
        article.categories.add(article.primary_category_id)
    if objected := editing.objections(before, article, by=by, at=at):
        raise PermissionDenied(" ".join(objected.values()))
    if before.was_public or writing.was_public_by(before, at):
        old_addresses.lead_to_article(before.get_absolute_url(), article)
    revisions.keep(article, by=by, at=at, why=why)
    events.record("edit", article, by=by, at=at, **({"merged_since": seen} if before.version != seen else {}))
