from datetime import timedelta
from urllib.parse import parse_qs

import pytest
from selectolax.lexbor import LexborHTMLParser

from articles.models import ImportedRecord, ImportRun, Source
from tests.factories import NOW, make_article, make_source

from .pages import filled, words

RUNS = "/admin/articles/importrun/"
TURNED = "2022/\u202efdp.新闻<img src=x onerror=alert(1)>.md"


def make_run(**fields):
    totals = {"files": 3, "records": 3, "created": 1, "conflict": 1, "failed": 1}
    totals["warnings"] = {"undated": 1, "removed-html": 1}
    defaults = {
        "origin": "江河日报",
        "started_at": NOW,
        "finished_at": NOW + timedelta(seconds=93.2),
        "totals": totals,
        "images": {"found": 9, "pending": 9},
    }
    return ImportRun.objects.create(**defaults | fields)


def make_record(run, path, outcome="created", **fields):
    return ImportedRecord.objects.create(run=run, origin=run.origin, path=path, outcome=outcome, **fields)


@pytest.fixture
def run(db):
    run = make_run()
    article = make_article(headline="渔村")
    source = make_source(article=article, pending_raw="新的正文".encode(), pending_digest="1" * 64)
    make_record(run, "a.md", article=article, warnings=[{"code": "undated", "detail": "没有日期"}])
    make_record(run, "b.md", "conflict", reason="Both changed.", article=article, source=source)
    make_record(
        run,
        "c.md",
        "failed",
        reason="no headline",
        source=make_source("c.md"),
        warnings=[{"code": "removed-html", "detail": "script ×1"}],
    )
    return run


def lines(response):
    return words(response, ".run__records tbody tr").splitlines()


def test_runs_are_listed_with_what_came_of_them_and_how_long_they_took(chief, run):
    shown = words(chief.get(RUNS), "#result_list tbody tr")

    assert "1 created, 1 conflict, 1 failed" in shown
    assert "93.2 s" in shown


def test_runs_are_listed_with_who_began_them(chief, django_user_model):
    make_run(by=django_user_model.objects.create_user("wang"))
    make_run()

    page = chief.get(RUNS)
    assert words(page, "#result_list thead").endswith(" Duration By")
    assert words(page, "#result_list .field-who").splitlines() == ["–", "wang"]


def test_a_run_that_was_taken_back_says_when(chief):
    run = make_run(undone_at=NOW + timedelta(hours=2))

    assert "1 failed; taken back 2 Mar 2026" in words(chief.get(RUNS), "#result_list .field-outcome")
    assert "Taken back" in words(chief.get(f"{RUNS}{run.pk}/change/"), ".run .facts")


def test_a_run_shows_what_was_chosen_for_it_and_each_path_alone(chief):
    run = make_run(options={"zone": "Asia/Riyadh", "newer": "yes", "paths": ["档案/2019", "a\u202eb"]})

    shown = words(chief.get(f"{RUNS}{run.pk}/change/"), ".run .facts").split()

    assert " ".join(shown).endswith("Time zone Asia/Riyadh Paths 档案/2019 a\\u202eb newer yes")


def test_a_run_counts_its_pictures_in_words(chief):
    run = make_run(images={"found": 9, "fetched": 4, "reused": 0, "pending": 5})

    shown = words(chief.get(f"{RUNS}{run.pk}/change/"), ".run")

    assert "Images: 9 found, 4 fetched, 0 reused, 5 pending" in shown


def test_a_run_is_told_in_chinese_as_chinese_counts(chief, run):
    chinese = {"Accept-Language": "zh-CN"}

    assert "新建 1，冲突 1，失败 1" in words(chief.get(RUNS, headers=chinese), "#result_list tbody tr")
    page = chief.get(f"{RUNS}{run.pk}/change/", headers=chinese)
    assert "图片：发现 9，待抓取 9" in words(page, ".run")


def test_a_run_that_never_ended_is_told_from_one_under_way(chief, time_machine):
    make_run(finished_at=None)
    time_machine.move_to(NOW + timedelta(days=1), tick=False)

    assert "Cut short" in words(chief.get(RUNS), "#result_list tbody tr")


def test_a_run_shows_failed_and_conflicting_records_first_with_their_reasons(chief, run):
    shown = lines(chief.get(f"{RUNS}{run.pk}/change/"))

    assert [line.split()[0] for line in shown] == ["Failed", "Conflict", "Created"]
    assert "no headline" in shown[0]
    assert "Both changed." in shown[1]
    assert "undated 没有日期" in shown[2]


@pytest.mark.parametrize(
    ("choice", "path"),
    [
        ({"outcome": "failed"}, "c.md"),
        ({"outcome": "conflict"}, "b.md"),
        ({"warning": "undated"}, "a.md"),
        ({"warning": "removed-html", "outcome": "failed"}, "c.md"),
        ({"reason": "no headline"}, "c.md"),
        ({"q": "A.M"}, "a.md"),
    ],
)
def test_records_are_chosen_by_outcome_warning_reason_and_path(chief, run, choice, path):
    (line,) = lines(chief.get(f"{RUNS}{run.pk}/change/", choice))

    assert path in line


def test_the_most_frequent_reasons_are_counted_and_those_that_name_something_are_one(chief):
    run = make_run()
    reasons = ["no headline"] * 2 + [f"the same file as {n}.md" for n in range(3)]
    reasons += ["it cannot be read: Permission denied", "it cannot be read: Input/output error"]
    reasons += [f"reason {n:02}" for n in range(10)]
    for number, reason in enumerate(reasons):
        make_record(run, f"{number}.md", "skipped", reason=reason)

    page = chief.get(f"{RUNS}{run.pk}/change/")

    shown = words(page, ".run__reasons li").splitlines()
    assert shown[:4] == ["3 the same file as …", "2 it cannot be read: …", "2 no headline", "1 reason 00"]
    assert len(shown) == 10
    assert len(lines(chief.get(f"{RUNS}{run.pk}/change/", {"reason": "the same file as "}))) == 3


def test_choices_are_carried_from_one_to_the_next(chief, run):
    page = chief.get(f"{RUNS}{run.pk}/change/", {"outcome": "failed", "q": "c", "p": "1"})

    links = LexborHTMLParser(page.content).css(".run__codes a")
    assert [parse_qs(link.attributes["href"][1:]) for link in links] == [
        {"outcome": ["failed"], "q": ["c"], "warning": ["removed-html"]},
        {"outcome": ["failed"], "q": ["c"], "warning": ["undated"]},
    ]
    assert filled(page, ".run .find") == {"q": ["c"], "outcome": ["failed"]}


def test_hostile_choices_find_nothing_and_break_nothing(chief, run):
    asked = {"q": "\0<script>%_'\"", "reason": "'; DROP TABLE--", "p": "-1"}

    page = chief.get(f"{RUNS}{run.pk}/change/", asked)

    assert "No record of this kind." in words(page, ".run")
    assert "<script>%" not in page.content.decode()


def test_warnings_are_counted_by_the_run_and_an_older_one_shows_none(chief, run):
    older = make_run(totals={"records": 1})
    make_record(older, "a.md", warnings=[{"code": "undated", "detail": ""}])

    shown = words(chief.get(f"{RUNS}{run.pk}/change/"), ".run__codes a").splitlines()
    assert shown == ["removed-html 1", "undated 1"]
    assert words(chief.get(f"{RUNS}{older.pk}/change/"), ".run__codes") == ""


def test_a_choice_that_does_not_exist_shows_everything(chief, run):
    assert len(lines(chief.get(f"{RUNS}{run.pk}/change/", {"warning": '"', "outcome": "x"}))) == 3


@pytest.mark.parametrize("number", [3, 90])
def test_a_run_takes_the_same_queries_however_many_records_it_has(
    chief, number, django_assert_max_num_queries
):
    run = make_run()
    for index in range(number):
        article = make_article(status="draft", published_at=None)
        source = make_source(f"{index}.md", article=article)
        make_record(run, f"{index}.md", article=article, source=source)

    with django_assert_max_num_queries(13):
        chief.get(f"{RUNS}{run.pk}/change/")


def test_records_are_paged(chief):
    run = make_run()
    for index in range(120):
        make_record(run, f"{index}.md", "skipped", reason="binary")

    page = chief.get(f"{RUNS}{run.pk}/change/", {"p": 2, "outcome": "skipped"})

    assert len(lines(page)) == 20
    assert "Page 2 of 2" in words(page, ".run__pages")


def test_the_files_text_is_shown_escaped_and_never_run(chief):
    source = make_source(raw="<script>alert(1)</script>正文".encode())

    page = chief.get(f"{RUNS}source/{source.pk}/kept/").content.decode()

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;正文" in page


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("渔村的春天来了，江面上的雾还没有散去。".encode("gb18030"), "渔村的春天来了"),
        (b"\x00\x01\x02\x03\x04binary\xff\xfe", "binary"),
        (b"", "empty"),
    ],
)
def test_text_is_shown_whatever_the_bytes_are(chief, raw, shown):
    source = make_source(raw=raw)

    assert shown in words(chief.get(f"{RUNS}source/{source.pk}/kept/"))


def test_the_newer_file_of_a_conflict_is_shown_beside_the_kept_one(chief, run):
    source = Source.objects.get(external_id="a.md")

    assert "新的正文" in words(chief.get(f"{RUNS}source/{source.pk}/pending/"), "pre")
    assert "pending" in chief.get(f"{RUNS}{run.pk}/change/", {"outcome": "conflict"}).content.decode()


@pytest.mark.parametrize(("outcome", "leads"), [("failed", True), ("conflict", True), ("unchanged", False)])
def test_a_record_that_was_not_taken_leads_to_its_newer_file(chief, outcome, leads):
    run, article = make_run(), make_article()
    source = make_source(article=article, pending_raw=b"---", pending_digest="1" * 64)
    make_record(run, "a.md", outcome, reason="no headline", article=article, source=source)

    page = chief.get(f"{RUNS}{run.pk}/change/").content.decode()

    assert (f"source/{source.pk}/pending/" in page) == leads


def test_an_article_says_that_a_newer_file_could_not_be_read(chief):
    article = make_article()
    source = make_source(article=article, pending_raw=b"---", pending_digest="1" * 64)
    make_record(make_run(), "a.md", "failed", reason="no headline", article=article, source=source)

    shown = words(chief.get(f"/admin/articles/article/{article.pk}/change/"), ".beside")

    assert "A newer file came that could not be read." in shown


def test_the_files_text_is_only_for_who_may_see_sources(log_in):
    source = make_source()

    assert log_in("Writer").get(f"{RUNS}source/{source.pk}/kept/").status_code == 403
    assert log_in("Editor").get(f"{RUNS}source/{source.pk}/kept/").status_code == 200


def test_paths_with_controls_and_markup_are_shown_written_out(chief):
    run = make_run()
    article = make_article()
    source = make_source(TURNED, article=article)
    make_record(run, TURNED, article=article, source=source)

    pages = [
        chief.get(f"{RUNS}{run.pk}/change/"),
        chief.get(f"{RUNS}source/{source.pk}/kept/"),
        chief.get(f"/admin/articles/article/{article.pk}/change/"),
    ]

    for page in pages:
        text = page.content.decode()
        assert "<img src=x" not in text
        assert "\u202e" not in text
        assert "\\u202efdp.新闻" in words(page)


def test_an_article_names_the_run_and_the_warnings_it_came_with(chief, run):
    article = ImportedRecord.objects.get(path="a.md").article

    shown = words(chief.get(f"/admin/articles/article/{article.pk}/change/"), ".beside")

    assert "江河日报" in shown
    assert "A newer file came while this article was edited here." in shown


def test_runs_are_only_read(chief, run):
    assert chief.post(f"{RUNS}{run.pk}/change/", {}).status_code == 403
    assert chief.get(f"{RUNS}{run.pk}/delete/").status_code == 403
    assert chief.get(f"{RUNS}add/").status_code == 403
