"""Make a picture's renditions: smaller, upright, in sRGB, without metadata."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms

from .inspect import Opened, open_picture, refusing_what_is_damaged

LADDER = (320, 640, 960, 1280, 1920)
MAX_PROFILE_BYTES = 4 * 1024 * 1024
# Decode a JPEG and reduce by whole pixels down to twice the wanted size, then filter: fast, and not seen.
_REDUCING_GAP = 2.0
_PAPER = (255, 255, 255)


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a rendition is written; ``suffix`` has its dot."""

    suffix: str
    options: dict[str, Any] = field(default_factory=dict)


ENCODINGS = {
    "webp": Encoding(".webp", {"quality": 78, "method": 4}),
    "jpeg": Encoding(".jpg", {"quality": 80, "progressive": True, "optimize": True}),
}

_FULL_COLOUR = {"1": "L", "P": "RGB"}
_SIXTEEN_BIT = ("I;16", "I;16B", "I")
_PROFILED = ("L", "RGB", "RGBA", "CMYK")
_UPRIGHT_BY = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def widths(original_px: int, *, ladder: Sequence[int] = LADDER) -> list[int]:
    """Return the rendition widths for an image ``original_px`` pixels wide.

    Ascending, never wider than the original, whose own width is the last one where it is below the top rung.
    Raises ValueError if original_px < 1. Source: HTML Living Standard, "srcset attributes".
    """
    if original_px < 1:
        raise ValueError(f"a picture is at least 1 pixel wide, not {original_px}")
    return sorted({rung for rung in ladder if rung < original_px} | {min(original_px, max(ladder))})


def file_name(sha256: str, *, width: int, format: str) -> str:
    """Return where a rendition is stored: by its original's content, so that it caches for ever."""
    return f"renditions/{sha256[:2]}/{sha256}-{width}{ENCODINGS[format].suffix}"


def original_name(sha256: str, *, suffix: str) -> str:
    """Return where an original is stored; ``suffix`` has its dot."""
    return f"originals/{sha256[:2]}/{sha256}{suffix}"


def render(data: bytes, *, width: int, format: str) -> bytes:
    """Return the picture ``width`` pixels wide as ``webp`` or ``jpeg``; of an animation, its first frame.

    Raises ValueError where ``width`` is above the original's or the format unknown, PictureRefused as
    ``inspect`` does.
    """
    if format not in ENCODINGS:
        raise ValueError(f"a rendition is {' or '.join(ENCODINGS)}, not {format}")
    picture = open_picture(data)
    original = picture.shown_size[0]
    if not 1 <= width <= original:
        raise ValueError(f"a rendition is 1 to {original} pixels wide, not {width}")
    return _draw(picture, width=width, format=format)


@refusing_what_is_damaged()
def _draw(picture: Opened, *, width: int, format: str) -> bytes:
    image = _in_srgb(_scaled(picture, width))
    if picture.orientation in _UPRIGHT_BY:
        image = image.transpose(_UPRIGHT_BY[picture.orientation])
    if format == "jpeg":
        image = _on_paper(image)
    # Pillow writes profile, comment and more of an image's info again.
    image.info = {}
    written = BytesIO()
    image.save(written, format, **ENCODINGS[format].options)
    return written.getvalue()


def _scaled(picture: Opened, width: int) -> Image.Image:
    """The picture as stored, of the size that will be shown ``width`` pixels wide."""
    size = _stored_size(picture, width)
    picture.image.draft(None, (round(size[0] * _REDUCING_GAP), round(size[1] * _REDUCING_GAP)))
    image = _in_full_colour(picture.image)
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=_REDUCING_GAP)


def _stored_size(picture: Opened, width: int) -> tuple[int, int]:
    shown_width, shown_height = picture.shown_size
    height = max(1, round(shown_height * width / shown_width))
    return (height, width) if picture.lies_on_its_side else (width, height)


def _in_full_colour(image: Image.Image) -> Image.Image:
    """Eight bits a channel and no palette, in which pixels can be averaged."""
    image.load()
    if image.mode in _SIXTEEN_BIT:
        return _in_eight_bits(image)
    if image.has_transparency_data:
        return image.convert("RGBA")
    wanted = _FULL_COLOUR.get(image.mode, image.mode)
    return image if image.mode == wanted else image.convert(wanted)


def _in_eight_bits(image: Image.Image) -> Image.Image:
    # Pillow's own conversion cuts off above 255 where it should divide, and whitens a transparent tone.
    image = image.convert("I").point(lambda value: value / 257).convert("L")
    image.info.pop("transparency", None)
    return image


def _in_srgb(image: Image.Image) -> Image.Image:
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    profile = image.info.get("icc_profile") or b""
    if not profile or len(profile) > MAX_PROFILE_BYTES or image.mode not in _PROFILED:
        return image.convert(mode)
    try:
        return _through_profile(image, profile, mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        # A broken profile, or one for another kind of picture: the colours are then taken as sRGB.
        return image.convert(mode)


def _through_profile(image: Image.Image, profile: bytes, mode: str) -> Image.Image:
    own = ImageCms.ImageCmsProfile(BytesIO(profile))
    converted = ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode=mode)
    return converted or image.convert(mode)


def _on_paper(image: Image.Image) -> Image.Image:
    """White behind what is transparent: JPEG has no transparency."""
    if image.mode != "RGBA":
        return image
    paper = Image.new("RGB", image.size, _PAPER)
    paper.paste(image, mask=image.getchannel("A"))
    return paper
