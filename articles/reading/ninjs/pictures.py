"""The pictures and films that come with an item, each in the best of its renditions."""

import re
from html import escape, unescape

from .. import fields
from ..feeds.entry import Enclosure
from ..formats import PICTURE_SUFFIXES, suffix_of
from ..payloads import Payload, element, figure, image, rows, text, words
from ..record import Picture
from . import item as items

PICTURE_TYPES = frozenset({"picture", "graphic"})
FILM_TYPES = frozenset({"audio", "video"})
# The names that agencies give to the picture of a story, whatever comes before it.
LEAD_NAMES = frozenset({"featuremedia", "featureimage", "mainpic", "main", "lead", "mainpicture"})
QUOTED = re.compile(r"\"([^\"<>\s]{1,2000})\"")
WITHOUT_QUERY = re.compile(r"[?#].*", re.S)


def shown(item: Payload) -> list[Payload]:
    """Return the pictures that come with an item, the story's own first."""
    pictures = [each for each in items.associated(item) if _kind(each) in PICTURE_TYPES and best(each)]
    return sorted(pictures, key=lambda each: text(each, "name").lower() not in LEAD_NAMES)


def films(item: Payload) -> list[Enclosure]:
    """Return the films and recordings that come with an item."""
    found = [each for each in items.associated(item) if _kind(each) in FILM_TYPES]
    return [
        Enclosure(address=address, kind=_kind(each), title=items.headline(each))
        for each in found
        if (address := next(iter(_addresses(each)), ""))
    ]


def picture(item: Payload) -> Picture:
    """Return a picture with its words: what it shows, what stands below it, and whose it is."""
    described = items.description(item)
    caption = fields.plain(described.html) if described else ""
    title = fields.plain(items.headline(item))
    credit = text(item, "byline", "by", "creditline") or text(item, "copyrightholder")
    alt = fields.plain(text(item, "alttext", "alt_text") or title)
    return Picture(best(item), alt=alt, caption=caption or title, credit=fields.plain(credit))


def as_figure(item: Payload) -> str:
    """Return a picture as HTML, whose credit stands in its caption."""
    own = picture(item)
    credit = element("small", words(own.credit))
    caption = " ".join(filter(None, (words(own.caption), credit)))
    return figure(image({"src": own.address, "alt": own.alt}), caption)


def with_best(html: str, found: list[Payload]) -> str:
    """Return a body in which each of some pictures stands in its best rendition, whichever it stood in."""
    wanted = {address: whole for each in found for whole in [best(each)] for address in _addresses(each)}

    def better(quoted: re.Match[str]) -> str:
        address = wanted.get(unescape(quoted[1]))
        return f'"{escape(address)}"' if address else quoted[0]

    return QUOTED.sub(better, html) if wanted else html


def not_in(html: str, found: list[Payload]) -> list[Payload]:
    """Return those of some pictures that a body does not show itself."""
    named = set(map(unescape, QUOTED.findall(html)))
    return [each for each in found if best(each) not in named]


def best(item: Payload) -> str:
    """Return the address of the widest rendition that is a picture and has no mark across it, or an empty text."""
    pictures = [each for each in _renditions(item) if _is_picture(each)]
    clean = [each for each in pictures if text(each, "variant").lower() != "watermark"] or pictures
    return text(max(clean, key=_width, default={}), "href")


def _kind(item: Payload) -> str:
    """Return the type of an item; one that states none is what its renditions are."""
    return text(item, "type").lower() or ("picture" if best(item) else "")


def _renditions(item: Payload) -> list[Payload]:
    stated = item.get("renditions")
    return rows(list(stated.values()) if isinstance(stated, dict) else stated)


def _addresses(item: Payload) -> list[str]:
    return list(filter(None, (text(each, "href") for each in _renditions(item))))


def _is_picture(rendition: Payload) -> bool:
    stated = text(rendition, "mimetype", "contenttype").lower()
    address = WITHOUT_QUERY.sub("", text(rendition, "href"))
    return bool(address) and (
        stated.startswith("image/") or not stated and suffix_of(address) in PICTURE_SUFFIXES
    )


def _width(rendition: Payload) -> float:
    stated = rendition.get("width")
    return stated if isinstance(stated, (int, float)) else 0
