"""The seam to the task queue: what a worker does while a run's page shows how far it is."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.db import DatabaseError, transaction
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from articles.importing import again, undo, uploads
from articles.importing.errors import ImportUsageError
from articles.importing.pipeline import ImportOptions, import_archives
from articles.importing.progress import Progress
from articles.models import ImportRun

logger = logging.getLogger(__name__)
# A worker looks every second; a task that waits for longer is one that nobody takes.
PATIENCE = timedelta(seconds=30)
# A batch takes less, and so does unpacking all but the largest archives.
BUSY = timedelta(minutes=2)
RESULTS_KEPT = timedelta(days=14)
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
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY, enqueued_at__lt=at - PATIENCE)
    return waiting.exists() and not ImportRun.objects.filter(alive_at__gt=at - BUSY).exists()


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
