from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command

from articles.desk import editing
from articles.importing.errors import ImportUsageError
from articles.importing.pipeline import resume
from articles.importing.undo import undo
from articles.models import Article, Event, ImportRun
from tests.factories import NOW, make_user

from .archives import outcomes, reasons, run_import, story, write

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
    editing.save(article, by=make_user("Chief"), at=NOW, seen=article.version)
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
