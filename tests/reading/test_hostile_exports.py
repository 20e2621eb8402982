"""What would fill a machine is refused in every format, with the limit named, and costs no other record."""

import io
import json
import tracemalloc

import pytest

from articles.reading import readers
from articles.reading.record import Part, ReadingOptions, Record

from . import wordpress

MANY = 10_000
FIVE_MEGABYTES = "大" * 1_700_000
DATE = "2022-01-27T13:13:46Z"


def wxr(item="", header="", top="", **fields):
    whole = wordpress.export(
        wordpress.item(1, more=item, **fields), wordpress.item(2, title="另一篇"), header=header
    )
    return whole.replace("<rss", f"{top}<rss", 1)


def rss(item="", header="", top="", title="大桥维修"):
    other = f"<item><guid>2</guid><title>另一篇</title><pubDate>{DATE}</pubDate></item>"
    first = f"<item><guid>1</guid><title>{title}</title><pubDate>{DATE}</pubDate>{item}</item>"
    return f'{top}<rss version="2.0"><channel><title>晚报</title>{header}{first}{other}</channel></rss>'


def json_feed(**fields):
    items = [
        {"id": "1", "title": "大桥维修", "date_published": DATE} | fields,
        {"id": "2", "title": "另一篇"},
    ]
    return dumped({"version": "https://jsonfeed.org/version/1.1", "items": items})


def ghost(**fields):
    posts = [{"id": "1", "title": "大桥维修", "html": "<p>x</p>"} | fields, {"id": "2", "title": "另一篇"}]
    return dumped({"db": [{"meta": {"version": "5.0.0"}, "data": {"posts": posts}}]})


def ninjs(**fields):
    first = {"uri": "1", "versioncreated": DATE, "headline": "大桥维修", "body_text": "x"} | fields
    return dumped([first, {"uri": "2", "versioncreated": DATE, "headline": "另一篇"}])


def dumped(value):
    # What cannot be built as a value is put in its place as text.
    return json.dumps(value, ensure_ascii=False).replace('"DEEP"', "[" * 100_000 + "]" * 100_000)


def results_of(data, path="export"):
    name = readers.detect(data.encode()[: readers.HEAD_BYTES], path)
    assert name != "front-matter"
    found = readers.parts(io.BytesIO(data.encode()), path=path, format_name=name)
    options = ReadingOptions()
    return [
        readers.read(part, path=path, index=index, format_name=name, options=options)
        if isinstance(part, Part)
        else part
        for index, part in enumerate(found)
    ]


FIELDS = {f"key_{number}": number for number in range(MANY)}
ELEMENTS = "".join(f"<key-{number}>1</key-{number}>" for number in range(MANY))
SLUGS = "".join(wordpress.meta("_wp_old_slug", f"s{number}") for number in range(MANY))
TERMS = "".join(wordpress.term(f"c{number}", f"分类{number}") for number in range(MANY))


@pytest.mark.parametrize(
    ("data", "limit"),
    [
        (wxr(metas=SLUGS), "100 old addresses an article"),
        (wxr(terms=TERMS), "50 categories an article"),
        (wxr(title=FIVE_MEGABYTES), "500,000 characters kept beside an article"),
        (wxr(excerpt=FIVE_MEGABYTES), "100,000 characters a standfirst"),
        (wxr(creator=FIVE_MEGABYTES), "200 characters a name"),
        (rss(ELEMENTS), "1,000 fields kept beside an article"),
        (
            rss("<category>一</category>" + "".join(f"<category>{n}</category>" for n in range(MANY))),
            "200 tags an article",
        ),
        (rss(title=FIVE_MEGABYTES), "500,000 characters kept beside an article"),
        (rss("<a>" * 16_000 + "</a>" * 16_000), "30,000 tags an entry"),
        (json_feed(**FIELDS), "1,000 keys a record"),
        (json_feed(_desk=FIVE_MEGABYTES), "500,000 characters kept beside an article"),
        (ghost(**FIELDS), "1,000 keys a record"),
        (ghost(note=FIVE_MEGABYTES), "500,000 characters kept beside an article"),
        (ninjs(**FIELDS), "1,000 keys a record"),
        (ninjs(usageterms=FIVE_MEGABYTES), "500,000 characters kept beside an article"),
    ],
)
def test_record_over_a_limit_is_refused_by_its_name_and_alone(data, limit):
    refusal, other = results_of(data)

    assert refusal.outcome == "failed"
    assert refusal.reason.startswith(f"over the limit of {limit}")
    assert isinstance(other, Record)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (
            rss(header=f"<description>{FIVE_MEGABYTES}</description>"),
            "1,000,000 bytes around a feed's entries",
        ),
        (rss(header=f"<language>{'x' * 30_000}</language>"), "20,000 characters that a feed states"),
        (
            json_feed().replace('"items"', f'"title": "{FIVE_MEGABYTES}", "items"'),
            "20,000 characters that a feed states",
        ),
        (json_feed(_desk="DEEP"), "200 levels of nesting in JSON"),
        (ghost(note="DEEP"), "200 levels of nesting in JSON"),
        (ninjs(note="DEEP"), "200 levels of nesting in JSON"),
        (
            wxr(top='<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>', title="&b;"),
            "declares entities of its own",
        ),
        (wxr(top='<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>'), "declares entities of its own"),
        (
            rss(top='<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>', title="&b;"),
            "declares entities of its own",
        ),
        (rss(top='<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>'), "declares entities of its own"),
    ],
)
def test_file_over_a_limit_is_refused_by_its_name(data, reason):
    (refusal,) = results_of(data)

    assert refusal.outcome == "failed"
    assert reason in refusal.reason


@pytest.mark.parametrize("build", [wxr, rss])
def test_document_type_elsewhere_is_neither_fetched_nor_needed(build):
    first, _ = results_of(build(top='<!DOCTYPE rss SYSTEM "file:///etc/passwd">'))

    assert first.headline == "大桥维修"


@pytest.mark.parametrize(
    "data",
    [
        wxr(metas="".join(wordpress.meta(f"k{number}", "v") for number in range(MANY))),
        wxr(header=f"<description>{FIVE_MEGABYTES}</description>"),
        wxr("<a>" * 30_000 + "</a>" * 30_000),
        wxr("<wp:postmeta>" * 30_000),
        wxr("</a" * 200_000),
        wxr(" " * 1_000_000),
        wxr(post_name=FIVE_MEGABYTES),
    ],
)
def test_what_is_much_and_means_nothing_is_read_past(data):
    first, other = results_of(data)

    assert other.headline == "另一篇"
    assert first.headline == "大桥维修" if isinstance(first, Record) else "over the limit" in first.reason


def test_pictures_of_an_item_are_found_in_its_body_in_one_pass():
    many = {
        f"r{number}": {"href": f"https://a.example/{number}.jpg", "width": number} for number in range(2_000)
    }
    pictures = {f"a{number}": {"type": "picture", "renditions": many} for number in range(20)}

    record, _ = results_of(
        ninjs(associations=pictures, body_xhtml='<img src="https://a.example/1.jpg">' * 300)
    )
    assert record.lead_picture.address == "https://a.example/1999.jpg"


def ghost_of(count):
    posts = [
        {"id": f"{number}", "uuid": f"u{number}", "title": "题", "html": "文" * 3_000}
        for number in range(count)
    ]
    return json.dumps({"db": [{"data": {"posts": posts}}]})


def json_feed_of(count):
    items = [{"id": f"{number}", "title": "题", "content_text": "文" * 3_000} for number in range(count)]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items})


def ninjs_of(count):
    items = [
        {"uri": f"{number}", "headline": "题", "versioncreated": DATE, "body_text": "文" * 3_000}
        for number in range(count)
    ]
    return json.dumps({"items": items})


@pytest.mark.parametrize("build", [ghost_of, json_feed_of, ninjs_of])
def test_memory_does_not_grow_with_the_export(build):
    small, large = (peak_of(build(count).encode()) for count in (200, 2_000))

    assert large < 1.5 * small


def peak_of(data):
    file = io.BytesIO(data)
    name = readers.detect(data[: readers.HEAD_BYTES], "export.json")
    tracemalloc.start()
    for _ in readers.parts(file, path="export.json", format_name=name):
        pass
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak
