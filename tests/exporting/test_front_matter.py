"""What is written is what the reader reads, for words of every kind; nothing here touches a database."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from articles.exporting import front_matter
from articles.importing import own_export
from articles.models import Article, Author, Byline
from articles.reading.headlines import clean
from articles.reading.readers.front_matter import read_article
from articles.text import sanitizer

AT = datetime(2026, 3, 2, 8, 0, 0, 123456, tzinfo=UTC)
PIECES = st.sampled_from(
    [
        "'",
        '"',
        ": ",
        " #",
        "#",
        "@",
        "!",
        "&",
        "*",
        "[",
        "]",
        "{",
        "}",
        "- ",
        "? ",
        "| ",
        "> ",
        "%",
        "`",
        "\\",
        "---",
        "...",
    ]
    + [
        "null",
        "~",
        "yes",
        "12:00",
        "1.",
        "2022-01-27",
        "0x1F",
        "<<",
        "🐟",
        "长江",
        "“禁渔”",
        "جسر",
        "\u200f",
        "café",
        "/",
        ",",
    ]
)
WORDS = st.one_of(
    st.lists(PIECES, min_size=1, max_size=6).map("".join),
    st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=40),
)
# What a reader tidies in any archive: names within quotes, tags, characters that nobody sees.
NAMES = WORDS.filter(lambda words: clean(words) == words)


def related(*things):
    return SimpleNamespace(all=lambda: things)


def written(*, names=(), tags=(), authors=(), path="a.md", **fields):
    defaults = {
        "pk": 7,
        "headline": "长江",
        "slug": "river",
        "language": "zh-Hans",
        "created_at": AT,
        "version": 3,
    }
    article = SimpleNamespace(
        **{field.attname: field.get_default() for field in Article._meta.concrete_fields}
        | {"get_absolute_url": lambda: "", "old_addresses": related(), "corrections": related()}
        | {"tagged": related(*(SimpleNamespace(tag=SimpleNamespace(name=tag)) for tag in tags))}
        | {"bylines": related(*(Byline(author=Author(name=name), role=role) for name, role in authors))}
        | defaults
        | fields
    )
    return front_matter.write(article, path=path, categories=list(names), lead=None, picture=str)


def read_back(data, path="a.md"):
    record = read_article(data, path=path)
    own_export.restore(record)
    return record


@given(headline=WORDS, standfirst=st.lists(WORDS, max_size=3).map("\n".join))
@example(headline='"I will not resign"', standfirst="")
@example(headline="R&amp;D <b>", standfirst=" - a\n\n- b ")
def test_headline_and_standfirst_are_read_as_they_are(headline, standfirst):
    assume(clean(headline))
    record = read_back(written(headline=headline, standfirst=standfirst))
    assert (record.headline, record.standfirst) == (headline, standfirst)
    assert record.extra == {}


@given(title=WORDS, description=st.lists(WORDS, min_size=1, max_size=3).map("\n".join))
@example(title="R&amp;D <b>", description="a \n b")
def test_words_for_sharing_are_read_as_they_are(title, description):
    assume(len(description) <= 300)
    fields = {"short_headline": title[:120], "social_title": title, "social_description": description}
    record = read_back(written(**fields))
    assert {name: getattr(record, name) for name in fields} == fields
    assert record.extra == {}


@given(
    path=st.lists(NAMES, min_size=1, max_size=3),
    tags=st.lists(NAMES, unique=True, max_size=3),
    name=NAMES,
    role=NAMES,
)
def test_names_are_read_as_they_are(path, tags, name, role):
    record = read_back(written(names=[tuple(path)], tags=tags, authors=[(name, role)]))
    assert record.categories == [tuple(path)]
    assert record.tags == sorted(tags)
    assert [(credit.name, credit.role) for credit in record.byline] == [(name, role)]


JSON = st.recursive(
    st.one_of(WORDS, st.just(""), st.integers(), st.booleans(), st.none()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=6,
)


@given(
    extra=st.dictionaries(
        st.one_of(WORDS, st.sampled_from(["title", "Last-Mod", "newsroom", "layout", "null"])),
        JSON,
        max_size=4,
    )
)
def test_every_other_key_is_read_as_it_is(extra):
    assert read_back(written(extra=extra)).extra == extra


@given(
    lines=st.lists(WORDS, max_size=5),
    path=st.sampled_from(["a.md", "a.txt", "a.html", "a"]),
    tag=st.sampled_from(["p", "pre", "li"]),
)
def test_body_is_read_as_html_whatever_its_lines_begin_with(lines, path, tag):
    body = sanitizer.clean(
        "\n\n".join(f"<{tag}>{line}\n{line}</{tag}>\n{line}" for line in lines)
    ).html.strip()
    record = read_back(written(body=body, path=path), path)
    assert (record.body, record.source_format) == (body, "html")


def test_file_says_whose_it_is_and_that_nobody_changed_it():
    data = written(path="江/a.md")
    assert own_export.marker_in(data) == own_export.Marker(
        7, 3, "2026-03-02T08:00:00.123456Z", "江/a.md", is_whole=True
    )


@pytest.mark.parametrize(
    ("before", "after"), [("长江", "黄河"), ("</div>", "<p>又一段</p></div>"), ("---\n", "---\na: b\n")]
)
def test_changed_file_says_so(before, after):
    data = written(body="<p>江</p>").decode().replace(before, after, 1).encode()
    marker = own_export.marker_in(data)
    assert marker is not None
    assert not marker.is_whole


@pytest.mark.parametrize(
    "data",
    [b"", b"---\ntitle: a\n---\n", b"---\nnewsroom: {article: 1}\n---\n", b"---\nnewsroom: {article: "],
)
def test_other_files_have_no_marker(data):
    assert own_export.marker_in(data) is None


@pytest.mark.parametrize(
    "kept", ["not JSON", "[1]", '{"extra": 3, "words": [1]}', '{"words": {"headline": 4}}']
)
def test_what_was_kept_apart_may_be_spoilt_by_hand(kept):
    data = (
        written(extra={"layout": "post"})
        .decode()
        .replace("layout:", f"newsroom-kept: {own_export.as_json(kept)}\nlayout:")
    )
    assert read_back(data.encode()).extra == {"layout": "post"}
