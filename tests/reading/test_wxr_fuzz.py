"""No bytes whatever raise out of the reader, and what is cut out of an export is all that is in it."""

import io
from contextlib import suppress

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.reading.readers import wxr
from articles.reading.record import Part, ReadingOptions, Record, Refusal
from articles.reading.refusals import Refused
from articles.reading.wordpress.article import read_article
from articles.text.sanitizer import TooComplex

from .wordpress import attachment, author, category, export, item, meta, term

RELAXED = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
EXPORT = export(
    item(
        1,
        "先说。<!--more-->\n\n[gallery]\n\n再说。",
        terms=term("news", "新闻"),
        metas=meta("_thumbnail_id", "3"),
    ),
    item(2, "<!-- wp:paragraph --><p>وافق البرلمان</p><!-- /wp:paragraph -->", title="البرلمان"),
    attachment(3, "bridge.jpg", parent="1"),
    header=author("lin", "林知夏") + category("news", "新闻"),
).encode()
FRAGMENTS = st.sampled_from(
    [
        *(
            b"<item>",
            b"</item>",
            b"<![CDATA[",
            b"]]>",
            b"]]]]><![CDATA[>",
            b"<!--",
            b"-->",
            b"<",
            b"&",
            b"&#0;",
        ),
        *(b"<wp:post_id>9</wp:post_id>", b"<title>", b"</title>", b"<content:encoded>", b"<wp:postmeta>"),
        *(b"<wp:category>", b"<wp:author>", b"<!ENTITY", b"</channel>", b"<rss ", b"wordpress.org/export/"),
        *(b"[caption]", b"[/caption]", b"[gallery ids='3']", b"[[", b"<!-- wp:x /-->", b"<pre>", b"\n\n"),
        *(b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xe4\xb8", b"0000-00-00", b"http://[", b"%ff"),
    ]
)


def assert_is_read(data):
    wxr.claims(data, "a.xml")
    found = list(wxr.parts(io.BytesIO(data), path="a.xml"))
    assert found
    for index, part in enumerate(found):
        if isinstance(part, Refusal):
            assert part.index == index
        else:
            assert_gives_one_result(part)


def assert_gives_one_result(part):
    options = ReadingOptions()
    with suppress(Refused, TooComplex):
        read_article(part, path="a.xml", index=0, options=options)
    assert isinstance(wxr.read(part, path="a.xml", index=0, options=options), (Record, Refusal))


@RELAXED
@given(st.binary(max_size=1_000))
def test_any_bytes_are_read(data):
    assert_is_read(data)
    assert_gives_one_result(Part(raw=data))


@RELAXED
@given(st.lists(FRAGMENTS | st.binary(max_size=8), max_size=40).map(b"".join))
def test_any_pile_of_fragments_is_read(data):
    assert_is_read(data)
    assert_is_read(b"<item><title>x</title>" + data + b"</item>")
    assert_gives_one_result(Part(raw=b"<item><title>x</title><content:encoded><![CDATA[" + data))


@RELAXED
@given(st.data())
def test_a_mutated_export_is_read(draw):
    start = draw.draw(st.integers(0, len(EXPORT)))
    end = draw.draw(st.integers(start, min(len(EXPORT), start + 200)))
    instead = draw.draw(FRAGMENTS | st.binary(max_size=8) | st.just(EXPORT[start:end] * 2))

    assert_is_read(EXPORT[:start] + instead + EXPORT[end:])


@RELAXED
@given(st.text(max_size=500), st.text(max_size=50), st.sampled_from(["utf-8", "utf-16", "gb18030"]))
def test_any_words_in_an_item_are_read(body, title, encoding):
    assert_is_read(export(item(1, body, title=title)).encode(encoding, "replace"))


@RELAXED
@given(
    st.lists(st.sampled_from([item(1), item(2, post_type="page"), item(3, post_type="revision")]), max_size=6)
)
def test_every_item_is_accounted_for(items):
    found = list(wxr.parts(io.BytesIO(export(*items).encode()), path="a.xml"))

    assert len(found) == max(1, len(items))
