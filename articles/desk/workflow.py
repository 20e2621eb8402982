"""The verbs that move an article between its states; no other path exists, whoever asks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Article

from . import events, permissions, revisions, writing

TRASH_KEPT = timedelta(days=30)
DRAFT, REVIEW, READY = Article.Status.DRAFT, Article.Status.REVIEW, Article.Status.READY
RETIRED, TRASHED = Article.Status.RETIRED, Article.Status.TRASHED


class TransitionError(Exception):
    """The verb does not lead on from the article's state, or lacks what it needs; says so in an editor's words."""


def _own_or_section(user: Any, article: Article) -> bool:
    return permissions.edits_section_of(user, article) or permissions.is_own(user, article)


def _chief(user: Any, article: Article) -> bool:
    return permissions.is_chief(user)


@dataclass(frozen=True)
class Transition:
    label: Any
    sources: tuple[str, ...]
    target: str
    allows: Callable[[Any, Article], bool]


TRANSITIONS = {
    "hand_in": Transition(gettext_lazy("Hand in"), (DRAFT,), REVIEW, _own_or_section),
    "send_back": Transition(gettext_lazy("Send back"), (REVIEW,), DRAFT, permissions.edits_section_of),
    "publish": Transition(gettext_lazy("Publish"), (DRAFT, REVIEW), READY, permissions.edits_section_of),
    "pull_back": Transition(gettext_lazy("Pull back"), (READY,), DRAFT, permissions.edits_section_of),
    "retire": Transition(gettext_lazy("Retire"), (READY,), RETIRED, permissions.edits_section_of),
    "restore": Transition(gettext_lazy("Restore"), (RETIRED,), READY, _chief),
    "recover": Transition(
        gettext_lazy("Take out of the trash"), (TRASHED,), DRAFT, permissions.edits_section_of
    ),
    "trash": Transition(
        gettext_lazy("Move to the trash"), (DRAFT, REVIEW, RETIRED), TRASHED, permissions.edits_section_of
    ),
}


def hand_in(article: Article, *, by: Any, at: datetime) -> Article:
    return _move(article, "hand_in", by=by, at=at)


def send_back(article: Article, *, by: Any, at: datetime, note: str = "") -> Article:
    return _move(article, "send_back", by=by, at=at, reason=note)


def publish(article: Article, *, by: Any, at: datetime) -> Article:
    """Make the article ready: public at once, or at its publication time or embargo if that is to come."""
    dated = {} if article.published_at else {"published_at": at} | writing.DATED_HERE
    return _move(article, "publish", by=by, at=at, needs_look="", **dated)


def pull_back(article: Article, *, by: Any, at: datetime) -> Article:
    """Take a scheduled article back to draft; what readers have seen is retired instead."""
    if standing(article, at) == READY and writing.was_public_by(article, at):
        raise TransitionError(_("Readers have seen it already: retire it instead."))
    return _move(article, "pull_back", by=by, at=at)


def retire(article: Article, *, by: Any, at: datetime, reason: str) -> Article:
    """Take the article down for good; its address answers 410 and the reason is kept."""
    if not reason.strip():
        raise TransitionError(_("Say why it is retired."))
    return _move(article, "retire", by=by, at=at, reason=reason, retired_because=reason)


def restore(article: Article, *, by: Any, at: datetime) -> Article:
    """Make a retired article ready again; a retirement time that has come is lifted."""
    lapsed = article.retire_at and article.retire_at <= at
    return _move(
        article, "restore", by=by, at=at, retired_because="", retire_at=None if lapsed else article.retire_at
    )


def trash(article: Article, *, by: Any, at: datetime) -> Article:
    """Move the article to the trash, from where it comes back for TRASH_KEPT; then it is removed."""
    return _move(article, "trash", by=by, at=at)


def recover(article: Article, *, by: Any, at: datetime) -> Article:
    """Take the article out of the trash: a draft again, or retired if readers ever saw it."""
    target = RETIRED if writing.was_public_by(article, at) else DRAFT
    return _move(article, "recover", by=by, at=at, target=target)


def may(user: Any, verb: str, article: Article, *, at: datetime) -> bool:
    """Whether the verb is open to the user on the article as it stands; the screens show what this allows."""
    transition = TRANSITIONS[verb]
    if standing(article, at) not in transition.sources or not transition.allows(user, article):
        return False
    return verb != "pull_back" or not writing.was_public_by(article, at)


def standing(article: Article, at: datetime) -> str:
    """Return the status that the verbs go by: past its retirement time, what is ready counts as retired."""
    return RETIRED if article.state(at) == "retired" else article.status


def _move(
    article: Article,
    verb: str,
    *,
    by: Any,
    at: datetime,
    reason: str = "",
    target: str = "",
    **changes: Any,
) -> Article:
    transition, before = TRANSITIONS[verb], standing(article, at)
    target = target or transition.target
    _require(transition, article, before, by=by, reason=reason)
    with transaction.atomic():
        writing.update(article, at=at, status=target, **changes)
        revisions.keep(article, by=by, at=at, why=reason or str(transition.label))
        events.record(verb, article, by=by, at=at, **{"from": before, "to": target, "reason": reason})
    return article


def _require(transition: Transition, article: Article, before: str, *, by: Any, reason: str) -> None:
    if by is not None and not transition.allows(by, article):
        raise PermissionDenied(
            _("“%(verb)s” is for the editors of its section.") % {"verb": transition.label}
        )
    if before not in transition.sources:
        raise TransitionError(
            _("“%(verb)s” does not apply to an article that is %(status)s.")
            % {"verb": transition.label, "status": Article.Status(before).label}
        )
    if len(reason) > revisions.MOST_CHARACTERS_OF_WHY:
        raise TransitionError(
            _("Say it in at most %(most)d characters.") % {"most": revisions.MOST_CHARACTERS_OF_WHY}
        )
