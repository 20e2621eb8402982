from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command

from articles.importing.errors import ImportUsageError
from articles.importing.pipeline import resume
from articles.importing.progress import Progress
from articles.importing.undo import CHUNK_ARTICLES, forecast, undo
from articles.models import Article, Event, ImportRun
from tests.factories import NOW, make_user, save

from .archives import by_natural_key, outcomes, reasons, run_import, story, write

pytestmark = pytest.mark.django_db


def take_back(report):
    return undo(report.run, clock=lambda: NOW)


def test_created_article_goes_to_the_trash_and_its_address_is_gone(tmp_path):
    write(tmp_path, {"a.txt": story()})
    report = take_back(run_import(tmp_path))
    article = Article.objects.get()
    assert (article.status, article.was_public) == ("trashed", True)
    assert article in Article.objects.gone(NOW)
    assert outcomes(report) == {"a.txt": "updated"}
    assert Event.objects.filter(verb="put_away", article=article).count() == 1


def test_what_was_undone_is_not_imported_again(tmp_path):
    write(tmp_path, {"a.txt": story()})
    take_back(run_import(tmp_path))
    assert outcomes(run_import(tmp_path)) == {"a.txt": "skipped"}


def test_updated_article_says_again_what_it_said_before(tmp_path):
    write(tmp_path, {"a.txt": story(tags="[长江]")})
    run_import(tmp_path)
    before = Article.objects.values("headline", "body", "body_html", "status", "published_at").get()
    write(tmp_path, {"a.txt": story("改了的标题", body="<p>新的正文。</p>", tags="[禁渔]")})
    take_back(run_import(tmp_path))
    assert Article.objects.values("headline", "body", "body_html", "status", "published_at").get() == before
    article = Article.objects.get()
    assert list(article.tags.names()) == ["长江"]
    assert [author.name for author in article.authors.all()] == ["林知夏"]
    assert article.categories.get().path == "新媒体/新闻"


def test_update_that_was_undone_comes_with_the_next_run(tmp_path):
    write(tmp_path, {"a.txt": story()})
    run_import(tmp_path)
    write(tmp_path, {"a.txt": story(body="<p>新的正文。</p>")})
    take_back(run_import(tmp_path))
    assert outcomes(run_import(tmp_path)) == {"a.txt": "updated"}


def test_edit_made_since_stands_and_is_named(tmp_path):
    write(tmp_path, {"a.txt": story(), "b.txt": story("另一篇")})
    run = run_import(tmp_path)
    article = Article.objects.get(headline="另一篇")
    article.body = "<p>编辑改过。</p>"
    save(article, by=make_user("Chief"), at=NOW, seen=article.version)
    report = take_back(run)
    assert outcomes(report) == {"a.txt": "updated", "b.txt": "conflict"}
    assert "it stands" in reasons(report)["b.txt"]
    assert Article.objects.get(headline="另一篇").status == "ready"


def test_undoing_twice_changes_nothing_more(tmp_path):
    write(tmp_path, {"a.txt": story()})
    run = run_import(tmp_path)
    take_back(run)
    version = Article.objects.get().version
    assert outcomes(take_back(run)) == {"a.txt": "unchanged"}
    assert Article.objects.get().version == version


def test_dry_run_tells_what_undoing_would_do_and_does_nothing(tmp_path):
    write(tmp_path, {"a.txt": story(), "b.txt": story("另一篇")})
    run_import(tmp_path)
    write(tmp_path, {"a.txt": story(body="<p>新的正文。</p>"), "c.txt": story("第三篇")})
    run = run_import(tmp_path)
    left = by_natural_key()
    told = undo(run.run, clock=lambda: NOW, dry_run=True)
    assert reasons(told) == {"a.txt": "back to version 1", "b.txt": "", "c.txt": "put into the trash"}
    assert (by_natural_key(), ImportRun.objects.get(pk=run.run).undone_at) == (left, None)
    assert list(take_back(run).records()) == list(told.records())


def test_command_tells_what_undoing_would_do(tmp_path, capsys):
    write(tmp_path, {"a.txt": story()})
    run = run_import(tmp_path)
    call_command("import_articles", "--undo", str(run.run), "--dry-run", "--quiet")
    assert "Dry run" in capsys.readouterr().out
    assert Article.objects.get().status == "ready"


@pytest.mark.parametrize(
    ("fields", "said"),
    [({"undone_at": NOW}, "was taken back before, on 2026-03-02"), ({"finished_at": None}, "never ended")],
)
def test_command_says_what_is_odd_about_the_run(tmp_path, capsys, fields, said):
    write(tmp_path, {"a.txt": story()})
    run = run_import(tmp_path)
    ImportRun.objects.update(**fields)
    call_command("import_articles", "--undo", str(run.run), "--quiet")
    assert said in capsys.readouterr().err


class Killed(BaseException):
    """The process ends here."""


class EndsAfterTheFirstPiece(Progress):
    def advance(self, done, said=""):
        raise Killed


def test_undoing_that_was_killed_half_way_is_ended_by_undoing_again(tmp_path):
    names = [f"{number:03}.txt" for number in range(CHUNK_ARTICLES + 3)]
    write(tmp_path, {name: story(f"第{name}篇") for name in names})
    run_import(tmp_path)
    before = by_natural_key()["Article"]
    write(tmp_path, {name: story(f"第{name}篇", body="<p>新的正文。</p>") for name in names})
    run = run_import(tmp_path)
    with pytest.raises(Killed):
        undo(run.run, clock=lambda: NOW, progress=EndsAfterTheFirstPiece())
    assert ImportRun.objects.get(pk=run.run).undone_at is None
    report = take_back(run)
    assert (report.outcomes["updated"], report.outcomes["unchanged"]) == (3, CHUNK_ARTICLES)
    assert set(reasons(report).values()) == {"back to version 1", "back already at what it said before"}
    assert [row.replace(", 3)", ", 1)") for row in by_natural_key()["Article"]] == before


def test_an_edit_of_what_was_put_back_stands(tmp_path):
    write(tmp_path, {"a.txt": story()})
    run_import(tmp_path)
    write(tmp_path, {"a.txt": story(body="<p>新的正文。</p>")})
    run = run_import(tmp_path)
    take_back(run)
    article = Article.objects.get()
    article.body = "<p>编辑改过。</p>"
    save(article, by=make_user("Chief"), at=NOW, seen=article.version)
    assert outcomes(take_back(run)) == {"a.txt": "conflict"}


@pytest.mark.parametrize("number", [1, 12])
def test_what_undoing_would_do_is_found_with_the_same_queries_for_any_number(
    tmp_path, number, django_assert_num_queries
):
    write(tmp_path, {f"{index}.txt": story(f"第{index}篇") for index in range(number)})
    run_import(tmp_path)
    write(tmp_path, {f"{index}.txt": story(f"第{index}篇", body="<p>新</p>") for index in range(number)})
    run = ImportRun.objects.get(pk=run_import(tmp_path).run)
    # The records with their articles, the versions, the events, and that no record is left.
    with django_assert_num_queries(4):
        found = [(fate.name, record.article.is_public(NOW)) for record, fate in forecast(run)]
    assert found == [("back", True)] * number


def test_run_that_never_was_is_wrong_usage():
    with pytest.raises(ImportUsageError, match="no run 7"):
        undo(7, clock=lambda: NOW)


def test_command_undoes_and_exits_well(tmp_path, capsys):
    write(tmp_path, {"a.txt": story()})
    run = run_import(tmp_path)
    call_command("import_articles", "--undo", str(run.run), "--quiet", "--report", str(tmp_path / "r.json"))
    assert Article.objects.get().status == "trashed"
    assert (tmp_path / "r.json").exists()


def test_run_that_was_cut_short_is_gone_on_with(tmp_path):
    write(tmp_path, {"a.txt": story(draft="true"), "b.txt": story("另一篇")})
    run_import(tmp_path / "a.txt", status="draft", zone=ZoneInfo("Asia/Shanghai"))
    # As if it had been killed: the run never ended, and its folder holds more.
    run = ImportRun.objects.get()
    run.finished_at = None
    run.options["paths"] = [str(tmp_path)]
    run.save()
    report = resume(clock=lambda: NOW)
    assert outcomes(report) == {"a.txt": "unchanged", "b.txt": "created"}
    assert Article.objects.get(headline="另一篇").status == "draft"
    with pytest.raises(ImportUsageError, match="no run to go on with"):
        resume(clock=lambda: NOW)


def test_nothing_to_go_on_with_is_wrong_usage():
    with pytest.raises(CommandError, match="no run to go on with") as stopped:
        call_command("import_articles", "--resume", "--quiet")
    assert stopped.value.returncode == 2
