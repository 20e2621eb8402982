"""HTML written out of values whose shape nobody vouches for."""

import re
from html import escape
from typing import Any

Payload = dict[str, Any]
PARAGRAPH = re.compile(r"<p\b", re.I)
ONE_PARAGRAPH = re.compile(r"\s*<p\b[^<>]*>(?P<inside>(?:[^<]++|<(?!/?p\b))*+)</p>\s*", re.I)


def text(payload: Payload, *keys: str) -> str:
    """Return the first of ``keys`` that holds a text with anything in it, or an empty text."""
    found = (payload.get(key) for key in keys)
    return next((value.strip() for value in found if isinstance(value, str) and value.strip()), "")


def rows(value: Any) -> list[Payload]:
    """Return the objects in a list, and nothing where there is no list."""
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def element(name: str, inside: str, **stated: str) -> str:
    """Return an element around HTML, with those attributes that say something; nothing around nothing."""
    return f"<{name}{attributes(stated)}>{inside}</{name}>" if inside else ""


def paragraph(inside: str) -> str:
    """Return HTML as a paragraph; what holds paragraphs of its own stays as it is, for none can stand in another."""
    return inside if PARAGRAPH.search(inside) else element("p", inside)


def unwrapped(html: str) -> str:
    """Return HTML without the one paragraph that it may stand in."""
    alone = ONE_PARAGRAPH.fullmatch(html)
    return alone["inside"] if alone else html


def words(plain: str) -> str:
    """Return plain text as HTML."""
    return escape(plain, quote=False)


def image(payload: Payload) -> str:
    """Return the picture that a payload names, or an empty text."""
    source = text(payload, "src", "url")
    if not source:
        return ""
    return f"<img{attributes({'src': source, 'alt': text(payload, 'alt'), 'title': text(payload, 'title')})}>"


def link(address: str, inside: str) -> str:
    """Return HTML inside a link, or alone where there is no address."""
    return element("a", inside or words(address), href=address) if address else inside


def card(address: str, label: str) -> str:
    """Return a link that stands for what an article cannot hold."""
    return element("p", link(address, words(label)), **{"class": "embed-card"}) if address else ""


def figure(inside: str, caption: str, **stated: str) -> str:
    """Return a figure; ``caption`` is HTML."""
    return element("figure", inside and inside + element("figcaption", unwrapped(caption)), **stated)


def attributes(stated: dict[str, str]) -> str:
    """Return attributes as they stand in a tag, those left out that say nothing."""
    return "".join(f' {name}="{escape(value)}"' for name, value in stated.items() if value)
