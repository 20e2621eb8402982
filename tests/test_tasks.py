import signal
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles import tasks
from articles.importing import uploads
from articles.models import Article, Event, Image, ImageSource, ImportRun
from tests.factories import NOW, make_image_source, make_user
from tests.images.web import Web, answer
from tests.importing.archives import run_import, story, write
from tests.importing.test_fetching import jpeg

pytestmark = pytest.mark.django_db
REAL_QUEUE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def queue(settings):
    """The queue in the database; nothing works on it until ``work()``."""
    settings.TASKS = REAL_QUEUE


def work():
    """Do all that waits, and give the signals back that a worker takes for itself."""
    taken = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)}
    call_command("db_worker", "--batch", "--no-startup-delay", "--interval", "0", "--verbosity", "0")
    for number, handler in taken.items():
        signal.signal(number, handler)


def waiting_run(archive, **options):
    chosen = {"paths": [str(archive)], "origin": "江河日报", **options}
    return ImportRun(origin="江河日报", options=chosen, started_at=NOW, by=make_user("Chief"))


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_worker_imports_what_waits_and_takes_it_back(tmp_path, queue):
    write(tmp_path, {"a.md": story(), "b.md": story("另一篇")})
    run = tasks.begin(waiting_run(tmp_path))
    assert (Article.objects.count(), ImportRun.objects.get().alive_at) == (0, None)

    work()

    run.refresh_from_db()
    assert (run.totals["created"], run.expected) == (2, 2)
    assert run.finished_at

    tasks.begin_undo(run, by=run.by, at=NOW)
    work()

    run.refresh_from_db()
    assert run.undone_at
    assert (run.options["undo"]["done"], run.options["undo"]["outcomes"]["updated"]) == (2, 2)
    assert set(Article.objects.values_list("status", flat=True)) == {"trashed"}
    assert set(DBTaskResult.objects.values_list("status", flat=True)) == {"SUCCESSFUL"}


def test_a_run_is_by_whom_it_was_asked_for_and_under_its_own_row(tmp_path):
    write(tmp_path, {"a.md": story()})
    run = tasks.begin(waiting_run(tmp_path))

    assert ImportRun.objects.get() == run
    assert Article.objects.get().revisions.get().by == run.by
    assert Article.objects.get().source.origin_id == "江河日报"


def test_what_was_uploaded_goes_when_its_run_has_ended(tmp_path):
    folder = uploads.top() / "a" / "files"
    write(folder, {"a.md": story()})
    tasks.begin(waiting_run(folder, upload="a"))

    assert Article.objects.count() == 1
    assert not folder.parent.exists()


class Stopped(BaseException):
    """The worker is told to stop."""


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            OSError(28, "No space left on device", "/somewhere/in/here"),
            "The system says: No space left on device.",
        ),
        (OperationalError("disk I/O error"), "The database could not be written."),
        (ValueError("a bug"), "Something unexpected happened; the newsroom's log tells more."),
        (Stopped(), "The worker was stopped."),
    ],
)
def test_a_run_that_stopped_half_way_says_why_and_keeps_its_files(tmp_path, error, said):
    folder = uploads.top() / "b" / "files"
    write(folder, {"a.md": story()})
    run = waiting_run(folder, upload="b")
    run.save()

    with pytest.raises(type(error)), tasks._worked_on(run):
        raise error

    run.refresh_from_db()
    assert (run.options["stopped"], run.finished_at) == (said, None)
    assert folder.exists()
    uploads.remove_of(run)


def test_files_that_are_gone_are_said_to_be_gone(tmp_path):
    run = tasks.begin(waiting_run(tmp_path / "nowhere"))

    run.refresh_from_db()
    assert run.options["stopped"] == "The files are not there any more."
    assert run.finished_at


def test_a_run_cut_short_is_gone_on_with_as_a_new_one(tmp_path):
    write(tmp_path, {"a.md": story(), "b.md": story("另一篇")})
    run_import(tmp_path / "a.md", origin="江河日报")
    run = waiting_run(tmp_path, status="draft", stopped="The worker was stopped.", undo={"queued": ""})
    run.save()

    after = tasks.go_on(run, by=run.by, at=NOW)

    after.refresh_from_db()
    assert after.options == {
        "paths": [str(tmp_path)],
        "origin": "江河日报",
        "status": "draft",
        "resumes": run.pk,
    }
    assert (after.totals["unchanged"], after.totals["created"]) == (1, 1)


def test_failed_records_are_imported_again_as_a_run_that_says_so(tmp_path):
    write(tmp_path, {"a.md": "---\ndate: 2022-01-27\n---\n\n正文\n"})
    run = ImportRun.objects.get(pk=run_import(tmp_path).run)

    after = tasks.repeat_failed(run, by=make_user("Chief"), at=NOW)

    after.refresh_from_db()
    assert (after.options["again"], after.totals["failed"], after.totals["records"]) == (run.pk, 1, 1)
    assert after.finished_at


def queued(*, ago):
    task = DBTaskResult.objects.create(args_kwargs={}, task_path="x", backend_name="default")
    DBTaskResult.objects.filter(pk=task.pk).update(enqueued_at=NOW - ago)
    return task


@pytest.mark.parametrize(("seconds", "nobody"), [(10, False), (40, True)])
def test_a_task_that_waits_long_tells_that_nobody_works(seconds, nobody):
    queued(ago=timedelta(seconds=seconds))

    assert tasks.nobody_works(NOW) == nobody


def test_a_task_that_waits_behind_a_long_one_does_not(tmp_path):
    queued(ago=timedelta(minutes=10))
    ImportRun.objects.create(started_at=NOW, alive_at=NOW - timedelta(seconds=20))

    assert not tasks.nobody_works(NOW)


def test_old_results_are_forgotten_and_what_waits_is_not(tmp_path):
    now = timezone.now()
    old, fresh, waits = queued(ago=timedelta(0)), queued(ago=timedelta(0)), queued(ago=timedelta(days=99))
    DBTaskResult.objects.filter(pk=old.pk).update(started_at=now - timedelta(days=15))
    DBTaskResult.objects.filter(pk=fresh.pk).update(started_at=now - timedelta(days=13))
    write(tmp_path, {"a.md": story()})

    tasks.begin(waiting_run(tmp_path))

    assert set(DBTaskResult.objects.values_list("pk", flat=True)) == {fresh.pk, waits.pk}


# Fetching pictures


def fetching_queued():
    """The moments for which the fetching of pictures is queued."""
    queued = DBTaskResult.objects.filter(task_path=tasks.fetch_pictures.module_path, status="READY")
    return list(queued.values_list("run_after", flat=True))


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_an_import_by_a_worker_queues_the_fetching_of_its_pictures(tmp_path, queue, settings):
    with Web({"/river.jpg": answer(jpeg())}) as web:
        settings.FETCH_PRIVATE_HOSTS = [f"127.0.0.1:{web.port}"]
        picture = f'<p>正文。<img src="http://127.0.0.1:{web.port}/river.jpg" alt=""></p>'
        write(tmp_path, {"a.md": story(body=picture)})
        run = tasks.begin(waiting_run(tmp_path))
        work()
    run.refresh_from_db()
    assert run.images == {"found": 1, "fetched": 1, "reused": 0, "pending": 0}
    assert Image.objects.count() == 1
    assert "srcset" in Article.objects.get().body_html
    assert not DBTaskResult.objects.filter(status="FAILED").exists()


@pytest.fixture
def waiting_picture():
    return make_image_source("https://example.com/a.jpg", next_try_at=NOW)


def test_the_fetching_is_queued_once_however_often_it_is_asked_for(queue, waiting_picture):
    for minutes in (5, 3, 9):
        tasks.fetch_what_waits(at=NOW + timedelta(minutes=minutes))
    assert fetching_queued() == [NOW + timedelta(minutes=3)]


def test_two_copies_that_were_queued_at_the_same_moment_become_one(queue, waiting_picture):
    for minutes in (2, 1):
        tasks.fetch_pictures.using(run_after=NOW + timedelta(minutes=minutes)).enqueue()
    tasks.fetch_what_waits(at=NOW)
    assert fetching_queued() == [NOW]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_fetching_waits_for_the_moment_when_a_picture_is_due(queue, waiting_picture):
    later = timezone.now() + timedelta(hours=6)
    ImageSource.objects.update(next_try_at=later)
    tasks.fetch_what_waits(at=timezone.now())
    assert fetching_queued() == [later]
    work()
    assert fetching_queued() == [later]


def test_nothing_is_queued_where_nothing_waits(queue, db):
    tasks.fetch_what_waits(at=NOW)
    assert fetching_queued() == []


def test_fetching_lets_everything_else_come_first(queue, waiting_picture, tmp_path):
    tasks.fetch_what_waits(at=NOW)
    write(tmp_path, {"a.md": story()})
    tasks.begin(waiting_run(tmp_path))
    first = DBTaskResult.objects.ready().first()
    assert first.task_path == tasks.import_archive.module_path


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_workers_do_not_fetch_at_the_same_time(queue, waiting_picture):
    tasks.fetch_pictures.enqueue()
    DBTaskResult.objects.update(status="RUNNING", started_at=timezone.now())
    tasks.fetch_pictures.enqueue()
    work()
    assert ImageSource.objects.get().asked_at is None
    (moment,) = fetching_queued()
    assert moment > timezone.now()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_worker_that_was_killed_while_it_fetched_does_not_end_the_fetching(queue, settings):
    make_image_source("http://127.0.0.1:9/a.jpg", next_try_at=NOW)
    settings.FETCH_PRIVATE_HOSTS = ["127.0.0.1:9"]
    tasks.fetch_pictures.enqueue()
    DBTaskResult.objects.update(status="RUNNING", started_at=timezone.now() - tasks.BUSY * 2)
    tasks.fetch_pictures.enqueue()
    work()
    assert ImageSource.objects.get().last_state == "unreachable"
    assert len(fetching_queued()) == 1


def test_a_task_that_waits_for_its_moment_is_not_left_alone(queue, waiting_picture):
    tasks.fetch_what_waits(at=NOW + timedelta(hours=1))
    assert not tasks.nobody_works(NOW + timedelta(minutes=59))
    assert tasks.nobody_works(NOW + timedelta(minutes=61))


def test_who_fetches_pictures_works(queue, waiting_picture, tmp_path):
    tasks.begin(waiting_run(tmp_path))
    later = timezone.now() + timedelta(minutes=1)
    assert tasks.nobody_works(later)
    tasks.fetch_pictures.enqueue()
    fetching = DBTaskResult.objects.filter(task_path=tasks.fetch_pictures.module_path)
    fetching.update(status="RUNNING", started_at=later)
    assert not tasks.nobody_works(later)


def test_pictures_that_a_person_asks_for_are_queued_and_the_event_says_how_many(queue):
    by = make_user("Editor")
    make_image_source("https://example.com/a.jpg", last_state="gone", attempts=1)
    make_image_source("archive:x/a.jpg", error="not in the archive, or no picture")
    assert tasks.ask_for_pictures(ImageSource.objects.all(), by=by, at=NOW, run=7) == 1
    assert fetching_queued() == [NOW]
    event = Event.objects.get()
    assert (event.verb, event.by, event.data) == ("ask_for_pictures", by, {"number": 1, "run": 7})


def test_a_writer_does_not_have_pictures_asked_for(queue):
    make_image_source("https://example.com/a.jpg", last_state="gone")
    with pytest.raises(PermissionDenied):
        tasks.ask_for_pictures(ImageSource.objects.all(), by=make_user("Writer"), at=NOW)
    assert fetching_queued() == []


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_pictures_wait_while_an_archive_comes_in(queue, waiting_picture, tmp_path):
    ImportRun.objects.create(origin="x", started_at=timezone.now(), alive_at=timezone.now())
    tasks.fetch_pictures.enqueue()
    work()
    assert ImageSource.objects.get().asked_at is None
    (moment,) = fetching_queued()
    assert moment > timezone.now()


def housekeeping_queued():
    return DBTaskResult.objects.filter(task_path=tasks.tidy_up.module_path).order_by("run_after")


def test_housekeeping_is_queued_once_for_the_coming_night(queue, settings):
    settings.TIME_ZONE = "Asia/Shanghai"
    timezone.activate("Asia/Shanghai")
    for hours in (0, 1, 30):
        tasks.see_to_housekeeping(at=NOW + timedelta(hours=hours))
    timezone.deactivate()
    assert [str(each.run_after) for each in housekeeping_queued()] == ["2026-03-02 20:00:00+00:00"]


def test_housekeeping_queues_nothing_where_tasks_are_done_at_once():
    tasks.see_to_housekeeping(at=NOW)
    assert not DBTaskResult.objects.exists()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_housekeeping_that_was_done_is_queued_for_the_next_night(queue):
    tasks.see_to_housekeeping(at=timezone.now() - timedelta(days=3))
    work()
    work()
    done, to_come = housekeeping_queued()
    assert (done.status, to_come.status) == ("SUCCESSFUL", "READY")
    assert to_come.run_after > timezone.now()
