import json
import os
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from articles.desk import workflow
from articles.importing.errors import ImportUsageError
from articles.importing.pipeline import ImportOptions, import_archives
from articles.models import (
    Article,
    Event,
    ImageSource,
    ImportedRecord,
    ImportRun,
    Redirect,
    Revision,
    Source,
    Tag,
)
from tests.factories import NOW, make_user, save

from .archives import BODY, by_natural_key, outcomes, picture, reasons, run_import, story, write

pytestmark = pytest.mark.django_db


def test_story_comes_in_with_all_it_says(tmp_path):
    write(tmp_path, {"a.txt": story(comments="false", tags="[长江, 生态]")})
    run_import(tmp_path)
    article = Article.objects.get()
    assert article.headline == "长江禁渔三年"
    assert article.published_at == datetime(2022, 1, 27, 13, 13, 46, tzinfo=UTC)
    assert article.primary_category.path == "新媒体/新闻"
    assert [author.name for author in article.authors.all()] == ["林知夏"]
    assert sorted(article.tags.names()) == ["生态", "长江"]
    assert (article.language, article.comments_open, article.status) == ("zh-Hans", False, "ready")
    assert article.body.startswith("<p>清晨六点")
    assert article.get_absolute_url().startswith("/2022/01/27/")


def test_import_keeps_source_revision_and_event(tmp_path):
    text = story()
    write(tmp_path, {"a.txt": text})
    report = run_import(tmp_path)
    source = Source.objects.get()
    assert bytes(source.raw) == text.encode()
    assert (source.origin_id, source.external_id) == ("archive", "a.txt")
    assert Revision.objects.get().content["categories"] == ["新媒体/新闻"]
    assert Event.objects.get().data == {"run": report.run, "outcome": "created"}


def test_second_run_is_all_unchanged_and_writes_only_its_own_rows(tmp_path):
    write(
        tmp_path,
        {f"{number}.txt": story(f"第{number}篇报道") for number in range(5)} | {"bad.txt": "没有标题"},
    )
    run_import(tmp_path)
    before, revisions, events = by_natural_key(), Revision.objects.count(), Event.objects.count()
    stamps = list(Article.objects.values_list("pk", "changed_at", "version"))
    report = run_import(tmp_path)
    assert report.totals["unchanged"] == 5
    assert report.totals["failed"] == 1
    assert by_natural_key() == before
    assert (Revision.objects.count(), Event.objects.count()) == (revisions, events)
    assert list(Article.objects.values_list("pk", "changed_at", "version")) == stamps


def test_changed_source_updates_an_article_nobody_edited(tmp_path):
    write(tmp_path, {"a.txt": story()})
    run_import(tmp_path)
    write(tmp_path, {"a.txt": story(body="<p>全新的正文。</p>", tags="[长江]")})
    report = run_import(tmp_path)
    article = Article.objects.get()
    assert outcomes(report) == {"a.txt": "updated"}
    assert article.body == "<p>全新的正文。</p>"
    assert list(article.tags.names()) == ["长江"]
    assert article.revisions.count() == 2


def test_changed_source_of_an_edited_article_is_a_conflict_and_the_edit_stands(tmp_path):
    write(tmp_path, {"a.txt": story()})
    run_import(tmp_path)
    article = Article.objects.get()
    article.body = "<p>编辑改过的正文。</p>"
    save(article, by=make_user("Chief"), at=NOW, seen=article.version)
    changed = story(body="<p>来源的新正文。</p>")
    write(tmp_path, {"a.txt": changed})
    report = run_import(tmp_path)
    assert outcomes(report) == {"a.txt": "conflict"}
    assert Article.objects.get().body == "<p>编辑改过的正文。</p>"
    assert bytes(Source.objects.get().pending_raw) == changed.encode()


def test_moved_file_is_unchanged_and_its_source_follows(tmp_path):
    write(tmp_path, {"a.txt": story()})
    run_import(tmp_path)
    (tmp_path / "2022").mkdir()
    (tmp_path / "a.txt").rename(tmp_path / "2022" / "a.txt")
    report = run_import(tmp_path)
    assert outcomes(report) == {"2022/a.txt": "unchanged"}
    assert Source.objects.get().external_id == "2022/a.txt"


def test_same_bytes_in_two_folders_are_one_article(tmp_path):
    write(tmp_path, {"a/x.txt": story(), "b/x.txt": story()})
    first, second = run_import(tmp_path), run_import(tmp_path)
    assert outcomes(first) == {"a/x.txt": "created", "b/x.txt": "skipped"}
    assert outcomes(second) == {"a/x.txt": "unchanged", "b/x.txt": "skipped"}
    assert reasons(first)["b/x.txt"] == reasons(second)["b/x.txt"] == "the same file as a/x.txt"


def test_same_story_under_another_header_is_met_before(tmp_path):
    write(tmp_path, {"a.txt": story(), "b.txt": story(comments="false")})
    report = run_import(tmp_path)
    assert outcomes(report) == {"a.txt": "created", "b.txt": "skipped"}
    assert reasons(report)["b.txt"] == "the same story as a.txt"


def test_two_origins_never_overwrite_each_other(tmp_path):
    write(tmp_path, {"a.txt": story()})
    run_import(tmp_path, origin="one")
    run_import(tmp_path, origin="two")
    first, second = Article.objects.order_by("pk")
    assert first.slug != second.slug


def test_story_of_one_day_and_headline_gets_a_numbered_address(tmp_path):
    write(tmp_path, {f"{number}.txt": story(body=f"<p>第{number}个正文</p>") for number in range(3)})
    run_import(tmp_path)
    assert sorted(Article.objects.values_list("slug", flat=True)) == [
        "长江禁渔三年",
        "长江禁渔三年-2",
        "长江禁渔三年-3",
    ]


def test_trashed_article_stays_trashed(tmp_path):
    write(tmp_path, {"a.txt": story()})
    run_import(tmp_path, status="draft")
    workflow.trash(Article.objects.get(), by=make_user("Chief"), at=NOW)
    report = run_import(tmp_path)
    assert outcomes(report) == {"a.txt": "skipped"}
    assert "trash" in reasons(report)["a.txt"]
    assert Article.objects.get().status == "trashed"


def test_undated_story_lands_as_a_draft_without_an_invented_day(tmp_path):
    write(tmp_path, {"a.txt": story(date="")})
    report = run_import(tmp_path)
    article = Article.objects.get()
    assert (article.status, article.published_at, article.published_on) == ("draft", None, None)
    assert "undated" in {warning["code"] for record in report.records() for warning in record["warnings"]}


def test_everything_lands_as_a_draft_where_that_is_asked(tmp_path):
    write(tmp_path, {"a.txt": story(), "b.txt": story("另一篇", status="retired")})
    run_import(tmp_path, status="draft")
    assert set(Article.objects.values_list("status", flat=True)) == {"draft"}


def test_draft_has_its_address_in_the_report_already(tmp_path):
    write(tmp_path, {"a.txt": story(draft="true")})
    (record,) = run_import(tmp_path).records()
    assert record["url"].startswith("/2022/01/27/")


def test_failed_file_keeps_its_bytes_for_the_desk(tmp_path):
    write(tmp_path, {"a.txt": "只有正文，没有标题。"})
    run_import(tmp_path)
    record = ImportedRecord.objects.get()
    assert record.outcome == "failed"
    assert bytes(record.source.raw).decode() == "只有正文，没有标题。"


def test_failed_file_that_was_mended_comes_in(tmp_path):
    write(tmp_path, {"a.txt": "只有正文，没有标题。"})
    run_import(tmp_path)
    write(tmp_path, {"a.txt": story()})
    assert outcomes(run_import(tmp_path)) == {"a.txt": "created"}
    assert Source.objects.get().article == Article.objects.get()


def test_every_file_ends_in_one_outcome_and_the_sum_is_exact(tmp_path):
    write(
        tmp_path,
        {"a.txt": story(), "b.bin": b"\0\1\2\3" * 50, "c.txt": b"", "d/style.css": "p{}", "e.txt": "无题"},
    )
    picture(tmp_path / "nobody.jpg")
    report = run_import(tmp_path)
    totals = report.totals
    assert totals["records"] == totals["files"] == 6
    assert totals["created"] == 1
    assert totals["skipped"] + totals["failed"] == 5
    assert ImportedRecord.objects.count() == 6


def test_one_record_that_the_database_refuses_does_not_take_the_batch_along(tmp_path):
    write(
        tmp_path,
        {f"{number}.txt": story(f"第{number}篇报道", aliases=f"[/old/{number}]") for number in range(4)},
    )
    refuse("第2篇报道")
    report = run_import(tmp_path)
    assert outcomes(report) == {"0.txt": "created", "1.txt": "created", "2.txt": "failed", "3.txt": "created"}
    assert reasons(report)["2.txt"].startswith("the database refused it: not this one")
    assert bytes(Source.objects.get(external_id="2.txt").raw).decode() == story(
        "第2篇报道", aliases="[/old/2]"
    )


REFUSALS = {
    "sqlite": [
        "CREATE TRIGGER refuse BEFORE INSERT ON articles_article WHEN NEW.headline = '{}' "
        "BEGIN SELECT RAISE(ABORT, 'not this one'); END"
    ],
    "postgresql": [
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE check_violation USING MESSAGE = 'not this one'; END $$",
        "CREATE TRIGGER refuse BEFORE INSERT ON articles_article FOR EACH ROW "
        "WHEN (NEW.headline = '{}') EXECUTE FUNCTION refuse()",
    ],
}


def refuse(headline):
    """Make the database refuse an article of this headline, until the test's end rolls it back."""
    with connection.cursor() as cursor:
        for statement in REFUSALS[connection.vendor]:
            cursor.execute(statement.format(headline))


def test_edit_made_while_the_batch_was_read_is_not_overwritten(tmp_path):
    write(tmp_path, {"a.txt": story()})
    run_import(tmp_path)
    write(tmp_path, {"a.txt": story(body="<p>来源的新正文。</p>")})
    chief, ticks = make_user("Chief"), count()

    def clock():
        # The second question is asked when the batch is about to be written.
        if next(ticks) == 1:
            article = Article.objects.get()
            article.body = "<p>编辑刚刚改过。</p>"
            save(article, by=chief, at=NOW, seen=article.version)
        return NOW

    report = import_archives([str(tmp_path)], options=ImportOptions(origin="archive"), clock=clock)
    assert outcomes(report) == {"a.txt": "conflict"}
    assert Article.objects.get().body == "<p>编辑刚刚改过。</p>"


@pytest.mark.parametrize("header", [{"draft": "true"}, {"embargo": "2090-01-01"}])
def test_word_in_a_file_does_not_take_down_what_readers_have_seen(tmp_path, header):
    write(tmp_path, {"a.txt": story()})
    run_import(tmp_path)
    write(tmp_path, {"a.txt": story(body="<p>新的正文。</p>", **header)})
    (record,) = run_import(tmp_path).records()
    article = Article.objects.get()
    assert article.is_public(NOW)
    assert article.body == "<p>新的正文。</p>"
    assert "kept-public" in {warning["code"] for warning in record["warnings"]}


def test_story_retired_in_its_archive_is_retired_here(tmp_path):
    write(tmp_path, {"a.txt": story()})
    run_import(tmp_path)
    write(tmp_path, {"a.txt": story(status="retired")})
    run_import(tmp_path)
    assert Article.objects.get().status == "retired"


def test_newer_file_that_cannot_be_read_is_kept_beside_the_good_one(tmp_path):
    write(tmp_path, {"a.txt": story()})
    run_import(tmp_path)
    write(tmp_path, {"a.txt": "坏了"})
    assert outcomes(run_import(tmp_path)) == {"a.txt": "failed"}
    source = Source.objects.get()
    assert (bytes(source.raw).decode(), bytes(source.pending_raw).decode()) == (story(), "坏了")


def test_trashed_article_whose_file_moved_stays_trashed(tmp_path):
    write(tmp_path, {"a.txt": story()})
    run_import(tmp_path, status="draft")
    workflow.trash(Article.objects.get(), by=make_user("Chief"), at=NOW)
    (tmp_path / "a.txt").rename(tmp_path / "b.txt")
    report = run_import(tmp_path)
    assert outcomes(report) == {"b.txt": "skipped"}
    assert "trash" in reasons(report)["b.txt"]


def test_tags_that_differ_in_their_case_alone_are_one(tmp_path):
    write(tmp_path, {"a.txt": story(tags="[News, 长江]"), "b.txt": story("另一篇", tags="[news, NEWS]")})
    run_import(tmp_path)
    assert sorted(Tag.objects.values_list("name", flat=True)) == ["News", "长江"]


@pytest.mark.parametrize(
    "header",
    [
        {"expiryDate": "9999-12-31T23:59:59Z"},
        {"embargo": "9999-12-31T23:59:59Z"},
        {"aliases": "[/" + "长" * 600 + "]"},
        {"headimg": "https://pictures.example/" + "长" * 700 + ".jpg"},
        {"tags": "[" + "长" * 150 + "]"},
        {"author": "{name: 林知夏, role: " + "摄" * 150 + "}"},
    ],
)
def test_extreme_header_costs_no_article_on_any_database(tmp_path, header):
    text = story(**header)
    text = text.replace("author: 林知夏\n", "", 1) if "author" in header else text
    write(tmp_path, {"a.txt": text})
    assert outcomes(run_import(tmp_path)) == {"a.txt": "created"}


def test_escaped_nul_and_surrogate_are_no_part_of_a_headline(tmp_path):
    write(
        tmp_path, {"a.json": r'{"title": "长江\u0000禁渔\ud800", "date": "2022-01-27", "body": "<p>江</p>"}'}
    )
    run_import(tmp_path)
    assert Article.objects.get().headline == "长江禁渔"


def test_two_paths_over_the_limit_with_one_beginning_are_two_records(tmp_path):
    folder = tmp_path / Path(*["很深的文件夹" * 10] * 6)
    folder.mkdir(parents=True)
    write(folder, {f"{number}.txt": story(f"第{number}篇") for number in range(2)})
    report = run_import(tmp_path)
    assert report.totals["records"] == len(set(outcomes(report))) == 2


def test_folder_that_is_not_walked_is_accounted_for(tmp_path):
    write(tmp_path, {"a.txt": story(), ".git/HEAD": "ref: main", "node_modules/x/README.md": "# x"})
    report = run_import(tmp_path)
    assert outcomes(report) == {"a.txt": "created", ".git": "skipped", "node_modules": "skipped"}


def test_folders_deeper_than_the_limit_are_accounted_for(tmp_path):
    folder = tmp_path / Path(*["d"] * 70)
    folder.mkdir(parents=True)
    write(folder, {"a.txt": story()})
    report = run_import(tmp_path)
    assert report.totals["failed"] == 1
    assert "folders deep" in "".join(reasons(report).values())


class TestDryRun:
    def test_it_reports_the_same_and_writes_nothing(self, tmp_path):
        files = {f"{number}.txt": story(f"第{number}篇") for number in range(3)}
        picture(tmp_path / "river.jpg", color=(1, 2, 3))
        write(
            tmp_path,
            files
            | {
                "bad.txt": "没有标题",
                "lead.txt": story("有图", headimg="river.jpg"),
                "b/0.txt": story("第0篇"),
            },
        )
        empty = by_natural_key()
        dry = run_import(tmp_path, dry_run=True)
        assert by_natural_key() == empty
        assert not ImportRun.objects.exists()
        real = run_import(tmp_path)
        assert dry.totals == real.totals
        assert dry.images.as_dict() == real.images.as_dict()
        without_ids = [{**record, "article": None} for record in real.records()]
        assert list(dry.records()) == without_ids

    def test_it_gives_out_the_same_addresses_over_many_batches(self, tmp_path):
        write(
            tmp_path, {f"{number:03d}.txt": story(body=f"<p>第{number}个正文</p>") for number in range(120)}
        )
        dry, real = run_import(tmp_path, dry_run=True), run_import(tmp_path)
        assert [record["url"] for record in dry.records()] == [record["url"] for record in real.records()]

    def test_no_picture_file_is_written(self, tmp_path, settings):
        settings.MEDIA_ROOT = tmp_path / "media"
        picture(tmp_path / "in" / "river.jpg", color=(200, 100, 50))
        write(tmp_path, {"in/a.txt": story(headimg="river.jpg")})
        run_import(tmp_path / "in", dry_run=True)
        assert not (tmp_path / "media").exists()


def test_old_addresses_lead_to_the_article(tmp_path):
    write(tmp_path, {"a.txt": story(aliases="[/old/river.html]")})
    run_import(tmp_path)
    assert Redirect.objects.get(old_path="/old/river.html").article == Article.objects.get()


def test_two_folders_of_one_name_are_not_one_archive(tmp_path):
    write(tmp_path, {"one/posts/a.txt": story(), "two/posts/a.txt": story()})
    with pytest.raises(ImportUsageError, match="--origin"):
        run_import(tmp_path / "one" / "posts", tmp_path / "two" / "posts", origin="")


def test_other_folder_of_the_same_name_does_not_overwrite_the_first(tmp_path):
    write(tmp_path, {"one/posts/a.txt": story(), "two/posts/a.txt": story("另一家的报道", date="2023-05-01")})
    run_import(tmp_path / "one" / "posts", origin="")
    report = run_import(tmp_path / "two" / "posts", origin="")
    assert outcomes(report) == {"a.txt": "failed"}
    assert "--origin" in reasons(report)["a.txt"]
    assert Article.objects.get().headline == "长江禁渔三年"


def test_archive_that_moved_with_its_folder_is_the_same_one(tmp_path):
    write(tmp_path, {"one/posts/a.txt": story(), "two/posts/a.txt": story(body="<p>新的正文。</p>")})
    run_import(tmp_path / "one" / "posts", origin="")
    assert outcomes(run_import(tmp_path / "two" / "posts", origin="")) == {"a.txt": "updated"}


def test_files_named_one_by_one_are_the_archive_of_their_folder(tmp_path):
    write(tmp_path, {"posts/a.txt": story(), "posts/b.txt": story("另一篇")})
    run_import(tmp_path / "posts" / "a.txt", tmp_path / "posts" / "b.txt", origin="")
    report = run_import(tmp_path / "posts", origin="")
    assert report.totals["unchanged"] == 2


@pytest.mark.parametrize(
    ("files", "code"), [({"a.txt": story()}, None), ({"a.txt": b""}, None), ({"a.txt": "无题"}, 1)]
)
def test_exit_code_says_whether_a_file_failed(tmp_path, files, code):
    write(tmp_path, files)
    if code is None:
        call_command("import_articles", str(tmp_path), "--quiet")
        return
    with pytest.raises(SystemExit) as stopped:
        call_command("import_articles", str(tmp_path), "--quiet")
    assert stopped.value.code == code


@pytest.mark.parametrize("given", ["missing", "empty"])
def test_nothing_to_read_is_wrong_usage(tmp_path, given):
    (tmp_path / "empty").mkdir()
    with pytest.raises(Exception, match="no such file|nothing to read") as stopped:
        call_command("import_articles", str(tmp_path / given), "--quiet")
    assert stopped.value.returncode == 2


def test_report_is_json_of_the_stated_shape(tmp_path, capsys):
    write(tmp_path, {"in/a.txt": story(), "in/b.txt": "无题"})
    with pytest.raises(SystemExit):
        call_command("import_articles", str(tmp_path / "in"), "--quiet", "--report", str(tmp_path / "r.json"))
    report = json.loads((tmp_path / "r.json").read_text())
    assert list(report) == ["run", "started", "seconds", "dry_run", "totals", "images", "records"]
    first, second = report["records"]
    assert first == {
        "path": "a.txt",
        "index": 0,
        "outcome": "created",
        "article": Article.objects.get().pk,
        "url": Article.objects.get().get_absolute_url(),
        "reason": "",
        "warnings": [],
    }
    assert second["outcome"] == "failed"
    assert second["reason"]


def test_report_goes_into_a_pipe_and_through_a_link(tmp_path):
    write(tmp_path, {"in/a.txt": story()})
    report = run_import(tmp_path / "in")
    (tmp_path / "real.json").write_text("old")
    (tmp_path / "link.json").symlink_to(tmp_path / "real.json")
    report.write(tmp_path / "link.json")
    assert (tmp_path / "link.json").is_symlink()
    assert json.loads((tmp_path / "real.json").read_text())["totals"]["created"] == 1
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    report.write(tmp_path / "pipe")
    assert json.loads(os.read(reader, 65_536))["run"] == report.run
    os.close(reader)


@pytest.mark.parametrize("name", ["missing/r.json", "in"])
def test_report_that_cannot_be_written_stops_before_anything_is_imported(tmp_path, name):
    write(tmp_path, {"in/a.txt": story()})
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("import_articles", str(tmp_path / "in"), "--quiet", "--report", str(tmp_path / name))
    assert not Article.objects.exists()


def test_credit_of_a_picture_that_waits_is_kept(tmp_path):
    cover = "{image: 'https://pictures.example/a.jpg', credit: 林间}"
    write(tmp_path, {"a.txt": story(cover=cover)})
    run_import(tmp_path)
    assert ImageSource.objects.get().credit == "林间"


def test_body_wrapper_goes_and_its_text_stays(tmp_path):
    write(tmp_path, {"a.txt": story(body=BODY)})
    run_import(tmp_path)
    assert "<div" not in Article.objects.get().body
