from datetime import timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from articles.models import Article, ImportRun, Source
from tests.factories import NOW, make_source, make_user
from tests.importing.archives import run_import, story, write

from .pages import told, words

RUNS = "/admin/articles/importrun/"
NO_HEADLINE = "---\ndate: 2022-01-27\n---\n\n<p>正文。</p>\n"


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to(NOW, tick=False)


def make_run(**fields):
    return ImportRun.objects.create(**{"origin": "江河日报", "started_at": NOW} | fields)


def page_of(run):
    return f"{RUNS}{run.pk}/change/"


def progress(client, run):
    return client.get(f"{RUNS}{run.pk}/progress/").json()


MINUTES = timedelta(minutes=1)
STOPPED = {"stopped": "The worker was stopped."}


@pytest.mark.parametrize(
    ("fields", "label"),
    [
        ({"options": {"upload": "a"}}, "Waiting for a worker"),
        ({"alive_at": NOW - 4 * MINUTES}, "Under way"),
        ({"alive_at": NOW - 6 * MINUTES}, "Cut short"),
        ({"started_at": NOW - 6 * MINUTES}, "Cut short"),
        ({"alive_at": NOW, "options": STOPPED}, "Cut short"),
        ({"finished_at": NOW}, "Finished"),
        ({"finished_at": NOW, "options": {"stopped": "There is nothing to read."}}, "Came to nothing"),
        ({"finished_at": NOW, "undone_at": NOW}, "Taken back"),
        ({"finished_at": NOW, "options": {"undo": {"queued": ""}}}, "Being taken back"),
        (
            {"finished_at": NOW, "alive_at": NOW, "options": {"undo": {"done": 1, "of": 2}}},
            "Being taken back",
        ),
        ({"finished_at": NOW, "options": {"undo": {"done": 1, "of": 2} | STOPPED}}, "Finished"),
    ],
)
def test_a_run_says_in_words_where_it_stands(chief, fields, label):
    run = make_run(**fields)

    assert progress(chief, run)["label"] == label
    shown = words(chief.get(page_of(run)), ".run__state, .progress__state")
    assert shown.startswith(label)


def test_why_a_run_came_to_nothing_is_said(chief):
    run = make_run(finished_at=NOW, options={"stopped": "There is nothing to read."})

    assert "There is nothing to read." in words(chief.get(page_of(run)), ".run__state")


def test_progress_counts_files_outcomes_and_speed(chief):
    totals = {"files": 120, "records": 120, "created": 118, "failed": 2}
    run = make_run(started_at=NOW - timedelta(seconds=10), alive_at=NOW, expected=500, totals=totals)

    found = progress(chief, run)

    assert (found["done"], found["expected"], found["goes_on"]) == (120, 500, True)
    assert found["said"] == "120 of 500, 12 a second"
    assert (found["records"], found["outcomes"]["failed"], found["outcomes"]["updated"]) == (120, 2, 0)


def test_a_file_that_holds_many_records_is_counted_without_an_end(chief):
    totals = {"files": 1, "records": 3200, "created": 3200}
    run = make_run(alive_at=NOW, expected=1, totals=totals)

    found = progress(chief, run)

    assert (found["done"], found["expected"], found["said"]) == (3200, None, "3,200 so far")


def test_before_the_first_batch_the_files_are_being_opened(chief):
    run = make_run(alive_at=NOW, options={"upload": "a"})

    assert progress(chief, run)["said"] == "Opening the files"


def test_a_run_that_waits_in_vain_says_that_nothing_works(chief):
    run = make_run(options={"upload": "a"})
    DBTaskResult.objects.create(args_kwargs={}, task_path="x", backend_name="default")
    assert progress(chief, run)["note"] == ""

    DBTaskResult.objects.update(enqueued_at=NOW - MINUTES)

    assert "Nothing works on the queue right now" in progress(chief, run)["note"]
    assert "Nothing works on the queue right now" in words(chief.get(page_of(run)), ".progress")


def test_a_page_without_scripts_refreshes_itself_only_while_the_run_goes_on(chief):
    assert 'http-equiv="refresh"' in chief.get(page_of(make_run(alive_at=NOW))).content.decode()
    assert 'http-equiv="refresh"' not in chief.get(page_of(make_run(finished_at=NOW))).content.decode()


def cut_short(tmp_path, **fields):
    options = {"paths": [str(tmp_path)], "origin": "江河日报", **fields.pop("options", {})}
    return make_run(alive_at=NOW - 6 * MINUTES, options=options, **fields)


def test_a_run_cut_short_is_gone_on_with(chief, tmp_path):
    write(tmp_path, {"a.md": story()})
    run = cut_short(tmp_path)
    assert "Go on" in words(chief.get(page_of(run)), ".run__actions")

    answer = chief.post(f"{RUNS}{run.pk}/go-on/")

    after = ImportRun.objects.get(options__resumes=run.pk)
    assert answer["Location"] == page_of(after)
    assert (after.by, after.totals["created"]) == (chief.user, 1)
    assert f"Gone on with in run {after.pk}" in words(chief.get(page_of(run)), ".run .facts")
    assert f"Goes on with run {run.pk}" in words(chief.get(page_of(after)), ".run .facts")
    assert "Go on" not in words(chief.get(page_of(run)), ".run__actions")


def test_going_on_twice_is_one_run(chief, tmp_path):
    write(tmp_path, {"a.md": story()})
    run = cut_short(tmp_path)

    answers = [chief.post(f"{RUNS}{run.pk}/go-on/") for _ in range(2)]

    assert answers[0]["Location"] == answers[1]["Location"]
    assert ImportRun.objects.count() == 2


def test_a_run_whose_files_are_gone_says_so(chief, tmp_path):
    run = cut_short(tmp_path / "gone")

    answer = chief.post(f"{RUNS}{run.pk}/go-on/", follow=True)

    assert words(answer, ".run__state") == "Came to nothing The files are not there any more."


def test_a_finished_run_is_not_gone_on_with(chief, tmp_path):
    run = make_run(finished_at=NOW, options={"paths": [str(tmp_path)]})

    assert told(chief.post(f"{RUNS}{run.pk}/go-on/", follow=True)) == [
        "This run was not cut short: there is nothing to go on with."
    ]
    assert ImportRun.objects.count() == 1


@pytest.fixture
def failed(chief, tmp_path):
    write(tmp_path, {"a.md": NO_HEADLINE, "b.md": NO_HEADLINE.replace("27", "28"), "c.md": story()})
    return ImportRun.objects.get(pk=run_import(tmp_path).run)


def test_failed_records_are_imported_again_in_a_run_that_says_so(chief, failed):
    assert "Import the 2 failed ones again" in words(chief.get(page_of(failed)), ".run__actions")
    Source.objects.filter(external_id="a.md").update(raw=story("现在可读").encode())

    answer = chief.post(f"{RUNS}{failed.pk}/again/", follow=True)

    after = ImportRun.objects.get(options__again=failed.pk)
    assert (after.totals["created"], after.totals["failed"]) == (1, 1)
    assert f"Repeats what failed in run {failed.pk}" in words(answer, ".run .facts")
    assert f"Failed ones again in run {after.pk}" in words(chief.get(page_of(failed)), ".run .facts")
    assert "Import the 1 failed one again" in words(chief.get(page_of(failed)), ".run__actions")
    assert Article.objects.filter(headline="现在可读").exists()


def test_while_the_repeated_run_goes_on_it_is_not_begun_again(chief, failed):
    later = make_run(options={"again": failed.pk})

    answer = chief.post(f"{RUNS}{failed.pk}/again/")

    assert answer["Location"] == page_of(later)
    assert ImportRun.objects.count() == 2


def test_failed_records_without_bytes_are_not_offered_again(chief):
    run = make_run(finished_at=NOW, totals={"records": 1, "failed": 1})
    source = make_source("a.md", digest="", raw=b"")
    run.records.create(origin="江河日报", path="a.md", outcome="failed", reason="a link", source=source)

    assert "again" not in words(chief.get(page_of(run)), ".run__actions")
    answer = chief.post(f"{RUNS}{run.pk}/again/", follow=True)
    assert "no bytes are kept" in told(answer)[0]


@pytest.mark.parametrize("way", ["go-on", "again"])
@pytest.mark.parametrize(
    ("role", "status"), [("Writer", 403), ("Editor", 403), ("Chief", 302), ("Admin", 302)]
)
def test_only_who_may_import_may_go_on_or_repeat(log_in, failed, way, role, status):
    assert log_in(role).post(f"{RUNS}{failed.pk}/{way}/").status_code == status


@pytest.mark.parametrize("way", ["go-on", "again"])
def test_what_imports_is_never_done_by_a_link(chief, failed, way):
    assert chief.get(f"{RUNS}{failed.pk}/{way}/").status_code == 405


def test_progress_is_for_who_may_see_runs(log_in):
    run = make_run()

    assert log_in("Writer").get(f"{RUNS}{run.pk}/progress/").status_code == 403
    assert log_in("Editor").get(f"{RUNS}{run.pk}/progress/").status_code == 200


def test_an_editor_sees_no_button_that_imports(log_in, failed):
    assert words(log_in("Editor").get(page_of(failed)), ".run__actions") == ""


def test_another_persons_run_says_who_began_it(chief):
    run = make_run(by=make_user("Admin", username="wang"), alive_at=NOW)

    assert "By wang" in words(chief.get(page_of(run)), ".run .facts")
