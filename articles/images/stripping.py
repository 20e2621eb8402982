"""Take what is private out of a picture file without touching its pixels.

A photograph says where and with whose camera it was taken, and may carry a second picture or a film behind
the first. What is needed to show it rightly stays: colour profile, orientation, transparency, animation.
"""

import struct
import zlib
from collections.abc import Callable

from PIL import ExifTags, Image

from . import containers, isobmff

_JPEG_APP_SEGMENTS = range(0xE0, 0xF0)
_JPEG_COMMENT = 0xFE
# By marker, what a kept application segment starts with: JFIF, the colour profile, Adobe's colour transform.
_JPEG_KEPT = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}

_PNG_KEPT = frozenset(
    b"tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD hIST pHYs sPLT acTL fcTL fdAT".split()
)
_WEBP_KEPT = frozenset([b"VP8 ", b"VP8L", b"VP8X", b"ANIM", b"ANMF", b"ALPH", b"ICCP"])
_WEBP_HAS_EXIF, _WEBP_HAS_XMP = 0x08, 0x04

_GIF_GRAPHIC_CONTROL = 0xF9
_GIF_APPLICATION = 0xFF
_GIF_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")


def strip(data: bytes, *, name: str, orientation: int) -> bytes:
    """Return the picture without private metadata and without what was appended to it.

    ``name``: the format's, as ``inspect.FORMATS`` has it; ``orientation``: 1 to 8 of EXIF, which is kept.
    Equal to ``data`` where there was nothing to take out.
    """
    return _STRIPPERS[name](data, orientation)


def _strip_jpeg(data: bytes, orientation: int) -> bytes:
    segments = containers.jpeg_segments(data)
    start, *kept = [segment for marker, segment in segments if _is_kept_in_jpeg(marker, segment)]
    return b"".join([start, _jpeg_exif(orientation), *kept])


def _is_kept_in_jpeg(marker: int, segment: bytes) -> bool:
    if marker in _JPEG_KEPT:
        return segment[4:].startswith(_JPEG_KEPT[marker])
    return marker not in _JPEG_APP_SEGMENTS and marker != _JPEG_COMMENT


def _jpeg_exif(orientation: int) -> bytes:
    exif = _exif(orientation)
    return b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif if exif else b""


def _strip_png(data: bytes, orientation: int) -> bytes:
    chunks = containers.png_chunks(data)
    header, *kept = [chunk for kind, chunk in chunks if _is_critical_in_png(kind) or kind in _PNG_KEPT]
    return b"".join([containers.PNG_SIGNATURE, header, _png_exif(orientation), *kept])


def _is_critical_in_png(kind: bytes) -> bool:
    return kind[:1].isupper()


def _png_exif(orientation: int) -> bytes:
    exif = _exif(orientation).removeprefix(b"Exif\0\0")
    if not exif:
        return b""
    return struct.pack(">I", len(exif)) + b"eXIf" + exif + struct.pack(">I", zlib.crc32(b"eXIf" + exif))


def _strip_webp(data: bytes, orientation: int) -> bytes:
    exif = _exif(orientation).removeprefix(b"Exif\0\0")
    kept = [
        _with_webp_flags(chunk, has_exif=bool(exif)) if kind == b"VP8X" else chunk
        for kind, chunk in containers.webp_chunks(data)
        if kind in _WEBP_KEPT
    ]
    if exif:
        kept.append(b"EXIF" + struct.pack("<I", len(exif)) + exif + b"\0" * (len(exif) % 2))
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _with_webp_flags(chunk: bytes, *, has_exif: bool) -> bytes:
    flags = chunk[8] & ~(_WEBP_HAS_EXIF | _WEBP_HAS_XMP) | (_WEBP_HAS_EXIF if has_exif else 0)
    return chunk[:8] + bytes([flags]) + chunk[9:]


def _strip_gif(data: bytes, orientation: int) -> bytes:
    return b"".join(block for kind, block in containers.gif_blocks(data) if _is_kept_in_gif(kind, block))


def _is_kept_in_gif(kind: int, block: bytes) -> bool:
    if kind != containers.GIF_EXTENSION:
        return True
    label = block[1]
    return label == _GIF_GRAPHIC_CONTROL or (label == _GIF_APPLICATION and block[3:14] in _GIF_LOOPS)


def _strip_avif(data: bytes, orientation: int) -> bytes:
    # Its orientation is none of EXIF's.
    return isobmff.without_metadata(data)


def _exif(orientation: int) -> bytes:
    """EXIF that says nothing but the orientation; empty where the picture stands upright."""
    if orientation == 1:
        return b""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    return exif.tobytes()


_STRIPPERS: dict[str, Callable[[bytes, int], bytes]] = {
    "jpeg": _strip_jpeg,
    "png": _strip_png,
    "webp": _strip_webp,
    "gif": _strip_gif,
    "avif": _strip_avif,
}
