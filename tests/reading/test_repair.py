"""What a body's repair mends, seen in whole Records: the sanitizer has the last word in them."""

import pytest

from articles.reading.record import Picture

from .stories import codes, record_of

A, B = "https://example.org/a.jpg", "https://example.org/b.jpg"
BODIES = {
    "wrapper": ("<div class=x>\n<div><p>正文。</p></div></div>", "<p>正文。</p>"),
    "empty wrapper": ("<div><div></div></div>", ""),
    "wrapper of two": (
        "<div><p>一。</p></div><div><p>二。</p></div>",
        "<div><p>一。</p></div><div><p>二。</p></div>",
    ),
    "repeated headline": ("<h1>大桥维修</h1><p>正文。</p>", "<p>正文。</p>"),
    "repeated Markdown headline": ("# 大桥维修\n\n正文。", "<p>正文。</p>"),
    "headline with the site's name": ("<h1>大桥维修 — 晚报</h1><p>正文。</p>", "<p>正文。</p>"),
    "headline in a header of its own": (
        "<div><header><h1>大桥维修</h1></header><p>正文。</p></div>",
        "<p>正文。</p>",
    ),
    "headline beside a picture": (
        f'<div><h1>大桥维修</h1><img src="{A}"></div><p>正文。</p>',
        f'<div><img src="{A}"></div><p>正文。</p>',
    ),
    "Markdown below an element of one line": (
        f"一\n\n<br />\n![桥]({A})\n\n```\n<br />\n二\n```",
        f'<p>一</p><br><p><img src="{A}" alt="桥"></p><pre><code>&lt;br /&gt;二</code></pre>',
    ),
    "another heading": ("# 另一题目\n\n正文。", "<h2>另一题目</h2>\n<p>正文。</p>"),
    "comment": ("<p>正<!-- 注 -->文。</p>", "<p>正文。</p>"),
    "data-src": (f'<p><img src="data:image/gif;base64,R0" data-src="{A}"></p>', f'<p><img src="{A}"></p>'),
    "data-original": (f'<p><img src="/i/spacer.gif" data-original="{A}"></p>', f'<p><img src="{A}"></p>'),
    "data-actualsrc": (f'<p><img data-actualsrc="{A}"></p>', f'<p><img src="{A}"></p>'),
    "real src wins": (f'<p><img src="{A}" data-src="{B}"></p>', f'<p><img src="{A}"></p>'),
    "srcset": (f'<p><img srcset="{A} 300w, {B} 900w"></p>', f'<p><img src="{B}"></p>'),
    "tight srcset": (f'<p><img srcset="{A} 1x,{B} 2x"></p>', f'<p><img src="{B}"></p>'),
    "source": (f'<picture><source srcset="{B} 2x"><img src="data:,"></picture>', f'<img src="{B}">'),
    "twin": (f'<p><img data-src="{A}"><noscript><img src="{A}"></noscript></p>', f'<p><img src="{A}"></p>'),
    "twin in another size": (
        f'<p><img data-src="{A}?w=300"><noscript><img src="{A}?w=900"></noscript></p>',
        f'<p><img src="{A}?w=300"></p>',
    ),
    "only in noscript": (f'<p>一</p><noscript><img src="{A}"></noscript>', f'<p>一</p><img src="{A}">'),
    "story in noscript": (f"<noscript><p>{'正文' * 101}</p></noscript>", f"<p>{'正文' * 101}</p>"),
    "notice in noscript": ("<noscript>请打开脚本。</noscript><p>一</p>", "<p>一</p>"),
    "noscript in noscript": ("<p>一</p><noscript><noscript><img></noscript></noscript>", "<p>一</p>"),
    "tracking pixel": (f'<p>一<img src="{A}" width="1" height="1"></p>', "<p>一</p>"),
    "placeholder alone": ('<p>一<img src="data:image/gif;base64,R0"></p>', "<p>一</p>"),
    "host without scheme": ('<p><img src="//example.org/a.jpg"></p>', f'<p><img src="{A}"></p>'),
    "beside the file": (
        '<p><img src="图/a b.jpg" alt="桥"></p>',
        '<p><img src="/archive/news/%E5%9B%BE/a%20b.jpg" alt="桥"></p>',
    ),
}


@pytest.mark.parametrize("name", BODIES)
def test_body_is_mended(name):
    given, mended = BODIES[name]

    assert record_of(body=given).body.replace("\n", "") == mended.replace("\n", "")


def test_picture_outside_the_archive_is_dropped_and_told_of():
    record = record_of(body='<p>一<img src="../../x.jpg"></p>')

    assert record.body == "<p>一</p>"
    assert codes(record) == ["image-outside"]


def test_pictures_are_listed_once_each_in_order_with_their_words():
    record = record_of(
        body=f'<p><img src="{A}"></p><figure><img src="b.jpg" alt="桥"><figcaption>新桥</figcaption></figure>'
        f'<p><img src="{A}"></p>'
    )

    assert record.pictures == [Picture(A), Picture("archive:news/b.jpg", alt="桥", caption="新桥")]


def test_lead_picture_at_the_top_is_not_repeated_and_leaves_its_words():
    shown = f'<a href="{A}"><img src="{A}?w=770" alt="桥"></a><figcaption>新桥</figcaption>'
    record = record_of(f"headimg: {A}", f"<div><figure>{shown}</figure><p>一</p></div>")

    assert record.body == "<p>一</p>"
    assert record.lead_picture == Picture(A, alt="桥", caption="新桥")
    assert record.pictures == []


def test_lead_picture_below_text_stays():
    record = record_of(f"headimg: {A}", f'<p>一</p><p><img src="{A}"></p>')

    assert record.body == f'<p>一</p><p><img src="{A}"></p>'


def test_lead_picture_beside_a_player_goes_alone():
    player = '<iframe src="https://www.youtube.com/embed/abc"></iframe>'
    record = record_of(f"headimg: {A}", f'<div><div><img src="{A}">{player}</div><p>一</p></div>')

    assert "youtube.com/watch?v=abc" in record.body
    assert "<img" not in record.body


def test_lead_picture_sharing_its_paragraph_goes_alone():
    record = record_of(f"headimg: {A}", f'<p><img src="{A}">一</p>')

    assert record.body == "<p>一</p>"


@pytest.mark.parametrize(
    "key", ["headimg", "thumbnail", "cover", "image", "featured_image", "banner", "header-img"]
)
def test_lead_picture_comes_from_any_of_its_keys(key):
    assert record_of(f"{key}: {A}").lead_picture == Picture(A)


def test_lead_picture_from_a_mapping_carries_its_words():
    record = record_of(f"image: {{src: '{A}', alt: 桥, caption: 新桥, credit: 张三}}")

    assert record.lead_picture == Picture(A, alt="桥", caption="新桥", credit="张三")


@pytest.mark.parametrize("nothing", ["", "''", "false", "null"])
def test_lead_picture_that_says_there_is_none_gives_way(nothing):
    record = record_of(f"headimg: {nothing}\nthumbnail: {A}")

    assert record.lead_picture == Picture(A)
    assert codes(record) == []


def test_same_lead_picture_under_two_keys_is_told_of_once():
    assert codes(record_of("headimg: undefined\nthumbnail: undefined")) == ["image-dropped"]


@pytest.mark.parametrize("nothing", ["undefined", "data:image/gif;base64,R0", "/assets/img/"])
def test_lead_picture_that_is_none_gives_way_with_a_warning(nothing):
    record = record_of(f"headimg: {nothing}\nthumbnail: {A}")

    assert record.lead_picture == Picture(A)
    assert codes(record) == ["image-dropped"]


@pytest.mark.parametrize(
    "body",
    [
        "先说。\n\n<!-- more -->\n\n再说。",
        "<p>先说。</p><!--more--><p>再说。</p>",
        "先说。\n\n<!-- PELICAN_END_SUMMARY -->\n\n再说。",
    ],
)
def test_text_above_more_is_the_standfirst_and_stays(body):
    record = record_of(body=body)

    assert record.standfirst == "先说。"
    assert record.body.replace("\n", "") == "<p>先说。</p><p>再说。</p>"


def test_stated_standfirst_wins_and_is_plain():
    assert record_of("description: <b>要点</b> &amp; 细节", "一<!-- more -->二").standfirst == "要点 & 细节"


def test_headline_is_the_first_heading_when_none_is_stated():
    record = record_of(title="", body="<p>一</p><h1>渡轮<br>停航</h1><h1>二</h1>")

    assert record.headline == "渡轮停航"
    assert record.body == "<p>一</p><h2>二</h2>"


def test_removed_markup_is_told_of():
    record = record_of(body='<p style="color:red">一<script>x</script></p>')

    assert record.body == "<p>一</p>"
    assert [w.detail for w in record.warnings if w.code == "removed-html"] == [
        "style attribute ×1, script ×1"
    ]


@pytest.mark.parametrize(
    ("path", "body", "written_in"),
    [
        ("a.md", "<p>一</p>", "html"),
        ("a.txt", "<div>\n一\n</div>", "html"),
        ("a.html", "一", "html"),
        ("a.md", "一", "markdown"),
        ("a.txt", "一", "markdown"),
        ("a.md", "<p>一</p>\n\n## 二\n", "markdown"),
    ],
)
def test_body_is_taken_for_what_it_is_written_in(path, body, written_in):
    assert record_of(body=body, path=path).source_format == written_in


def test_the_sign_that_links_to_its_own_heading_goes():
    record = record_of(
        body='<h2 id="a"><a href="#a">#</a> 工期</h2><h2>见<a href="#b">下文</a></h2><p>正文。<a href="#n">#</a></p>'
    )
    assert record.body == (
        '<h2 id="text-a"> 工期</h2><h2>见<a href="#text-b">下文</a></h2><p>正文。<a href="#text-n">#</a></p>'
    )
    assert record.loss.lost == 0
