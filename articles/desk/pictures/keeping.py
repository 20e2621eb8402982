"""Pictures into the storage: checked, and stored before any transaction begins.

The names come from the bytes, so that the order of files and rows does not matter, and storing again is free.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage

from articles.images import renditions, workshop
from articles.images.inspect import Inspected, PictureRefused
from articles.models import Image
from articles.models.kept_pictures import known_image

EAGER = "eager"


@dataclass(slots=True)
class Stored:
    """A picture whose file is stored: its row, saved or to be saved."""

    image: Image

    def saved(self) -> Image:
        """Return the row, written now where it is not there yet."""
        known = self.known()
        if known is None:
            self.image.save()
        return known or self.image

    def known(self) -> Image | None:
        """Return the picture that has these bytes, or had them before it was replaced or merged."""
        return known_image(self.image.sha256, self.image.file)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A picture to keep, and the words that come with it."""

    data: bytes
    alt: str = ""
    caption: str = ""
    credit: str = ""


def store(data: bytes, *, alt: str = "", caption: str = "", credit: str = "", write: bool = True) -> Stored:
    """Check and store a picture; where no words come with it, its own fill the fields. Raises PictureRefused, OSError.

    ``write``: false checks alone. Its renditions are made now only where the setting RENDITIONS says so.
    """
    checked = _check(Given(data=data, alt=alt, caption=caption, credit=credit))
    if write and not _is_kept(checked, is_known=_is_known(checked)):
        _write(checked)
    return Stored(checked.image)


def store_each(given: Iterable[Given], *, write: bool = True) -> Iterator[Stored | PictureRefused]:
    """Yield what ``store`` would return or refuse for each picture in turn, over all cores. Raises OSError.

    ``given`` is drawn from only a few ahead, so that few pictures are in memory at once.
    """
    outcomes = workshop.shared.each(_checked_or_refused, given)
    if write:
        # The database is asked in the caller's thread, whose connection it is.
        asked = ((each, _is_known(each)) for each in outcomes)
        outcomes = workshop.shared.each(_written, asked)
    for each in outcomes:
        yield each if isinstance(each, PictureRefused) else Stored(each.image)


def make(name: str) -> bool:
    """Make the rendition of this name, if a picture has it; return whether it has. Raises PictureRefused, OSError."""
    folder, sha256 = f"{renditions.FOLDER}/", name.split("/")[-2] if name.count("/") > 1 else ""
    image = Image.objects.filter(sha256=sha256).first() if name.startswith(folder) else None
    wanted = image and next((each for each in image.original.every_rendition() if each.name == name), None)
    if not image or not wanted:
        return False
    with default_storage.open(image.file) as original:
        data = original.read()
    put(name, workshop.shared.render(data, [wanted])[0])
    if Image.objects.filter(sha256=sha256).exists():
        return True
    # Removed while it was drawn, by someone who could not yet see this file.
    default_storage.delete(name)
    return False


@dataclass(frozen=True, slots=True)
class _Checked:
    """A picture that may be kept: its row, not saved, and the bytes of its file."""

    image: Image
    data: bytes


def _check(given: Given) -> _Checked:
    found = workshop.shared.inspect(given.data)
    return _Checked(_row(found, given), found.data)


def _checked_or_refused(given: Given) -> _Checked | PictureRefused:
    try:
        return _check(given)
    except PictureRefused as refused:
        return refused


def _is_known(checked: _Checked | PictureRefused) -> bool:
    return isinstance(checked, _Checked) and Image.objects.filter(sha256=checked.image.sha256).exists()


def _is_kept(checked: _Checked, *, is_known: bool) -> bool:
    """Whether there is nothing to store: a picture whose file was lost gets it again from whoever brings it."""
    return is_known and default_storage.exists(checked.image.file)


def _written(asked: tuple[_Checked | PictureRefused, bool]) -> _Checked | PictureRefused:
    checked, is_known = asked
    try:
        if isinstance(checked, _Checked) and not _is_kept(checked, is_known=is_known):
            _write(checked)
    except PictureRefused as refused:
        return refused
    return checked


def _write(checked: _Checked) -> None:
    """Store the file, and where the newsroom makes all renditions at once, those too.

    Also what is there already: it is young again, and no sweep takes it before its row is written.
    """
    put(checked.image.file, checked.data)
    if settings.RENDITIONS == EAGER:
        wanted = list(checked.image.original.every_rendition())
        for rendition, data in zip(wanted, workshop.shared.render(checked.data, wanted), strict=True):
            put(rendition.name, data)


def _row(found: Inspected, given: Given) -> Image:
    return Image(
        sha256=found.sha256,
        file=renditions.original_name(found.sha256, suffix=found.suffix),
        width=found.width,
        height=found.height,
        is_animated=found.is_animated,
        likeness=found.likeness,
        alt=(given.alt or found.alt)[:1000],
        caption=given.caption or found.caption,
        credit=(given.credit or found.credit or found.copyright)[:300],
    )


def put(name: str, data: bytes) -> None:
    """Store ``data`` under its name, whole or not at all. Raises OSError."""
    default_storage.save(name, File(BytesIO(data)))
