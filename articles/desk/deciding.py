"""What a person typed that met what others saved in the same place: what it meets, and saving it as decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import Article, Revision, WorkingCopy

from . import conflicts, contents, draft_beside, events, meeting, proposals, revisions, working_copies
from .contents import Content
from .meeting import Meeting
from .proposals import Choice, Difference, How, Side


@dataclass(frozen=True)
class Waiting:
    """``typing``: what was typed. ``draft``: the draft beside that it meets, None where it meets the article itself."""

    article: Article
    typing: WorkingCopy
    draft: WorkingCopy | None
    differences: tuple[Difference, ...]

    @property
    def is_open(self) -> bool:
        """Whether there is anything that a person has to decide."""
        return any(each.how == How.CONFLICT for each in self.differences)

    @property
    def number(self) -> int | None:
        """The draft's that was typed into; None where it was the article's own text."""
        number: int | None = self.typing.content.get("beside")
        return number

    @property
    def base(self) -> Content | None:
        """What was typed into, as far as it is known."""
        if self.draft and self.number is not None:
            return draft_beside.said_in(self.article, seen=self.typing.seen or 0, number=self.number)
        return revisions.said_at(self.article, self.typing.seen or 0)

    def saved_since(self) -> list[Revision]:
        """Return the versions that others saved meanwhile into what it meets, newest first, with who did."""
        since = (self.number or self.typing.seen) if self.draft else self.typing.seen
        found = self.article.revisions.filter(number__gt=since or 0).select_related("by").defer("content")
        return list(found.filter(**revisions.BESIDE) if self.draft else found.exclude(**revisions.NOT_SAID))

    def as_of(self, *, version: int, number: int) -> tuple[Difference, ...]:
        """Return the differences as they were to the article's version, or to the draft of that number."""
        seen = self.typing.seen or 0
        if self.draft:
            now: Content | None = draft_beside.said_in(self.article, seen=seen, number=number)
        else:
            now = revisions.said_at(self.article, version)
        base = self.base
        return proposals.between(base, now, (base or now) | self.typing.content) if now else ()


def waiting(article: Article, by: Any) -> Waiting | None:
    """Return what the person typed into the article and did not save, beside what it meets; None where nothing is."""
    typing = working_copies.typing_of(article, by)
    if typing is None or typing.seen is None:
        return None
    number, draft = typing.content.get("beside"), working_copies.beside(article)
    if draft and number is not None and draft.number != number:
        found = draft_beside.differences(article, draft, typing.content, seen=typing.seen, number=number)
        return Waiting(article, typing, draft, found)
    return Waiting(article, typing, None, meeting.differences(article, typing.content, seen=typing.seen))


def settle(waits: Waiting, choices: Mapping[str, Choice], *, by: Any, at: datetime) -> Meeting:
    """Save what was typed as it was decided, into what it meets, if that is still as it was seen.

    What was typed and decided against becomes a version too.
    Raises PermissionDenied, writing.EditConflict, conflicts.Refused, proposals.Undecided, sanitizer.TooComplex.
    """
    written: Content = {}
    for choice in choices.values():
        written |= choice.by_hand
    if found := conflicts.objections(waits.article, written):
        raise conflicts.Refused(found)
    if undecided := meeting.open_in(waits.differences, choices):
        raise proposals.Undecided(undecided[0].name)
    with transaction.atomic():
        article = meeting.locked(waits.article, by=by, met=waits.article.version)
        if not all(choices[each.name].side == Side.THEIRS for each in meeting.open_in(waits.differences)):
            content = (waits.base or contents.of(article)) | waits.typing.content
            content.pop("beside", None)
            why = _("Typed, and decided against")
            revisions.keep_unsaid(article, content, by=by, at=at, why=why, mark="aside")
        sides = {name: str(choice.side) for name, choice in choices.items()}
        events.record("settle_conflict", article, by=by, at=at, fields=sides)
        return _save(article, waits, choices, by=by, at=at)


def _save(
    article: Article, waits: Waiting, choices: Mapping[str, Choice], *, by: Any, at: datetime
) -> Meeting:
    typed = waits.typing.content
    common: Any = {"seen": waits.typing.seen, "by": by, "at": at, "choices": choices}
    if waits.draft:
        return draft_beside.keep(article, typed, number=waits.number or 0, **common)
    if waits.number is not None:
        return draft_beside.publish(article, typed, number=waits.number, **common)
    return meeting.save(article, typed, **common)
