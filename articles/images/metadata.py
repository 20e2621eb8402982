"""Read the words that a picture carries: credit, caption, alternative text, copyright.

Asked in the order XMP, IPTC, EXIF, PNG text: the first that has a word wins, as the Metadata Working Group
advises. Nothing here raises: a picture with broken words is a picture without words.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from xml.etree import ElementTree

from PIL import ExifTags, Image, IptcImagePlugin

MAX_XMP_BYTES = 256 * 1024
CREDIT_LENGTH = 300
ALT_LENGTH = 1000
CAPTION_LENGTH = 5000

_NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "core": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}
# Cameras that fill the description in by themselves.
_CAMERA_TALK = re.compile(
    r"OLYMPUS DIGITAL CAMERA|SAMSUNG CAMERA PICTURES|SONY DSC|MINOLTA DIGITAL CAMERA|DCIM.*"
)
_SPACES_AND_CONTROLS = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")

Fields = dict[str, str]


@dataclass(frozen=True, slots=True)
class Words:
    """What the picture says of itself; ``""`` where it says nothing."""

    credit: str = ""
    caption: str = ""
    alt: str = ""
    copyright: str = ""


def read(image: Image.Image) -> Words:
    """Return the words that ``image`` carries, each on one line and cut to its length."""
    sources = [_read_safely(reader, image) for reader in (_xmp, _iptc, _exif, _png_text)]

    def first(name: str, length: int) -> str:
        return next((words for source in sources if (words := _tidy(source.get(name, ""), length))), "")

    return Words(
        credit=first("credit", CREDIT_LENGTH) or first("creator", CREDIT_LENGTH),
        caption=first("caption", CAPTION_LENGTH),
        alt=first("alt", ALT_LENGTH),
        copyright=first("copyright", CREDIT_LENGTH),
    )


def exif_of(image: Image.Image) -> Image.Exif:
    """Return the EXIF that stands before the pixels. Raises whatever Pillow does on what is broken.

    Pillow's own way decodes a whole PNG to see whether there is some behind them.
    """
    exif = Image.Exif()
    exif.load(image.info.get("exif", b""))
    return exif


def _tidy(text: str, length: int) -> str:
    text = _SPACES_AND_CONTROLS.sub(" ", text).strip()
    return "" if _CAMERA_TALK.fullmatch(text) else text[:length]


def _read_safely(reader: Callable[[Image.Image], Fields], image: Image.Image) -> Fields:
    # Pillow's metadata parsers raise a dozen kinds of error on hostile bytes, and none is worth a picture.
    try:
        return reader(image)
    except Exception:
        return {}


_XMP_NAMES = {
    "credit": "photoshop:Credit",
    "creator": "dc:creator",
    "caption": "dc:description",
    "alt": "core:AltTextAccessibility",
    "copyright": "dc:rights",
}


def _xmp(image: Image.Image) -> Fields:
    packet = image.info.get("xmp") or b""
    packet = packet.encode() if isinstance(packet, str) else packet
    # Metadata never declares a document type; who does wants entities expanded.
    if not packet or len(packet) > MAX_XMP_BYTES or b"<!" in packet:
        return {}
    tree = ElementTree.fromstring(packet.strip(b"\0 \r\n\t"))
    return {field: _xmp_value(tree, name) for field, name in _XMP_NAMES.items()}


def _xmp_value(tree: ElementTree.Element, name: str) -> str:
    """The property's text, its first alternative, or its short form as an attribute of the description."""
    for element in tree.iterfind(f".//{name}", _NAMESPACES):
        item = element.find(".//rdf:li", _NAMESPACES)
        return (element if item is None else item).text or ""
    prefix, _, local = name.partition(":")
    attribute = f"{{{_NAMESPACES[prefix]}}}{local}"
    descriptions = tree.iterfind(".//rdf:Description", _NAMESPACES)
    return next((value for element in descriptions if (value := element.get(attribute))), "")


_IPTC_NUMBERS = {"credit": (2, 110), "creator": (2, 80), "caption": (2, 120), "copyright": (2, 116)}


def _iptc(image: Image.Image) -> Fields:
    # Pillow's hint names two of its formats; it answers None for the others.
    info = IptcImagePlugin.getiptcinfo(image) or {}  # type: ignore[arg-type]  # takes more than its types say
    return {field: _iptc_text(info.get(number, b"")) for field, number in _IPTC_NUMBERS.items()}


def _iptc_text(value: bytes | list[bytes]) -> str:
    return _decoded(value[0] if isinstance(value, list) else value)


_EXIF_TAGS = {
    "creator": ExifTags.Base.Artist,
    "caption": ExifTags.Base.ImageDescription,
    "copyright": ExifTags.Base.Copyright,
}


def _exif(image: Image.Image) -> Fields:
    exif = exif_of(image)
    return {field: _exif_text(exif.get(tag)) for field, tag in _EXIF_TAGS.items()}


def _exif_text(value: object) -> str:
    # EXIF says ASCII, Pillow reads Latin-1, and what is written is UTF-8.
    return _decoded(value.encode("latin-1")) if isinstance(value, str) else ""


def _decoded(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("cp1252", "replace")


_PNG_KEYWORDS = {"creator": "Author", "caption": "Description", "copyright": "Copyright"}


def _png_text(image: Image.Image) -> Fields:
    return {field: str(image.info.get(keyword, "")) for field, keyword in _PNG_KEYWORDS.items()}
