"""The pictures that wait at their sources: fetched, checked, kept and shown in their articles."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.db import transaction

from articles.desk.pictures import keeping, showing
from articles.images import inspect, originals
from articles.images.fetching.fetcher import Fetched, Fetcher, NotModified
from articles.images.fetching.refusals import FetchRefused, State
from articles.images.inspect import PictureRefused
from articles.models import ImageSource, ImportRun
from articles.models.image_source import host_of

from . import accounts, custody, putting_off
from .errors import writing_to
from .progress import Progress
from .report import Report
from .threads import Threads
from .turns import Turns

AT_ONCE = 8
# As long as somebody at a terminal may be kept waiting; the queue goes on with the rest.
SECONDS_FOR_A_RUN = 60
# What was begun before the time was over may still come; what is slower is asked for another time.
GRACE_SECONDS = 10

Answer = Fetched | NotModified | FetchRefused


class Fetching(Protocol):
    """What fetches: images.fetching.Fetcher, or a stand-in of the tests."""

    def fetch(self, address: str, *, etag: str = "", modified: str = "") -> Fetched | NotModified: ...


@dataclass(slots=True)
class Round:
    """What became of the pictures that were asked for; ``lost`` and ``waiting`` by the last state in words.

    ``not_asked``: of hosts that were out of reach or wanted to be left alone. ``is_network_away``: nobody answered.
    """

    fetched: int = 0
    reused: int = 0
    unchanged: int = 0
    not_asked: int = 0
    waiting: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    is_network_away: bool = False

    def in_words(self) -> str:
        counted = {
            "fetched": self.fetched,
            "reused": self.reused,
            "unchanged": self.unchanged,
            "waiting": self.waiting.total(),
            "lost": self.lost.total(),
            "not asked": self.not_asked,
        }
        return ", ".join(f"{count:,} {name}" for name, count in counted.items() if count)


def the_web() -> Fetcher:
    """Return what fetches from the web as the settings say, with a name that tells who asks."""
    user_agent = f"Newsroom pictures (+{settings.BASE_URL})"
    return Fetcher(user_agent=user_agent, private_hosts=settings.FETCH_PRIVATE_HOSTS)


def fetch_pending(
    fetcher: Fetching,
    sources: custody.Sources,
    *,
    clock: Callable[[], datetime],
    progress: Progress | None = None,
    seconds: float | None = None,
    timer: Callable[[], float] = time.monotonic,
) -> Round:
    """Ask for each of the sources once, as long as ``seconds`` last, and return what came of it.

    Each picture is kept and shown as soon as it came, so that a round cut short loses nothing. One that is kept already
    comes again only if it changed. Raises ImportStoppedError, OSError.
    """
    keys = list(sources.order_by("attempts", "next_try_at", "pk").values_list("pk", "host"))
    progress = progress or Progress()
    progress.start(len(keys))
    return _Asking(fetcher, Turns(keys), clock, progress, seconds, timer).all()


def fetch_for(
    report: Report,
    fetcher: Fetching,
    *,
    clock: Callable[[], datetime],
    progress: Progress | None = None,
    seconds: float = SECONDS_FOR_A_RUN,
) -> Round | None:
    """Fetch the pictures that the run of the report met and nobody asked for yet, and enter in it what came of them.

    Where ``seconds`` do not suffice, the rest goes on waiting. Returns None where the run was to fetch nothing.
    """
    run = ImportRun.objects.get(pk=report.run or 0)
    if run.options.get("images", "fetch") != "fetch":
        return None
    never_asked = custody.of_run(run).filter(custody.ELSEWHERE, custody.PENDING, attempts=0)
    began = time.monotonic()
    try:
        return fetch_pending(fetcher, never_asked, clock=clock, progress=progress, seconds=seconds)
    finally:
        run.refresh_from_db()
        report.take_over(run)
        report.seconds += time.monotonic() - began


class _Asking:
    """One round: who is asked next, and what is done with the answers."""

    def __init__(
        self,
        fetcher: Fetching,
        turns: Turns,
        clock: Callable[[], datetime],
        progress: Progress,
        seconds: float | None,
        timer: Callable[[], float],
    ) -> None:
        self.fetcher, self.turns, self.clock, self.progress = fetcher, turns, clock, progress
        self.timer = timer
        self.end = None if seconds is None else timer() + seconds
        self.round = Round()

    def all(self) -> Round:
        under_way = 0
        with Threads(AT_ONCE, self._ask) as threads:
            while True:
                while under_way < AT_ONCE and (source := self._next()):
                    threads.begin(source)
                    under_way += 1
                finished = threads.finished(wait_seconds=self._patience()) if under_way else None
                if finished is None:
                    return self.round
                under_way -= 1
                self._settle(*finished)

    def _next(self) -> ImageSource | None:
        """Return the next source as it stands now; none once the time is over."""
        while self.end is None or self.timer() < self.end:
            key = self.turns.next()
            if key is None:
                return None
            if source := ImageSource.objects.select_related("image").filter(pk=key).first():
                return source
        return None

    def _patience(self) -> float | None:
        return None if self.end is None else max(0, self.end + GRACE_SECONDS - self.timer())

    def _ask(self, source: ImageSource) -> Answer:
        """Return the original, or what stands at the address itself, or why neither came. Nothing is written."""
        refusals: list[FetchRefused] = []
        in_trouble = set()
        for address in originals.candidates(source.url):
            if host_of(address) in in_trouble:
                continue
            answer = self._ask_at(address, source)
            if not isinstance(answer, FetchRefused):
                return answer
            refusals.append(answer)
            if answer.has_had_enough or answer.is_out_of_reach:
                in_trouble.add(host_of(address))
        # While one of them may still come, the picture is not lost.
        passing = [refused for refused in refusals if not refused.is_final]
        return (passing or refusals)[-1]

    def _ask_at(self, address: str, source: ImageSource) -> Answer:
        try:
            found = self.fetcher.fetch(address, etag=source.etag, modified=source.last_modified)
            if isinstance(found, Fetched):
                inspect.judge(found.data)
            return found
        except FetchRefused as error:
            error.is_elsewhere |= host_of(address) != source.host
            return error
        except PictureRefused as error:
            return FetchRefused(State.NOT_AN_IMAGE, error.reason)

    def _settle(self, source: ImageSource, answer: Answer) -> None:
        at = self.clock()
        self._note_of_host(source, answer)
        if isinstance(answer, Fetched):
            try:
                self._keep(source, answer, at=at)
            except PictureRefused as error:
                answer = FetchRefused(State.NOT_AN_IMAGE, error.reason)
        if isinstance(answer, NotModified):
            _note_that_it_stands(source, at=at)
            self.round.unchanged += 1
        if isinstance(answer, FetchRefused):
            self._refuse(source, answer, at=at)
        self.progress.advance(1, self.round.in_words())

    def _note_of_host(self, source: ImageSource, answer: Answer) -> None:
        if not isinstance(answer, FetchRefused) or answer.is_elsewhere:
            self.turns.gave(source.host)
        elif answer.is_out_of_reach:
            self.turns.failed(source.host)
        elif answer.has_had_enough:
            self.turns.had_enough(source.host)
        else:
            self.turns.gave(source.host)

    def _keep(self, source: ImageSource, fetched: Fetched, *, at: datetime) -> None:
        with writing_to(Path(settings.MEDIA_ROOT)):
            stored = _stored(source, fetched.data)
        if source.image and source.image.sha256 == stored.image.sha256:
            _note_that_it_stands(source, at=at, etag=fetched.etag, last_modified=fetched.modified)
            self.round.unchanged += 1
            return
        is_known = stored.known() is not None
        with transaction.atomic():
            if not custody.still_stands(source):
                # Somebody else fetched it meanwhile.
                return
            showing.show_fetched(source, stored.saved(), at=at)
            marks = {"etag": fetched.etag, "last_modified": fetched.modified}
            ImageSource.objects.filter(pk=source.pk).update(
                attempts=source.attempts + 1, asked_at=at, last_state="", **marks
            )
            if not source.image:
                accounts.came(source, as_what="reused" if is_known else "fetched")
        self.round.reused += is_known
        self.round.fetched += not is_known

    def _refuse(self, source: ImageSource, refused: FetchRefused, *, at: datetime) -> None:
        is_lost = putting_off.put_off(source, refused, at=at)
        (self.round.lost if is_lost else self.round.waiting)[str(refused.state)] += 1
        if is_lost and not source.image:
            showing.show_lost(source, at=at)
        if refused.is_elsewhere:
            return
        if refused.has_had_enough or self.turns.is_out_of_reach(source.host):
            self._leave_alone(source, refused, at=at)
        if self.turns.is_network_away:
            self._wait_for_the_network(at=at)

    def _leave_alone(self, source: ImageSource, refused: FetchRefused, *, at: datetime) -> None:
        """Ask the host for nothing more in this round, and put off all that waits for it."""
        if self.turns.has_given(source.host):
            pause = timedelta(seconds=refused.retry_after or 0)
            putting_off.put_off_host(source.host, until=max(at + putting_off.PAUSES[0], at + pause))
        else:
            putting_off.count_for_host(source, refused, at=at)
        self._were_not_asked(self.turns.give_up(source.host))

    def _wait_for_the_network(self, *, at: datetime) -> None:
        putting_off.put_off_all(at=at)
        self.round.is_network_away = True
        self._were_not_asked(self.turns.give_up_all())

    def _were_not_asked(self, number: int) -> None:
        self.round.not_asked += number
        self.progress.advance(number, self.round.in_words())


def _stored(source: ImageSource, data: bytes) -> keeping.Stored:
    """Store it with what is said of the picture that it takes the place of, and what was agreed on for that."""
    before = source.image
    if before is None:
        return keeping.store(data, credit=source.credit)
    credit = before.credit or source.credit
    stored = keeping.store(data, alt=before.alt, caption=before.caption, credit=credit)
    stored.image.rights_until = before.rights_until
    return stored


def _note_that_it_stands(source: ImageSource, *, at: datetime, **marks: str) -> None:
    ImageSource.objects.filter(pk=source.pk).update(
        asked_at=at, last_state="", error="", next_try_at=None, **{k: v for k, v in marks.items() if v}
    )
