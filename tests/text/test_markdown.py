import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text import markdown, sanitizer


@pytest.mark.parametrize(
    ("source", "html"),
    [
        (
            "## 灾难性情景\n\n*普京* **表示**",
            "<h2>灾难性情景</h2>\n<p><em>普京</em> <strong>表示</strong></p>\n",
        ),
        ("- خبر\n- عاجل", "<ul>\n<li>خبر</li>\n<li>عاجل</li>\n</ul>\n"),
        ("~~wrong~~ right", "<p><s>wrong</s> right</p>\n"),
        ("![港口](/a.jpg)", '<p><img src="/a.jpg" alt="港口" /></p>\n'),
        ("```python\nprint(1)\n```", '<pre><code class="language-python">print(1)\n</code></pre>\n'),
        ("<div>kept</div>", "<div>kept</div>"),
        ("a < b & c", "<p>a &lt; b &amp; c</p>\n"),
        ("", ""),
    ],
)
def test_markdown_becomes_html(source, html):
    assert markdown.render(source) == html


def test_table_keeps_its_alignment_as_a_class():
    html = markdown.render("| Year | Dead |\n|:--|--:|\n| 2022 | 5 |")
    assert '<th class="align-left">Year</th>' in html
    assert '<td class="align-right">5</td>' in html
    assert "style" not in html


def test_footnote_and_its_text_still_find_each_other_once_cleaned():
    html = sanitizer.clean(markdown.render("Denied[^1].\n\n[^1]: By the ministry.")).html
    assert '<a href="#text-fn1" id="text-fnref1">[1]</a>' in html
    assert '<li id="text-fn1" class="footnote-item">' in html
    assert 'href="#text-fnref1"' in html


def test_rendered_markdown_loses_nothing_when_cleaned():
    source = "# 标题\n\n| a |\n|:-:|\n| 1 |\n\n~~x~~[^n]\n\n[^n]: y\n\n1. z\n\n> q\n\n---\n"
    assert sanitizer.clean(markdown.render(source)).removed == {}


def test_script_in_markdown_is_left_to_the_sanitizer():
    html = sanitizer.clean(
        markdown.render("Story <script>alert(1)</script>\n\n[x](javascript:alert(1))")
    ).html
    assert "script>" not in html and "href" not in html


def test_too_long_a_source_is_refused():
    with pytest.raises(sanitizer.TooComplex, match="characters of Markdown"):
        markdown.render("x" * (markdown.MAX_CHARACTERS + 1))


@pytest.mark.parametrize(
    "piece",
    ["[", "![", "[](", "*a_", "`a", "> ", "- ", "^[", "[^1]", "<!--", "|a", "&amp;", "~~a ", "[x](<", "\x00"],
)
def test_pathological_source_is_rendered(piece):
    assert isinstance(markdown.render(piece * 5_000), str)


PIECES = st.sampled_from(
    list("*_`[]()!<>&|~^#-+:\\\n\t \"'1a半ب\ud800\x00") + ["[^1]", "[^1]: ", "|-|", "```", "    "]
)


@given(st.one_of(st.text(), st.lists(PIECES, max_size=40).map("".join)))
def test_rendering_never_fails(source):
    assert isinstance(markdown.render(source), str)


@pytest.mark.parametrize("mark", ["[", "*a ", "`", "~~", "_"])
def test_endless_marks_are_refused_instead_of_read_for_seconds(mark):
    with pytest.raises(sanitizer.TooComplex, match="marks of Markdown"):
        markdown.render(mark * 60_000)
