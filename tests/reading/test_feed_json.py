"""JSON Feed, 1 and 1.1."""

import io
import json
from datetime import UTC, datetime

import pytest

from articles.reading.readers import feed
from articles.reading.record import Credit, Picture, ReadingOptions, Refusal

STORY = {
    "id": "https://news.example.org/bridge",
    "url": "https://news.example.org/bridge",
    "title": "大桥下月维修",
    "content_html": "<p>工程<a href='/map'>下月</a>开始。</p><p><img src='b.jpg'></p>",
    "summary": "九十天内完成。",
    "image": "https://cdn.example.org/lead.jpg",
    "date_published": "2023-05-04T09:30:05+02:00",
    "date_modified": "2023-05-05T00:00:00Z",
    "authors": [{"name": "李雷"}, {"name": "Smith, Jane"}],
    "tags": ["交通", "AC/DC"],
    "language": "zh-CN",
    "attachments": [{"url": "https://cdn.example.org/a.mp3", "mime_type": "audio/mpeg", "title": "录音"}],
    "_desk": {"section": "本地"},
}
FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "晚报",
    "home_page_url": "https://news.example.org/",
}


def parts_of(*items, **feed_s):
    data = json.dumps({**FEED, **feed_s, "items": items}, ensure_ascii=False).encode(
        "utf-8", "backslashreplace"
    )
    return list(feed.parts(io.BytesIO(data), path="feed.json"))


def record_of(item, **feed_s):
    (part,) = parts_of(item, **feed_s)
    return feed.read_article(part, path="feed.json", index=0, options=ReadingOptions())


def without(*keys, **others):
    return {key: value for key, value in STORY.items() if key not in keys} | others


def test_item_becomes_a_record():
    record = record_of(STORY)

    assert (record.headline, record.standfirst, record.language) == (
        "大桥下月维修",
        "九十天内完成。",
        "zh-Hans",
    )
    assert record.body.startswith('<p>工程<a href="https://news.example.org/map">下月</a>开始。</p>')
    assert record.body.endswith('<a href="https://cdn.example.org/a.mp3">cdn.example.org/a.mp3</a></p>')
    assert record.lead_picture == Picture("https://cdn.example.org/lead.jpg")
    assert [picture.address for picture in record.pictures] == ["https://news.example.org/b.jpg"]
    assert record.byline == [Credit("李雷"), Credit("Smith, Jane")]
    assert (record.tags, record.categories) == (["交通"], [("AC", "DC")])
    assert record.published_at == datetime(2023, 5, 4, 7, 30, 5, tzinfo=UTC)
    assert record.modified_at == datetime(2023, 5, 5, tzinfo=UTC)
    assert (record.status, record.slug, record.warnings) == ("ready", "bridge", [])
    assert record.extra == {"_desk": {"section": "本地"}, "feed": "晚报"}


def test_raw_is_the_same_whatever_the_order_and_spacing():
    (one,) = parts_of(STORY)
    (other,) = parts_of(dict(reversed(STORY.items())))

    assert one.raw == other.raw
    assert json.loads(one.raw) == STORY


def test_items_may_come_before_what_the_feed_says_of_them():
    data = json.dumps({"items": [without("authors")], "author": {"name": "晚报编辑部"}, **FEED}).encode()
    (part,) = feed.parts(io.BytesIO(data), path="feed.json")

    record = feed.read_article(part, path="feed.json", index=0, options=ReadingOptions())

    assert record.byline == [Credit("晚报编辑部")]


def test_plain_text_gets_its_paragraphs():
    record = record_of(without("content_html", "attachments", content_text="一 < 二\n\n三"))

    assert record.body == "<p>一 &lt; 二</p>\n<p>三</p>"


def test_summary_alone_is_the_body():
    record = record_of(without("content_html", "attachments"))

    assert (record.body, record.standfirst) == ("<p>九十天内完成。</p>", "")


def test_first_version_s_author_is_the_byline():
    assert record_of(without("authors", author={"name": "Jane Smith"})).byline == [Credit("Jane Smith")]


def test_author_stated_as_a_mere_name_is_the_byline():
    assert record_of(without("authors", authors=["李雷", "韩梅梅"])).byline == [
        Credit("李雷"),
        Credit("韩梅梅"),
    ]


def test_item_of_ten_thousand_keys_is_refused_by_the_limit():
    (part,) = parts_of(STORY | {f"_{number}": number for number in range(10_000)})

    refusal = feed.read(part, path="f", index=0, options=ReadingOptions())
    assert refusal.reason.startswith("over the limit of 1,000 keys a record")


@pytest.mark.parametrize(
    ("item", "name"),
    [
        (STORY, STORY["id"]),
        (without("id", id=17), "17"),
        (without("id"), STORY["url"]),
    ],
)
def test_item_is_named_by_its_id_or_else_by_its_address(item, name):
    assert parts_of(item)[0].external_id == name


@pytest.mark.parametrize("item", [None, 3, "a story", []])
def test_item_that_is_no_object_is_refused_alone(item):
    odd, part = parts_of(item, STORY)

    assert feed.read(odd, path="f", index=0, options=ReadingOptions()) == Refusal(
        "failed", "an entry that is no object", 0
    )
    assert part.external_id == STORY["id"]


def test_feed_that_is_cut_off_gives_the_items_before_and_says_where():
    data = json.dumps({**FEED, "items": [STORY, without("id", id="2")]}).encode()
    *parts, refusal = feed.parts(io.BytesIO(data[:-40]), path="feed.json")

    assert [part.external_id for part in parts] == [STORY["id"]]
    assert refusal.reason.startswith("not JSON from here on:")


def test_characters_no_database_keeps_are_left_out():
    record = record_of(without("title", title="大桥\0\ud800维修", id="a\0b"))

    assert record.headline == "大桥维修"


def test_feed_without_items_is_skipped():
    assert parts_of() == [Refusal("skipped", "a feed without entries")]


def test_markdown_where_the_feed_says_html_is_rendered():
    written = "\n第一段。\n\n## 工期\n\n- 九十天\n- 两条[渡轮](/ferry)\n\n<!--more-->\n"
    record = record_of(STORY | {"content_html": written})
    assert record.source_format == "markdown"
    assert "<h2>工期</h2>" in record.body
    assert '<li>两条<a href="https://news.example.org/ferry">渡轮</a></li>' in record.body


def test_html_with_a_line_like_markdown_stays_html():
    record = record_of(STORY | {"content_html": "<p>价格：</p>\n- 三元"})
    assert (record.source_format, "- 三元" in record.body) == ("html", True)
