"""Draw a picture's renditions: a part of it, smaller, upright, in sRGB, without metadata."""

from io import BytesIO
from typing import Any

from PIL import Image, ImageCms

from .inspect import Opened, open_picture, refusing_what_is_damaged
from .renditions import Box, Rendition

MAX_PROFILE_BYTES = 4 * 1024 * 1024
# Decode a JPEG and reduce by whole pixels down to twice the wanted size, then filter: fast, and not seen.
_REDUCING_GAP = 2.0
_PAPER = (255, 255, 255)


ENCODINGS: dict[str, dict[str, Any]] = {
    "webp": {"quality": 78, "method": 4},
    "jpeg": {"quality": 80, "progressive": True, "optimize": True},
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


def render(data: bytes, rendition: Rendition) -> bytes:
    """Return the picture as the rendition shows it; of an animation, its first frame.

    Raises ValueError where the rendition shows more than there is, PictureRefused as ``inspect`` does.
    """
    picture = open_picture(data)
    box, (width, height) = rendition.box, picture.shown_size
    if not (0 <= box.left <= width - box.width and 0 <= box.top <= height - box.height):
        raise ValueError(f"a rendition shows a part of {width} × {height} px, not {box}")
    return _draw(picture, rendition)


@refusing_what_is_damaged()
def _draw(picture: Opened, rendition: Rendition) -> bytes:
    image = _upright(_in_srgb(_in_full_colour(_reduced(picture, rendition))), picture.orientation)
    scale = image.width / picture.shown_size[0]
    image = image.resize(
        (rendition.width, rendition.height),
        Image.Resampling.LANCZOS,
        box=_scaled(rendition.box, scale, image.size),
        reducing_gap=_REDUCING_GAP,
    )
    if rendition.format == "jpeg":
        image = _on_paper(image)
    # Pillow writes profile, comment and more of an image's info again.
    image.info = {}
    written = BytesIO()
    image.save(written, rendition.format, **ENCODINGS[rendition.format])
    return written.getvalue()


def _reduced(picture: Opened, rendition: Rendition) -> Image.Image:
    """The picture as stored; a JPEG is decoded no larger than the rendition needs it."""
    scale = min(1.0, rendition.width * _REDUCING_GAP / rendition.box.width)
    stored = picture.image.size
    picture.image.draft(None, (round(stored[0] * scale), round(stored[1] * scale)))
    return picture.image


def _scaled(box: Box, scale: float, size: tuple[int, int]) -> tuple[float, float, float, float]:
    right, bottom = box.left + box.width, box.top + box.height
    return (
        box.left * scale,
        box.top * scale,
        min(right * scale, size[0]),
        min(bottom * scale, size[1]),
    )


def _upright(image: Image.Image, orientation: int) -> Image.Image:
    return image.transpose(_UPRIGHT_BY[orientation]) if orientation in _UPRIGHT_BY else image


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
