import pytest

from articles.importing.again import failed, import_again
from articles.importing.errors import ImportUsageError
from articles.models import Article, ImportRun, Source
from tests.factories import NOW

from .archives import outcomes, picture, reasons, run_import, story, write

pytestmark = pytest.mark.django_db
NO_HEADLINE = "---\ndate: 2022-01-27\n---\n\n<p>正文。</p>\n"


def repeat(report):
    run = ImportRun.objects.create(started_at=NOW, options={"again": report.run})
    repeated = ImportRun.objects.get(pk=report.run)
    return import_again(repeated, run=run, clock=lambda: NOW)


def say(path, text):
    """As if the kept bytes said this: what today's readers can read and those of the run could not."""
    Source.objects.filter(external_id=path).update(raw=text.encode())


def test_what_can_be_read_today_comes_in_and_the_rest_fails_again_with_its_reason(tmp_path):
    write(tmp_path, {"a.md": NO_HEADLINE, "b.md": NO_HEADLINE, "c.md": story("另一篇")})
    before = run_import(tmp_path)
    say("a.md", story())

    report = repeat(before)

    assert outcomes(report) == {"a.md": "created", "b.md": "failed"}
    assert reasons(report)["b.md"] == reasons(before)["b.md"]
    assert report.totals["records"] == 2
    assert Source.objects.get(external_id="a.md").article == Article.objects.get(headline="长江禁渔三年")


def test_the_new_run_says_which_it_repeats_and_has_its_origin_and_options(tmp_path):
    write(tmp_path, {"a.md": NO_HEADLINE})
    before = run_import(tmp_path, status="draft", origin="江河日报")
    say("a.md", story())

    run = ImportRun.objects.get(pk=repeat(before).run)

    assert (run.origin, run.options["again"], run.options["status"]) == ("江河日报", before.run, "draft")
    assert (run.expected, run.finished_at) == (1, NOW)
    assert Article.objects.get().status == "draft"


def test_files_that_are_gone_are_read_from_what_was_kept(tmp_path):
    write(tmp_path, {"a.md": NO_HEADLINE})
    before = run_import(tmp_path)
    (tmp_path / "a.md").unlink()
    tmp_path.rmdir()
    say("a.md", story())

    assert outcomes(repeat(before)) == {"a.md": "created"}


def test_a_picture_comes_along_while_the_file_still_lies_beside_it(tmp_path):
    write(tmp_path, {"a.md": NO_HEADLINE})
    picture(tmp_path / "river.jpg")
    before = run_import(tmp_path)
    say("a.md", story(body='<p>雾</p><img src="river.jpg">'))

    repeat(before)

    assert "/media/originals/" in Article.objects.get().body


def test_a_newer_file_that_could_not_be_read_updates_its_article(tmp_path):
    write(tmp_path, {"a.md": story()})
    run_import(tmp_path)
    write(tmp_path, {"a.md": NO_HEADLINE})
    before = run_import(tmp_path)
    Source.objects.update(pending_raw=story(body="<p>新的正文。</p>").encode())

    assert outcomes(repeat(before)) == {"a.md": "updated"}
    assert Article.objects.get().body == "<p>新的正文。</p>"
    assert Source.objects.get().pending_digest == ""


def test_records_of_a_file_with_many_are_repeated_alone(tmp_path):
    items = "".join(
        f"<item><title>{title}</title><guid>{number}</guid><description>雾</description></item>"
        for number, title in enumerate(["渔村", "", "鱼"])
    )
    write(tmp_path, {"feed.xml": f'<rss version="2.0"><channel>{items}</channel></rss>'})
    before = run_import(tmp_path)
    (record,) = failed(ImportRun.objects.get())
    source = record.source
    source.raw = bytes(source.raw).replace(b"<title></title>", "<title>江</title>".encode())
    source.save()

    report = repeat(before)

    assert [(r["path"], r["index"], r["outcome"]) for r in report.records()] == [("feed.xml", 1, "created")]
    assert sorted(Article.objects.values_list("headline", flat=True)) == sorted(["渔村", "江", "鱼"])


def test_failed_records_without_bytes_are_not_repeated(tmp_path):
    (tmp_path / "a.md").symlink_to("nowhere")
    report = run_import(tmp_path)

    assert report.totals["failed"] == 1
    with pytest.raises(ImportUsageError, match="No bytes"):
        repeat(report)
