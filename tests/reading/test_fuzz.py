"""No bytes whatever raise out of the reader, and each file gives one result."""

from contextlib import suppress

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.reading import dates
from articles.reading.readers.front_matter import read, read_article
from articles.reading.record import Record, Refusal
from articles.reading.refusals import Refused
from articles.text.sanitizer import TooComplex
from tests.quirks import QUIRKS

FILES = [data for data, _ in QUIRKS.values() if len(data) < 20_000]
PATHS = st.sampled_from(
    ["a/b.md", "2021-03-02-新闻.txt", "page.html", "x.json", "no-suffix", "../up.md", "/root.md", ""]
)
FRAGMENTS = st.sampled_from(
    [
        *(b"---\n", b"+++\n", b"{", b"}", b"[[", b"]]", b"title: ", b"date: ", b"categories:\n - ", b"# "),
        *(b"&a ", b"*a", b"!!python/none ", b"? ", b"| ", b"> ", b"\t", b"%TAG ! x\n", b"''''''", b'"""'),
        *(b"<!-- more -->", b"<noscript>", b"<img src=", b"<h1>", b"</div>", b"<script>", b"&#x110000;"),
        *(b"\x00", b"\r", b"\xff\xfe", b"\xef\xbb\xbf", b"\xe4\xb8", b"9" * 5_000),
        *(
            b"{% raw %}",
            b"{% endraw %}",
            b"{{< figure src=a ",
            b">}}",
            b"{% highlight x %}",
            b"{{ a | b }}",
            b"{:toc}",
        ),
        *(
            b"<nav>",
            b"<main>",
            b"<article>",
            b"<div class=share>",
            b"<textarea>",
            b"<iframe ",
            b"<title>",
            b"<!-- ",
        ),
        *(
            b"Title: ",
            b"Date: 2021\n\n",
            b"&#123;",
            b"<form>",
            b"</article>",
            b"<p class=nav>",
            b"<h1>x",
            b"\n",
        ),
        *(b"title = ", b'"title": ', b"thumbnail: //[", b"image: http://[::1", b"permalink: //["),
    ]
)
RELAXED = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def assert_one_result(data, path):
    with suppress(Refused, TooComplex):
        read_article(data, path=path)
    (result,) = read(data, path=path)
    assert isinstance(result, (Record, Refusal))


@RELAXED
@given(st.binary(max_size=2_000), PATHS)
def test_any_bytes_give_one_result(data, path):
    assert_one_result(data, path)


@RELAXED
@given(st.text(max_size=1_000), PATHS, st.sampled_from(["utf-8", "utf-16", "gb18030"]))
def test_any_text_gives_one_result(text, path, encoding):
    assert_one_result(text.encode(encoding, "replace"), path)


@RELAXED
@given(st.lists(FRAGMENTS | st.binary(max_size=12), max_size=40), PATHS)
def test_any_pile_of_fragments_gives_one_result(pieces, path):
    assert_one_result(b"".join(pieces), path)


@RELAXED
@given(st.lists(FRAGMENTS | st.text(max_size=12).map(str.encode), max_size=12))
def test_any_header_gives_one_result(pieces):
    assert_one_result(b"---\ntitle: x\n" + b"".join(pieces) + b"\n---\n<p>y</p>", "a.md")


@RELAXED
@given(st.sampled_from(FILES), st.data(), PATHS)
def test_a_mutated_file_gives_one_result(data, draw, path):
    assert_one_result(mutated(data, draw), path)


def mutated(data, draw):
    """Cut a slice out of a file and put another thing, or another slice, in its place."""
    start = draw.draw(st.integers(0, len(data)))
    end = draw.draw(st.integers(start, min(len(data), start + 60)))
    instead = draw.draw(
        FRAGMENTS | st.binary(max_size=8) | st.sampled_from([data[: end - start], data[start:end] * 3])
    )
    return data[:start] + instead + data[end:]


@RELAXED
@given(
    st.text(max_size=60)
    | st.from_regex(r"\d{1,4}[-/年]\d{1,2}[-/月]\d{1,2}[T ]?\d{0,6}[:Z+\d]{0,8}", fullmatch=True)
)
def test_any_words_are_a_moment_or_none(words):
    moment = dates.parse_moment(words, zone=dates.UTC)

    assert moment is None or moment.at.utcoffset().total_seconds() == 0
