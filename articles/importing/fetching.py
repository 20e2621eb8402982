"""The pictures that wait at their sources: fetched, checked, kept and shown in their articles."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from django.conf import settings

from articles.desk.pictures import keeping, showing
from articles.images import inspect, originals
from articles.images.fetching.fetcher import Fetched, NotModified
from articles.images.fetching.refusals import FetchRefused, State
from articles.images.inspect import PictureRefused
from articles.models import Image, ImageSource

from .errors import writing_to
from .progress import Progress

AT_ONCE = 8
SOURCES_A_CHUNK = 40
# After the last one only a person asks again.
PAUSES = tuple(timedelta(hours=hours) for hours in (1, 6, 24, 72, 168))
ELSEWHERE = r"^https?://"

Outcome = bytes | FetchRefused


class Fetching(Protocol):
    """What fetches: images.fetching.Fetcher, or a stand-in of the tests."""

    def fetch(self, address: str) -> Fetched | NotModified: ...


@dataclass(slots=True)
class Custody:
    """What became of the pictures that were asked for; ``lost`` and ``waiting`` by the last state in words."""

    fetched: int = 0
    reused: int = 0
    waiting: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)

    def in_words(self) -> str:
        counted = {
            "fetched": self.fetched,
            "reused": self.reused,
            "waiting": self.waiting.total(),
            "lost": self.lost.total(),
        }
        return ", ".join(f"{count:,} {name}" for name, count in counted.items() if count)


def fetch_pending(
    fetcher: Fetching,
    *,
    clock: Callable[[], datetime],
    progress: Progress | None = None,
    only_due: bool = False,
    even_lost: bool = False,
) -> Custody:
    """Fetch each picture that waits; ``only_due``: whose time has come, ``even_lost``: also those given up.

    A picture is kept and shown before the next ones are asked for, so that a run cut short loses nothing.
    """
    progress, custody = progress or Progress(), Custody()
    waiting = ImageSource.objects.filter(image=None, url__iregex=ELSEWHERE)
    if not even_lost:
        waiting = waiting.filter(next_try_at__isnull=False)
    if only_due:
        waiting = waiting.exclude(next_try_at__gt=clock())
    keys = list(waiting.order_by("next_try_at", "pk").values_list("pk", flat=True))
    progress.start(len(keys))
    with ThreadPoolExecutor(AT_ONCE) as threads:
        for chunk in _chunks(keys):
            outcomes = threads.map(lambda source: _fetched(fetcher, source.url), chunk)
            for source, outcome in zip(chunk, outcomes, strict=True):
                _settle(source, outcome, custody, at=clock())
                progress.advance(1, custody.in_words())
    return custody


def _chunks(keys: list[int]) -> Iterator[list[ImageSource]]:
    for start in range(0, len(keys), SOURCES_A_CHUNK):
        yield list(ImageSource.objects.filter(pk__in=keys[start : start + SOURCES_A_CHUNK], image=None))


def _fetched(fetcher: Fetching, url: str) -> Outcome:
    """Return the bytes of the original, or of what stands at the address itself, or why neither came."""
    refused = FetchRefused(State.BAD_ANSWER, "Nothing came.")
    for address in originals.candidates(url):
        try:
            found = fetcher.fetch(address)
            if isinstance(found, Fetched):
                inspect.judge(found.data)
                return found.data
        except FetchRefused as error:
            refused = error
        except PictureRefused as error:
            refused = FetchRefused(State.NOT_AN_IMAGE, error.reason)
    return refused


def _settle(source: ImageSource, outcome: Outcome, custody: Custody, *, at: datetime) -> None:
    source.attempts += 1
    if isinstance(outcome, bytes):
        try:
            _keep(source, outcome, custody, at=at)
        except PictureRefused as error:
            outcome = FetchRefused(State.NOT_AN_IMAGE, error.reason)
    if isinstance(outcome, FetchRefused):
        _put_off(source, outcome, custody, at=at)


def _keep(source: ImageSource, data: bytes, custody: Custody, *, at: datetime) -> None:
    with writing_to(Path(settings.MEDIA_ROOT)):
        stored = keeping.store(data, credit=source.credit)
    is_known = Image.objects.filter(sha256=stored.image.sha256).exists()
    ImageSource.objects.filter(pk=source.pk).update(attempts=source.attempts)
    showing.show_fetched(source, stored.saved(), at=at)
    custody.reused += is_known
    custody.fetched += not is_known


def _put_off(source: ImageSource, refused: FetchRefused, custody: Custody, *, at: datetime) -> None:
    is_lost = refused.is_final or source.attempts > len(PAUSES)
    (custody.lost if is_lost else custody.waiting)[str(refused.state)] += 1
    source.error = str(refused)[:300]
    source.next_try_at = None if is_lost else at + _pause(source.attempts, refused)
    source.save(update_fields=["attempts", "error", "next_try_at"])


def _pause(attempts: int, refused: FetchRefused) -> timedelta:
    return max(PAUSES[attempts - 1], timedelta(seconds=refused.retry_after or 0))
