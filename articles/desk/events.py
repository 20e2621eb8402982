"""The log of what was done: one Event a verb, written in the verb's own transaction."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from articles.models import Article, Event


def record(verb: str, article: Article | None, *, by: Any, at: datetime, **data: Any) -> Event:
    """Write down that ``by`` (None: the newsroom itself) did ``verb`` to the article."""
    event = of(verb, article, by=by, at=at, **data)
    event.save()
    return event


def record_many(events: Iterable[Event]) -> None:
    Event.objects.bulk_create(events)


def of(verb: str, article: Article | None, *, by: Any, at: datetime, **data: Any) -> Event:
    """Return the event unsaved, for a batch."""
    return Event(article=article, verb=verb, by=by, by_name=by.get_username() if by else "", at=at, data=data)
