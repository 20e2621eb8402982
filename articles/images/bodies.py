"""A clean body with its pictures as a page shows them: figures, galleries, and small ones in running text.

The body is read once from start to end; each element is settled when it ends, from what stood in it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal

from . import figures
from .figures import Figure, Picture
from .markup import TAG, Attributes, Find, attributes_of

_VOID = frozenset({"br", "col", "hr", "wbr"})
# fmt: off
_BLOCKS = frozenset((
    "address", "blockquote", "dd", "div", "dl", "dt", "figcaption", "figure", "h2", "h3", "h4", "h5", "h6", "hr", "li",
    "ol", "p", "pre", "table", "ul",
))
# fmt: on
# Where a figure may stand that has no element of its own yet.
_FLOWING = frozenset(("", "blockquote", "dd", "div", "li", "td", "th"))
# What a paragraph or a figure says that holds of its picture too.
_CARRIED = ("id", "lang", "dir")


@dataclass(slots=True)
class Html:
    """A settled part of the body; ``space`` separates nothing, ``inline`` is running text."""

    html: str
    kind: Literal["space", "inline", "block"]
    name: str = ""


Piece = Html | Picture | Figure


@dataclass(slots=True)
class _Element:
    name: str
    stated: str | None
    opening: str
    pieces: list[Piece] = field(default_factory=list)

    @property
    def attributes(self) -> Attributes:
        return attributes_of(self.stated)

    @property
    def carried(self) -> Attributes:
        return {name: value for name, value in self.attributes.items() if name in _CARRIED}


def render_body(html: str, *, find: Find) -> str:
    """Return a clean body with its pictures as the page shows them.

    ``find`` tells of an address the kept picture, that it is lost, or nothing. One of which nothing is known but that
    can be shown is shown from where it lies. One that cannot be shown gives way to a notice, in running text
    to its alternative text.
    """
    if "<img" not in html:
        return html
    stack = [_Element("", None, "")]
    position = 0
    for tag in TAG.finditer(html):
        _add_text(stack[-1], html[position : tag.start()])
        _take(stack, tag[0], is_end=bool(tag[1]), name=tag[2], stated=tag[3], find=find)
        position = tag.end()
    _add_text(stack[-1], html[position:])
    while len(stack) > 1:
        _end(stack, "")
    return _joined(_placed(stack[0].pieces))


def _add_text(element: _Element, text: str) -> None:
    if text:
        element.pieces.append(Html(text, "inline" if text.strip() else "space"))


def _take(stack: list[_Element], tag: str, *, is_end: bool, name: str, stated: str, find: Find) -> None:
    if is_end:
        if any(element.name == name for element in stack):
            while stack[-1].name != name:
                _end(stack, "")
            _end(stack, tag)
    elif name == "img":
        attributes = attributes_of(stated)
        stack[-1].pieces.append(Picture(attributes, find(attributes.get("src", ""))))
    elif name in _VOID:
        stack[-1].pieces.append(Html(tag, "space" if name == "br" else "block" if name == "hr" else "inline"))
    else:
        stack.append(_Element(name, stated, tag))


def _end(stack: list[_Element], closing: str) -> None:
    element = stack.pop()
    stack[-1].pieces += _settled(element, closing)


def _settled(element: _Element, closing: str) -> list[Piece]:
    """What the element has become, for the one around it to place."""
    if any(not isinstance(piece, Html) for piece in element.pieces):
        settle = _SETTLED_BY.get(element.name)
        if settle and (settled := settle(element)):
            return settled
        if element.name in _FLOWING:
            element.pieces = [Html(_joined(_placed(element.pieces)), "block")]
    html = f"{element.opening}{_joined(element.pieces)}{closing}"
    return [Html(html, "block" if element.name in _BLOCKS else "inline", element.name)]


def _link(element: _Element) -> list[Piece]:
    pictures = list(_only_pictures(element.pieces))
    if len(pictures) != 1 or pictures[0].caption or pictures[0].attributes:
        return []
    return [Picture(pictures[0].picture.stated, pictures[0].picture.found, link=element.opening)]


def _paragraph(element: _Element) -> list[Piece]:
    shown = list(_only_pictures(element.pieces))
    if all(each.picture.is_small for each in shown):
        return []
    for number, each in enumerate(shown):
        carried = element.carried.items()
        # Two elements of one page never share an id.
        each.attributes |= {name: value for name, value in carried if name != "id" or not number}
    return list(shown)


def _figure(element: _Element) -> list[Piece]:
    captions = [piece for piece in element.pieces if isinstance(piece, Html) and piece.name == "figcaption"]
    shown = list(_only_pictures([piece for piece in element.pieces if piece not in captions]))
    if not shown or len(captions) > 1:
        return []
    caption = captions[0].html if captions else ""
    attributes = {**element.carried, "class": element.attributes.get("class", "")}
    if "gallery" not in attributes["class"].split() and len(shown) == 1 and not shown[0].caption:
        return [Figure(shown[0].picture, attributes, caption)]
    return [Html(figures.gallery(shown, attributes, caption), "block")]


_SETTLED_BY: dict[str, Callable[[_Element], list[Piece]]] = {"a": _link, "p": _paragraph, "figure": _figure}


def _only_pictures(pieces: list[Piece]) -> Iterator[Figure]:
    """Each picture as a figure; none at all where anything else stands among them."""
    if any(isinstance(piece, Html) and piece.kind != "space" for piece in pieces):
        return
    for piece in pieces:
        if not isinstance(piece, Html):
            yield piece if isinstance(piece, Figure) else Figure(piece)


def _placed(pieces: list[Piece]) -> list[Piece]:
    """The pieces with figures for pictures that stand alone, and galleries for those that follow each other."""
    placed: list[Piece] = []
    for is_shown, group in groupby(_alone(pieces), key=_may_stand_in_gallery):
        together = list(group)
        shown = [piece for piece in together if isinstance(piece, Figure)]
        is_gallery = is_shown and len(shown) > 1
        placed += [Html(figures.gallery(shown), "block")] if is_gallery else together
    return placed


def _alone(pieces: list[Piece]) -> list[Piece]:
    """The pieces with a figure for each picture that has no running text beside it."""
    groups = [(loose, list(group)) for loose, group in groupby(pieces, key=_is_loose)]
    alone: list[Piece] = []
    for number, (loose, group) in enumerate(groups):
        beside = [*groups[number - 1][1][-1:]] if number else []
        beside += groups[number + 1][1][:1] if number + 1 < len(groups) else []
        in_text = any(isinstance(piece, Html) and piece.kind == "inline" for piece in beside)
        shown = [] if in_text or not loose else list(_only_pictures(group))
        alone += shown if any(not each.picture.is_small for each in shown) else group
    return alone


def _is_loose(piece: Piece) -> bool:
    return isinstance(piece, Picture) or (isinstance(piece, Html) and piece.kind == "space")


def _may_stand_in_gallery(piece: Piece) -> bool:
    return isinstance(piece, Figure) or (isinstance(piece, Html) and piece.kind == "space")


def _joined(pieces: list[Piece]) -> str:
    return "".join(_written(piece) for piece in pieces)


def _written(piece: Piece) -> str:
    if isinstance(piece, Html):
        return piece.html
    return figures.figure(piece) if isinstance(piece, Figure) else figures.inline(piece)
