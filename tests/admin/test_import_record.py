import pytest
from selectolax.lexbor import LexborHTMLParser

from articles.models import Article, ImportedRecord, ImportRun
from tests.importing.archives import run_import, story, write

from .pages import words

RECORD = "/admin/articles/importrun/record/{}/"
NO_HEADLINE = "---\ndate: 2022-01-27\n---\n\n<p>正文。</p>\n"


@pytest.fixture
def run(chief, tmp_path):
    stories = {
        "a.md": story(body="<p>晨雾</p><script>alert(1)</script>"),
        "b.md": NO_HEADLINE,
        "c.md": story("另一篇", draft="true"),
        "d.md": NO_HEADLINE.replace("27", "28"),
    }
    write(tmp_path, stories)
    return ImportRun.objects.get(pk=run_import(tmp_path).run)


def address(run, path):
    return RECORD.format(run.records.get(path=path).pk)


def links(response, relation):
    return [node.attributes["href"] for node in LexborHTMLParser(response.content).css(f"a[rel={relation}]")]


def test_the_file_stands_beside_the_article_as_readers_see_it(chief, run):
    page = chief.get(address(run, "a.md"))

    assert "<script>alert(1)</script>" in words(page, ".source-text")
    assert "<script>alert(1)" not in page.content.decode()
    assert words(page, "article.prose").startswith("长江禁渔三年 林知夏 晨雾")
    assert 'lang="zh-Hans" dir="ltr"' in page.content.decode()
    assert "removed-html script ×1" in words(page, ".compare .facts")


def test_what_was_lost_is_told_in_numbers(chief, run):
    record = run.records.get(path="a.md")
    record.loss = {"removed": {"script": 1}, "before": 812, "after": 800, "meant": 8}
    record.save()

    shown = words(chief.get(address(run, "a.md")), ".compare .facts")

    assert "812 characters came, 800 stayed, 4 were lost, 8 left out knowingly; taken out: script ×1" in shown


def test_a_draft_is_shown_too(chief, run):
    page = chief.get(address(run, "c.md"))

    assert "Draft" in words(page, ".badge")
    assert "另一篇" in words(page, "article.prose")


def test_a_failed_record_shows_its_file_and_why_no_article_came_of_it(chief, run):
    page = chief.get(address(run, "b.md"))

    assert "no headline" in words(page, ".compare__state")
    assert "正文" in words(page, ".source-text")
    assert "No article came of it." in words(page, ".compare")


def test_a_newer_file_that_was_not_taken_is_the_one_shown(chief, run, tmp_path):
    write(tmp_path, {"a.md": NO_HEADLINE.replace("正文", "新的正文")})
    again = ImportRun.objects.get(pk=run_import(tmp_path).run)

    page = chief.get(address(again, "a.md"))

    assert "新的正文" in words(page, ".source-text")
    assert "晨雾" in words(page, "article.prose")


def test_the_way_leads_to_the_records_before_and_after_as_they_were_chosen(chief, run):
    keys = dict(run.records.values_list("path", "pk"))
    every = chief.get(RECORD.format(keys["b.md"]))
    assert links(every, "prev") == [RECORD.format(keys["a.md"])]
    assert links(every, "next") == [RECORD.format(keys["c.md"])]

    failed = chief.get(RECORD.format(keys["b.md"]), {"outcome": "failed"})
    assert links(failed, "prev") == []
    assert links(failed, "next") == [f"{RECORD.format(keys['d.md'])}?outcome=failed"]


def test_a_path_with_markup_is_written_out(chief, run):
    run.records.filter(path="a.md").update(path="\u202e<img src=x>.md")

    text = chief.get(RECORD.format(run.records.get(path__contains="img").pk)).content.decode()

    assert "<img src=x" not in text
    assert "\u202e" not in text


def test_a_record_whose_article_and_file_are_gone_says_so(chief, run):
    record = run.records.get(path="a.md")
    ImportedRecord.objects.filter(pk=record.pk).update(article=None, source=None)

    shown = words(chief.get(address(run, "a.md")), ".compare")

    assert "Its bytes are not kept" in shown
    assert "No article came of it." in shown


@pytest.mark.parametrize(
    ("role", "status"), [("Writer", 403), ("Editor", 200), ("Chief", 200), ("Admin", 200)]
)
def test_records_are_for_who_may_see_runs(log_in, run, role, status):
    assert log_in(role).get(address(run, "a.md")).status_code == status


def test_a_record_takes_a_fixed_number_of_queries(chief, run, django_assert_max_num_queries):
    article = Article.objects.get(headline="长江禁渔三年")
    article.tags.add("长江", "渔村", "春天")

    with django_assert_max_num_queries(12):
        chief.get(address(run, "a.md"))
