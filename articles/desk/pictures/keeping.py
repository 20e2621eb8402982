"""Pictures into the storage: checked, and stored before any transaction begins.

The names come from the bytes, so that the order of files and rows does not matter, and storing again is free.
"""

from dataclasses import dataclass
from io import BytesIO

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage

from articles.images import drawing, renditions
from articles.images.inspect import Inspected, inspect
from articles.models import Image

EAGER = "eager"


@dataclass(slots=True)
class Stored:
    """A picture whose file is stored: its row, saved or to be saved."""

    image: Image

    def saved(self) -> Image:
        """Return the row, written now where it is not there yet."""
        known = Image.objects.filter(sha256=self.image.sha256).first()
        if known is None:
            self.image.save()
        return known or self.image


def store(data: bytes, *, alt: str = "", caption: str = "", credit: str = "", write: bool = True) -> Stored:
    """Check and store a picture; where no words come with it, its own fill the fields. Raises PictureRefused, OSError.

    ``write``: false checks alone. Its renditions are made now only where the setting RENDITIONS says so.
    """
    found = inspect(data)
    image = _row(found, alt=alt, caption=caption, credit=credit)
    if write and not Image.objects.filter(sha256=found.sha256).exists():
        put(image.file, found.data)
        if settings.RENDITIONS == EAGER:
            for rendition in image.original.every_rendition():
                put(rendition.name, drawing.render(found.data, rendition))
    return Stored(image)


def make(name: str) -> bool:
    """Make the rendition of this name, if a picture has it; return whether it has. Raises PictureRefused, OSError."""
    folder, sha256 = f"{renditions.FOLDER}/", name.split("/")[-2] if name.count("/") > 1 else ""
    image = Image.objects.filter(sha256=sha256).first() if name.startswith(folder) else None
    wanted = image and next((each for each in image.original.every_rendition() if each.name == name), None)
    if not image or not wanted:
        return False
    with default_storage.open(image.file) as original:
        put(name, drawing.render(original.read(), wanted))
    return True


def _row(found: Inspected, *, alt: str, caption: str, credit: str) -> Image:
    return Image(
        sha256=found.sha256,
        file=renditions.original_name(found.sha256, suffix=found.suffix),
        width=found.width,
        height=found.height,
        alt=(alt or found.alt)[:1000],
        caption=caption or found.caption,
        credit=(credit or found.credit)[:300],
    )


def put(name: str, data: bytes) -> None:
    """Store ``data`` under its name, whole or not at all; what is there already stays. Raises OSError."""
    if default_storage.exists(name) and default_storage.size(name) == len(data):
        return
    default_storage.save(name, File(BytesIO(data)))
