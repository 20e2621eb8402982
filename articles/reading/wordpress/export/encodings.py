"""The bytes of an export as text: what it declares of itself, and what it is."""

import codecs
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from ... import decoding
from .spans import CHUNK_BYTES

WIDE_STARTS = (
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)
CONTROL_BYTES = bytes(byte for byte in [*range(0x20), 0x7F] if byte not in b"\t\n\r")
DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([\w.:-]{1,40})")
# What the codec of a declared name is, as browsers read it: "latin1" has always meant Windows's.
CODECS = {
    **dict.fromkeys(("iso-8859-1", "latin1", "us-ascii", "windows-1252"), "cp1252"),
    **dict.fromkeys(("gb2312", "gbk", "gb18030"), "gb18030"),
    **{"big5": "big5hkscs", "shift_jis": "cp932", "euc-kr": "cp949", "tis-620": "cp874"},
    **{name: name for name in ("euc-jp", "koi8-r", "koi8-u", "windows-874")},
    **{f"iso-8859-{part}": f"iso-8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
    **{f"iso-8859-{part}": f"cp125{part - 5}" for part in (9,)},
    **{f"windows-125{part}": f"cp125{part}" for part in (0, 1, 3, 4, 5, 6, 7, 8)},
}


def narrow(head: bytes) -> bytes:
    """Return the beginning of a file in an encoding where ASCII is ASCII."""
    wide = _wide_encoding(head)
    return head.decode(wide, "replace").encode() if wide else head


@contextmanager
def narrowed(file: BinaryIO) -> Iterator[BinaryIO]:
    """Give a file in an encoding where ASCII is ASCII: the file itself, or UTF-16 written anew as UTF-8."""
    wide = _wide_encoding(file.read(2))
    file.seek(0)
    if not wide:
        yield file
        return
    with tempfile.TemporaryFile() as narrow_file:
        chunks = iter(lambda: file.read(CHUNK_BYTES), b"")
        for text in codecs.iterdecode(chunks, wide, "replace"):
            narrow_file.write(text.encode())
        yield narrow_file


def declared_codec(head: bytes) -> str:
    """Return the codec of the encoding that an XML declaration names; empty for UTF-8 and the unknown."""
    found = DECLARED.search(head)
    return CODECS.get(found[1].decode().lower(), "") if found else ""


def decode(raw: bytes, *, codec: str) -> decoding.Decoded:
    """Return the text of an element: as UTF-8 if it is, else as declared, else as it looks. Raises Refused."""
    return decoding.decode(_as_utf8(raw, codec))


def quick_text(raw: bytes, *, codec: str) -> str:
    """Return the text of an element as ``decode`` does, its odd spaces left as they are. Raises Refused."""
    if len(raw.translate(None, CONTROL_BYTES)) < len(raw):
        return decode(raw, codec=codec).text
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return decode(raw, codec=codec).text


def _wide_encoding(start: bytes) -> str:
    return next((encoding for mark, encoding in WIDE_STARTS if start.startswith(mark)), "")


def _as_utf8(raw: bytes, codec: str) -> bytes:
    if not codec or is_utf8(raw):
        return raw
    try:
        return raw.decode(codec).encode()
    except UnicodeDecodeError:
        return raw


def is_utf8(raw: bytes) -> bool:
    """Say whether bytes are UTF-8."""
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True
