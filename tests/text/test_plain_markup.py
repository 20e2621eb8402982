"""bleach is the judge: what is_plain accepts, bleach must return as it is, whatever we think of it."""

from pathlib import Path

import pytest
from bleach import html5lib_shim
from bleach._vendor.html5lib.constants import booleanAttributes, voidElements
from hypothesis import example, given
from hypothesis import strategies as st

from articles.exporting import corpus
from articles.reading.readers import front_matter
from articles.reading.record import ReadingOptions
from articles.text import sanitizer
from articles.text.plain_markup import is_plain
from articles.text.policy import POLICY
from articles.text.tree import body_of
from articles.text.writer import Writer
from tests import outside
from tests.text.generated_markup import NEARLY, ODD, TEXTS, WELL_WRITTEN

DEMO = Path(__file__).resolve().parents[2] / "demo" / "archive"


def slowly_judged(html):
    return sanitizer.last_word(sanitizer.bleached(html))


def slowly_cleaned(html):
    """Do what ``clean`` does, with bleach on everything."""
    written = None
    while html != written:
        written = Writer().write(body_of(html))
        html = slowly_judged(written)
    return html


def assert_bleach_agrees(html):
    if is_plain(html):
        assert sanitizer.bleached(html) == html
    assert sanitizer.judge(html) == slowly_judged(html)


# What is plain


@pytest.mark.parametrize(
    "html",
    [
        "",
        "半岛新闻",
        '<h2>俄罗斯</h2>\n<p>莫斯科 &amp; 基辅<br>"quoted" it\'s &lt;3</p>',
        "<div>\n<p>one</p>\n<div><p>two</p></div>\n</div>",
        '<p><a href="https://example.org/a?b=1&amp;c=2" title="a &quot;b&quot;">x <strong>y</strong></a></p>',
        '<figure class="gallery"><a href="/a.jpg"><img src="https://example.org:8080/a.jpg" alt=""></a>'
        "<figcaption>港口</figcaption></figure>",
        "<ul>\n<li>one<ol><li><p>two</p></li></ol></li>\n</ul><dl><dt>a</dt><dd>b</dd></dl><hr>",
        '<blockquote cite="https://example.org/"><p lang="ar" dir="rtl">خيبة <em>أمل</em></p></blockquote>',
        "<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>",
        '<pre><code class="language-python">if a &lt; b:\n    pass\n</code></pre>',
        '<table id="text-a"><caption>Budget <b>2022</b></caption><colgroup><col span="2"></colgroup>\n'
        '<thead>\n<tr>\n<th scope="col">Year</th></tr></thead><tbody><tr><td><p>1</p></td></tr></tbody></table>',
        '<p><a href="#text-fn1">1</a> <a href="?page=2">2</a> <a href="../b">3</a> <a href="a/b:c">4</a></p>',
        '<p><a href="mailto:desk@example.org">Write</a></p><ol start="3" reversed=""><li>x</li></ol>',
    ],
)
def test_what_articles_are_made_of_is_plain(html):
    assert is_plain(html)
    assert_bleach_agrees(html)


@pytest.mark.parametrize(
    "html",
    [
        "<p>a<p>b</p></p>",
        "<p><div>a</div></p>",
        "<p><b><ul><li>a</li></ul></b></p>",
        "<p>a<hr>b</p>",
        "<p><table></table></p>",
        "<h2><h3>a</h3></h2>",
        "<ul><li><b><li>a</li></b></li></ul>",
        "<dl><dt><dd>a</dd></dt></dl>",
        "<ruby><rt>a<rt>b</rt></rt></ruby>",
        '<a href="/a">a<a href="/b">b</a></a>',
        "<a href=\"/a\"><p>a<a href='/b'>b</a></p></a>",
        '<b lang="en"><b><b><b><b>a</b></b></b></b>b</b>',
        "<b><i>a</b></i>",
        "<p>a",
        "a</p>",
        "</br>",
        "<br></br>",
        "<img></img>",
        "<td>a</td>",
        "<table>a<tbody></tbody></table>",
        "<table><tbody>&nbsp;<tr></tr></tbody></table>",
        "<table><tr><td>a</td></tr></table>",
        "<table><tbody><tr><td>a</td>b</tr></tbody></table>",
        "<table><col></table>",
        "<table><p>a</p></table>",
        "<table><tbody><tr><td><tr></tr></td></tr></tbody></table>",
        "<pre>\na</pre>",
        '<pre class="x">\n</pre>',
        "a > b",
        "a & b",
        "a &copy b",
        "&ampx;",
        "&notit;",
        "a\x00b",
        "a\x07b",
        "a\x0cb</p>",
        "a\rb",
        "<P>a</P>",
        "<p >a</p >",
        "<p/>a</p>",
        "<br/>",
        "<p title=a>b</p>",
        "<p title='a'>b</p>",
        '<abbr title="a" title="b">c</abbr>',
        '<abbr title="a"lang="b">c</abbr>',
        '<abbr title="a<b">c</abbr>',
        '<abbr title="a&b">c</abbr>',
        '<abbr title=">"><abbr title="&amp;lt;">c</abbr></abbr>',
        '<p style="color:red">a</p>',
        '<p onclick="a()">a</p>',
        '<a href="javascript:alert(1)">a</a>',
        '<a href="a:b">a</a>',
        '<a href="java&amp;Tab;script:alert(1)//">a</a>',
        '<a href="&amp;#106;avascript:alert(1)">a</a>',
        '<a href="/\xa0/[">a</a>',
        '<a href="https://[">a</a>',
        '<a href="mailto://[">a</a>',
        "<!-- a -->",
        "<!doctype html>",
        "<script>a</script>",
        "<x-y>a</x-y>",
        "<>",
        "<",
    ],
)
def test_what_bleach_could_change_is_not_plain(html):
    assert not is_plain(html)
    assert_bleach_agrees(html)


@pytest.mark.parametrize("html", ["\x85", "\ud800", "\udc00a", "\uffff"])
def test_unprintable_character_is_not_plain(html):
    assert not is_plain(html)


# That bleach agrees


# What a part must stand in to be one.
PARENTS = {"li": "ul", "dt": "dl", "dd": "dl", "rp": "ruby", "rt": "ruby", "col": "colgroup", "tr": "tbody"}
PARENTS |= dict.fromkeys(("td", "th"), "tr")
PARENTS |= dict.fromkeys(("caption", "colgroup", "thead", "tbody", "tfoot"), "table")


def an_element(name, inside, attributes=""):
    return f"<{name}{attributes}>" if name in POLICY.void else f"<{name}{attributes}>{inside}</{name}>"


def in_its_place(name, inside):
    """Return the element ``name``, with whatever it must stand in."""
    html = an_element(name, inside)
    while name in PARENTS:
        name = PARENTS[name]
        html = an_element(name, html)
    return html


def assert_bleach_keeps_what_is_plain(html):
    assert not is_plain(html) or sanitizer.bleached(html) == html


@pytest.mark.parametrize("outer", sorted(POLICY.elements))
def test_bleach_agrees_on_every_element_inside_every_other(outer):
    for inner in POLICY.elements:
        for text in ("x", "\n", "=&lt;"):
            twice = text + an_element(inner, text) + an_element(inner, text) + text
            assert_bleach_keeps_what_is_plain(in_its_place(outer, twice))


@pytest.mark.parametrize("outer", ["li", "dd", "td", "a", "blockquote"])
def test_bleach_agrees_on_every_element_inside_every_other_further_in(outer):
    for middle in POLICY.elements:
        for inner in POLICY.elements:
            nested = an_element(middle, an_element(inner, "") + an_element(inner, ""))
            assert_bleach_keeps_what_is_plain(in_its_place(outer, nested))


@pytest.mark.parametrize("element", sorted(POLICY.elements.keys() - POLICY.void))
def test_bleach_agrees_on_an_element_many_times_inside_itself(element):
    html = "x"
    for _ in range(4):
        html = an_element(element, html)
    assert_bleach_keeps_what_is_plain(an_element(element, html + "y", ' lang="ar"'))


@pytest.mark.parametrize("outer", sorted(POLICY.elements.keys() - POLICY.void))
def test_some_element_may_stand_in_each_that_is_not_empty(outer):
    assert any(is_plain(in_its_place(outer, an_element(inner, ""))) for inner in POLICY.elements)


@given(WELL_WRITTEN)
def test_bleach_agrees_on_well_written_markup(html):
    assert_bleach_agrees(html)


@given(NEARLY)
@example("</p>=<b>&amp;lt;</b>")
@example("<b></b>=&lt;&amp;lt;")
@example('<p>a</p>=<abbr title="=">=</abbr>')
@example("<ul>x<li>y</li></ul>")
def test_bleach_agrees_on_what_is_nearly_well_written(html):
    assert_bleach_agrees(html)


@given(st.integers(10_200, 10_250), WELL_WRITTEN)
def test_bleach_agrees_wherever_it_cuts_its_input(length, html):
    assert_bleach_agrees("议" * length + html + '<p lang="ar">x &amp; y</p>')


@given(st.one_of(NEARLY, st.lists(st.one_of(ODD, TEXTS), max_size=12).map("".join), st.text()))
def test_bleach_agrees_on_what_we_write_of_any_markup(html):
    assert_bleach_agrees(Writer().write(body_of(html)))


@given(NEARLY)
def test_cleaning_with_and_without_the_shortcut_gives_the_same(html):
    assert sanitizer.clean(html).html == slowly_cleaned(html)


def test_bleach_agrees_on_every_attack_of_the_corpus():
    for attack in outside.attacks():
        assert_bleach_agrees(attack)


def test_cleaning_the_corpus_with_and_without_the_shortcut_gives_the_same():
    attacks = outside.attacks()
    assert [sanitizer.clean(attack).html for attack in attacks] == [
        slowly_cleaned(attack) for attack in attacks
    ]


# That the proof's assumptions hold of the policy


def test_policy_has_no_attribute_that_bleach_treats_in_a_way_of_its_own():
    attributes = POLICY.everywhere.union(*POLICY.elements.values())
    addresses = {name for _, name in html5lib_shim.attr_val_is_uri}
    drawn = {name for _, name in html5lib_shim.svg_attr_val_allows_ref} | {"style"}
    shortened = frozenset().union(*booleanAttributes.values())
    assert attributes & addresses == POLICY.schemes.keys()
    assert not attributes & (drawn | shortened)


def test_policy_and_bleach_know_the_same_empty_elements():
    assert POLICY.elements.keys() & voidElements == POLICY.void


# That it is worth having


def bodies_of_the_corpus():
    return [text.split("\n---\n", 1)[1] for _, text in corpus.stories(100)]


def bodies_of_the_demo():
    paths = [path for path in DEMO.rglob("*") if path.suffix in (".md", ".txt", ".html")]
    return [body for path in paths for body in bodies_of_a_file(path)]


def bodies_of_a_file(path):
    with path.open("rb") as file:
        parts = list(front_matter.parts(file, path=path.name))
    records = [
        front_matter.read_part(part, path=path.name, index=0, options=ReadingOptions()) for part in parts
    ]
    return [record.body for record in records]


@pytest.mark.parametrize("bodies", [bodies_of_the_corpus, bodies_of_the_demo])
def test_nearly_every_story_takes_the_shortcut(bodies):
    cleaned = [sanitizer.clean(body).html for body in bodies()]
    assert len(cleaned) > 20
    assert sum(map(is_plain, cleaned)) >= 0.95 * len(cleaned)


def test_sample_article_takes_the_shortcut():
    [body] = bodies_of_a_file(outside.sample())
    assert is_plain(body)
