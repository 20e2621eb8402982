from datetime import timedelta

import pytest

from articles.models import Article, ImportRun
from tests.factories import NOW, make_user, save
from tests.importing.archives import run_import, story, write

from .pages import told, words

RUNS = "/admin/articles/importrun/"


@pytest.fixture
def now(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def run(chief, tmp_path, now):
    """A run that made three stories and changed one, of which one was edited since."""
    write(tmp_path, {"old.md": story("旧的一篇")})
    run_import(tmp_path)
    write(tmp_path, {"old.md": story("旧的一篇", body="<p>新的正文。</p>")})
    write(
        tmp_path, {f"{n}.md": story(f"第{n}篇") for n in range(2)} | {"draft.md": story("草稿", draft="true")}
    )
    report = run_import(tmp_path)
    edited = Article.objects.get(headline="第1篇")
    edited.body = "<p>编辑改过。</p>"
    save(edited, by=make_user("Chief"), at=NOW, seen=edited.version)
    return ImportRun.objects.get(pk=report.run)


def undo(run):
    return f"{RUNS}{run.pk}/undo/"


def groups(response):
    return words(response, ".undo__group h2").splitlines()


def test_the_preview_says_what_would_become_of_each_story(chief, run):
    page = chief.get(undo(run))

    assert groups(page) == [
        "2 Put into the trash",
        "1 Back to what they said before",
        "1 Changed since the run: they stand",
    ]
    assert "1 of them is public now: its address answers 410" in words(page, ".undo__group--away")
    assert "旧的一篇 version 1" in words(page, ".undo__group--back")
    assert "第1篇" in words(page, ".undo__group--stands")
    assert 'value="Take back 3 stories"' in page.content.decode()
    assert Article.objects.filter(status="trashed").count() == 0


def test_taking_back_does_what_the_preview_said_and_the_page_then_tells_it(chief, run):
    answer = chief.post(undo(run))

    assert answer["Location"] == undo(run)
    page = chief.get(undo(run))
    assert groups(page) == [
        "1 Back at what they said before",
        "2 In the trash",
        "1 Changed since the run: they stand",
    ]
    assert "This run was taken back on 2 Mar 2026" in words(page, ".undo")
    assert "Take back" not in words(page, ".submit-row")
    assert Article.objects.get(headline="草稿").events.get(verb="put_away").by == chief.user


def test_what_came_back_since_can_be_taken_back_again(chief, run):
    chief.post(undo(run))
    ImportRun.objects.filter(pk=run.pk).update(undone_at=NOW - timedelta(days=1))
    Article.objects.filter(headline="草稿").update(status="draft", version=1)

    page = chief.get(undo(run))

    assert "Some of its stories can be taken back now all the same." in words(page, ".undo")
    assert "1 Put into the trash" in groups(page)


def test_taking_back_that_was_cut_short_says_so_and_is_ended_by_doing_it_again(chief, run):
    run.options["undo"] = {"done": 1, "of": 4, "began": NOW.isoformat(), "stopped": "The worker was stopped."}
    run.save()

    assert "was cut short. Begin again to take back the rest." in words(chief.get(undo(run)), ".undo")

    chief.post(undo(run))
    assert "This run was taken back" in words(chief.get(undo(run)), ".undo")


def test_a_run_under_way_is_not_taken_back(chief, now):
    run = ImportRun.objects.create(origin="报纸", started_at=NOW, alive_at=NOW, expected=4)

    assert "This run still goes on." in words(chief.get(undo(run)), ".undo")
    chief.post(undo(run))

    run.refresh_from_db()
    assert "undo" not in run.options
    assert told(chief.get(undo(run))) == ["The run still goes on: wait until it has ended."]


def test_a_run_cut_short_says_that_it_was(chief, run):
    ImportRun.objects.filter(pk=run.pk).update(finished_at=None, alive_at=NOW - timedelta(hours=1))

    assert "what it brought in until then is taken back" in words(chief.get(undo(run)), ".undo")


def test_taking_back_under_way_is_shown_and_not_begun_twice(chief, run):
    run.options["undo"] = {"done": 2, "of": 4, "began": NOW.isoformat()}
    run.alive_at = NOW
    run.save()

    shown = words(chief.get(undo(run)), ".progress")
    chief.post(undo(run))

    assert "Being taken back 2 of 4" in shown
    assert Article.objects.filter(status="trashed").count() == 0


def test_a_run_that_left_nothing_says_so(chief, now):
    run = ImportRun.objects.create(origin="报纸", started_at=NOW, finished_at=NOW)

    assert "neither made nor changed a story" in words(chief.get(undo(run)), ".undo")


def test_long_lists_name_the_first_hundred(chief, tmp_path, now):
    write(tmp_path, {f"{n:03}.md": story(f"第{n}篇") for n in range(103)})
    run = ImportRun.objects.get(pk=run_import(tmp_path).run)

    lines = words(chief.get(undo(run)), ".undo__stories li").splitlines()

    assert (len(lines), lines[-1]) == (101, "and 3 more")


@pytest.mark.parametrize("number", [2, 40])
def test_the_preview_takes_the_same_queries_for_any_number(
    chief, tmp_path, number, now, django_assert_max_num_queries
):
    write(tmp_path, {f"{n}.md": story(f"第{n}篇") for n in range(number)})
    run = ImportRun.objects.get(pk=run_import(tmp_path).run)

    with django_assert_max_num_queries(8):
        chief.get(undo(run))


@pytest.mark.parametrize(
    ("role", "status"), [("Writer", 403), ("Editor", 403), ("Chief", 200), ("Admin", 200)]
)
def test_only_who_may_change_runs_may_take_them_back(log_in, run, role, status):
    client = log_in(role)

    assert client.get(undo(run)).status_code == status
    if status == 403:
        assert client.post(undo(run)).status_code == 403
        assert "Take back" not in words(client.get(f"{RUNS}{run.pk}/change/"))


def test_a_headline_with_markup_is_shown_as_text(chief, tmp_path, now):
    write(tmp_path, {"a.md": story("<img src=x onerror=alert(1)>")})
    run = ImportRun.objects.get(pk=run_import(tmp_path).run)

    assert "<img src=x" not in chief.get(undo(run)).content.decode()
