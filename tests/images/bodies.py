"""Bodies with pictures, for the tests of what becomes of them."""

from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from articles.images.bodies import render_body
from articles.images.markup import Kept

REMOTE = "https://www.aljazeera.net/wp-content/uploads/2022/01/ميناء.jpg?resize=770,433"
WEBP = [("/media/renditions/ab/ab12/320.webp", 320), ("/media/renditions/ab/ab12/1280.webp", 1280)]
JPEG = [(address.replace("webp", "jpg"), width) for address, width in WEBP]
KEPT = Kept("/media/originals/ab/ab12.jpg", 2000, 1500, webp=WEBP, jpeg=JPEG, alt="两名消防员")


def kept(width=2000, height=1500, **stated):
    return Kept("/media/originals/ab/ab12.jpg", width, height, webp=WEBP, jpeg=JPEG, **stated)


def show(html, pictures=None):
    return render_body(html, find=(pictures or {}).get)


def only(html, selector):
    """The attributes of the one element that the selector finds."""
    (found,) = LexborHTMLParser(html).css(selector)
    return found.attributes


def img(address, alt=""):
    return f'<img src="{address}" alt="{alt}">'


PIECES = st.sampled_from(
    [
        *"<>\"'&=/\n",
        "<p>",
        "</p>",
        "<figure>",
        "</figure>",
        "<figcaption>a</figcaption>",
        "<pre>\n\n",
        "</pre>",
    ]
    + [
        "<li>",
        "<table><td>",
        "<!--",
        "-->",
        "<br>",
        "<div>",
        "</div>",
        "<blockquote>",
        "<a href='/x'>",
        "</a>",
    ]
    + [
        "<img",
        " src=",
        " alt=",
        "<a title='<img src=x>'>",
        "&lt;img src=y&gt;",
        "حريق",
        "<img src=/c width=20>",
    ]
    + ['<img src="/archive/a.jpg" alt="港口">', "<img src=https://a.example/b?c&d=e alt='a>b'>"]
)
