"""How an export is told, cut into items, and what the rest of it says of each."""

import io
import tracemalloc

import pytest

from articles.reading.readers import wxr
from articles.reading.record import Part, Refusal
from articles.reading.wordpress.export.spans import read, spans

from .wordpress import (
    FOOT,
    SITE,
    attachment,
    author,
    category,
    cdata,
    codes,
    export,
    item,
    meta,
    parts_of,
    record_of_part,
    records_of,
    term,
    upload,
)

FEED = '<?xml version="1.0"?><rss version="2.0"><channel><generator>https://wordpress.org/?v=6.5</generator>'


@pytest.mark.parametrize(
    ("head", "claims"),
    [
        (export(item()), True),
        ("\ufeff" + export(item()), True),
        ("\r\n\r\n" + export(item()).replace("\n", "\r\n"), True),
        ("<br />\n<b>Warning</b>: no time zone\n" + export(item()), True),
        (FEED, False),
        ("---\ntitle: How WordPress eXtended RSS works\n---\n<rss>", False),
        ("# The <rss> of wordpress.org/export/", False),
        ("", False),
    ],
)
def test_export_is_told_by_what_it_holds(head, claims):
    assert wxr.claims(head.encode(), "a.txt") is claims


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_wide_export_is_told_and_read(encoding):
    data = export(item(title="大桥维修"), encoding="UTF-16").encode(encoding)

    assert wxr.claims(data[:65_536], "a.xml")
    assert [record.headline for record in records_of(data)] == ["大桥维修"]


def test_each_article_is_a_part_with_its_own_bytes_and_name():
    first, second = item(3, title="渡轮停航"), item(4)

    parts = parts_of(export(first, second))

    assert [part.external_id for part in parts] == ["post-3", "post-4"]
    assert parts[0].raw == first.strip().encode()


@pytest.mark.parametrize(
    ("number", "link", "external_id"),
    [("", f"{SITE}/bridge/", f"{SITE}/?p="), ("0", f"{SITE}/bridge/", f"{SITE}/?p=0")],
)
def test_item_without_a_number_is_called_by_its_guid(number, link, external_id):
    (part,) = parts_of(export(item(number, link=link)))

    assert part.external_id == external_id


def test_item_without_number_and_guid_is_called_by_its_address():
    (part,) = parts_of(export(f"<item><title>桥</title><link>{SITE}/bridge/</link></item>"))

    assert part.external_id == f"{SITE}/bridge/"


def test_part_knows_only_what_it_needs():
    header = (
        author("lin", "林知夏") + author("wang", "王立") + category("news", "新闻") + category("art", "艺术")
    )
    items = [
        item(1, metas=meta("_thumbnail_id", "20"), terms=term("news", "新闻")),
        attachment(20, "bridge.jpg", alt="桥"),
        attachment(21, "ferry.jpg", parent="1"),
    ]

    (part,) = parts_of(export(*items, header=header))

    assert part.context == {
        "site": SITE,
        "language": "zh-CN",
        "authors": {"lin": "林知夏"},
        "categories": {"news": ["新闻", ""]},
        "attachments": {"20": {"url": upload("bridge.jpg"), "title": "bridge.jpg", "alt": "桥"}},
    }


def test_gallery_without_numbers_knows_what_is_attached_in_its_order():
    items = [
        item(1, "[gallery]"),
        attachment(20, "b.jpg", parent="1", menu_order="2"),
        attachment(21, "a.jpg", parent="1", menu_order="1"),
    ]

    (part,) = parts_of(export(*items))

    assert part.context["attached"] == ["21", "20"]


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("nav_menu_item", "a navigation menu item"),
        ("wp_template", "a template"),
        ("custom_css", "a style sheet"),
        ("revision", "an earlier version of another post"),
    ],
)
def test_item_that_is_no_article_is_skipped_by_name(kind, reason):
    parts = parts_of(export(item(1), item(2, post_type=kind), item(3)))

    assert parts[1] == Refusal("skipped", reason, 1)
    assert [type(part) for part in parts] == [Part, Refusal, Part]


@pytest.mark.parametrize(
    "article",
    [
        item(1, metas=meta("_thumbnail_id", "20")),
        item(1, '[gallery ids="20"]'),
        item(1, '<img class="size-full wp-image-20">'),
        item(1, '<!-- wp:file {"id":20} -->'),
        item(1, f'<img src="{upload("bridge-300x200.jpg")}">'),
        item(20_000, "", post_id="7"),
    ],
)
def test_attachment_that_an_article_refers_to_is_no_record(article):
    parts = parts_of(export(attachment(20, "bridge.jpg", parent="7"), article))

    assert [type(part) for part in parts] == [Part]


def test_attachment_that_no_article_refers_to_is_skipped_and_comes_last():
    parts = parts_of(export(attachment(20, "bridge.jpg"), item(1)))

    assert parts[1] == Refusal("skipped", "attachment 20, which no article refers to", 1)


def test_second_attachment_of_one_number_is_told_of():
    parts = parts_of(export(item(1, metas=meta("_thumbnail_id", "20")), *[attachment(20, "a.jpg")] * 2))

    assert [type(part) for part in parts] == [Part, Refusal]
    assert "whose number another one has" in parts[1].reason


def test_export_without_an_item_says_so():
    assert parts_of(export()) == [Refusal("skipped", "an export without an article", 0)]


def test_own_entities_are_refused_by_name():
    bomb = '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'

    (refusal,) = parts_of(export(item(title="&b;")).replace("<rss", f"{bomb}<rss", 1))

    assert refusal.outcome == "failed"
    assert "declares entities of its own (<!ENTITY)" in refusal.reason


def test_document_type_that_declares_nothing_is_passed_over():
    data = export(item()).replace("<rss", '<!DOCTYPE rss SYSTEM "https://example.org/rss.dtd"><rss', 1)

    assert len(records_of(data)) == 1


def test_file_that_ends_within_an_item_keeps_the_others():
    whole = export(item(1), item(2))
    parts = parts_of(whole[: whole.rindex("<wp:post_id>")])

    assert parts[0].external_id == "post-1"
    assert parts[1:] == [Refusal("failed", "cut off: the file ends before an element does (item)", 1)]


def test_file_that_ends_within_a_text_says_so():
    whole = export(item(1), item(2, "很长的正文"))
    parts = parts_of(whole[: whole.rindex("的正文")])

    assert parts[1].reason.startswith("cut off")


def test_file_that_ends_between_two_items_says_so():
    parts = parts_of(export(item(1)).replace(FOOT, ""))

    assert parts[1] == Refusal("failed", "cut off: the file ends before its channel does", 1)


def test_item_whose_text_has_no_end_does_not_take_the_next_with_it():
    broken = item(2).partition("]]></content:encoded>")[0] + "</item>\n"
    parts = parts_of(export(item(1), broken, item(3), broken, broken, item(5)))

    assert [getattr(part, "external_id", "") for part in parts] == ["post-1", "", "post-3", "", "", "post-5"]
    assert parts[1] == Refusal("failed", "cut off: its text has no end before the next item begins", 1)


def test_item_whose_text_runs_into_its_other_fields_is_refused():
    parts = parts_of(export(item(1).replace("]]></content:encoded>", ""), item(2)))

    assert parts[0] == Refusal("failed", "cut off: its text has no end", 0)
    assert parts[1].external_id == "post-2"


def test_article_about_exports_is_one_article():
    body = f"先看一个例子：</item>\n<item><title>{cdata('假')}</title></item>"

    (record,) = records_of(export(item(1, body)))

    assert record.headline == "大桥维修"
    assert "假" in record.body_source


def test_item_over_the_limit_is_refused_and_the_rest_is_read():
    parts = parts_of(export(item(1), item(2, "长" * 4_000_000), item(3)))

    assert parts[1].reason.startswith("over the limit of 10,000,000 bytes an item")
    assert parts[2].external_id == "post-3"


@pytest.mark.parametrize(
    ("declared", "actual"),
    [
        ("UTF-8", "gb18030"),
        ("GB2312", "gb18030"),
        ("ISO-8859-1", "utf-8"),
        ("UTF-8", "utf-8-sig"),
        ("Shift_JIS", "utf-8"),
    ],
)
def test_encoding_is_what_the_bytes_are(declared, actual):
    body = "市政府周四宣布，跨江大桥的维修工程将在下个月初开始，工期预计为九十天。"
    data = export(item(1, body, title="跨江大桥下月开始维修"), encoding=declared).encode(actual)

    (record,) = records_of(data)

    assert (record.headline, record.body) == ("跨江大桥下月开始维修", f"<p>{body}</p>")


def test_declared_encoding_that_no_one_could_guess_is_believed():
    data = export(item(1, "Zażółć gęślą jaźń", title="Zażółć"), encoding="ISO-8859-2")
    data = data.encode("iso-8859-2", "xmlcharrefreplace")

    (record,) = records_of(data)

    assert record.headline == "Zażółć"


def test_control_characters_are_taken_out_and_told_of():
    (record,) = records_of(export(item(1, "一\x08二\x00")))

    assert record.body == "<p>一二</p>"
    assert codes(record) == ["control-characters"]


@pytest.mark.parametrize("cut", [1, 7, 64, 65, 1_000])
def test_items_are_found_wherever_a_chunk_ends(cut):
    data = export(item(1, "一 </item> 二"), "<!-- <item></item> -->", item(2)).encode()
    wanted = [data[start : data.index(b"</item>\n", start) + 7] for start in _starts(data)]

    file = io.BytesIO(data)
    found = [read(file, span) for span in spans(file, chunk_bytes=cut) if span.name == "item"]

    assert found == wanted


def _starts(data):
    first = data.index(b"<item>\n")
    return [first, data.index(b"<item>\n", first + 1)]


def test_memory_does_not_grow_with_the_export():
    body = "市政府周四宣布。\n\n" * 2_000
    small, large = (peak_of(export(*(item(n, body) for n in range(count)))) for count in (10, 200))

    assert large < 1.5 * small


def peak_of(data):
    file = io.BytesIO(data.encode())
    tracemalloc.start()
    for _ in wxr.parts(file, path="a.xml"):
        pass
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def test_what_an_attachment_says_changes_the_article_s_context():
    before, after = (
        parts_of(export(item(1, metas=meta("_thumbnail_id", "20")), attachment(20, "a.jpg", alt=alt)))[0]
        for alt in ("桥", "旧桥")
    )

    assert before.raw == after.raw
    assert before.context != after.context
    assert record_of_part(after).lead_picture.alt == "旧桥"


def test_part_with_odd_characters_is_called_by_what_a_database_keeps():
    odd = item("").replace("/?p=", "/?p=\x00\x1f")

    (part,) = parts_of(export(odd))

    assert part.external_id == f"{SITE}/?p="
