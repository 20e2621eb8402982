"""Shortcodes and tags of generators: HTML where they have a plain meaning, else text that is told of."""

import pytest

from .stories import codes, record_of


def body_of(text, *, path="content/post/a.md"):
    return record_of(body=f"{text}\n\n结尾。", path=path).body.removesuffix("<p>结尾。</p>").strip()


SHOWN = {
    "figure": (
        '{{< figure src="https://e.org/a.jpg" alt="桥" title="新桥" caption="通车 & 庆典" >}}',
        '<figure><img src="https://e.org/a.jpg" alt="桥">'
        "<figcaption><strong>新桥</strong> 通车 &amp; 庆典</figcaption></figure>",
    ),
    "figure beside the file": (
        "{{% figure src=a.jpg %}}",
        '<figure><img src="/archive/content/post/a.jpg" alt=""></figure>',
    ),
    "asset in the post's folder": (
        "{% asset_img left b.jpg 300 200 \"题 '桥'\" %}",
        '<img src="/archive/content/post/a/b.jpg" alt="桥">',
    ),
    "picture with words": (
        "{% img left /images/b.jpg 300 200 新桥 %}",
        '<img src="/archive/static/images/b.jpg" alt="新桥">',
    ),
    "player": (
        "{{< youtube id=abcdefghijk >}}",
        '<p class="embed-card"><a href="https://www.youtube.com/watch?v=abcdefghijk">'
        "YouTube · youtube.com/watch?v=abcdefghijk</a></p>",
    ),
    "post elsewhere": (
        "{{< tweet 877500564405444608 >}}",
        '<p class="embed-card"><a href="https://x.com/i/status/877500564405444608">'
        "https://x.com/i/status/877500564405444608</a></p>",
    ),
    "gist": (
        "{% gist jdoe abc123 %}",
        '<p class="embed-card"><a href="https://gist.github.com/jdoe/abc123">https://gist.github.com/jdoe/abc123</a></p>',
    ),
    "code": (
        "{% highlight ruby linenos %}\nputs 1 < 2\n\nputs 3\n{% endhighlight %}",
        '<pre><code class="language-ruby">puts 1 &lt; 2\n\nputs 3</code></pre>',
    ),
    "Hexo's code": (
        "{% codeblock 例子 lang:js %}\nlet a = {};\n{% endcodeblock %}",
        '<p>例子</p>\n<pre><code class="language-js">let a = {};</code></pre>',
    ),
    "quote": (
        "{% blockquote 张三, 晚报 %}\n桥会修好。\n{% endblockquote %}",
        "<blockquote>\n<p>桥会修好。</p>\n<p>— 张三, 晚报</p>\n</blockquote>",
    ),
    "box": ("{{% notice tip %}}注意 **桥**{{% /notice %}}", "<div>\n<p>注意 <strong>桥</strong></p>\n</div>"),
    "box with a title": (
        '{% note info "提醒" %}\n一段。\n{% endnote %}',
        "<div>\n<p><strong>提醒</strong></p>\n<p>一段。</p>\n</div>",
    ),
    "tag within another": (
        "{% blockquote %}\n{% post_link a 旧文 %}\n{% endblockquote %}",
        "<blockquote>\n<p>旧文</p>\n</blockquote>",
    ),
    "address that ends in a slash": (
        "{% link 首页 https://e.org/x/ %}",
        '<p><a href="https://e.org/x/">首页</a></p>',
    ),
    "tag that closes itself": (
        '{{< figure src="https://e.org/a.jpg" />}}',
        '<figure><img src="https://e.org/a.jpg" alt=""></figure>',
    ),
    "raw": ("{% raw %}<b>粗</b> {{ x }}{% endraw %}", "<p><b>粗</b> {{ x }}</p>"),
    "comment": ("一{% comment %}二{% endcomment %}三", "<p>一三</p>"),
    "site's address before a picture": (
        "![图]({{ site.baseurl }}/a.jpg)",
        '<p><img src="/archive/static/a.jpg" alt="图"></p>',
    ),
    "filtered address": (
        "![图]({{ '/a.jpg' | relative_url }})",
        '<p><img src="/archive/static/a.jpg" alt="图"></p>',
    ),
    "reference": ('[旧文]({{< ref "old.md" >}})', '<p><a href="old.md">旧文</a></p>'),
    "post link": ("{% post_link old-post 旧文 %}", "<p>旧文</p>"),
    "shortcode written about": ('{{</* figure src="a.jpg" */>}}', '<p>{{&lt; figure src="a.jpg" &gt;}}</p>'),
    "class of a paragraph": ("一段。\n{: .lead}\n\n## 二 {#two}", "<p>一段。</p>\n<h2>二</h2>"),
    "caption that is markup": (
        r'{{< figure src="https://e.org/a.jpg" caption="<b class=\"x\">图 1</b> 桥" >}}',
        '<figure><img src="https://e.org/a.jpg" alt=""><figcaption><b>图 1</b> 桥</figcaption></figure>',
    ),
    "picture by a file of the theme": (
        '{% include figure.liquid loading="eager" path="assets/a.jpg" title="桥" class="x" %}',
        '<figure><img src="/archive/static/assets/a.jpg" alt=""><figcaption><strong>桥</strong></figcaption></figure>',
    ),
    "player by a file of the theme": (
        '{% include video id="abcdefghijk" provider="youtube" %}',
        '<p class="embed-card"><a href="https://www.youtube.com/watch?v=abcdefghijk">'
        "YouTube · youtube.com/watch?v=abcdefghijk</a></p>",
    ),
    "base of a path": (
        "{% include base_path %}\n\n[履历]({{ base_path }}/cv/)",
        '<p><a href="/cv/">履历</a></p>',
    ),
    "contents": ("* 目录\n{:toc}\n\n[TOC]\n\n一段。", "<p>一段。</p>"),
}


@pytest.mark.parametrize("name", SHOWN)
def test_tag_with_a_plain_meaning_becomes_it(name):
    text, html = SHOWN[name]

    assert body_of(text) == html


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("{{% tabs %}}注意{{% /tabs %}}", "tabs ×1"),
        ("{% include map.html %}{% include map.html %}", "include ×2"),
        ("{{ page.title }}", "{{ }} ×1"),
        ("{{< youtube >}}", "youtube ×1"),
        ("{% highlight ruby %}", "highlight ×1"),
        ("{% raw %}", "raw ×1"),
    ],
)
def test_any_other_tag_stays_as_text_and_is_told_of_by_name(text, named):
    record = record_of(body=f"{text}\n\n结尾。")

    assert [warning.detail for warning in record.warnings if warning.code == "shortcode"] == [named]
    assert record.body.count("{") == text.count("{")


@pytest.mark.parametrize(
    "code",
    [
        "```\n{% include x %} {{ y }}\n```",
        "`{{< figure src=a.jpg >}}`",
        "<pre>{% include x %}</pre>",
        "<code>{{ x }}</code>",
        "~~~\n{: .x}\n~~~",
    ],
)
def test_braces_in_code_are_the_code_s_own(code):
    record = record_of(body=f"{code}\n\n结尾。")

    assert codes(record) == []
    assert record.body.count("{") == code.count("{")


def test_braces_written_as_entities_over_a_whole_file_are_braces_in_its_code_too():
    record = record_of(body="用 `f()&#123;&#125;`：\n\n```\na &#123;% b %&#125;\n```\n")

    assert "<code>f(){}</code>" in record.body
    assert "<code>a {% b %}\n</code>" in record.body
    assert codes(record) == []


def test_tags_written_as_entities_over_a_whole_file_are_tags():
    record = record_of(
        body="一段。\n\n&#60;blockquote&#62;\n&#60;p&#62;引语&#60;br&#62;二&#60;/p&#62;\n&#60;/blockquote&#62;"
    )

    assert "<blockquote>\n<p>引语<br>二</p>\n</blockquote>" in record.body


def test_tag_written_about_stays_text_where_the_file_has_tags_of_its_own():
    assert "&lt;p&gt;" in record_of(body="标签 &#60;p&#62; 与<br>换行").body


def test_entities_stay_where_the_file_has_braces_of_its_own():
    assert "&amp;#123;" in record_of(body="`&#123;` 与 {").body


def test_text_above_the_archive_s_own_mark_is_the_standfirst():
    record = record_of('excerpt_separator: "<!--end-->"', "先说。\n\n<!--end-->\n\n再说。")

    assert record.standfirst == "先说。"
    assert record.body.replace("\n", "") == "<p>先说。</p><p>再说。</p>"
