"""Decide what a picture is, from its bytes alone, before anything else touches it.

Call it through the workshop, which holds it to its limits of memory and time.
"""

import hashlib
import re
import zipfile
from dataclasses import asdict, dataclass
from io import BytesIO

from PIL import Image

from . import likeness, metadata, pixels, stills, stripping
from .formats import FORMATS, Format, PictureRefused, judge
from .opening import (
    MAX_BYTES,
    MAX_FRAMES,
    MAX_PIXELS,
    MAX_SIDE,
    Opened,
    open_as,
    open_picture,
    refusing_what_is_damaged,
)

__all__ = [
    "FORMATS",
    "MAX_BYTES",
    "MAX_FRAMES",
    "MAX_PIXELS",
    "MAX_SIDE",
    "Inspected",
    "PictureRefused",
    "inspect",
    "judge",
]

# Enough to see what is large and plain in it.
_LIKENESS_PX = 64
_WEB_PAGE = re.compile(rb"<(?:script|html|iframe|!doctype html|\?php)[\s>]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Inspected:
    """A picture that can be kept. ``width`` and ``height`` in px are as shown, its orientation applied.

    ``data`` is what to keep: the same pixels without private metadata, or a still of what cannot be kept as it came.
    ``sha256`` is of ``data``, in hex; ``likeness`` as ``likeness.of`` gives it.
    """

    format: str
    mime: str
    suffix: str
    width: int
    height: int
    sha256: str
    data: bytes
    is_animated: bool
    likeness: str
    credit: str = ""
    caption: str = ""
    alt: str = ""
    copyright: str = ""


@dataclass(frozen=True, slots=True)
class _Judged:
    """What a picture's header and tables tell, and the bytes to keep, not decoded yet."""

    format: Format
    data: bytes
    shown_size: tuple[int, int]
    orientation: int
    is_animated: bool
    words: metadata.Words


@refusing_what_is_damaged()
def inspect(data: bytes) -> Inspected:
    """Return what the picture is and the bytes to keep; its type is judged by content, never by name.

    Every byte to be kept was decoded once (of an animation, the first frame). Raises PictureRefused.
    """
    # Two decoders at once would take twice the memory.
    judged = _judged(data)
    small = _decoded_small(judged.data, judged.format)
    width, height = judged.shown_size
    return Inspected(
        format=judged.format.name,
        mime=judged.format.mime,
        suffix=judged.format.suffix,
        width=width,
        height=height,
        sha256=hashlib.sha256(judged.data).hexdigest(),
        data=judged.data,
        is_animated=judged.is_animated,
        likeness=likeness.of(pixels.upright(small, judged.orientation)),
        **asdict(judged.words),
    )


def _judged(data: bytes) -> _Judged:
    picture = open_picture(data)
    still = _still(picture, data)
    form = FORMATS[still.format] if still else picture.format
    kept = stripping.strip(still.data if still else data, name=form.name, orientation=picture.orientation)
    _refuse_what_is_also_something_else(data, kept)
    return _Judged(
        format=form,
        data=kept,
        shown_size=picture.shown_size,
        orientation=picture.orientation,
        is_animated=picture.frames > 1 and not still,
        words=metadata.read(picture.image),
    )


def _still(picture: Opened, data: bytes) -> stills.Still | None:
    if not picture.format.is_shown_by_browsers:
        return stills.written_anew(picture.image)
    if picture.is_short:
        return None
    return stills.first_frame(data, picture.image, name=picture.format.name)


def _refuse_what_is_also_something_else(data: bytes, kept: bytes) -> None:
    """What is appended to a picture is cut off; what would still be a page or a program by another name is refused."""
    if _is_archive(data):
        raise PictureRefused("The file is a picture and also an archive of other files.")
    if _WEB_PAGE.search(kept):
        raise PictureRefused("The file is a picture and also a web page.")


def _is_archive(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return bool(archive.filelist)
    except MemoryError:
        raise
    # Nothing is promised about what is no archive.
    except Exception:
        return False


def _decoded_small(data: bytes, form: Format) -> Image.Image:
    """Decode all there is; an eighth of a JPEG still reads every byte of it, with a 64th of the memory."""
    image = open_as(form, data)
    image.draft(None, (_LIKENESS_PX, _LIKENESS_PX))
    return pixels.reduced(image, _LIKENESS_PX / min(image.size))
