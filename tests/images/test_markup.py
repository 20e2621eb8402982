import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from articles.images.markup import SIZES, Kept, addresses, render_body, srcset_attribute, without_figures

REMOTE = "https://www.aljazeera.net/wp-content/uploads/2022/01/ميناء.jpg?resize=770,433"
KEPT = Kept(
    address="/media/originals/ab/ab12.jpg",
    width=2000,
    height=1500,
    srcset=[("/media/renditions/ab/ab12-320.webp", 320), ("/media/renditions/ab/ab12-640.webp", 640)],
    alt="两名消防员",
)


def show(html, pictures=None):
    return render_body(html, find=(pictures or {}).get)


def only_picture(html):
    (picture,) = LexborHTMLParser(html).css("img")
    return picture.attributes


def img(address, alt=""):
    return f'<img src="{address}" alt="{alt}">'


def test_a_body_without_pictures_is_returned_as_it_is():
    html = "<h3>俄罗斯对美国</h3><pre>\n\n  a &lt; b</pre><p>لماذا تتصاعد الأزمة</p>"
    assert show(html) is html


def test_a_kept_picture_gets_all_that_the_page_needs():
    assert only_picture(show(f"<p>{img(REMOTE, '火灾')}</p>", {REMOTE: KEPT})) == {
        "src": "/media/originals/ab/ab12.jpg",
        "srcset": "/media/renditions/ab/ab12-320.webp 320w, /media/renditions/ab/ab12-640.webp 640w",
        "sizes": SIZES,
        "width": "2000",
        "height": "1500",
        "alt": "火灾",
        "loading": "lazy",
        "decoding": "async",
    }


def test_a_kept_picture_without_alternative_text_takes_that_of_the_library():
    assert only_picture(show(img(REMOTE), {REMOTE: KEPT}))["alt"] == "两名消防员"


def test_a_kept_picture_without_renditions_has_no_srcset():
    picture = only_picture(show(img(REMOTE), {REMOTE: Kept("/media/a.jpg", 10, 10, srcset=[])}))
    assert "srcset" not in picture and "sizes" not in picture


def test_a_picture_of_the_archive_that_is_kept_is_shown():
    assert only_picture(show(img("/archive/a.jpg"), {"/archive/a.jpg": KEPT}))["src"] == KEPT.address


def test_a_picture_that_is_not_kept_keeps_its_remote_address():
    html = f'<p><img src="{REMOTE}" alt="港口" referrerpolicy="no-referrer" loading="eager"></p>'
    assert show(html) == f'<p><img src="{REMOTE}" alt="港口" loading="lazy" decoding="async"></p>'


def test_a_picture_without_alt_gets_an_empty_one():
    assert only_picture(show(f'<img src="{REMOTE}">'))["alt"] == ""


@pytest.mark.parametrize("address", ["/archive/b.jpg", "b.jpg", "", "data:image/png;base64,AA"])
def test_a_picture_that_cannot_be_shown_gives_way_to_its_alternative_text(address):
    assert show(f"<p>{img(address, 'حريق في كييف')}</p>") == '<p class="picture-missing">حريق في كييف</p>'


def test_the_paragraph_of_a_missing_picture_keeps_its_language():
    html = f'<p lang="ar" dir="rtl">\n{img("/archive/b.jpg", "حريق")} </p>'
    assert show(html) == '<p lang="ar" dir="rtl" class="picture-missing">حريق</p>'


@pytest.mark.parametrize(
    "frame",
    [
        "<p>Kyiv {} today</p>",
        "<figure>{}<figcaption>港口</figcaption></figure>",
        '<p><a href="/x">{}</a></p>',
    ],
)
def test_a_missing_picture_among_other_things_leaves_them_valid(frame):
    html = frame.format(img("/archive/b.jpg", "Port"))
    assert show(html) == frame.format('<span class="picture-missing">Port</span>')


def test_a_missing_picture_without_alternative_text_goes_with_its_paragraph():
    assert show(f"<p>A</p><p>{img('/archive/b.jpg')}</p><p>B{img('b.jpg', ' ')}</p>") == "<p>A</p><p>B</p>"


def test_the_paragraph_around_a_single_picture_stays():
    assert show(f'<p lang="zh">{img(REMOTE)}</p>').startswith('<p lang="zh"><img src=')


def test_what_looks_like_a_picture_inside_an_attribute_is_none():
    html = '<p title="<img src=/archive/x>">A</p><abbr title="<img>">B</abbr>' + img(REMOTE)
    assert show(html).startswith('<p title="<img src=/archive/x>">A</p><abbr title="<img>">B</abbr><img')
    assert addresses(html) == [REMOTE]


def test_values_are_escaped():
    kept = Kept('/media/"><script>', 1, 1, srcset=[('/media/"x', 1)], alt='"><b>')
    picture = only_picture(show('<img src="/a?b=1&amp;c=2">', {"/a?b=1&c=2": kept}))
    assert picture["src"] == '/media/"><script>'
    assert picture["srcset"] == '/media/"x 1w'
    assert picture["alt"] == '"><b>'


def test_the_alternative_text_of_a_missing_picture_is_escaped():
    html = img("/archive/b.jpg", "&lt;script&gt; &amp; &quot;more&quot;")
    assert show(f"<p>{html}</p>") == '<p class="picture-missing">&lt;script&gt; &amp; &quot;more&quot;</p>'


def test_addresses_come_in_order_and_each_once():
    html = (
        f"<p>{img('/archive/%20a.jpg')}</p>{img('https://a.example/?a=1&amp;b=2')}{img('/archive/%20a.jpg')}"
    )
    assert addresses(html) == ["/archive/%20a.jpg", "https://a.example/?a=1&b=2"]
    assert addresses("<p>فيديو</p>") == []


def test_srcset_quotes_what_separates_there():
    assert srcset_attribute([("/a b,c.webp", 320), ("/d.webp", 640)]) == "/a%20b%2Cc.webp 320w, /d.webp 640w"


def test_five_thousand_pictures_are_each_shown():
    assert show(f"<p>{img(REMOTE)}</p>" * 5000).count('loading="lazy"') == 5000


PIECES = st.sampled_from(
    [*"<>\"'&=/\n", "<p>", "</p>", "<figure>", "<pre>\n\n", "</pre>", "<li>", "<table><td>", "<!--", "-->"]
    + ["<img", " src=", " alt=", "<a title='<img src=x>'>", "</a>", "&lt;img src=y&gt;", "حريق"]
    + ['<img src="/archive/a.jpg" alt="港口">', "<img src=https://a.example/b?c&d=e alt='a>b'>"]
)


@given(st.lists(PIECES, max_size=30).map("".join))
def test_in_any_clean_body_just_the_pictures_are_found(dirty):
    clean = nh3.clean(dirty)
    pictures = [node.attributes.get("src") for node in LexborHTMLParser(clean).css("img")]
    assert addresses(clean) == list(dict.fromkeys(filter(None, pictures)))


@given(st.lists(PIECES, max_size=30).map("".join))
def test_in_any_clean_body_the_text_around_the_pictures_stays(dirty):
    clean = nh3.clean(dirty)
    shown = render_body(clean, find=lambda _: KEPT)
    assert LexborHTMLParser(shown).body.text() == LexborHTMLParser(clean).body.text()


PICTURE = img("/media/originals/ab/ab12.jpg", "江面")


@pytest.mark.parametrize(
    ("html", "left"),
    [
        (f"<p>a</p><figure>{PICTURE}<figcaption>江面</figcaption></figure><p>b</p>", "<p>a</p><p>b</p>"),
        (f"<p>a</p><p>{PICTURE}</p><p>江 {PICTURE} 面</p>", "<p>a</p><p>江  面</p>"),
        (f"<figure><figure>{PICTURE}</figure><figcaption>图集</figcaption></figure><p>b</p>", "<p>b</p>"),
        (
            "<figure><table></table><figcaption>表</figcaption></figure>" + PICTURE,
            "<figure><table></table><figcaption>表</figcaption></figure>",
        ),
        (f"<figure>{PICTURE}<p>未完", "<figure><p>未完"),
        (f'<p title="<figure>{PICTURE[:4]}">a</p>', f'<p title="<figure>{PICTURE[:4]}">a</p>'),
    ],
)
def test_without_figures_no_picture_is_left_and_nothing_that_is_said_of_one(html, left):
    assert without_figures(html) == left
