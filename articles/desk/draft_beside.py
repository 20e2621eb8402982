"""The draft beside a live article: what all its editors write there until it takes the live text's place.

Each time it is kept is a version of the article too, which the article itself does not say; its number is the draft's.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import Article, Revision, WorkingCopy

from . import contents, editing, events, meeting, proposals, revisions, working_copies, writing
from .contents import Content
from .meeting import Meeting
from .proposals import Choice, Difference


def keep(
    article: Article,
    typed: Content,
    *,
    seen: int,
    number: int = 0,
    by: Any,
    at: datetime,
    choices: Mapping[str, Choice] | None = None,
    met: int | None = None,
    forgets_typing: bool = True,
) -> Meeting:
    """Keep the text as the draft beside the article, which goes on saying what it says.

    ``number``: the draft's that was typed into, 0 for the article's own text of the version ``seen``. What others put
    into the draft since is brought together with it, as ``meeting.save`` does for an article.
    Raises PermissionDenied, writing.EditConflict, proposals.Undecided, sanitizer.TooComplex.
    """
    with transaction.atomic():
        article = meeting.locked(article, by=by, met=met)
        draft = working_copies.beside(article)
        found = differences(article, draft, typed, seen=seen, number=number)
        if undecided := meeting.open_in(found, choices):
            meeting.keep_typed(article, typed | {"beside": number}, seen=seen, by=by, at=at)
            return Meeting(article, undecided)
        if draft and draft.number != number:
            content = draft.content | meeting.decided_by(found, choices or {})
        else:
            content = said_in(article, seen=seen, number=number) | typed
        content["body"] = str(editing.clean(content["body"]))
        if draft is None or draft.content != content | {"beside": draft.number}:
            draft = _write(article, draft, content, seen=seen, by=by, at=at)
        if by is not None and forgets_typing:
            working_copies.forget_typing(article, by)
    return Meeting(article, is_merged=bool(found), beside=draft)


def publish(
    article: Article,
    typed: Content,
    *,
    seen: int,
    number: int,
    by: Any,
    at: datetime,
    choices: Mapping[str, Choice] | None = None,
    met: int | None = None,
) -> Meeting:
    """Make the article say what was typed into the draft beside it; the draft is gone once it does.

    Where another went on with the draft, it is kept with both and nothing is published: nobody has read it so.
    Raises what ``keep`` raises.
    """
    with transaction.atomic():
        draft = working_copies.beside(meeting.locked(article, by=by, met=met))
        common = {"seen": seen, "by": by, "at": at, "choices": choices}
        if draft and draft.number != number:
            return keep(article, typed, number=number, **common)
        why = _("The draft beside the live text, published")
        done = meeting.save(article, typed | {"beside": number}, why=why, **common)
        if draft and done.is_saved:
            draft.delete()
    return done


def give_up(article: Article, *, number: int, by: Any, at: datetime) -> None:
    """Let go of the draft beside the article, as it was seen; it stays among the versions.

    Raises PermissionDenied, writing.EditConflict.
    """
    with transaction.atomic():
        article = meeting.locked(article, by=by)
        draft = working_copies.beside(article)
        if draft is None or draft.number != number:
            raise writing.EditConflict
        draft.delete()
        events.record("drop_beside", article, by=by, at=at)


def differences(
    article: Article, draft: WorkingCopy | None, typed: Content, *, seen: int, number: int
) -> tuple[Difference, ...]:
    """Return where what was typed differs from what the draft says now; nothing where nobody went on with it."""
    if draft is None or draft.number == number:
        return ()
    base = said_in(article, seen=seen, number=number)
    return proposals.between(base, draft.content, base | typed)


def said_in(article: Article, *, seen: int, number: int) -> Content:
    """Return what was typed into: the draft as it was kept under the number, else the article's version ``seen``."""
    kept = Revision.objects.filter(article=article, number=number, **revisions.BESIDE)
    content = kept.values_list("content", flat=True).first() if number else None
    return content or revisions.said_at(article, seen) or contents.of(article)


def kept_last(draft: WorkingCopy) -> Revision | None:
    """Return the version that the draft is, with who kept it."""
    kept = Revision.objects.filter(article=draft.article_id, number=draft.number)
    return kept.select_related("by").defer("content").first()


def _write(
    article: Article, draft: WorkingCopy | None, content: Content, *, seen: int, by: Any, at: datetime
) -> WorkingCopy:
    why = _("Draft beside the live text")
    kept = revisions.keep_unsaid(article, content, by=by, at=at, why=why, mark="beside")
    draft = draft or WorkingCopy(article=article, seen=seen)
    draft.content, draft.number, draft.at = kept.content, kept.number, at
    draft.save()
    events.record("keep_beside", article, by=by, at=at)
    return draft
