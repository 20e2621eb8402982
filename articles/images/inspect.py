"""Decide what a picture is, from its bytes alone, before anything else touches it."""

import hashlib
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from io import BytesIO

from PIL import ExifTags, Image

from . import containers, metadata, stripping

MAX_BYTES = 40 * 1024 * 1024
MAX_PIXELS = 80_000_000
# WebP holds no longer side, and every picture gets a WebP rendition.
MAX_SIDE = 16_383
MAX_FRAMES = 500


class PictureRefused(ValueError):
    """The bytes are no picture that can be kept; ``reason`` says why in plain words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Format:
    """A picture format that is kept as it comes; ``suffix`` has its dot."""

    name: str
    mime: str
    suffix: str


FORMATS = {
    form.name: form
    for form in (
        Format("jpeg", "image/jpeg", ".jpg"),
        Format("png", "image/png", ".png"),
        Format("webp", "image/webp", ".webp"),
        Format("avif", "image/avif", ".avif"),
        Format("gif", "image/gif", ".gif"),
    )
}
_TAKEN = "Only JPEG, PNG, WebP, AVIF and GIF pictures are kept"
_DAMAGED = "The picture is damaged or incomplete."
_TOO_MANY_PIXELS = f"The picture has more than {MAX_PIXELS // 1_000_000} megapixels."

_SIGNATURES = (
    (b"\xff\xd8\xff", "jpeg"),
    (containers.PNG_SIGNATURE, "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
)
_AVIF_BRANDS = {b"avif", b"avis"}
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_REFUSED_SIGNATURES = (
    (b"II*\0", "a TIFF"),
    (b"MM\0*", "a TIFF"),
    (b"BM", "a Windows bitmap"),
    (b"8BPS", "a Photoshop file"),
    (b"%PDF", "a PDF"),
    (b"\0\0\1\0", "an icon file"),
    (b"\0\0\0\x0cJXL ", "a JPEG XL"),
    (b"\0\0\0\x0cjP  ", "a JPEG 2000"),
)
_TEXT_START_BYTES = 2048
_UPRIGHT = 1
_LYING = (5, 6, 7, 8)
# warnings.catch_warnings changes the whole process, so one thread at a time.
_quiet = threading.Lock()


@dataclass(frozen=True, slots=True)
class Inspected:
    """A picture that can be kept. ``width`` and ``height`` in px are as shown, its orientation applied.

    ``data`` is what to keep: the same pixels without private metadata. ``sha256`` is of ``data``, in hex.
    """

    format: str
    mime: str
    suffix: str
    width: int
    height: int
    sha256: str
    data: bytes
    credit: str = ""
    caption: str = ""
    alt: str = ""
    copyright: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """A picture whose header was read and found within the limits; its pixels are not decoded yet."""

    image: Image.Image
    format: Format
    orientation: int

    @property
    def lies_on_its_side(self) -> bool:
        return self.orientation in _LYING

    @property
    def shown_size(self) -> tuple[int, int]:
        """Width and height in px once the orientation is applied."""
        width, height = self.image.size
        return (height, width) if self.lies_on_its_side else (width, height)


@contextmanager
def refusing_what_is_damaged() -> Iterator[None]:
    """Turn whatever Pillow stumbles over into a PictureRefused; also a decorator."""
    try:
        yield
    except PictureRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureRefused(_TOO_MANY_PIXELS) from error
    # Pillow promises no set of errors for hostile bytes: struct, zlib, index, syntax and more were seen.
    except Exception as error:
        raise PictureRefused(_DAMAGED) from error


@refusing_what_is_damaged()
def inspect(data: bytes) -> Inspected:
    """Return what the picture is and the bytes to keep; its type is judged by content, never by name.

    Every byte to be kept was decoded once (of an animation, the first frame). Raises PictureRefused.
    """
    picture = open_picture(data)
    form = picture.format
    kept = stripping.strip(data, name=form.name, orientation=picture.orientation)
    _decode(kept, form)
    with _quietly():
        words = metadata.read(picture.image)
    width, height = picture.shown_size
    return Inspected(
        format=form.name,
        mime=form.mime,
        suffix=form.suffix,
        width=width,
        height=height,
        sha256=hashlib.sha256(kept).hexdigest(),
        data=kept,
        **asdict(words),
    )


@refusing_what_is_damaged()
def open_picture(data: bytes) -> Opened:
    """Read the picture's header and check it against the limits. Raises PictureRefused."""
    if len(data) > MAX_BYTES:
        raise PictureRefused(f"The file is larger than {MAX_BYTES // 1024**2} MB.")
    form = judge(data)
    with _quietly():
        image = _open(data, form)
        _check_size(*image.size)
        _check_frames(image, data, form)
        return Opened(image, form, _orientation(image))


def judge(data: bytes) -> Format:
    """Return the format that the first bytes speak of. Raises PictureRefused where it is none of FORMATS."""
    if not data:
        raise PictureRefused("The file is empty.")
    name = next((name for start, name in _SIGNATURES if data.startswith(start)), "")
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        name = "webp"
    if data[4:8] == b"ftyp":
        name = _judge_brands(data)
    if not name:
        raise PictureRefused(_why_refused(data))
    return FORMATS[name]


def _judge_brands(data: bytes) -> str:
    """AVIF and HEIC share a container; the brands in its head say which it is."""
    box = data[8 : min(int.from_bytes(data[:4], "big"), 256)]
    brands = {box[start : start + 4] for start in range(0, len(box), 4)}
    if brands & _AVIF_BRANDS:
        return "avif"
    if brands & _HEIC_BRANDS:
        raise PictureRefused(f"This is a HEIC. {_TAKEN}.")
    return ""


def _why_refused(data: bytes) -> str:
    text = data[:_TEXT_START_BYTES].replace(b"\0", b"").lower()
    if b"<svg" in text:
        return f"This is an SVG, a document that can run scripts. {_TAKEN}."
    if b"<html" in text or b"<!doctype html" in text:
        return "This is a web page, not a picture."
    known = next((name for start, name in _REFUSED_SIGNATURES if data.startswith(start)), "")
    return f"This is {known}. {_TAKEN}." if known else f"This is not a picture. {_TAKEN}."


@contextmanager
def _quietly() -> Iterator[None]:
    """Hold Pillow's warnings back, which are for developers; that of a bomb is raised."""
    with _quiet, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        yield


def _open(data: bytes, form: Format) -> Image.Image:
    return Image.open(BytesIO(data), formats=[form.name.upper()])


def _check_size(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise PictureRefused(_TOO_MANY_PIXELS)
    if max(width, height) > MAX_SIDE:
        raise PictureRefused(f"The picture is longer than {MAX_SIDE} pixels.")


def _check_frames(image: Image.Image, data: bytes, form: Format) -> None:
    if _more_frames_than_allowed(image, data, form):
        raise PictureRefused(f"The animation has more than {MAX_FRAMES} frames.")


def _more_frames_than_allowed(image: Image.Image, data: bytes, form: Format) -> bool:
    if form.name != "gif":
        return getattr(image, "n_frames", 1) > MAX_FRAMES
    # Pillow walks a GIF to its end to count, which takes minutes where a file is nothing but frames.
    frames = 0
    for kind, _ in containers.gif_blocks(data):
        frames += kind == containers.GIF_FRAME
        if frames > MAX_FRAMES:
            return True
    return False


def _orientation(image: Image.Image) -> int:
    """The EXIF orientation, 1 to 8; what cannot be read or makes no sense stands upright."""
    try:
        orientation = image.getexif().get(ExifTags.Base.Orientation, _UPRIGHT)
    except Exception:
        return _UPRIGHT
    return orientation if orientation in range(1, 9) else _UPRIGHT


def _decode(data: bytes, form: Format) -> None:
    with _quietly():
        image = _open(data, form)
    # An eighth of a JPEG still reads every byte of it, with a 64th of the memory.
    image.draft(None, (1, 1))
    image.load()
