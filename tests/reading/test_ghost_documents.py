"""Lexical and Mobiledoc, and the cards they share."""

import json

import pytest

from articles.reading.ghost import cards, lexical, mobiledoc
from articles.reading.refusals import Refused

WATCH = "https://www.youtube.com/embed/abc"


def said(words, format=0):
    return {"type": "extended-text", "text": words, "format": format}


def lexical_html(*nodes):
    warnings = []
    return lexical.render({"root": {"children": list(nodes), "type": "root"}}, warnings), warnings


def mobiledoc_html(*sections, **tables):
    warnings = []
    return mobiledoc.render({"version": "0.3.1", "sections": list(sections), **tables}, warnings), warnings


def paragraph(*children):
    return {"type": "paragraph", "children": list(children)}


@pytest.mark.parametrize(
    ("node", "html"),
    [
        (paragraph(said("工程 < 桥")), "<p>工程 &lt; 桥</p>"),
        (
            paragraph(said("一", 1), said("二", 2), said("三", 3)),
            "<p><strong>一</strong><em>二</em><em><strong>三</strong></em></p>",
        ),
        (
            paragraph(said("x", 16), said("2", 32), said("3", 64)),
            "<p><code>x</code><sub>2</sub><sup>3</sup></p>",
        ),
        (paragraph(said("a", 4), said("b", 8), said("c", 128)), "<p><s>a</s><u>b</u><mark>c</mark></p>"),
        (paragraph(said("一"), {"type": "linebreak"}, said("二")), "<p>一<br>二</p>"),
        (
            paragraph({"type": "link", "url": 'https://a.example/"', "children": [said("桥")]}),
            '<p><a href="https://a.example/&quot;">桥</a></p>',
        ),
        ({"type": "extended-heading", "tag": "h3", "children": [said("第一阶段")]}, "<h3>第一阶段</h3>"),
        ({"type": "heading", "tag": "script", "children": [said("x")]}, "<h2>x</h2>"),
        ({"type": "extended-quote", "children": [said("引文")]}, "<blockquote>引文</blockquote>"),
        (
            {
                "type": "list",
                "listType": "number",
                "start": 3,
                "children": [{"type": "listitem", "children": [said("三")]}],
            },
            '<ol start="3"><li>三</li></ol>',
        ),
        (
            {
                "type": "list",
                "listType": "bullet",
                "children": [{"type": "listitem", "children": [said("项")]}],
            },
            "<ul><li>项</li></ul>",
        ),
        ({"type": "horizontalrule"}, "<hr>"),
        (paragraph(), ""),
    ],
)
def test_lexical_node_becomes_html(node, html):
    assert lexical_html(node) == (html, [])


@pytest.mark.parametrize(
    ("name", "payload", "html"),
    [
        (
            "image",
            {"src": "/a.jpg", "alt": "桥", "caption": "周四的<b>桥</b>", "href": "https://a.example/"},
            '<figure><a href="https://a.example/"><img src="/a.jpg" alt="桥"></a><figcaption>周四的<b>桥</b></figcaption></figure>',
        ),
        (
            "gallery",
            {"images": [{"src": "/1.jpg"}, {"src": "/2.jpg"}], "caption": "两张"},
            '<figure class="gallery"><img src="/1.jpg"><img src="/2.jpg"><figcaption>两张</figcaption></figure>',
        ),
        (
            "bookmark",
            {"url": "https://a.example/1", "metadata": {"title": "桥史", "description": "百年"}},
            '<p class="embed-card"><a href="https://a.example/1">桥史</a></p><p>百年</p>',
        ),
        (
            "embed",
            {"url": "https://y.example/", "html": f'<iframe src="{WATCH}"></iframe>'},
            f'<iframe src="{WATCH}"></iframe>',
        ),
        (
            "embed",
            {
                "url": "https://a.example/film",
                "html": '<iframe src="https://a.example/f"></iframe>',
                "metadata": {"title": "影片"},
            },
            '<p class="embed-card"><a href="https://a.example/film">影片</a></p>',
        ),
        ("html", {"html": "<table></table>"}, "<table></table>"),
        ("markdown", {"markdown": "# 题\n\n*文*"}, "<h1>题</h1>\n<p><em>文</em></p>\n"),
        (
            "code",
            {"code": "a < b\n", "language": "c++"},
            '<pre><code class="language-c++">a &lt; b\n</code></pre>',
        ),
        (
            "codeblock",
            {"code": "x", "caption": "例"},
            "<figure><pre><code>x</code></pre><figcaption>例</figcaption></figure>",
        ),
        (
            "image",
            {"src": "/a.jpg", "caption": '<p dir="ltr"><span>周四</span>的桥</p>'},
            '<figure><img src="/a.jpg"><figcaption><span>周四</span>的桥</figcaption></figure>',
        ),
        (
            "bookmark",
            {"url": "https://a.example/1", "metadata": {"title": "桥史"}, "caption": "<p>常读</p>"},
            '<p class="embed-card"><a href="https://a.example/1">桥史</a></p><p>常读</p>',
        ),
        (
            "callout",
            {"calloutEmoji": "💡", "calloutText": "<p>注意</p>"},
            "<aside><p>💡 注意</p></aside>",
        ),
        ("hr", {}, "<hr>"),
        (
            "callout",
            {"calloutEmoji": "💡", "calloutText": "<b>注意</b>"},
            "<aside><p>💡 <b>注意</b></p></aside>",
        ),
        (
            "button",
            {"buttonText": "订阅", "buttonUrl": "https://a.example/"},
            '<p><a href="https://a.example/">订阅</a></p>',
        ),
        ("toggle", {"heading": "问", "content": "<p>答</p>"}, "<h4>问</h4><div><p>答</p></div>"),
        (
            "video",
            {"src": "/a.mp4", "fileName": "bridge.mp4", "caption": "桥"},
            '<p class="embed-card"><a href="/a.mp4">bridge.mp4</a></p><p>桥</p>',
        ),
        ("audio", {"src": "/a.mp3", "title": "录音"}, '<p class="embed-card"><a href="/a.mp3">录音</a></p>'),
        (
            "file",
            {"src": "/a.pdf", "fileTitle": "报告", "fileCaption": "一 & 二"},
            '<p class="embed-card"><a href="/a.pdf">报告</a></p><p>一 &amp; 二</p>',
        ),
        (
            "product",
            {
                "productTitle": "船票",
                "productDescription": "<p>单程</p>",
                "productButton": "买",
                "productUrl": "https://a.example/",
            },
            '<h4>船票</h4><div><p>单程</p></div><p><a href="https://a.example/">买</a></p>',
        ),
        ("header", {"header": "大桥", "subheader": "维修"}, "<h2>大桥</h2><p>维修</p>"),
        (
            "call-to-action",
            {"textValue": "<p>来</p>", "imageUrl": "/c.jpg"},
            '<p><img src="/c.jpg"></p><div><p>来</p></div>',
        ),
    ],
)
def test_card_becomes_html_in_both_documents(name, payload, html):
    assert lexical_html({"type": name, **payload}) == (html, [])
    assert mobiledoc_html([10, 0], cards=[[name, payload]]) == (html, [])


def test_every_card_of_nothing_is_nothing_worse():
    for name in cards.CARDS:
        warnings = []
        assert cards.render(name, {"html": 3, "images": "x", "metadata": [], "code": None}, warnings) in (
            "",
            "<hr>",
        )
        assert warnings == []


def test_unknown_card_keeps_its_words_and_is_told_of():
    html, warnings = lexical_html({"type": "nft", "title": "画", "description": "<p>说明</p>", "version": 1})

    assert html == "<div>画</div><div><p>说明</p></div>"
    assert [(warning.code, warning.detail) for warning in warnings] == [("card", "nft")]


def test_unknown_node_keeps_what_stands_in_it():
    html, warnings = lexical_html({"type": "layout", "children": [paragraph(said("文"))]})

    assert (html, [warning.detail for warning in warnings]) == ("<div><p>文</p></div>", ["layout"])


@pytest.mark.parametrize("name", ["email", "email-cta", "signup", "paywall"])
def test_card_that_is_not_for_readers_goes_and_is_told_of(name):
    html, warnings = mobiledoc_html([10, 0], cards=[[name, {"html": "<p>Dear reader</p>"}]])

    assert (html, warnings[0].detail.startswith(name)) == ("", True)


def test_lexical_nested_beyond_reason_is_refused():
    node = paragraph(said("底"))
    for _ in range(lexical.MAX_DEPTH.most):
        node = {"type": "quote", "children": [node]}

    with pytest.raises(Refused, match="over the limit of 100 levels of nesting in a Lexical document"):
        lexical_html(node)


@pytest.mark.parametrize(
    ("section", "html"),
    [
        ([1, "p", [[0, [], 0, "工程 < 桥"]]], "<p>工程 &lt; 桥</p>"),
        ([1, "h2", [[0, [0], 1, "粗"], [0, [], 0, "细"]]], "<h2><strong>粗</strong>细</h2>"),
        (
            [1, "p", [[0, [0, 1], 0, "一"], [0, [], 2, "二"]]],
            '<p><strong><a href="https://a.example/">一二</a></strong></p>',
        ),
        ([1, "p", [[0, [0], 0, "不闭"]]], "<p><strong>不闭</strong></p>"),
        ([1, "p", [[0, [9], 1, "无"]]], "<p><span>无</span></p>"),
        ([1, "p", [[0, [], 0, "一"], [1, [], 0, 0], [1, [], 0, 1]]], "<p>一<br>@李雷</p>"),
        ([1, "pull-quote", [[0, [], 0, "引"]]], "<blockquote>引</blockquote>"),
        ([1, "<script>", [[0, [], 0, "x"]]], "<p>x</p>"),
        ([2, "/a.jpg"], '<p><img src="/a.jpg"></p>'),
        ([3, "ol", [[[0, [], 0, "一"]], [[0, [], 0, "二"]]]], "<ol><li>一</li><li>二</li></ol>"),
        ([1, "p", []], ""),
        ([99], ""),
        ("x", ""),
        ([10, 7], ""),
    ],
)
def test_mobiledoc_section_becomes_html(section, html):
    found, _ = mobiledoc_html(
        section,
        markups=[["strong"], ["a", ["href", "https://a.example/", "onclick", "x()"]]],
        atoms=[["soft-return", "", {}], ["mention", "@李雷", {}]],
    )

    assert found == html


def test_whole_documents_survive_their_json():
    document = {"root": {"children": [paragraph(said("وافق البرلمان"))]}}

    assert lexical.render(json.loads(json.dumps(document)), []) == "<p>وافق البرلمان</p>"
