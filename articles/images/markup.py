"""Show the pictures of an article's body: each ``<img>`` as the page needs it.

Bodies come from the sanitizer, whose output is canonical: lower-case names, every attribute value in double
quotes, ``<`` in text always escaped, no comments. So its tags can be told exactly by a pattern, and all that
is no picture stays byte for byte what it was, which no parser promises: Lexbor eats a line of ``<pre>``.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import escape, unescape

# The text column is 40rem wide, and the window's width less its margins where that is less.
SIZES = "(min-width: 42rem) 40rem, calc(100vw - 2rem)"
# Where pictures of an imported archive point until they are kept; nothing answers there.
ARCHIVE_PREFIX = "/archive/"
MISSING_CLASS = "picture-missing"

_ATTRIBUTES = r'((?:\s+[^\s"=/>]+(?:="[^"]*")?)*)\s*/?'
# Every other tag is matched too: what looks like a picture inside its attributes is none.
_TAG = re.compile(
    rf"<p{_ATTRIBUTES}>\s*<img{_ATTRIBUTES}>\s*</p>|<img{_ATTRIBUTES}>|<[a-z/][^\s/>]*{_ATTRIBUTES}>"
)
_ATTRIBUTE = re.compile(r'([^\s"=/>]+)(?:="([^"]*)")?')
_REMOTE = re.compile(r"https?://", re.IGNORECASE)

Attributes = dict[str, str]


@dataclass(frozen=True, slots=True)
class Kept:
    """A picture kept here.

    ``width`` and ``height`` in px as shown; ``srcset``: its renditions as ``(address, width in px)``.
    """

    address: str
    width: int
    height: int
    srcset: list[tuple[str, int]]
    alt: str = ""
    caption: str = ""
    credit: str = ""


Find = Callable[[str], Kept | None]


def addresses(html: str) -> list[str]:
    """Return the address of each picture in a clean body, in order, each once."""
    if "<img" not in html:
        return []
    found = (_picture_attributes(tag).get("src", "") for tag in _TAG.finditer(html))
    return list(dict.fromkeys(filter(None, found)))


def render_body(html: str, *, find: Find) -> str:
    """Return a clean body with its pictures as the page shows them.

    ``find`` knows the kept picture of an address. One that is not kept but can be shown keeps its address.
    One that cannot be shown gives way to its alternative text, marked ``picture-missing``, or to nothing.
    """
    if "<img" not in html:
        return html
    return _TAG.sub(lambda tag: _shown(tag, find), html)


def without_pictures(html: str) -> str:
    """Return a clean body without its pictures and the paragraphs that held nothing else; every word stays."""
    return _TAG.sub(lambda tag: "" if tag.groups()[-1] is None else tag[0], html)


def without_figures(html: str) -> str:
    """Return a clean body without its pictures and all that is said of them: whole figures go, captions and all."""
    if "<img" not in html:
        return html
    left, end = [], 0
    for start, stop in _figures_with_pictures(html):
        left.append(html[end:start])
        end = stop
    return without_pictures("".join([*left, html[end:]]))


def _figures_with_pictures(html: str) -> Iterator[tuple[int, int]]:
    depth, start, holds_picture = 0, 0, False
    for tag in _TAG.finditer(html):
        if tag[0].startswith("<figure"):
            start, holds_picture = (start, holds_picture) if depth else (tag.start(), False)
            depth += 1
        elif tag[0].startswith("</figure") and depth:
            depth -= 1
            if holds_picture and not depth:
                yield start, tag.end()
        holds_picture = holds_picture or tag.groups()[-1] is None


def srcset_attribute(renditions: Iterable[tuple[str, int]]) -> str:
    """Return the value of ``srcset``, not escaped, for renditions as ``(address, width in px)``.

    Spaces and commas separate there, so in an address they are percent-encoded.
    Source: HTML Living Standard, "srcset attributes".
    """
    return ", ".join(
        f"{address.replace(' ', '%20').replace(',', '%2C')} {width}w" for address, width in renditions
    )


def _picture_attributes(tag: re.Match[str]) -> Attributes:
    _, in_paragraph, alone, _ = tag.groups()
    return _parse(alone if in_paragraph is None else in_paragraph)


def _parse(attributes: str | None) -> Attributes:
    return {name: unescape(value) for name, value in _ATTRIBUTE.findall(attributes or "")}


def _shown(tag: re.Match[str], find: Find) -> str:
    paragraph, in_paragraph, alone, other = tag.groups()
    if other is not None:
        return tag[0]
    picture = _picture_attributes(tag)
    address = picture.get("src", "")
    kept = find(address)
    if kept is None and not _can_be_shown(address):
        return _missing(picture.get("alt", "").strip(), paragraph)
    img = _open_tag("img", _kept(picture, kept) if kept else _linked(picture))
    return img if in_paragraph is None else f"{_open_tag('p', _parse(paragraph))}{img}</p>"


def _can_be_shown(address: str) -> bool:
    if _REMOTE.match(address):
        return True
    return address.startswith("/") and not address.startswith(ARCHIVE_PREFIX)


def _kept(picture: Attributes, kept: Kept) -> Attributes:
    renditions = {"srcset": srcset_attribute(kept.srcset), "sizes": SIZES} if kept.srcset else {}
    size = {"width": str(kept.width), "height": str(kept.height)}
    alt = {"alt": picture.get("alt") or kept.alt}
    return _linked({**picture, "src": kept.address, **renditions, **size, **alt})


def _linked(picture: Attributes) -> Attributes:
    # The site's Referrer-Policy header speaks for every picture.
    own = {name: value for name, value in picture.items() if name != "referrerpolicy"}
    return {"src": "", "alt": "", **own, "loading": "lazy", "decoding": "async"}


def _missing(alt: str, paragraph: str | None) -> str:
    if not alt:
        return ""
    if paragraph is None:
        return f'<span class="{MISSING_CLASS}">{escape(alt)}</span>'
    return f"{_open_tag('p', {**_parse(paragraph), 'class': MISSING_CLASS})}{escape(alt)}</p>"


def _open_tag(name: str, attributes: Attributes) -> str:
    written = (f' {key}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name}{''.join(written)}>"
