"""Pictures of the archive into the storage: checked, and their renditions made, before any transaction begins.

The names come from the bytes, so that the order of files and rows does not matter, and storing again is free.
"""

from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage

from articles.images import renditions
from articles.images.inspect import Inspected, inspect
from articles.models import Image, Rendition
from articles.reading.record import Picture

from .errors import writing_to


@dataclass(slots=True)
class Stored:
    """A picture whose files are stored: its row, saved or to be saved with the ``renditions``."""

    image: Image
    renditions: list[Rendition] = field(default_factory=list)

    def saved(self) -> Image:
        """Return the row, written now where it is not there yet."""
        known = Image.objects.filter(sha256=self.image.sha256).first()
        if known is None:
            self.image.save()
            Rendition.objects.bulk_create(self.renditions)
        return known or self.image


def store(data: bytes, picture: Picture, *, write: bool) -> Stored:
    """Check and store a picture; the words that came with it fill the fields. Raises PictureRefused."""
    found = inspect(data)
    image = _row(found, picture)
    made = [_rendition(image, width) for width in renditions.widths(found.width)]
    if write and not Image.objects.filter(sha256=found.sha256).exists():
        _put(image.file, found.data)
        for rendition in made:
            _put(
                rendition.file, renditions.render(found.data, width=rendition.width, format=rendition.format)
            )
    return Stored(image, made)


def _row(found: Inspected, picture: Picture) -> Image:
    return Image(
        sha256=found.sha256,
        file=renditions.original_name(found.sha256, suffix=found.suffix),
        width=found.width,
        height=found.height,
        alt=(picture.alt or found.alt)[:1000],
        caption=picture.caption or found.caption,
        credit=(picture.credit or found.credit)[:300],
    )


def _rendition(image: Image, width: int) -> Rendition:
    name = renditions.file_name(image.sha256, width=width, format="webp")
    return Rendition(image=image, width=width, format="webp", file=name)


def _put(name: str, data: bytes) -> None:
    """Store ``data`` under its name, whole or not at all; a half file of a killed run is written anew."""
    if default_storage.exists(name):
        if default_storage.size(name) == len(data):
            return
        default_storage.delete(name)
    try:
        with writing_to(Path(settings.MEDIA_ROOT)):
            default_storage.save(name, File(BytesIO(data)))
    except BaseException:
        default_storage.delete(name)
        raise
