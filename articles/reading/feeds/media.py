"""Media RSS in an entry: its pictures and films, each with the words that belong to it.

It is taken out before feedparser reads the entry, which would mix those words with the entry's own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

from .. import fields
from ..limits import Limit
from ..record import Picture
from .cutting import OPAQUE
from .entry import Enclosure

MAX_DEPTH = Limit(50, "levels of nesting in Media RSS")
NAMESPACE = re.compile(
    rb"xmlns:([\w.-]{1,40})\s*=\s*[\"']https?://(?:video\.)?search\.yahoo\.com/mrss/?[\"']"
)
DECLARATION = re.compile(rb"\s(xmlns(?::[\w.-]{1,40})?)\s*=\s*(\"[^\"<]*\"|'[^'<]*')")
# WordPress.com lists its author's portrait among the pictures of a story.
PORTRAIT = re.compile(r"https?://[\w.-]*\bgravatar\.com/", re.I)
FILE_NAME = re.compile(r"[\w.%-]+", re.ASCII)
PICTURE_NAME = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|bmp|tiff?)(?:[?#]|$)", re.I)
KINDS = ("image", "video", "audio")


@dataclass(slots=True)
class Media:
    """What an entry's Media RSS holds; ``title``, ``description`` and ``terms`` belong to the entry itself."""

    pictures: list[Picture] = field(default_factory=list)
    enclosures: list[Enclosure] = field(default_factory=list)
    title: str = ""
    description: str = ""
    terms: list[str] = field(default_factory=list)


def take(entry: bytes, *, opening: bytes) -> tuple[bytes, Media]:
    """Return an entry without its Media RSS, and what that holds. ``opening``: the tags around the entry."""
    declared = NAMESPACE.search(opening) or NAMESPACE.search(entry)
    prefix = declared[1] if declared else b"media"
    if b"<%b:" % prefix not in entry:
        return entry, Media()
    spans = list(_spans(entry, prefix))
    found = [entry[start:end] for start, end in spans]
    edges = [0, *(edge for span in spans for edge in span), len(entry)]
    bare = b"".join(entry[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True))
    return bare, _media(_tree(found, _declarations(opening, prefix)))


def _spans(entry: bytes, prefix: bytes) -> Iterator[tuple[int, int]]:
    """Yield where each outermost element of a prefix begins and ends, outside CDATA and comments."""
    tag = rb"<(?P<is_end>/)?%b:[\w.-]+(?=[\s/>])[^<>]*?(?P<is_empty>/)?>" % re.escape(prefix)
    depth = start = 0
    for found in re.finditer(rb"%b|(?P<tag>%b)" % (OPAQUE, tag), entry, re.S):
        if not found["tag"]:
            continue
        if depth == 0:
            start = found.start()
        depth += -1 if found["is_end"] else 0 if found["is_empty"] else 1
        if depth == 0:
            yield start, found.end()
        depth = max(depth, 0)


def _declarations(opening: bytes, prefix: bytes) -> bytes:
    """Return the namespaces that are declared around an entry, with ours among them."""
    declared = {b"xmlns:" + prefix: b'"http://search.yahoo.com/mrss/"'}
    declared |= {found[1]: found[2] for found in DECLARATION.finditer(opening)}
    return b" ".join(b"%b=%b" % item for item in declared.items())


def _tree(elements: list[bytes], declarations: bytes) -> ElementTree.Element:
    """Return one tree of the elements, but those that are not well-formed."""
    tree = ElementTree.Element("entry")
    for element in elements:
        try:
            tree.extend(ElementTree.fromstring(b"<m %b>%b</m>" % (declarations, element)))
        except ElementTree.ParseError:
            continue
    return tree


def _media(tree: ElementTree.Element) -> Media:
    media = Media(title=_words(tree).get("title", ""), description=_words(tree).get("description", ""))
    media.terms = [child.get("label") or child.text or "" for child in tree if _name(child) == "category"]
    thumbnails: list[Picture] = []
    _add(media, thumbnails, tree, {})
    group = next((child for child in tree if _name(child) == "group"), None)
    if group is not None and not media.description:
        media.description = _words(group).get("description", "")
    media.pictures += thumbnails
    return media


def _add(
    media: Media,
    thumbnails: list[Picture],
    element: ElementTree.Element,
    inherited: dict[str, str],
    depth: int = 0,
) -> None:
    """Add what an element and those in it show; words hold for all that lies in the same element."""
    MAX_DEPTH.check(depth)
    words = inherited | _words(element)
    address = element.get("url", "").strip()
    if address and _name(element) == "thumbnail":
        thumbnails.append(_picture(address, words))
    if address and _name(element) == "content":
        _add_content(media, element, address, words)
    for child in element:
        _add(media, thumbnails, child, words, depth + 1)


def _add_content(media: Media, element: ElementTree.Element, address: str, words: dict[str, str]) -> None:
    kind = _kind(element, address)
    if kind == "image" and not PORTRAIT.match(address):
        media.pictures.append(_picture(address, words))
    elif kind != "image":
        media.enclosures.append(
            Enclosure(address=address, kind=kind, title=fields.plain(words.get("title", "")))
        )


def _kind(element: ElementTree.Element, address: str) -> str:
    stated = element.get("medium") or element.get("type", "").partition("/")[0]
    if stated in KINDS:
        return stated
    if PICTURE_NAME.search(address):
        return "image"
    return "video" if "flash" in element.get("type", "") else stated


def _picture(address: str, words: dict[str, str]) -> Picture:
    title = fields.plain(words.get("title", ""))
    return Picture(
        address,
        # A picture's title is often no more than the name of its file, which tells a reader nothing.
        alt="" if FILE_NAME.fullmatch(title) else title,
        caption=fields.plain(words.get("description", "")),
        credit=fields.plain(words.get("credit", "") or words.get("copyright", "")),
    )


def _words(element: ElementTree.Element) -> dict[str, str]:
    """Return the words that stand directly in an element, by the name of what holds them."""
    return {_name(child): child.text for child in element if child.text and child.text.strip()}


def _name(element: ElementTree.Element) -> str:
    return str(element.tag).rpartition("}")[2]
