"""The seam to the task queue: what a worker does while a run's page shows how far it is, and in between."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.db import DatabaseError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django_tasks import TaskContext, TaskResultStatus, task
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult, get_date_max

from articles.desk import housekeeping
from articles.desk.pictures import asking
from articles.importing import again, custody, fetching, undo, uploads
from articles.importing.errors import ImportUsageError
from articles.importing.pipeline import ImportOptions, import_archives
from articles.importing.progress import Progress
from articles.models import ImageSource, ImportRun

logger = logging.getLogger(__name__)
# A worker looks every second; a task that waits for longer is one that nobody takes.
PATIENCE = timedelta(seconds=30)
# A batch takes less, and so does unpacking all but the largest archives.
BUSY = timedelta(minutes=2)
RESULTS_KEPT = timedelta(days=14)
# After so long fetching pictures lets others have their turn.
SECONDS_OF_FETCHING = 20
# By the newsroom's own clock: nobody writes.
HOUR_OF_HOUSEKEEPING = 4
# Of the trash, before others have their turn: about half a minute.
ARTICLES_AT_ONCE = 1000
# What a run says of its own course, and another with its options does not take over.
OWN_COURSE = ("stopped", "undo", "resumes", "again")


def begin(run: ImportRun) -> ImportRun:
    """Save the run and queue its import: its page is there before a worker is."""
    with transaction.atomic():
        run.save()
        (import_again if "again" in run.options else import_archive).enqueue(run.pk)
    return run


def go_on(run: ImportRun, *, by: Any, at: datetime) -> ImportRun:
    """Queue a new run with the paths and options of one that was cut short, and return it."""
    repeats = {"again": run.options["again"]} if "again" in run.options else {}
    return begin(_of_the_same(run, by=by, at=at, **repeats, resumes=run.pk))


def repeat_failed(run: ImportRun, *, by: Any, at: datetime) -> ImportRun:
    """Queue a new run of the failed records of ``run``, and return it."""
    return begin(_of_the_same(run, by=by, at=at, again=run.pk))


def begin_undo(run: ImportRun, *, by: Any, at: datetime) -> None:
    """Queue the taking back of the run."""
    with transaction.atomic():
        _note(run, undo={"queued": at.isoformat()})
        take_back.enqueue(run.pk, by.pk)


def nobody_works(at: datetime) -> bool:
    """Whether a task has waited longer than ``PATIENCE`` while nothing is being done."""
    too_long = Q(run_after=get_date_max(), enqueued_at__lt=at - PATIENCE) | Q(run_after__lt=at - PATIENCE)
    waiting = DBTaskResult.objects.filter(too_long, status=TaskResultStatus.READY)
    if not waiting.exists() or ImportRun.objects.filter(alive_at__gt=at - BUSY).exists():
        return False
    return not DBTaskResult.objects.running().filter(started_at__gt=at - BUSY).exists()


def ask_for_pictures(sources: QuerySet[ImageSource], *, by: Any, at: datetime, **about: Any) -> int:
    """Have the sources asked again because ``by`` wants it, and queue that; return how many they are."""
    with transaction.atomic():
        number = asking.ask_again(sources, by=by, at=at, **about)
        fetch_what_waits(at=at)
    return number


def fetch_what_waits(*, at: datetime) -> None:
    """Queue the fetching of the pictures that wait for the moment when the first is due; once, however often asked.

    A queue that cannot put off, such as the tests have, is left alone: it would begin at once and never end.
    """
    moment = custody.next_moment()
    if moment and fetch_pictures.get_backend().supports_defer:
        _fetch_no_later_than(max(moment, at))


def see_to_housekeeping(*, at: datetime) -> None:
    """Queue the housekeeping for the coming night, if it is not queued; once, however often asked.

    Left alone where the queue cannot put off, as for ``fetch_what_waits``.
    """
    if tidy_up.get_backend().supports_defer:
        _queue_no_later_than(tidy_up, _next_night(at))


@task()
def import_archive(run_id: int) -> None:
    """Import what the run names: files that were uploaded, or the paths of a run that was cut short."""
    run = ImportRun.objects.get(pk=run_id)
    paths, options = run.options["paths"], ImportOptions.of_chosen(run.options)
    with _worked_on(run):
        if not all(Path(path).exists() for path in paths):
            raise ImportUsageError("The files are not there any more.")
        import_archives(paths, options=options, clock=timezone.now, run=run)
    if run.finished_at:
        uploads.remove_of(run)


@task()
def import_again(run_id: int) -> None:
    """Import the failed records of another run, which this one names."""
    run = ImportRun.objects.get(pk=run_id)
    with _worked_on(run):
        repeated = ImportRun.objects.get(pk=run.options["again"])
        again.import_again(repeated, run=run, clock=timezone.now)


@task()
def take_back(run_id: int, by_id: int) -> None:
    """Take the run back for the user."""
    run = ImportRun.objects.get(pk=run_id)
    by = get_user_model().objects.filter(pk=by_id).first()
    progress = _UndoProgress(run)
    with _stops_told(lambda reason: _note(run, undo=progress.state | {"stopped": reason})):
        report = undo.undo(run.pk, clock=timezone.now, by=by, progress=progress)
        _note(run, undo=progress.state | {"outcomes": report.totals})
    _prune()


# Whatever else waits comes first.
@task(priority=-10, takes_context=True)
def fetch_pictures(context: TaskContext) -> None:
    """Fetch the pictures that are due, for a while, and queue itself again where others wait."""
    at = timezone.now()
    others = DBTaskResult.objects.running().filter(task_path=fetch_pictures.module_path)
    if others.filter(started_at__gt=at - BUSY).exclude(pk=context.task_result.id).exists():
        _fetch_no_later_than(at + BUSY)
        return
    if ImportRun.objects.filter(finished_at=None, alive_at__gt=at - BUSY).exists():
        # It counts its pictures itself, and would write over what is entered meanwhile.
        _fetch_no_later_than(at + PATIENCE)
        return
    due = custody.due(at)
    if due.exists():
        # First of all, so that a worker that is killed does not end it for good.
        _fetch_no_later_than(at + BUSY)
        fetching.fetch_pending(fetching.the_web(), due, clock=timezone.now, seconds=SECONDS_OF_FETCHING)
    fetch_what_waits(at=timezone.now())
    _prune()


# Whatever else waits comes first.
@task(priority=-20)
def tidy_up() -> None:
    """Throw away what has had its time, and queue itself for the next night, or at once where much is left."""
    at = timezone.now()
    # First of all, so that a worker that is killed does not end it for good.
    see_to_housekeeping(at=at)
    done = housekeeping.tidy(at, most_articles=ARTICLES_AT_ONCE)
    logger.info("Housekeeping: %s", done)
    if not done.is_whole and tidy_up.get_backend().supports_defer:
        _queue_no_later_than(tidy_up, at)
    _prune()


def _next_night(at: datetime) -> datetime:
    here = timezone.localtime(at)
    night = here.replace(hour=HOUR_OF_HOUSEKEEPING, minute=0, second=0, microsecond=0)
    return night if night > here else night + timedelta(days=1)


def _fetch_no_later_than(moment: datetime) -> None:
    _queue_no_later_than(fetch_pictures, moment)


def _queue_no_later_than(asked: Task, moment: datetime) -> None:
    """Queue the task, or bring forward what is queued of it: never is it queued twice."""
    with transaction.atomic():
        queued = DBTaskResult.objects.select_for_update().filter(
            task_path=asked.module_path, status=TaskResultStatus.READY
        )
        first = queued.order_by("run_after").first()
        if first is None:
            asked.using(run_after=moment).enqueue()
            return
        # Two processes that queued it at the same moment.
        queued.exclude(pk=first.pk).delete()
        queued.filter(run_after__gt=moment).update(run_after=moment)


class _UndoProgress(Progress):
    """Keeps with the run how far the taking back of it is."""

    def __init__(self, run: ImportRun) -> None:
        self.run = run
        self.state: dict[str, Any] = {"done": 0}

    def start(self, total: int) -> None:
        self.state |= {"of": total, "began": timezone.now().isoformat()}
        self._keep()

    def advance(self, done: int, said: str = "") -> None:
        self.state["done"] += done
        self._keep()

    def _keep(self) -> None:
        self.run.alive_at = timezone.now()
        _note(self.run, undo=self.state)


@contextmanager
def _worked_on(run: ImportRun) -> Iterator[None]:
    """The time in which a worker imports for the run."""
    run.alive_at = run.started_at = timezone.now()
    run.save()
    with _stops_told(lambda reason: _note(run, stopped=reason)):
        try:
            yield
        except ImportUsageError as error:
            # Nothing of it can be gone on with.
            run.finished_at = timezone.now()
            _note(run, stopped=str(error))
    fetch_what_waits(at=timezone.now())
    _prune()


@contextmanager
def _stops_told(tell: Callable[[str], None]) -> Iterator[None]:
    """Keep why the work stopped, so that its page can say so, and let the worker know too."""
    try:
        yield
    except BaseException as error:
        if isinstance(error, Exception):
            logger.exception("A task was cut short")
        # A database that is away takes no note either; the page then sees by the time that nothing goes on.
        with suppress(DatabaseError):
            tell(_why(error))
        raise


def _why(error: BaseException) -> str:
    if isinstance(error, OSError):
        return f"The system says: {error.strerror}."
    if isinstance(error, DatabaseError):
        return "The database could not be written."
    if isinstance(error, Exception):
        return "Something unexpected happened; the newsroom's log tells more."
    return "The worker was stopped."


def _of_the_same(run: ImportRun, *, by: Any, at: datetime, **course: Any) -> ImportRun:
    options = {name: value for name, value in run.options.items() if name not in OWN_COURSE}
    return ImportRun(origin=run.origin, options=options | course, started_at=at, by=by)


def _note(run: ImportRun, **course: Any) -> None:
    run.options |= course
    ImportRun.objects.filter(pk=run.pk).update(
        options=run.options, alive_at=run.alive_at, finished_at=run.finished_at
    )


def _prune() -> None:
    """Forget old results; what came of the work is kept with the runs."""
    DBTaskResult.objects.filter(started_at__lt=timezone.now() - RESULTS_KEPT).delete()
