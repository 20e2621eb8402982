"""What stays of markup, what goes, and what a reader sees of it."""

import pytest

from articles.text import sanitizer

from .cleaning import cleaned

HEADLINE = "俄罗斯对美国的回应感到失望"


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
