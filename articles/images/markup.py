"""The pictures in the HTML of a body: finding them, and taking them out.

Bodies come from the sanitizer, whose output is canonical: lower-case names, every attribute value in double
quotes, ``<`` in text always escaped, no comments. So its tags can be told exactly by a pattern, and all that
is no picture stays byte for byte what it was, which no parser promises: Lexbor eats a line of ``<pre>``.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from html import escape, unescape

# Where pictures of an imported archive point until they are kept; nothing answers there.
ARCHIVE_PREFIX = "/archive/"

ATTRIBUTES = r'((?:\s+[^\s"=/>]+(?:="[^"]*")?)*)\s*/?'
# Every tag is matched whole: what looks like a picture inside its attributes is none.
TAG = re.compile(rf"<(/?)([a-z][^\s/>]*){ATTRIBUTES}>")
_PICTURE_OR_TAG = re.compile(
    rf"<p{ATTRIBUTES}>\s*<img{ATTRIBUTES}>\s*</p>|<img{ATTRIBUTES}>|<[a-z/][^\s/>]*{ATTRIBUTES}>"
)
_ATTRIBUTE = re.compile(r'([^\s"=/>]+)(?:="([^"]*)")?')

Attributes = dict[str, str]
# Addresses with widths in px.
Candidates = list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Kept:
    """A picture kept here: ``address`` is its original's, ``width`` and ``height`` in px are as shown.

    ``webp`` and ``jpeg``: its renditions as ``(address, width in px)``, ascending. ``moves``: the original is an
    animation to show as it is. ``rights_until``: the last day on which readers see it.
    """

    address: str
    width: int
    height: int
    webp: Candidates = field(default_factory=list)
    jpeg: Candidates = field(default_factory=list)
    alt: str = ""
    caption: str = ""
    credit: str = ""
    moves: bool = False
    rights_until: date | None = None


@dataclass(frozen=True, slots=True)
class Lost:
    """A picture that was asked for at its source and given up."""


Found = Kept | Lost
Find = Callable[[str], Found | None]


def addresses(html: str) -> list[str]:
    """Return the address of each picture in a clean body, in order, each once."""
    if "<img" not in html:
        return []
    found = (attributes_of(tag[3]).get("src", "") for tag in TAG.finditer(html) if tag[2] == "img")
    return list(dict.fromkeys(filter(None, found)))


def without_pictures(html: str) -> str:
    """Return a clean body without its pictures and the paragraphs that held nothing else; every word stays."""
    return _PICTURE_OR_TAG.sub(lambda tag: "" if tag.groups()[-1] is None else tag[0], html)


def srcset_attribute(renditions: Iterable[tuple[str, int]]) -> str:
    """Return the value of ``srcset``, not escaped, for renditions as ``(address, width in px)``.

    Spaces and commas separate there, so in an address they are percent-encoded.
    Source: HTML Living Standard, "srcset attributes".
    """
    return ", ".join(
        f"{address.replace(' ', '%20').replace(',', '%2C')} {width}w" for address, width in renditions
    )


def attributes_of(written: str | None) -> Attributes:
    """Return the attributes of a tag by name, from how they are written in it."""
    return {name: unescape(value) for name, value in _ATTRIBUTE.findall(written or "")}


def open_tag(name: str, attributes: Attributes) -> str:
    """Return the tag with its attributes escaped."""
    written = (f' {key}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name}{''.join(written)}>"
