"""Draw a picture's renditions: parts of it, smaller, upright, in sRGB, without metadata."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from PIL import Image

from . import pixels
from .opening import Opened, open_picture, refusing_what_is_damaged
from .renditions import Box, Rendition

# Decode a JPEG and reduce by whole pixels down to twice the largest wanted size, then filter: fast, and not seen.
REDUCING_GAP = 2.0
FILTER = Image.Resampling.BICUBIC

ENCODINGS: dict[str, dict[str, Any]] = {
    "webp": {"quality": 78, "method": 4},
    "jpeg": {"quality": 80, "progressive": True, "optimize": True},
}


def render(data: bytes, renditions: Sequence[Rendition]) -> list[bytes]:
    """Return the picture as each rendition shows it, in their order; of an animation, its first frame.

    It is decoded once, no larger than the largest of them needs. Raises ValueError where a rendition shows more
    than there is, PictureRefused as ``inspect`` does.
    """
    picture = open_picture(data)
    width, height = picture.shown_size
    for box in (rendition.box for rendition in renditions):
        if not (0 <= box.left <= width - box.width and 0 <= box.top <= height - box.height):
            raise ValueError(f"a rendition shows a part of {width} × {height} px, not {box}")
    return _drawn(picture, renditions) if renditions else []


@refusing_what_is_damaged()
def _drawn(picture: Opened, renditions: Sequence[Rendition]) -> list[bytes]:
    # Asked before decoding, which leaves a JPEG smaller than it is.
    whole_width, _ = picture.shown_size
    image = _decoded(picture, scale=max(each.width / each.box.width for each in renditions))
    cuts = _cuts(image, renditions, scale=image.width / whole_width)
    return [_encoded(cuts[each.box, each.width], each.format) for each in renditions]


def _decoded(picture: Opened, *, scale: float) -> Image.Image:
    """Return all of the picture, upright in sRGB, at ``scale`` or larger by what filtering needs."""
    scale = min(1.0, scale * REDUCING_GAP)
    width, height = picture.image.size
    picture.image.draft(None, (round(width * scale), round(height * scale)))
    image = pixels.reduced(picture.image, scale * width / picture.image.width)
    return pixels.upright(pixels.in_srgb(image), picture.orientation)


def _cuts(
    image: Image.Image, renditions: Sequence[Rendition], *, scale: float
) -> dict[tuple[Box, int], Image.Image]:
    """Return each part at each width, the widest cut from ``image`` and the others reduced from the next wider.

    What that loses is far below what encoding loses, see docs/decisions/0007-*.
    """
    cuts: dict[tuple[Box, int], Image.Image] = {}
    source, shown = image, None
    for each in sorted(renditions, key=lambda each: (each.box, -each.width)):
        part = None if each.box == shown else _scaled(each.box, scale, image.size)
        source, shown = image if part else source, each.box
        if (each.box, each.width) not in cuts:
            source = source.resize((each.width, each.height), FILTER, part, REDUCING_GAP)
            cuts[each.box, each.width] = source
    return cuts


def _encoded(image: Image.Image, form: str) -> bytes:
    if form == "jpeg":
        image = pixels.on_paper(image)
    # Pillow writes profile, comment and more of an image's info again.
    image.info = {}
    written = BytesIO()
    image.save(written, form, **ENCODINGS[form])
    return written.getvalue()


def _scaled(box: Box, scale: float, size: tuple[int, int]) -> tuple[float, float, float, float]:
    right, bottom = box.left + box.width, box.top + box.height
    return (
        box.left * scale,
        box.top * scale,
        min(right * scale, size[0]),
        min(bottom * scale, size[1]),
    )
