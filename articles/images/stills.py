"""A still of what is not kept as it came: the first frame of a long animation, and what browsers do not show."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import Image

from . import containers

# Near enough to the original that its renditions lose nothing by it.
_ENCODINGS: dict[str, dict[str, Any]] = {
    "jpeg": {"quality": 92, "subsampling": 0, "optimize": True},
    "webp": {"quality": 92, "method": 2, "exact": True},
}
_PNG_OF_ANIMATIONS = frozenset(b"acTL fcTL fdAT".split())


@dataclass(frozen=True, slots=True)
class Still:
    """The file of a still; ``format``: by name, as inspect.FORMATS has it."""

    data: bytes
    format: str


def first_frame(data: bytes, image: Image.Image, *, name: str) -> Still:
    """Return the first frame of an animation: cut out of a GIF or PNG, written anew from another format."""
    if name == "gif":
        return Still(_first_of_gif(data), name)
    if name == "png":
        return Still(_without_frames(data), name)
    return written_anew(image)


def written_anew(image: Image.Image) -> Still:
    """Return the image as a JPEG, or as a WebP where some of it is transparent, with its colour profile."""
    image.load()
    name = "webp" if _is_transparent(image) else "jpeg"
    image = image if name == "webp" else image.convert("RGB")
    written = BytesIO()
    image.save(written, name, icc_profile=image.info.get("icc_profile"), exif=b"", **_ENCODINGS[name])
    return Still(written.getvalue(), name)


def _is_transparent(image: Image.Image) -> bool:
    # A moving WebP says so of itself although every pixel is opaque.
    return image.mode == "RGBA" and image.getchannel("A").getextrema() != (255, 255)


def _first_of_gif(data: bytes) -> bytes:
    kept = []
    for kind, block in containers.gif_blocks(data):
        kept.append(block)
        if kind == containers.GIF_FRAME:
            break
    return b"".join([*kept, bytes([containers.GIF_END])])


def _without_frames(data: bytes) -> bytes:
    chunks = [chunk for kind, chunk in containers.png_chunks(data) if kind not in _PNG_OF_ANIMATIONS]
    return b"".join([containers.PNG_SIGNATURE, *chunks])
