"""XML read by hand: as any parser reads it where it is well-formed, and as it was meant where it is not."""

from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.reading.wordpress.export.elements import elements


def texts(content):
    return [(element.name, element.text) for element in elements(content)]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("<![CDATA[大桥]]>", "大桥"),
        ("<![CDATA[a &amp; b]]>", "a &amp; b"),
        ("a &amp; b", "a & b"),
        ("a & b", "a & b"),
        ("a &nbsp; b", "a \xa0 b"),
        ("?a=1&copy=2", "?a=1&copy=2"),
        ("&#26725;&#x6865;", "桥桥"),
        ("&unknown; &#x110000;", "&unknown; \ufffd"),
        ("<![CDATA[一 ]]]]><![CDATA[> 二]]>", "一 ]]> 二"),
        ("<![CDATA[一 //]]> <b>二</b>]]>", "一 //]]> <b>二</b>"),
        (
            "<![CDATA[一 <script>//<![CDATA[\nx //]]></script> 二]]>",
            "一 <script>//<![CDATA[\nx //]]></script> 二",
        ),
        ("<![CDATA[一]]>，&lt;二&gt;<![CDATA[<三>]]>", "一，<二><三>"),
        ("<![CDATA[</title>]]>", "</title>"),
        ("A <b>bold</b> move", "A <b>bold</b> move"),
        ("", ""),
    ],
)
def test_text_is_what_was_meant(content, text):
    assert texts(f"<title>{content}</title>") == [("title", text)]


def test_elements_stand_side_by_side():
    content = "<a>1</a>\n<!-- <b>no</b> --><b x='1'/><![CDATA[<c>no</c>]]><wp:d>2</wp:d >"

    assert texts(content) == [("a", "1"), ("b", ""), ("wp:d", "2")]


def test_element_that_is_not_closed_is_passed_over():
    assert texts("<a>1</a><b>2<c>3</c>") == [("a", "1"), ("c", "3")]


def test_attributes_are_read_in_either_quotes():
    (element,) = elements("<category domain=\"post_tag\" nicename='a &amp; b'>x</category>")

    assert element.attributes == {"domain": "post_tag", "nicename": "a & b"}


def test_unclosed_section_ends_the_reading():
    assert texts("<a>1</a><b><![CDATA[2</b><c>3</c>") == [("a", "1"), ("c", "3")]


NAMES = st.sampled_from(["title", "wp:post_id", "content:encoded", "链接"])
# XML allows no control character, and a parser makes one newline of each line end.
WORDS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=20
)
LEAVES = st.lists(
    WORDS.map(escape) | WORDS.map(lambda text: f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"),
    max_size=4,
).map("".join)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(NAMES, LEAVES, WORDS), max_size=5))
def test_well_formed_xml_reads_as_a_parser_reads_it(given_elements):
    content = " ".join(
        f"<{name} domain={quoteattr(value)}>{leaf}</{name}>" for name, leaf, value in given_elements
    )
    prefixes = 'xmlns:wp="wp:" xmlns:content="content:"'

    parsed = ElementTree.fromstring(f"<item {prefixes}>{content}</item>")

    wanted = [
        (child.tag.replace("{", "").replace("}", ""), child.text or "", child.attrib) for child in parsed
    ]
    assert [(each.name, each.text, each.attributes) for each in elements(content)] == wanted


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(NAMES, LEAVES), max_size=5))
def test_elements_read_the_same_with_a_comment_among_them(given_elements):
    content = "\n".join(f"<{name}>{leaf}<b>{leaf}</b></{name}>" for name, leaf in given_elements)

    assert list(elements(f"{content}<!-- x -->")) == list(elements(content))
