"""The boxes of an AVIF file: where its metadata lies, and where the picture ends.

Nothing can be cut out of such a file, since its tables count bytes from its beginning: what is private is written over.
Source: ISO/IEC 14496-12, "ISO base media file format", boxes meta, iinf, iloc and idat.
"""

from collections.abc import Iterator
from typing import NamedTuple

_KINDS_OF_A_FILE = frozenset(b"ftyp styp meta moov mdat moof mfra sidx free skip uuid pdin".split())
_HOLDING_OTHERS = frozenset(b"moov trak".split())
# Room that is to be ignored, and what only one maker knows: nothing that shows the picture.
_PADDING = frozenset(b"free skip uuid udta".split())
_METADATA_ITEMS = frozenset([b"Exif", b"mime", b"uri "])
# An offset to nothing before it, and a TIFF without entries.
_EMPTY_EXIF = b"\0\0\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0"
_IN_FILE, _IN_IDAT = 0, 1


class Box(NamedTuple):
    """A box by its four letters: ``start`` of its content, and ``end``, in bytes from the beginning of the file."""

    kind: bytes
    start: int
    end: int


def boxes(data: bytes, start: int = 0, end: int | None = None) -> Iterator[Box]:
    """Yield the boxes between two places. Raises EOFError where one is longer than what is there."""
    end = len(data) if end is None else end
    while start + 8 <= end:
        size, kind, head = int.from_bytes(data[start : start + 4], "big"), data[start + 4 : start + 8], 8
        if size == 1:
            size, head = int.from_bytes(data[start + 8 : start + 16], "big"), 16
        box_end = end if size == 0 else start + size
        if size and size < head or box_end > end:
            raise EOFError(f"a box of {size} bytes at {start}")
        yield Box(kind, start + head, box_end)
        start = box_end


def without_metadata(data: bytes) -> bytes:
    """Return the file with its metadata and padding written over, and without what is appended to it."""
    written = bytearray(data[: _end_of_picture(data)])
    for box, content in _to_write_over(bytes(written), 0, len(written)):
        written[box.start : box.end] = content[: box.end - box.start].ljust(box.end - box.start, b"\0")
    return bytes(written)


def _end_of_picture(data: bytes) -> int:
    end = 0
    while end + 8 <= len(data) and data[end + 4 : end + 8] in _KINDS_OF_A_FILE:
        end = next(boxes(data, end)).end
    return end


def _to_write_over(data: bytes, start: int, end: int) -> Iterator[tuple[Box, bytes]]:
    for box in boxes(data, start, end):
        if box.kind in _PADDING:
            yield box, b""
        elif box.kind in _HOLDING_OTHERS:
            yield from _to_write_over(data, box.start, box.end)
        elif box.kind == b"meta":
            yield from _metadata_items(data, box)


def _metadata_items(data: bytes, meta: Box) -> Iterator[tuple[Box, bytes]]:
    # Version and flags come before the boxes inside.
    inside = {box.kind: box for box in boxes(data, meta.start + 4, meta.end)}
    kinds = dict(_item_kinds(data, inside[b"iinf"])) if b"iinf" in inside else {}
    places = _item_places(data, inside[b"iloc"], inside.get(b"idat")) if b"iloc" in inside else ()
    for item, box in places:
        if kinds.get(item) in _METADATA_ITEMS:
            yield box, _EMPTY_EXIF if kinds[item] == b"Exif" else b""


def _item_kinds(data: bytes, iinf: Box) -> Iterator[tuple[int, bytes]]:
    first = iinf.start + (6 if data[iinf.start] == 0 else 8)
    for entry in boxes(data, first, iinf.end):
        id_bytes = 4 if data[entry.start] >= 3 else 2
        at = entry.start + 4
        yield int.from_bytes(data[at : at + id_bytes], "big"), data[at + id_bytes + 2 : at + id_bytes + 6]


def _item_places(data: bytes, iloc: Box, idat: Box | None) -> Iterator[tuple[int, Box]]:
    """Yield each item's number with each of its places in this file."""
    fields = _Fields(data, iloc)
    version = fields.take(1)
    fields.take(3)
    sizes = fields.take(2)
    offset_bytes, length_bytes, base_bytes, index_bytes = (sizes >> shift & 15 for shift in (12, 8, 4, 0))
    wide = 4 if version == 2 else 2
    for _ in range(fields.take(wide)):
        item = fields.take(wide)
        method = fields.take(2) & 15 if version else _IN_FILE
        fields.take(2)
        base = fields.take(base_bytes)
        for _ in range(fields.take(2)):
            fields.take(index_bytes if version else 0)
            start, length = base + fields.take(offset_bytes), fields.take(length_bytes)
            if method == _IN_IDAT and idat:
                start += idat.start
            if method in (_IN_FILE, _IN_IDAT):
                yield item, Box(b"", start, min(start + length, len(data)))


class _Fields:
    """Reads numbers of so many bytes one after the other; EOFError where the box has no more."""

    def __init__(self, data: bytes, box: Box) -> None:
        self._data, self._at, self._end = data, box.start, box.end

    def take(self, size: int) -> int:
        start, self._at = self._at, self._at + size
        if self._at > self._end:
            raise EOFError("a table ends before its last entry")
        return int.from_bytes(self._data[start : self._at], "big")
