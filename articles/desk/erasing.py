"""What a removal leaves in the files of the database: nothing, where that is in our hands."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db import DatabaseError, connection
from django_tasks_db.models import DBTaskResult

from articles.models import (
    Article,
    ArticleImage,
    Correction,
    Event,
    Image,
    ImageSource,
    ImportedRecord,
    ImportRun,
    Redirect,
    Revision,
    Source,
    Tag,
    WorkingCopy,
)

from . import events

logger = logging.getLogger(__name__)
# Writing a database of this size anew takes a second or two, during which nobody else writes.
SMALL_BYTES = 200_000_000
# Where the text of an article, its name or its pictures may have stood.
TABLES = tuple(
    model._meta.db_table
    for model in (
        *(Article, ArticleImage, Correction, Event, Image, ImageSource, ImportedRecord, ImportRun, Redirect),
        *(Revision, Source, Tag, WorkingCopy, LogEntry, Session, DBTaskResult),
    )
)


ERASED = "erase"


@contextmanager
def leaving_nothing() -> Iterator[None]:
    """Clear the database's files of what was deleted meanwhile; SQLite's at once only where they are small.

    SQLite writes over what is deleted (secure_delete, in the settings), but not over what it moved before, and its
    journal has the pages as they were. A file that somebody is reading is cleared by the next ``clear``.
    """
    yield
    if connection.in_atomic_block:
        return
    try:
        clear(whole=_is_small())
    except DatabaseError:
        # What was removed is removed; `tidy` clears the files.
        logger.exception("The database's files could not be cleared of what was removed")


def clear_what_is_owed(*, at: datetime) -> None:
    """Write the files anew if an Admin removed something since that was last done; one event where it was.

    Raises DatabaseError.
    """
    of_newsroom = Event.objects.filter(article=None).order_by("-at", "-pk")
    removed = of_newsroom.filter(verb="remove", by__isnull=False).first()
    erased = of_newsroom.filter(verb=ERASED).first()
    if removed and not (erased and erased.at >= removed.at) and not connection.in_atomic_block:
        clear(whole=True)
        events.record(ERASED, None, by=None, at=at)


def clear(*, whole: bool) -> None:
    """Clear the database's files of what was deleted; ``whole``: write SQLite's anew. Raises DatabaseError."""
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute(f"VACUUM {', '.join(TABLES)}")
            return
        if whole:
            cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _is_small() -> bool:
    with suppress(OSError):
        return Path(connection.settings_dict["NAME"]).stat().st_size <= SMALL_BYTES
    return False
