"""ninjs, the news agencies' JSON, in the shapes that IPTC documents for 1.x, 2.x and 3.x."""

import io
import json
from datetime import UTC, datetime

import pytest

from articles.reading import readers
from articles.reading.readers import ninjs
from articles.reading.record import Credit, Part, Picture, ReadingOptions, Refusal

URI = "https://wire.example/2023/bridge"
FIRST = {
    "uri": URI,
    "type": "text",
    "firstcreated": "2023-05-04T09:30:05Z",
    "versioncreated": "2023-05-04T11:00:00+02:00",
    "pubstatus": "usable",
    "headline": "大桥下月维修",
    "byline": "By Jane Smith",
    "language": "zh",
    "description_text": "九十天内完成。",
    "body_xhtml": "<p>工程下月开始。</p>",
    "body_text": "工程下月开始。",
    "slugline": "bridge-repair",
    "copyrightholder": "江报社",
    "usageterms": "仅限编辑使用",
    "place": [{"name": "滨江"}],
    "subject": [
        {"name": "交通", "code": "20000337"},
        {"code": "medtop:04000000"},
        {"code": "medtop:20000001"},
    ],
    "associations": {
        "map": {"type": "graphic", "renditions": {"main": {"href": "https://cdn.example/map.png"}}},
        "featuremedia": {
            "type": "picture",
            "headline": "大桥",
            "description_text": "周四的大桥",
            "byline": "李雷",
            "renditions": {
                "small": {"href": "https://cdn.example/s.jpg", "mimetype": "image/jpeg", "width": 200},
                "main": {"href": "https://cdn.example/l.jpg", "mimetype": "image/jpeg", "width": 2000},
            },
        },
        "none": None,
    },
}
SECOND = {
    "uri": URI,
    "type": "text",
    "versioncreated": "2023-05-04T09:30:05Z",
    "headlines": [{"role": "short", "value": "维修"}, {"role": "main", "value": "大桥下月维修"}],
    "descriptions": [
        {"role": "creditline", "value": "江报社"},
        {"role": "summary", "value": "九十天内完成。"},
    ],
    "bodies": [
        {"role": "main", "contenttype": "text/plain", "value": "工程下月开始。"},
        {"role": "main", "contenttype": "application/xml", "value": "<nitf/>"},
        {"role": "richtext", "contenttype": "text/html", "value": "<p>工程下月开始。</p>"},
    ],
    "by": "李雷",
    "subjects": [{"name": "交通", "uri": "http://cv.iptc.org/newscodes/mediatopic/20000337"}],
    "keywords": ["桥梁"],
    "associations": [
        {
            "name": "mainpic",
            "type": "picture",
            "headlines": [{"value": "大桥"}],
            "descriptions": [{"role": "caption", "value": "周四的大桥"}],
            "by": "李雷",
            "renditions": [
                {
                    "name": "hires",
                    "href": "https://cdn.example/l.jpg",
                    "contenttype": "image/jpeg",
                    "width": 2000,
                },
                {
                    "href": "https://cdn.example/w.jpg",
                    "contenttype": "image/jpeg",
                    "width": 3000,
                    "variant": "Watermark",
                },
                {"href": "https://cdn.example/caption.xml", "contenttype": "text/xml"},
            ],
        }
    ],
}
LEAD = Picture("https://cdn.example/l.jpg", alt="大桥", caption="周四的大桥", credit="李雷")


def file_of(value):
    return io.BytesIO(json.dumps(value, ensure_ascii=False).encode())


def parts_of(value):
    return list(ninjs.parts(file_of(value), path="wire.json"))


def record_of(item, **others):
    (part,) = parts_of(item | others)
    return ninjs.read(part, path="wire.json", index=0, options=ReadingOptions())


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (FIRST, "ninjs"),
        (SECOND, "ninjs"),
        ([FIRST, SECOND], "ninjs"),
        ({"_meta": {"total": 2}, "_items": [FIRST]}, "ninjs"),
        ({"uri": "u", "versionCreated": "2024-01-01T00:00:00Z", "headlines": []}, "ninjs"),
        ({"title": "大桥", "uri": "/bridge", "headline": "x"}, "front-matter"),
        ({"headline": "x", "versioncreated": "y", "body_text": "z"}, "front-matter"),
        ({"version": "https://jsonfeed.org/version/1.1", "items": [FIRST]}, "feed"),
    ],
)
def test_only_what_is_plainly_ninjs_is_claimed(value, name):
    assert readers.detect(file_of(value).getvalue(), "wire.json") == name


def test_item_of_the_first_version_becomes_a_record():
    record = record_of(FIRST)

    assert (record.headline, record.standfirst, record.language) == (
        "大桥下月维修",
        "九十天内完成。",
        "zh-Hans",
    )
    assert record.published_at == datetime(2023, 5, 4, 9, 30, 5, tzinfo=UTC)
    assert record.modified_at == datetime(2023, 5, 4, 9, 0, tzinfo=UTC)
    assert (record.status, record.byline) == ("ready", [Credit("Jane Smith")])
    assert record.tags == ["交通", "economy, business and finance"]
    assert record.lead_picture == LEAD
    assert record.body == '<p>工程下月开始。</p>\n<figure><img src="https://cdn.example/map.png"></figure>'
    assert record.extra == {
        "slugline": "bridge-repair",
        "copyrightholder": "江报社",
        "usageterms": "仅限编辑使用",
        "place": [{"name": "滨江"}],
    }


def test_item_of_the_second_version_becomes_a_record():
    record = record_of(SECOND)

    assert (record.headline, record.standfirst) == ("大桥下月维修", "九十天内完成。")
    assert (record.body, record.lead_picture) == ("<p>工程下月开始。</p>", LEAD)
    assert (record.tags, record.byline) == (["交通", "桥梁"], [Credit("李雷")])
    assert (record.modified_at, record.warnings, record.extra) == (None, [], {})


def test_keys_of_the_third_version_are_the_same_in_other_letters():
    body = {"role": "main", "contentType": "application/xhtml+xml", "value": "<p>文</p>"}
    record = record_of(
        {"uri": "u", "versionCreated": "2024-01-01T00:00:00Z", "pubStatus": "usable"}
        | {"headlines": [{"role": "main", "value": "题"}], "bodies": [body]}
    )

    assert (record.headline, record.body, record.published_at.year) == ("题", "<p>文</p>", 2024)


def test_texts_listed_below_the_older_names_are_read():
    record = record_of(
        {"uri": "u", "versioncreated": "2013-06-05T21:00:00Z"}
        | {"headline": [{"name": "main", "value": "题"}], "body": [{"name": "xhtml", "value": "<p>文</p>"}]}
    )

    assert (record.headline, record.body) == ("题", "<p>文</p>")


def test_description_alone_is_the_body():
    record = record_of({key: FIRST[key] for key in ("uri", "headline", "versioncreated", "description_text")})

    assert (record.body, record.standfirst) == ("<p>九十天内完成。</p>", "")


def test_picture_that_the_body_shows_in_another_size_is_shown_once():
    body = '<p><img src="https://cdn.example/s.jpg"></p><p>工程下月开始。</p>'
    record = record_of(FIRST, body_xhtml=body, associations={"pic": FIRST["associations"]["featuremedia"]})

    assert (record.body, record.lead_picture) == ("<p>工程下月开始。</p>", LEAD)


def test_second_picture_stands_below_with_its_credit():
    pictures = {"a": FIRST["associations"]["map"], "b": FIRST["associations"]["featuremedia"]}
    record = record_of(FIRST, associations=pictures)

    assert record.body.endswith("<figcaption>周四的大桥 <small>李雷</small></figcaption></figure>")


def test_film_that_comes_with_an_item_is_a_card():
    film = {
        "type": "video",
        "headline": "航拍",
        "renditions": {"main": {"href": "https://cdn.example/a.mp4"}},
    }

    assert "https://cdn.example/a.mp4" in record_of(FIRST, associations={"film": film}).body


def test_story_that_comes_with_an_item_is_named_beside_it():
    related = {"type": "text", "uri": "urn:2", "headline": "旧桥史"}

    assert record_of(FIRST, associations={"more": related}).extra["related"] == [
        {"uri": "urn:2", "headline": "旧桥史"}
    ]


@pytest.mark.parametrize(
    ("stated", "status", "codes"),
    [
        ({"pubstatus": "usable"}, "ready", []),
        ({"pubstatus": "withheld"}, "draft", ["not-public"]),
        ({"pubstatus": "canceled"}, "retired", ["not-public"]),
        ({"pubstatus": "cancelled"}, "retired", ["not-public"]),
        ({"pubstatus": "stat:other"}, "draft", ["not-public"]),
        ({"embargoed": "2023-06-01T00:00:00Z"}, "ready", []),
        ({"embargoed": "after lunch"}, "draft", ["bad-date"]),
        ({"firstcreated": "", "versioncreated": ""}, "draft", ["undated"]),
    ],
)
def test_only_what_may_be_used_is_ready(stated, status, codes):
    record = record_of(FIRST, **stated)

    assert (record.status, [warning.code for warning in record.warnings]) == (status, codes)


def test_embargo_is_read():
    assert record_of(FIRST, embargoed="2023-06-01T02:00:00+02:00").embargo_until == datetime(
        2023, 6, 1, tzinfo=UTC
    )


def test_option_makes_everything_a_draft():
    (part,) = parts_of(FIRST | {"pubstatus": "canceled"})

    assert (
        ninjs.read_article(part, path="w", index=0, options=ReadingOptions(status="draft")).status == "draft"
    )


@pytest.mark.parametrize("kind", ["picture", "video", "event"])
def test_item_that_is_no_text_is_skipped_by_its_kind(kind):
    item = {"uri": "u", "type": kind, "versioncreated": "2023-05-04T09:30:05Z", "headline": "大桥"}

    assert record_of(item) == Refusal("skipped", f"not an article (a {kind} alone)")


def test_body_in_a_form_nobody_reads_is_told_of():
    record = record_of(
        {key: FIRST[key] for key in ("uri", "headline", "versioncreated")}, body_nitf="<nitf/>"
    )

    assert [(warning.code, warning.detail) for warning in record.warnings] == [("body-unreadable", "nitf")]


def test_item_is_named_by_its_uri_whatever_its_order_and_spacing():
    one, other = parts_of([FIRST, dict(reversed(FIRST.items()))])

    assert (one.external_id, one.raw) == (URI, other.raw)


@pytest.mark.parametrize("wrapped", [[FIRST], {"items": [FIRST]}, {"total": 1, "_items": [FIRST]}, FIRST])
def test_items_are_found_wherever_they_lie(wrapped):
    assert [part.external_id for part in parts_of(wrapped)] == [URI]


def test_item_without_a_uri_is_named_by_its_guid_or_its_bytes():
    named, unnamed = parts_of([{"guid": "urn:7", "headline": "题"}, {"headline": "题"}])

    assert (named.external_id, len(unnamed.external_id)) == ("urn:7", 64)


def test_item_that_is_no_object_costs_no_other():
    odd, part = parts_of([7, FIRST])

    assert (odd, part.external_id) == (Refusal("failed", "an item that is no object"), URI)


def test_file_that_is_cut_off_gives_the_items_before_and_says_where():
    data = file_of([FIRST, SECOND]).getvalue()[:-40]
    part, refusal = ninjs.parts(io.BytesIO(data), path="w")

    assert isinstance(part, Part)
    assert refusal.outcome == "failed"
    assert refusal.reason.startswith("not JSON from here on")


def test_file_without_items_is_skipped():
    assert parts_of({"items": []}) == [Refusal("skipped", "a file without items")]


@pytest.mark.parametrize(
    ("item", "limit"),
    [
        (FIRST | {f"x{number}": number for number in range(10_000)}, "1,000 keys a record"),
        (FIRST | {"body_xhtml": "大" * 2_000_001}, "2,000,000 characters a body"),
        (FIRST | {"subject": [{"name": f"t{number}"} for number in range(201)]}, "200 tags an article"),
    ],
)
def test_item_over_a_limit_is_refused_by_its_name(item, limit):
    assert record_of(item).reason.startswith(f"over the limit of {limit}")


def test_item_nested_beyond_reason_is_refused():
    (part,) = parts_of(FIRST)
    deep = Part(raw=part.raw[:-1] + b',"x":' + b"[" * 300 + b"]" * 300 + b"}")

    refusal = ninjs.read(deep, path="w", index=0, options=ReadingOptions())
    assert refusal.reason.startswith("over the limit of 200 levels")
