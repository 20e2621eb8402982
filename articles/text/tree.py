"""Read HTML into a tree, as a browser would."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from .complexity import refuse_complex

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\r\ud800-\udfff\ufffe\uffff]")
_INSTEAD = {"\x0c": " ", "\r": "\n"}


def body_of(html: str) -> LexborNode:
    """Return the body of ``html``, a page or a fragment. Raises TooComplex before it would take long."""
    refuse_complex(html)
    # The body's own tag keeps a <frameset> in the text from replacing everything.
    body = LexborHTMLParser("<!doctype html><body>" + printable(html)).body
    if body is None:
        raise AssertionError("The parser makes a body for any input.")
    return body


def children(node: LexborNode) -> list[LexborNode]:
    """Return the elements and texts directly in ``node``; comments are left out."""
    return list(node.iter(include_text=True))


def printable(text: str) -> str:
    """Return ``text`` without control characters (but tabs, newlines), surrogates and noncharacters."""
    return _UNPRINTABLE.sub(lambda found: _INSTEAD.get(found[0], ""), text)
