from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from articles.reading.record import CorrectionNote

from .stories import codes, record_of

DATED = "date: 2022-01-27 08:00"


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        ("", "ready"),
        ("draft: true", "draft"),
        ("draft: false", "ready"),
        ("published: false", "draft"),
        ("published: true", "ready"),
        ("status: review", "review"),
        ("status: retired", "retired"),
        ("status: Publish", "ready"),
        ("status: 保密", "draft"),
        ("status: ready\ndraft: yes", "draft"),
    ],
)
def test_status_is_what_the_header_says(lines, status):
    assert record_of(f"{DATED}\n{lines}").status == status


def test_unknown_status_is_told_of_and_kept():
    record = record_of(f"{DATED}\nstatus: 保密")

    assert codes(record) == ["unknown-status"]
    assert record.extra == {"status": "保密"}


def test_option_makes_everything_a_draft():
    assert record_of(f"{DATED}\nstatus: ready", status="draft").status == "draft"


def test_date_without_a_zone_is_in_the_one_given():
    record = record_of(DATED, zone=ZoneInfo("Asia/Shanghai"))

    assert record.published_at == datetime(2022, 1, 27, tzinfo=UTC)
    assert record.date_origin == "front matter"


def test_date_comes_from_the_file_name_when_none_is_stated():
    record = record_of(path="2021-03-02-bridge.md")

    assert (record.published_at, record.date_origin) == (datetime(2021, 3, 2, tzinfo=UTC), "file name")
    assert record.status == "ready"


def test_article_without_any_date_waits_as_a_draft():
    record = record_of()

    assert (record.published_at, record.date_origin, record.status) == (None, "", "draft")
    assert [warning.code for warning in record.warnings] == ["undated"]


def test_impossible_date_is_told_of_and_not_replaced_by_the_file_name_s():
    record = record_of("date: 2021-02-30", path="2021-03-02-bridge.md")

    assert (record.published_at, record.status) == (None, "draft")
    assert record.warnings[0].detail == "date: 2021-02-30"
    assert record.extra == {"date": "2021-02-30"}


@pytest.mark.parametrize(
    "nothing", ["Invalid Date", "0001-01-01T00:00:00Z", "0000-00-00 00:00:00", "undefined"]
)
def test_date_that_states_nothing_is_told_of_and_the_next_place_is_asked(nothing):
    record = record_of(f"date: {nothing}", path="2021-03-02-bridge.md")

    assert (record.published_at, record.date_origin) == (datetime(2021, 3, 2, tzinfo=UTC), "file name")
    assert record.warnings[0].code == "bad-date"
    assert record.extra == {"date": nothing}
    assert record_of(f"date: {nothing}\npublished: 2022-01-27").date_origin == "front matter"


@pytest.mark.parametrize(
    ("lines", "path", "precision", "is_stated"),
    [
        ("date: 2022-01-27 13:13:46 +0800", "a.md", "second", True),
        ("date: 2022-01-27 13:13", "a.md", "minute", False),
        ("date: 2022-01-27", "a.md", "day", False),
        ("date: 2022-01", "a.md", "month", False),
        ("date: 2022", "a.md", "year", False),
        ("", "2022-01-27-a.md", "day", False),
        ("", "a.md", "", True),
    ],
)
def test_date_says_how_much_of_it_was_stated(lines, path, precision, is_stated):
    record = record_of(lines, path=path)

    assert (record.date_precision, record.zone_stated) == (precision, is_stated)


def test_month_alone_is_its_first_moment_in_the_zone_given():
    record = record_of("date: March 2021", zone=ZoneInfo("Asia/Shanghai"))

    assert (record.published_at, record.status) == (datetime(2021, 2, 28, 16, tzinfo=UTC), "ready")


def test_day_from_which_a_page_is_shown_is_an_embargo_when_it_is_the_later_one():
    record = record_of(f"{DATED}\npublishDate: 2030-01-01")
    assert (record.embargo_until, record.extra) == (datetime(2030, 1, 1, tzinfo=UTC), {})

    record = record_of(f"{DATED}\npublishDate: 2020-01-01")
    assert (record.embargo_until, record.extra) == (None, {"publishDate": "2020-01-01"})

    assert record_of("publishDate: 2030-01-01").published_at == datetime(2030, 1, 1, tzinfo=UTC)


def test_what_lies_among_the_drafts_is_a_draft():
    assert record_of(DATED, path="source/_drafts/bridge.md").status == "draft"


def test_published_that_holds_a_date_is_the_date():
    record = record_of("published: 2022-01-27")

    assert (record.published_at, record.status) == (datetime(2022, 1, 27, tzinfo=UTC), "ready")


def test_every_other_moment_is_read():
    record = record_of(f"{DATED}\nlastmod: 2022-02-01\nembargo: 2022-03-01\nexpiryDate: 2022-04-01")

    assert record.modified_at == datetime(2022, 2, 1, tzinfo=UTC)
    assert record.embargo_until == datetime(2022, 3, 1, tzinfo=UTC)
    assert record.retire_at == datetime(2022, 4, 1, tzinfo=UTC)


def test_moment_that_cannot_be_read_keeps_its_own_key():
    record = record_of(f"{DATED}\nlastmod: 昨天")

    assert record.modified_at is None
    assert (codes(record), record.extra) == (["bad-date"], {"lastmod": "昨天"})


@pytest.mark.parametrize(
    ("lines", "is_open"),
    [("", True), ("comments: true", True), ("comments: false", False), ("comments: {enable: no}", False)],
)
def test_comments_are_open_unless_the_header_closes_them(lines, is_open):
    assert record_of(lines).comments_open is is_open


def test_corrections_are_read_with_their_kind_and_moment():
    notes = (
        "{kind: retraction, text: 撤回, at: 2022-01-28}",
        "数字有误",
        "{kind: 其他, text: 补充, at: 昨天}",
    )
    record = record_of(f"{DATED}\ncorrections:\n" + "\n".join(f" - {note}" for note in notes))

    assert record.corrections == [
        CorrectionNote("retraction", "撤回", datetime(2022, 1, 28, tzinfo=UTC)),
        CorrectionNote("correction", "数字有误", None),
        CorrectionNote("correction", "补充", None),
    ]
    assert codes(record) == ["bad-date", "bad-correction"]


@pytest.mark.parametrize(
    ("lines", "body", "language"),
    [
        ("lang: ar", "<p>正文。</p>", "ar"),
        ("", "<p>وافق البرلمان على الموازنة الجديدة بأغلبية كبيرة.</p>" * 3, "ar"),
        ("", "<p>议会通过了新的预算案。</p>", "zh-Hans"),
    ],
)
def test_language_is_the_stated_one_or_what_the_words_show(lines, body, language):
    title = "البرلمان يقر الموازنة" if language == "ar" else "议会通过新的预算案"

    assert record_of(lines, body, title=title).language == language


def test_every_other_key_is_extra():
    record = record_of("layout: post\nseo: {title: 桥, words: [一, 二]}")

    assert record.extra == {"layout": "post", "seo": {"title": "桥", "words": ["一", "二"]}}


def test_cut_headline_is_kept_whole_among_what_is_extra():
    record = record_of(title="长" * 400)

    assert record.headline == "长" * 299 + "…"
    assert record.extra == {"title": "长" * 400}


@pytest.mark.parametrize("stated", ["next week", "2090-13-01", "2090"])
def test_embargo_that_cannot_be_read_holds_the_story_as_a_draft(stated):
    record = record_of(f"{DATED}\nembargo: {stated}")
    assert (record.status, codes(record)) == ("draft", ["bad-date"])


@pytest.mark.parametrize("stated", ["maybe", "[true]"])
def test_draft_that_is_neither_yes_nor_no_is_a_draft(stated):
    record = record_of(f"{DATED}\ndraft: {stated}")
    assert (record.status, codes(record)) == ("draft", ["unknown-status"])


def test_correction_without_a_text_or_of_no_known_kind_is_told():
    record = record_of(DATED + "\ncorrections:\n - {kind: slip, text: 应为二十公里。}\n - {kind: update}")
    assert [note.text for note in record.corrections] == ["应为二十公里。"]
    assert codes(record) == ["bad-correction", "bad-correction"]
