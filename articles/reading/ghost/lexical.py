"""Lexical, in which Ghost has written since 5.0: a tree of nodes as HTML."""

import re
from collections.abc import Callable

from ..limits import Limit
from ..payloads import Payload, element, link, rows, text, words
from ..record import Warning
from . import cards

MAX_DEPTH = Limit(100, "levels of nesting in a Lexical document")
# The bits of a text's format, innermost first. Source: Lexical, "LexicalConstants".
FORMATS = (
    (16, "code"),
    (1, "strong"),
    (2, "em"),
    (4, "s"),
    (8, "u"),
    (32, "sub"),
    (64, "sup"),
    (128, "mark"),
)
HEADING = re.compile(r"h[1-6]")


def render(document: Payload, warnings: list[Warning]) -> str:
    """Return a document as HTML that is not yet safe to show; raises Refused where it is nested too deep."""
    root = document.get("root")
    return _Rendering(warnings).children(root, 0) if isinstance(root, dict) else ""


class _Rendering:
    """One rendering of one document; what it meets and nobody knows goes into ``warnings``."""

    def __init__(self, warnings: list[Warning]) -> None:
        self.warnings = warnings

    def children(self, node: Payload, depth: int) -> str:
        MAX_DEPTH.check(depth)
        return "".join(self._node(child, depth + 1) for child in rows(node.get("children")))

    def _node(self, node: Payload, depth: int) -> str:
        name = text(node, "type").removeprefix("extended-")
        if name in LEAVES:
            return LEAVES[name](node)
        if name in BRANCHES:
            return BRANCHES[name](node, self.children(node, depth))
        if "children" not in node:
            return cards.render(name, node, self.warnings)
        self.warnings.append(Warning("card", name[:100] or "without a name"))
        return element("div", self.children(node, depth))


def _text(node: Payload) -> str:
    stated, said = node.get("format"), node.get("text")
    marks = stated if isinstance(stated, int) else 0
    html = words(said) if isinstance(said, str) else ""
    for bit, name in FORMATS:
        html = element(name, html) if marks & bit else html
    return html


def _heading(node: Payload, inside: str) -> str:
    tag = text(node, "tag")
    return element(tag if HEADING.fullmatch(tag) else "h2", inside)


def _list(node: Payload, inside: str) -> str:
    is_ordered = "number" in (node.get("listType"), node.get("tag")) or node.get("tag") == "ol"
    start = node.get("start")
    stated = str(start) if is_ordered and isinstance(start, int) and start != 1 else ""
    return element("ol" if is_ordered else "ul", inside, start=stated)


def _wrapped_in(name: str) -> Callable[[Payload, str], str]:
    return lambda node, inside: element(name, inside)


def _link(node: Payload, inside: str) -> str:
    return link(text(node, "url"), inside)


LEAVES: dict[str, Callable[[Payload], str]] = {
    "text": _text,
    "linebreak": lambda node: "<br>",
    "tab": lambda node: "\t",
    "zwnj": lambda node: "",
}
BRANCHES: dict[str, Callable[[Payload, str], str]] = {
    "paragraph": _wrapped_in("p"),
    "quote": _wrapped_in("blockquote"),
    "aside": _wrapped_in("blockquote"),
    "listitem": _wrapped_in("li"),
    "heading": _heading,
    "list": _list,
    "link": _link,
    "autolink": _link,
    "at-link": _link,
}
