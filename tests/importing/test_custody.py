"""What is kept, what waits and what is lost: counted, told by the run, and named."""

import json

import pytest
from django.core.management import CommandError, call_command

from articles.images.fetching.refusals import State
from articles.importing import custody, custody_report
from articles.importing.fetching import fetch_pending
from articles.models import Article, ImageSource, ImportedRecord, ImportRun
from tests.factories import NOW, make_article, make_image, make_image_source

from .archives import run_import, story, write
from .test_fetching import RIVER, Web, fetch, jpeg, troubled, wait_at

pytestmark = pytest.mark.django_db
LOST = "https://gone.example/lost.jpg"


def shown(*addresses):
    return "<p>正文。</p>" + "".join(f'<p><img src="{address}" alt=""></p>' for address in addresses)


def an_archive(folder, **bodies):
    return write(folder, {f"{name}.md": story(name, body=body) for name, body in bodies.items()})


def warnings(record):
    return [(told["code"], told["detail"]) for told in record["warnings"]]


# What the run tells


def test_what_came_and_what_is_lost_is_entered_in_the_run_that_waits_for_it(tmp_path):
    run_import(an_archive(tmp_path, 渔村=shown(RIVER, LOST)))
    fetch(Web({RIVER: jpeg()}))
    run = ImportRun.objects.get()
    assert run.images == {"found": 2, "fetched": 1, "reused": 0, "pending": 0}
    assert run.totals["warnings"]["image-failed"] == 1
    told = {"code": "image-failed", "detail": f"{LOST}: gone"}
    assert told in ImportedRecord.objects.get().warnings


def test_what_was_lost_and_came_after_all_is_told_as_lost_no_more(tmp_path):
    run_import(an_archive(tmp_path, 渔村=shown(RIVER, LOST)))
    fetch(Web({RIVER: jpeg()}))
    fetch(Web({LOST: jpeg((1, 1, 1))}), sources=custody.not_kept())
    run = ImportRun.objects.get()
    assert run.images == {"found": 2, "fetched": 2, "reused": 0, "pending": 0}
    assert "image-failed" not in run.totals["warnings"]
    assert "image-failed" not in str(ImportedRecord.objects.get().warnings)


def test_a_picture_of_many_articles_is_one_in_the_sums_and_told_beside_each(tmp_path):
    run_import(an_archive(tmp_path, 渔村=shown(LOST), 灯塔=shown(LOST)))
    fetch(Web())
    run = ImportRun.objects.get()
    assert (run.images["found"], run.images["pending"]) == (1, 0)
    assert run.totals["warnings"]["image-failed"] == 2


def test_a_picture_that_only_waits_longer_is_still_pending(tmp_path):
    run_import(an_archive(tmp_path, 渔村=shown(LOST)))
    fetch(troubled(State.SERVER_ERROR))
    run = ImportRun.objects.get()
    assert run.images["pending"] == 1
    assert "image-failed" not in run.totals["warnings"]


@pytest.mark.parametrize("body", ["", "<p>改过的一段。</p>"], ids=["unchanged", "updated"])
def test_a_later_run_tells_of_what_an_earlier_one_could_not_have(tmp_path, body):
    run_import(an_archive(tmp_path, 渔村=shown(RIVER, LOST)))
    fetch(Web({RIVER: jpeg()}))
    report = run_import(an_archive(tmp_path, 渔村=shown(RIVER, LOST) + body))
    assert report.images.as_dict() == {"found": 2, "fetched": 0, "reused": 1, "pending": 0}
    (record,) = report.records()
    assert ("image-failed", f"{LOST}: gone") in warnings(record)


def test_it_is_the_last_run_that_met_the_article_that_tells(tmp_path):
    run_import(an_archive(tmp_path, 渔村=shown(LOST)))
    run_import(tmp_path)
    fetch(Web())
    last, first = ImportRun.objects.all()
    assert (first.images["pending"], last.images["pending"]) == (1, 0)


@pytest.mark.parametrize("pages", [{RIVER: jpeg((9, 9, 9))}, {}], ids=["it came", "it did not"])
def test_what_somebody_else_fetched_meanwhile_is_entered_once_and_stands(tmp_path, pages):
    run_import(an_archive(tmp_path, 渔村=shown(RIVER)))
    other = Web({RIVER: jpeg()})

    def clock():
        """Look at the clock when an answer has come; by then somebody else has the picture."""
        fetch(other)
        return NOW

    fetch_pending(Web(pages), custody.waiting(), clock=clock)
    assert ImportRun.objects.get().images == {"found": 1, "fetched": 1, "reused": 0, "pending": 0}
    assert ImageSource.objects.get().last_state == ""
    assert Article.objects.get().body_html.count("<img") == 1


# Counting


@pytest.fixture
def some(db):
    """Two articles with one picture each of what can become of one, and one picture that no article shows."""
    first, second = make_article(headline="渔村"), make_article(headline="灯塔", language="zh-Hans", slug="b")
    kept = make_image_source("https://a.example/kept.jpg", image=make_image())
    lost = make_image_source(LOST, last_state="gone", error="gone: The server says 404.", attempts=1)
    pending = make_image_source("https://a.example/waits.jpg", next_try_at=NOW)
    left = make_image_source("https://b.example/left.jpg")
    absent = make_image_source("archive:江河日报/no.jpg", error="not in the archive, or no picture")
    for position, source in enumerate([kept, lost, pending]):
        first.article_images.create(source=source, position=position)
    for position, source in enumerate([lost, left, absent]):
        second.article_images.create(source=source, position=position)
    Article.objects.filter(pk=first.pk).update(lead_image_source=pending)
    make_image_source("https://a.example/unshown.jpg", next_try_at=NOW)
    return first, second


def test_every_picture_is_counted_once_and_the_sums_add_up(some, django_assert_num_queries):
    with django_assert_num_queries(1):
        hosts = custody.per_host(ImageSource.objects.all())
    told = {
        tally.name: (tally.found, tally.fetched, tally.pending, tally.lost, tally.left) for tally in hosts
    }
    assert told == {
        "a.example": (3, 1, 2, 0, 0),
        "b.example": (1, 0, 0, 0, 1),
        "gone.example": (1, 0, 0, 1, 0),
        "": (1, 0, 0, 1, 0),
    }
    total = custody.total(hosts)
    assert total.found == ImageSource.objects.count()
    assert total.found == total.fetched + total.pending + total.lost + total.left


def test_one_picture_is_judged_as_the_database_counts(some):
    for source in ImageSource.objects.all():
        (which,) = [
            name for name, rule in custody.COUNTED.items() if ImageSource.objects.filter(rule, pk=source.pk)
        ]
        assert custody.standing(source) == which


def test_an_article_names_its_missing_pictures_the_lead_first(some):
    first, second = some
    assert [source.url for source in custody.missing_of(first)] == ["https://a.example/waits.jpg", LOST]
    assert [source.url for source in custody.missing_of(second)] == [LOST, "archive:江河日报/no.jpg"]


# fetch_images --report


def report(capsys):
    call_command("fetch_images", "--report", "--quiet")
    return capsys.readouterr().out


def test_the_report_names_each_missing_picture_below_its_article(some, capsys):
    first, second = some
    text = report(capsys)
    assert [line.strip() for line in text.splitlines() if "https://" in line or "archive:" in line] == [
        "pending, never asked for: https://a.example/waits.jpg",
        f"lost, gone: {LOST}",
        f"lost, gone: {LOST}",
        "lost, not in the archive, or no picture: archive:江河日报/no.jpg",
        "pending, never asked for: https://a.example/unshown.jpg",
    ]
    assert f"{first.pk} 渔村" in text and f"{second.pk} 灯塔" in text and "Shown by no article" in text


def test_the_report_asks_nobody(some, capsys):
    report(capsys)
    assert custody.due(NOW).count() == 2
    assert not ImageSource.objects.exclude(asked_at=None).exists()


def test_what_others_wrote_can_not_steer_the_terminal(db, capsys):
    make_image_source("https://a.example/\x1b]0;x\x07.jpg", next_try_at=NOW)
    make_article(headline="[red]\x1b[31m红").article_images.create(source=ImageSource.objects.get())
    assert "\x1b]0" not in (text := report(capsys))
    assert "[red]" in text


def test_the_report_of_an_empty_newsroom_says_so_in_numbers(db, capsys):
    assert "all of them" in report(capsys)


def test_the_report_as_json_has_the_same_sums_and_names_all(some, tmp_path, capsys):
    call_command("fetch_images", "--report", str(tmp_path / "r.json"))
    found = json.loads((tmp_path / "r.json").read_text())
    assert found["totals"] == {"found": 6, "fetched": 1, "pending": 2, "lost": 2, "left": 1}
    for name, number in found["totals"].items():
        assert sum(host[name] for host in found["hosts"]) == number
    first, second = found["articles"]
    assert (first["headline"], first["found"], first["fetched"], first["pending"], first["lost"]) == (
        "渔村",
        3,
        1,
        1,
        1,
    )
    assert [picture["state"] for picture in second["missing"]] == [
        "gone",
        "not in the archive, or no picture",
    ]
    assert [picture["address"] for picture in found["unshown"]] == ["https://a.example/unshown.jpg"]


def test_a_report_that_cannot_be_written_is_told_at_once(db, tmp_path):
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("fetch_images", "--report", str(tmp_path / "no" / "r.json"))


def test_the_report_takes_few_queries_however_many_pictures_there_are(some, django_assert_num_queries):
    def counted():
        with django_assert_num_queries(5):
            return len(list(custody_report.missing()))

    few = counted()
    more = make_article(headline="更多", slug="c")
    for position, source in enumerate(wait_at("c.example", 50)):
        more.article_images.create(source=source, position=position)
    assert counted() == few + 50
