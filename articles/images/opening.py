"""Open a picture as far as its header, and refuse it there where its pixels would take too much."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from io import BytesIO

from PIL import AvifImagePlugin, ExifTags, Image

from . import containers, metadata
from .formats import Format, PictureRefused, judge

MEGABYTE = 1024 * 1024
MAX_BYTES = 40 * MEGABYTE
MAX_PIXELS = 80_000_000
# WebP holds no longer side, and every picture gets a WebP rendition.
MAX_SIDE = 16_383
MAX_DECODED_BYTES = 256 * MEGABYTE
# A longer animation is kept as its first frame. All frames together: 160 of 800 × 600, 600 of 480 × 270.
MAX_FRAMES = 500
MAX_MOVING_PIXELS = 80_000_000

_DAMAGED = "The picture is damaged or incomplete."
_TOO_MANY_PIXELS = f"The picture has more than {MAX_PIXELS // 1_000_000} megapixels."
_TOO_MUCH_MEMORY = "The picture takes too much memory to open."
_NO_HEIF = "This is a HEIC, which this newsroom was set up without. Save it as a JPEG."

# What decoding takes at its peak, in bytes a pixel, as measured: decoders keep copies of their own.
_BYTES_BY_FORMAT = {"webp": 16, "avif": 12, "heif": 10}
_BYTES_BY_MODE = {"1": 2, "L": 1, "P": 5, "I;16": 11, "I;16B": 11, "I": 13}
_BYTES_OF_COLOUR, _BYTES_OF_TRANSPARENCY = 4, 9
_UPRIGHT = 1
_LYING = (5, 6, 7, 8)


@dataclass(frozen=True, slots=True)
class Opened:
    """A picture whose header was read and found within the limits; its pixels are not decoded yet."""

    image: Image.Image
    format: Format
    orientation: int
    frames: int

    @property
    def shown_size(self) -> tuple[int, int]:
        """Width and height in px once the orientation is applied."""
        width, height = self.image.size
        return (height, width) if self.orientation in _LYING else (width, height)

    @property
    def is_short(self) -> bool:
        """Whether an animation is kept moving."""
        width, height = self.image.size
        return self.frames <= MAX_FRAMES and self.frames * width * height <= MAX_MOVING_PIXELS


@contextmanager
def refusing_what_is_damaged() -> Iterator[None]:
    """Turn whatever Pillow stumbles over into a PictureRefused; also a decorator."""
    try:
        with _quietly():
            yield
    except PictureRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureRefused(_TOO_MANY_PIXELS) from error
    except MemoryError as error:
        raise PictureRefused(_TOO_MUCH_MEMORY) from error
    # Pillow promises no set of errors for hostile bytes: struct, zlib, index, syntax and more were seen.
    except Exception as error:
        raise PictureRefused(_DAMAGED) from error


@refusing_what_is_damaged()
def open_picture(data: bytes) -> Opened:
    """Read the picture's header and check it against the limits. Raises PictureRefused."""
    if len(data) > MAX_BYTES:
        raise PictureRefused(f"The file is larger than {MAX_BYTES // MEGABYTE} MB.")
    form = judge(data)
    image = open_as(form, data)
    _check_size(image, form)
    return Opened(image, form, _orientation(image), _frames(image, data, form))


def open_as(form: Format, data: bytes) -> Image.Image:
    """Return Pillow's image of the format and no other, not yet decoded."""
    if form.name == "heif" and not load_decoders():
        raise PictureRefused(_NO_HEIF)
    return Image.open(BytesIO(data), formats=[form.name.upper()])


@cache
def load_decoders() -> bool:
    """Load what opens pictures, one thread each, which takes less memory; return whether HEIC can be opened."""
    Image.init()
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    try:
        import pillow_heif
    except ImportError:
        return False
    pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)
    return True


@contextmanager
def _quietly() -> Iterator[None]:
    """Hold Pillow's warnings back, which are for developers; that of a bomb is raised."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        yield


def _check_size(image: Image.Image, form: Format) -> None:
    pixels = image.width * image.height
    if pixels > MAX_PIXELS:
        raise PictureRefused(_TOO_MANY_PIXELS)
    if max(image.size) > MAX_SIDE:
        raise PictureRefused(f"The picture is longer than {MAX_SIDE} pixels.")
    most = int(MAX_DECODED_BYTES / _bytes_a_pixel(image, form)) if pixels else 0
    if pixels > most:
        raise PictureRefused(
            f"A picture of this kind may have {most // 1_000_000} megapixels. Save it smaller, or as a JPEG."
        )


def _bytes_a_pixel(image: Image.Image, form: Format) -> float:
    """Return what opening takes; a JPEG is never decoded in full, but a progressive one is kept as its waves."""
    if form.name == "jpeg":
        return 2 * _samples_a_pixel(image) if image.info.get("progressive") else 1
    if form.name in _BYTES_BY_FORMAT:
        return _BYTES_BY_FORMAT[form.name]
    if image.has_transparency_data:
        return _BYTES_OF_TRANSPARENCY
    return _BYTES_BY_MODE.get(image.mode, _BYTES_OF_COLOUR)


def _samples_a_pixel(image: Image.Image) -> float:
    """Return how many values a pixel of a JPEG has: 3 in colour, 1.5 where colour is at half size."""
    parts = [across * down for _, across, down, _ in getattr(image, "layer", ())]
    return sum(parts) / max(parts) if parts else len(image.getbands())


def _frames(image: Image.Image, data: bytes, form: Format) -> int:
    """Return how many frames the picture has, or one more than are kept moving."""
    if form.name == "gif":
        return _frames_of_gif(data)
    # A JPEG or HEIC may hold other pictures, which are no animation.
    return getattr(image, "n_frames", 1) if form.name not in ("jpeg", "heif") else 1


def _frames_of_gif(data: bytes) -> int:
    # Pillow walks a GIF to its end to count, which takes minutes where a file is nothing but frames.
    frames = 0
    for kind, _ in containers.gif_blocks(data):
        frames += kind == containers.GIF_FRAME
        if frames > MAX_FRAMES:
            break
    return frames


def _orientation(image: Image.Image) -> int:
    """The EXIF orientation, 1 to 8; what cannot be read or makes no sense stands upright."""
    try:
        orientation = metadata.exif_of(image).get(ExifTags.Base.Orientation, _UPRIGHT)
    except Exception:
        return _UPRIGHT
    return orientation if orientation in range(1, 9) else _UPRIGHT
