"""Blank lines as paragraphs, the way WordPress shows them."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.reading.wordpress.markup.paragraphs import paragraphed
from articles.text.sanitizer import TooComplex, plain_text

TABLE = {
    "one line": ("大桥维修。", "<p>大桥维修。</p>"),
    "two paragraphs": ("一。\n\n二。", "<p>一。</p> <p>二。</p>"),
    "many blank lines": ("一。\n \n\t\n\n二。\n\n", "<p>一。</p> <p>二。</p>"),
    "a single newline": ("一\n二", "<p>一<br> 二</p>"),
    "a break that is there": ("一<br />\n二", "<p>一<br> 二</p>"),
    "two breaks": ("一<br><br />二", "<p>一</p> <p>二</p>"),
    "inline markup": (
        "<strong>一</strong> 二 <a\nhref='#'>三</a>",
        "<p><strong>一</strong> 二 <a href='#'>三</a></p>",
    ),
    "a heading": ("<h2>题</h2>\n一。", "<h2>题</h2> <p>一。</p>"),
    "a paragraph": ("<p>一。</p>\n\n<p>二。</p>", "<p>一。</p> <p>二。</p>"),
    "a newline in a paragraph": ("<p>一\n二</p>", "<p>一<br> 二</p>"),
    "a blank line in a paragraph": ("<p>一\n\n二</p>", "<p>一</p> <p>二</p>"),
    "text between blocks": ("<h2>甲</h2>一<h2>乙</h2>二", "<h2>甲</h2> <p>一</p> <h2>乙</h2> <p>二</p>"),
    "a list": ("<ul>\n<li>一</li>\n<li>二\n三</li>\n</ul>", "<ul> <li>一</li> <li>二<br> 三</li> </ul>"),
    "a list in a list": (
        "<ul><li>一<ul><li>二</li></ul></li></ul>",
        "<ul> <li>一<ul> <li>二</li> </ul> </li> </ul>",
    ),
    "text that touches its box": ("<div>一</div>", "<div>一</div>"),
    "paragraphs in a box": ("<div>\n\n一\n\n二\n\n</div>", "<div><p>一</p> <p>二</p> </div>"),
    "a quotation": ("<blockquote>一\n\n二</blockquote>", "<blockquote><p>一</p> <p>二</p> </blockquote>"),
    "a quotation of one line": ("<blockquote>一</blockquote>", "<blockquote><p>一</p> </blockquote>"),
    "preformatted text": ("一\n<pre>a\n\nb</pre>\n二", "<p>一</p> <pre>a\n\nb</pre> <p>二</p>"),
    "a script": ("<script>a\n\nb</script>", "<script>a\n\nb</script>"),
    "a player": ("<iframe\nsrc=x>\n\n</iframe>", "<iframe\nsrc=x>\n\n</iframe>"),
    "a table": (
        "<table>\n<tr>\n<td>一\n二</td>\n\n<td></td>\n</tr>\n</table>",
        "<table> <tr> <td>一<br> 二</td> <td></td> </tr> </table>",
    ),
    "a rule": ("一\n<hr />\n二", "<p>一</p> <hr /> <p>二</p>"),
    "a figure": (
        "<figure><img src=a.jpg>\n<figcaption>一\n二</figcaption>\n</figure>",
        "<figure><img src=a.jpg><figcaption>一<br> 二</figcaption> </figure>",
    ),
    "a picture": ("<img src=a.jpg>\n\n一", "<p><img src=a.jpg></p> <p>一</p>"),
    "the rest of a link": ("<a href='#'><div>一</div></a>", "<a href='#'><div>一</div> </a>"),
    "more": ("一\n<!--more-->\n二", "<p>一</p> <!--more--> <p>二</p>"),
    "a comment": ("一 <!-- 注\n\n --> 二", "<p>一 <!-- 注   --> 二</p>"),
    "a tag that is never closed": ("<pre>一\n\n二", "<pre>一\n\n二"),
    "a box that is never closed": ("<div>一\n\n二", "<div><p>一</p> <p>二</p>"),
    "less than": ("1 < 2\n\n3 > 2", "<p>1 < 2</p> <p>3 > 2</p>"),
    "Arabic": ("وافق البرلمان.\n\nنُشر القرار.", "<p>وافق البرلمان.</p> <p>نُشر القرار.</p>"),
    "nothing": (" \n\n ", ""),
}


@pytest.mark.parametrize("name", TABLE)
def test_paragraphs_are_made_as_wordpress_makes_them(name):
    text, html = TABLE[name]

    assert spaced(paragraphed(text)) == spaced(html)


def spaced(html):
    """Count a newline after a tag as a space, as a reader does; within <pre> it stays."""
    return re.sub(r"(?<=>)[ \n]+", " ", html).strip()


PIECES = st.sampled_from(
    [
        "\n",
        "\n\n",
        " ",
        "<p>",
        "</p>",
        "<div>",
        "</div>",
        "<li>",
        "<br>",
        "<b>",
        "</b>",
        "<!--more-->",
        " < ",
        "'",
        '"',
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES | st.sampled_from(["大桥", "维修", "ferry", "نُشر"]), max_size=30))
def test_no_word_is_lost_or_made_up(pieces):
    text = "".join(pieces)
    try:
        before, after = (words(html) for html in (text, paragraphed(text)))
    except TooComplex:
        return

    assert after == before


def words(html):
    return "".join(plain_text(html).split())


@pytest.mark.parametrize(
    "piece", ["<pre>", "<!--", '<a "', " ", "\n ", "<br> ", "<p>", "<svg>", "</div>", "<br>\n"]
)
def test_piles_of_one_thing_are_read_in_good_time(piece):
    assert paragraphed(piece * 60_000) is not None
