"""Asking the sources of pictures again because a person wants it."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from articles.desk import changes, events
from articles.models import Image, ImageSource


def ask_again(sources: QuerySet[ImageSource], *, by: Any, at: datetime, **about: Any) -> int:
    """Have each source on the web asked as soon as may be, its failures forgotten; return how many that are.

    Where its picture is kept, it is looked whether that changed, unless an editor replaced it. One event says how
    many, with ``about``; none where there are none. Raises PermissionDenied.
    """
    changes.require(by, "change", Image())
    with transaction.atomic():
        on_the_web = sources.exclude(host="").filter(image__former_files=None)
        number = on_the_web.update(next_try_at=at, attempts=0)
        if number:
            events.record("ask_for_pictures", None, by=by, at=at, number=number, **about)
    return number
