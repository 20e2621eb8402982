import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from articles.images.bodies import render_body
from articles.images.markup import Kept, addresses, srcset_attribute, without_pictures
from tests.images.bodies import KEPT, PIECES, REMOTE, img, only, show


def test_a_body_without_pictures_is_returned_as_it_is():
    html = "<h3>俄罗斯对美国</h3><pre>\n\n  a &lt; b</pre><p>لماذا تتصاعد الأزمة</p>"
    assert show(html) is html


def test_what_looks_like_a_picture_inside_an_attribute_is_none():
    html = '<p title="<img src=/archive/x>">A</p><p><abbr title="<img>">B</abbr></p>'
    assert show(html + img(REMOTE)).startswith(html + "<figure")
    assert addresses(html + img(REMOTE)) == [REMOTE]


def test_values_are_escaped():
    kept = Kept(
        '/media/"><script>', 400, 300, jpeg=[('/media/"x', 1)], alt='"><b>', caption="<i>", credit="<s>"
    )
    shown = show('<p><img src="/a?b=1&amp;c=2"></p>', {"/a?b=1&c=2": kept})
    picture = only(shown, "img")
    assert picture["src"] == '/media/"x'
    assert picture["srcset"] == '/media/"x 1w'
    assert picture["alt"] == '"><b>'
    assert "&lt;i&gt; " in shown and "&lt;s&gt;" in shown


def test_addresses_come_in_order_and_each_once():
    html = (
        f"<p>{img('/archive/%20a.jpg')}</p>{img('https://a.example/?a=1&amp;b=2')}{img('/archive/%20a.jpg')}"
    )
    assert addresses(html) == ["/archive/%20a.jpg", "https://a.example/?a=1&b=2"]
    assert addresses("<p>فيديو</p>") == []


def test_srcset_quotes_what_separates_there():
    assert srcset_attribute([("/a b,c.webp", 320), ("/d.webp", 640)]) == "/a%20b%2Cc.webp 320w, /d.webp 640w"


def test_without_pictures_every_word_stays():
    html = f"<p>a</p><p>{img(REMOTE)}</p><p>b {img(REMOTE)} c</p>"
    assert without_pictures(html) == "<p>a</p><p>b  c</p>"


def test_five_thousand_pictures_are_each_shown():
    assert show(f"<p>{img(REMOTE)}</p><p>a</p>" * 5000).count('loading="lazy"') == 5000


@given(st.lists(PIECES, max_size=30).map("".join))
def test_in_any_clean_body_just_the_pictures_are_found(dirty):
    clean = nh3.clean(dirty)
    pictures = [node.attributes.get("src") for node in LexborHTMLParser(clean).css("img")]
    assert addresses(clean) == list(dict.fromkeys(filter(None, pictures)))


@given(st.lists(PIECES, max_size=30).map("".join))
def test_in_any_clean_body_every_word_and_every_picture_stays(dirty):
    clean = nh3.clean(dirty)
    shown = render_body(clean, find=lambda _: KEPT)
    assert words(shown) == words(clean)
    assert len(LexborHTMLParser(shown).css("img")) == len(LexborHTMLParser(clean).css("img"))


def words(html):
    return LexborHTMLParser(html).body.text().split()


@pytest.mark.parametrize("html", ["<p><img", "</p>", "<figure><p>", '</div><img src="/a">', "<a><p></a></p>"])
def test_html_that_no_sanitizer_wrote_loses_nothing(html):
    assert show(html).count("<img") == html.count("<img")
