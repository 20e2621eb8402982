"""The crude count of what a reader sees, which no parser's loss can deceive."""

import pytest

from articles.text.visible_characters import count, unclosed

COUNTED = {
    "words": ("<p>大桥 维修</p>\n<p>工期</p>", 6),
    "entities": ("<p>A&amp;B &lt;p&gt;&nbsp;</p>", 6),
    "less than": ("<p>3 < 5 and 7 > 6</p>", 9),
    "a value with a bracket": ("<a title=\"a > b\" href='x>y'>桥</a>", 1),
    "comment": ("一<!-- 二 <p>三</p> -->四<!-->五<!--->六", 4),
    "script and style": ("一<script>if (a < b) {}</script><STYLE>p{}</STYLE >二", 2),
    "title": ("<title>晚报</title><p>一</p>", 1),
    "noscript": ("一<noscript>二</noscript>", 1),
    "script that names one": ("<script>'<script><!--'</script>一", 1),
    "player's card": ('<p class="embed-card"><a href="https://e.org/">YouTube · e.org</a></p>一', 1),
    "player's card in a line": ('一<a class="embed-card" href="https://e.org/">YouTube</a>二', 2),
    "unclosed comment": ("一<!-- 二三<p>四</p>", 4),
    "unclosed script": ("一<script>二<p>三</p>", 3),
    "unclosed title": ("<title>一<p>二</p>", 2),
    "unclosed frame": ('<iframe src="a">一<iframe src="b"></iframe>二', 2),
    "missing quote": ('<a href="x>一</a><p>二</p><a href="y">三</a>', 3),
    "tag that never ends": ("一<p class=", 9),
}


@pytest.mark.parametrize("name", COUNTED)
def test_characters_are_counted_as_a_reader_would_see_them(name):
    html, characters = COUNTED[name]

    assert count(html) == characters


@pytest.mark.parametrize(
    ("html", "names"),
    [
        ("<p>一</p><!-- 注 --><script>x</script>", []),
        ("<!-- 注 <script>x</script>", ["!--"]),
        ("<script>x", ["script"]),
        ("<!-- 一 <!-- 二 --> <title>", ["title"]),
        ("<iframe><iframe></iframe>", ["iframe"]),
    ],
)
def test_what_nobody_closes_is_found(html, names):
    assert [name for name, _ in unclosed(html)] == names


@pytest.mark.parametrize(
    "piece", ["<!--", "<script>", "-->", "<a href=\"'", "<iframe>", "</title ", "<p '\"", "<"]
)
def test_counting_a_long_row_of_the_same_ends(piece):
    assert count(piece * 50_000) >= 0
