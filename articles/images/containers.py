"""Walk the pieces that a picture file is made of, without decoding it.

Each walker yields ``(kind, bytes)`` in file order and stops where the format says that the picture ends, so
that what was appended behind it is never seen. The pieces together are the picture's file.
Sources: ITU-T T.81 annex B, PNG specification "Chunk layout", WebP Container Specification, GIF89a.
"""

import re
from collections.abc import Iterator

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
JPEG_START, JPEG_END, JPEG_SCAN = 0xD8, 0xD9, 0xDA
GIF_EXTENSION, GIF_FRAME, GIF_END = 0x21, 0x2C, 0x3B

# FF00 is a stuffed byte and FFD0 to FFD7 are restart marks: both belong to the scan around them.
_JPEG_MARKER = re.compile(rb"\xff+([\x01-\xcf\xd8-\xfe])")
_JPEG_WITHOUT_LENGTH = (0x01, JPEG_START, JPEG_END)
_GIF_BLOCK = re.compile(rb"[\x21\x2c\x3b]")


def jpeg_segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield each segment by its marker, a scan with its coded data; garbage between segments is left out."""
    position = 0
    while found := _JPEG_MARKER.search(data, position):
        marker = found[1][0]
        position = _jpeg_segment_end(data, marker, found.end())
        yield marker, data[found.end() - 2 : position]
        if marker == JPEG_END:
            return


def _jpeg_segment_end(data: bytes, marker: int, start: int) -> int:
    if marker in _JPEG_WITHOUT_LENGTH:
        return start
    end = start + int.from_bytes(data[start : start + 2], "big")
    if marker != JPEG_SCAN:
        return end
    following = _JPEG_MARKER.search(data, end)
    return following.start() if following else len(data)


def png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield each chunk by its type, with its length and checksum; the signature is not among them.

    Raises EOFError where the file ends before its end mark.
    """
    position, kind = len(PNG_SIGNATURE), b""
    while kind != b"IEND":
        start, kind = position, data[position + 4 : position + 8]
        position += 12 + int.from_bytes(data[position : position + 4], "big")
        if position > len(data):
            raise EOFError("the PNG ends before its end mark")
        yield kind, data[start:position]


def webp_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield each chunk inside the RIFF frame by its four letters, header and padding included."""
    position, file_end = 12, 8 + int.from_bytes(data[4:8], "little")
    while position < min(file_end, len(data)):
        size = int.from_bytes(data[position + 4 : position + 8], "little")
        end = position + 8 + size + size % 2
        yield data[position : position + 4], data[position:end]
        position = end


def gif_blocks(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield each extension, frame and the end mark; the screen and its palette come first, as kind 0.

    Garbage between blocks is left out. Raises IndexError where the file ends within a block.
    """
    position = 13 + _gif_palette_size(data[10])
    yield 0, data[:position]
    while found := _GIF_BLOCK.search(data, position):
        kind = found[0][0]
        position = _gif_block_end(data, kind, found.start())
        yield kind, data[found.start() : position]
        if kind == GIF_END:
            return


def _gif_block_end(data: bytes, kind: int, start: int) -> int:
    if kind == GIF_EXTENSION:
        return _gif_sub_blocks_end(data, start + 2)
    if kind == GIF_FRAME:
        return _gif_sub_blocks_end(data, start + 11 + _gif_palette_size(data[start + 9]))
    return start + 1


def _gif_sub_blocks_end(data: bytes, position: int) -> int:
    while size := data[position]:
        position += size + 1
    return position + 1


def _gif_palette_size(flags: int) -> int:
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0
