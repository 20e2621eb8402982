"""Mobiledoc, in which Ghost wrote from 1.0 to 5.0: sections of marked-up text and cards as HTML.

Source: the format's own description, versions 0.3.0 to 0.3.2.
"""

import re
from typing import Any

from ..payloads import Payload, attributes, element, image, words
from ..record import Warning
from . import cards

MARKUP_SECTION, IMAGE_SECTION, LIST_SECTION, CARD_SECTION = 1, 2, 3, 10
ATOM = 1
SECTION_TAGS = {"pull-quote": "blockquote", "aside": "blockquote"}
TAG = re.compile(r"[a-z][a-z0-9]{0,14}")


def render(document: Payload, warnings: list[Warning]) -> str:
    """Return a document as HTML that is not yet safe to show."""
    return _Rendering(document, warnings).sections()


class _Rendering:
    """One rendering of one document, whose sections refer to its tables of cards, atoms and markups by number."""

    def __init__(self, document: Payload, warnings: list[Warning]) -> None:
        self.document = document
        self.warnings = warnings

    def sections(self) -> str:
        return "\n".join(filter(None, map(self._section, _list(self.document.get("sections")))))

    def _section(self, section: Any) -> str:
        kind, first, second = _three(section)
        if kind == MARKUP_SECTION:
            return element(_tag(first, "p"), self._marked(second))
        if kind == LIST_SECTION:
            items = "".join(element("li", self._marked(item)) for item in _list(second))
            return element(_tag(first, "ul"), items)
        if kind == IMAGE_SECTION:
            return element("p", image({"src": first}))
        return self._card(first) if kind == CARD_SECTION else ""

    def _card(self, number: Any) -> str:
        name, payload, _ = _three(self._row("cards", number))
        return cards.render(str(name or ""), payload if isinstance(payload, dict) else {}, self.warnings)

    def _marked(self, markers: Any) -> str:
        """Return text with its markup: each marker opens so many elements and closes so many of the open ones."""
        pieces: list[str] = []
        still_open: list[str] = []
        for marker in _list(markers):
            kind, opened, closed, value = [*_list(marker), None, None, None, None][:4]
            for number in _list(opened):
                name, listed, _ = _three(self._row("markups", number))
                still_open.append(_tag(name, "span"))
                pieces.append(f"<{still_open[-1]}{_address(listed)}>")
            pieces.append(self._value(kind, value))
            for _ in range(min(closed, len(still_open)) if isinstance(closed, int) else 0):
                pieces.append(f"</{still_open.pop()}>")
        return "".join([*pieces, *(f"</{name}>" for name in reversed(still_open))])

    def _value(self, kind: Any, value: Any) -> str:
        if kind != ATOM:
            return words(value) if isinstance(value, str) else ""
        name, said, _ = _three(self._row("atoms", value))
        return "<br>" if name == "soft-return" else words(said) if isinstance(said, str) else ""

    def _row(self, table: str, number: Any) -> Any:
        found = _list(self.document.get(table))
        return found[number] if isinstance(number, int) and 0 <= number < len(found) else []


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _three(value: Any) -> tuple[Any, Any, Any]:
    first, second, third = [*_list(value), None, None, None][:3]
    return first, second, third


def _tag(stated: Any, otherwise: str) -> str:
    name = SECTION_TAGS.get(stated, stated) if isinstance(stated, str) else ""
    return name if TAG.fullmatch(name) else otherwise


def _address(listed: Any) -> str:
    """Return the ``href`` among attributes, which are written as a list of names and values in turn."""
    stated = [item for item in _list(listed) if isinstance(item, str)]
    return attributes({"href": dict(zip(stated[::2], stated[1::2], strict=False)).get("href", "")})
