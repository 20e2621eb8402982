"""Telling readers what was changed after publication."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import Article, Correction

from . import events, permissions, revisions, writing


def correct(article: Article, *, kind: str, text: str, by: Any, at: datetime) -> Correction:
    """Publish a correction on the article; readers are told that it was modified now.

    It is a version of its own, so that an import never takes it for the archive's. Raises PermissionDenied,
    writing.EditConflict.
    """
    if by is not None and not permissions.edits_section_of(by, article):
        raise PermissionDenied(_("Corrections are for the editors of its section."))
    with transaction.atomic():
        correction = Correction.objects.create(article=article, kind=kind, text=text, by=by, at=at)
        writing.update(article, at=at, modified_at=at)
        revisions.keep(article, by=by, at=at, why=text[: revisions.MOST_CHARACTERS_OF_WHY])
        events.record("correct", article, by=by, at=at, kind=kind, text=text)
    return correction
