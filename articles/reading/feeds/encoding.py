"""The encoding of an XML file: a feed of any of them as UTF-8."""

import codecs
import re

from .. import decoding

DECLARED = re.compile(rb"<\?xml\b[^<>]{0,200}?\bencoding\s*=\s*[\"']([\w.:-]{1,40})[\"']")
# What programs mean by the name they write. Source: WHATWG Encoding, "Names and labels".
MEANT = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "iso8859-1": "cp1252",
    "euc_kr": "cp949",
}
# Python has codecs that are no encodings of text; those that a feed is ever in begin with these.
ENCODINGS = re.compile(r"gb|big5|cp\d|euc|shift|iso8859|iso2022|koi8|mac-|tis-")
CHUNK_BYTES = 1_000_000
SAMPLE_BYTES = 200_000
MARKS = tuple(mark for mark, _ in decoding.BYTE_ORDER_MARKS)


def as_utf8(data: bytes) -> tuple[bytes, str]:
    """Return an XML file in UTF-8 without a byte order mark, and the encoding it came in.

    Raises Refused where nobody can tell the encoding, or for what is no text.
    """
    encoding = _encoding(data)
    if encoding == "utf-8":
        return data.removeprefix(codecs.BOM_UTF8), encoding
    return data.decode(encoding, "replace").removeprefix("\ufeff").encode(), encoding


def start_as_utf8(head: bytes) -> bytes:
    """Return the start of a file so that its ASCII can be compared, whatever it is cut off in."""
    marked = next((name for mark, name in decoding.BYTE_ORDER_MARKS if head.startswith(mark)), "")
    if not marked and b"\0" in head[:4]:
        marked = "utf-16-be" if head.startswith(b"\0") else "utf-16-le"
    return head.decode(marked, "replace").removeprefix("\ufeff").encode() if marked else head


def _encoding(data: bytes) -> str:
    # What reads as UTF-8 is in it, whatever it declares: servers convert a feed and leave the declaration.
    if not data.startswith(MARKS[1:]) and b"\0" not in data[:SAMPLE_BYTES] and _is_utf8(data):
        return "utf-8"
    found = DECLARED.search(data[:1_000])
    declared = _codec(found[1].decode("ascii")) if found else ""
    return declared or decoding.decode(data[:SAMPLE_BYTES]).encoding.split(" ")[0]


def _is_utf8(data: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    view = memoryview(data)
    try:
        for start in range(0, len(data), CHUNK_BYTES):
            decoder.decode(view[start : start + CHUNK_BYTES])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _codec(label: str) -> str:
    try:
        name = codecs.lookup(label).name
    except LookupError:
        return ""
    return MEANT.get(name, name) if ENCODINGS.match(name) else ""
