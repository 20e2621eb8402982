"""No bytes whatever raise out of the readers of feeds and of Ghost's exports."""

import io
import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.reading.ghost import lexical, mobiledoc
from articles.reading.readers import feed, ghost
from articles.reading.record import Part, ReadingOptions, Record, Refusal
from articles.reading.refusals import Refused

from .test_feed import atom, rss
from .test_feed_json import FEED, STORY
from .test_ghost import POST, export

RELAXED = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
PICTURE = "<media:content url='/a.jpg' medium='image'><media:credit>李雷</media:credit></media:content>"
FILES = [
    rss(
        f"<guid>1</guid>{PICTURE}<content:encoded><![CDATA[<p>正文</p>]]></content:encoded>",
        "<category>a/b</category>",
    ),
    atom(
        "<title type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>桥</div></title><author><name>李雷</name></author>"
    ),
    json.dumps({**FEED, "items": [STORY]}, ensure_ascii=False).encode(),
    export(POST),
    export({**POST, "html": None, "lexical": '{"root":{"children":[{"type":"image","src":"/a.jpg"}]}}'}),
]
FRAGMENTS = st.sampled_from(
    [
        *(
            b"<item>",
            b"</item>",
            b"<entry/>",
            b"<![CDATA[",
            b"]]>",
            b"<!--",
            b"<!DOCTYPE x [",
            b"<!ENTITY a 'b'>",
            b"<?xml",
        ),
        *(
            b"&a;",
            b"&nbsp;",
            b"&",
            b"<",
            b">",
            b"<media:content",
            b"xmlns:media='x'",
            b"</rss>",
            b"<link/>",
            b"&#0;",
        ),
        *(
            b"\x00",
            b"\xff\xfe",
            b"\xe4\xb8",
            b"{",
            b"}",
            b"[",
            b"]",
            b'"',
            b"\\ud800",
            b"null",
            b'{"db":[',
            b'"posts":[',
        ),
        *(
            b"<title type='base64'>",
            b"<content src='//['>",
            b"<link href='http://[::1'/>",
            b"xml:base='//['",
            b"1e999",
        ),
    ]
)
READERS = st.sampled_from([feed, ghost])
ANY_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=9)
    | st.sampled_from(["paragraph", "image", "p", "a"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["type", "children", "text", "url", "src", "images"]), inner, max_size=4
        )
    ),
    max_leaves=20,
)


def assert_only_results(reader, data):
    reader.claims(data[:100], "a.xml")
    for index, part in enumerate(reader.parts(io.BytesIO(data), path="a.xml")):
        if isinstance(part, Part):
            assert len(part.external_id) <= 1_000
            json.dumps(part.context, ensure_ascii=False).encode()
            result = reader.read(part, path="a.xml", index=index, options=ReadingOptions())
            assert isinstance(result, (Record, Refusal))
            assert "the reader itself failed" not in getattr(result, "reason", "")
        else:
            assert isinstance(part, Refusal)


@RELAXED
@given(READERS, st.binary(max_size=500) | st.lists(FRAGMENTS, max_size=30).map(b"".join))
def test_any_bytes_give_parts_or_a_refusal(reader, data):
    assert_only_results(reader, data)


@RELAXED
@given(
    st.lists(FRAGMENTS | st.text(max_size=9).map(lambda text: text.encode("utf-8", "replace")), max_size=20)
)
def test_any_entry_gives_one_result(pieces):
    assert_only_results(feed, b"<rss><channel><item>" + b"".join(pieces) + b"</item></channel></rss>")


@RELAXED
@given(READERS, st.sampled_from(FILES), st.data())
def test_a_mutated_file_gives_parts_or_a_refusal(reader, data, draw):
    start = draw.draw(st.integers(0, len(data)))
    end = draw.draw(st.integers(start, min(len(data), start + 60)))
    instead = draw.draw(FRAGMENTS | st.binary(max_size=8) | st.just(data[start:end] * 3))
    assert_only_results(reader, data[:start] + instead + data[end:])


@RELAXED
@given(st.dictionaries(st.sampled_from(sorted(STORY)), ANY_JSON, max_size=6))
def test_any_item_of_json_gives_one_result(changes):
    assert_only_results(feed, json.dumps({**FEED, "items": [STORY | changes]}).encode())


@RELAXED
@given(st.dictionaries(st.sampled_from(sorted(POST)), ANY_JSON, max_size=6), ANY_JSON)
def test_any_post_gives_one_result(changes, rows):
    assert_only_results(ghost, export(POST | changes, posts_tags=rows, posts_meta=rows, settings=rows))


@RELAXED
@given(ANY_JSON, ANY_JSON, ANY_JSON)
def test_any_document_is_rendered_or_refused(children, sections, tables):
    try:
        lexical.render({"root": {"children": children}}, [])
    except Refused as refused:
        assert "levels of nesting" in refused.reason
    mobiledoc.render({"sections": sections, "cards": tables, "markups": tables, "atoms": tables}, [])
