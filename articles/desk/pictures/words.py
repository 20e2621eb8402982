"""What a body says of each of its pictures."""

from typing import NamedTuple

from selectolax.lexbor import LexborNode

from articles.models import ArticleImage
from articles.text.tree import body_of
from articles.text.visible_text import plain_text

MOST_CHARACTERS = ArticleImage._meta.get_field("alt").max_length


class Words(NamedTuple):
    alt: str = ""
    caption: str = ""


def words_of_pictures(html: str) -> dict[str, Words]:
    """Return, by address, the words that a clean body gives its pictures; of one shown twice, the first place's.

    The caption is that of the figure which holds the picture, as plain text.
    """
    found: dict[str, Words] = {}
    for picture in body_of(html).css("img[src]") if "<img" in html else ():
        address = picture.attributes["src"] or ""
        if address not in found:
            alt = picture.attributes.get("alt") or ""
            found[address] = Words(alt[:MOST_CHARACTERS], _caption_beside(picture))
    return found


def _caption_beside(picture: LexborNode) -> str:
    figure = picture.parent
    while figure is not None and figure.tag != "figure":
        figure = figure.parent
    captions = (child for child in figure.iter() if child.tag == "figcaption") if figure else ()
    return next((plain_text(caption.html or "") for caption in captions), "")
