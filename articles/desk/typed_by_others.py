"""What somebody typed and did not save, put into the article by somebody else."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import WorkingCopy

from . import draft_beside, meeting, permissions, working_copies


class OwnTyping(Exception):
    """Who puts it in has typing of their own, which its differences would take the place of."""

    def __init__(self) -> None:
        super().__init__(_("You typed something yourself that is not saved: save it or discard it first."))


def put_in(copy: WorkingCopy, *, by: Any, at: datetime) -> meeting.Meeting:
    """Save what was typed as the person's own saving, whose version names both; it is no typing any more then.

    What was typed into the draft beside the article goes into that draft.
    What has to be decided is kept as typing of ``by`` too, to be decided there. Raises PermissionDenied, OwnTyping,
    sanitizer.TooComplex.
    """
    if copy.article is None or not permissions.may_edit(by, copy.article):
        raise PermissionDenied(_("This article is for the editors of its section."))
    why = _("Typed by %(who)s, put in by %(by)s") % {"who": copy.by, "by": by}
    with transaction.atomic():
        if working_copies.typing_of(copy.article, by):
            raise OwnTyping
        seen = copy.seen or copy.article.version
        draft = copy.content.get("beside")
        if draft is None:
            met = meeting.save(copy.article, copy.content, seen=seen, by=by, at=at, why=why)
        else:
            met = draft_beside.keep(copy.article, copy.content, seen=seen, number=draft, by=by, at=at)
        if met.is_saved:
            working_copies.forget_typing(copy.article, copy.by, number=copy.number)
    return met
