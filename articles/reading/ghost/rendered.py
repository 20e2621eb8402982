"""The HTML that Ghost itself rendered: its cards there made what the same cards are elsewhere."""

from collections.abc import Callable
from posixpath import basename

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ...text.tree import body_of
from ..payloads import card, element, figure, paragraph, words

MARK = "kg-card"


def tidy(html: str) -> str:
    """Return rendered HTML without the controls of its players and the pictures of its link cards.

    Raises TooComplex for markup that no parser reads in time.
    """
    if MARK not in html:
        return html
    body = body_of(html)
    for name, replacement in REPLACEMENTS.items():
        # What a replacement takes away must not be touched again: nobody puts a card inside one of its own kind.
        for node in body.css(f".{name}:not(.{name} .{name})"):
            _replace(node, replacement(node))
    for control in body.css(f".{MARK} button, .{MARK} svg"):
        control.decompose()
    return body.inner_html or ""


def _replace(node: LexborNode, html: str) -> None:
    made = LexborHTMLParser(f"<!doctype html><body>{html}").body if html else None
    for child in made.iter(include_text=True) if made else ():
        node.insert_before(child)
    node.decompose()


def _words(node: LexborNode, *selectors: str) -> str:
    found = (node.css_first(selector) for selector in selectors)
    return next(
        (" ".join(each.text().split()) for each in found if each is not None and each.text().strip()), ""
    )


def _address(node: LexborNode, selector: str, name: str) -> str:
    found = node.css_first(selector)
    return (found.attributes.get(name) or "").strip() if found is not None else ""


def _caption(node: LexborNode) -> str:
    caption = node.css_first("figcaption")
    return (caption.inner_html or "") if caption is not None else ""


def _bookmark(node: LexborNode) -> str:
    address = _address(node, "a[href]", "href")
    described = element("p", words(_words(node, ".kg-bookmark-description")))
    return (
        card(address, _words(node, ".kg-bookmark-title") or address) + described + paragraph(_caption(node))
    )


def _file(node: LexborNode) -> str:
    address = _address(node, "audio[src], video[src]", "src") or _address(node, "a[href]", "href")
    label = _words(node, ".kg-file-card-title", ".kg-audio-title", ".kg-file-card-filename") or basename(
        address
    )
    described = words(_words(node, ".kg-file-card-caption"))
    return card(address, label) + paragraph(described or _caption(node))


def _gallery(node: LexborNode) -> str:
    pictures = "".join(image.html or "" for image in node.css("img[src]"))
    return figure(pictures, _caption(node), **{"class": "gallery"})


def _nothing(node: LexborNode) -> str:
    return ""


REPLACEMENTS: dict[str, Callable[[LexborNode], str]] = {
    "kg-bookmark-card": _bookmark,
    "kg-file-card": _file,
    "kg-audio-card": _file,
    "kg-video-card": _file,
    "kg-gallery-card": _gallery,
    "kg-signup-card": _nothing,
}
