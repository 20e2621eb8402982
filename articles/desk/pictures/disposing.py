"""Files of pictures that nothing names any more: gone from the storage once the database has forgotten them."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.files.storage import default_storage
from django.db import transaction

from articles.images.renditions import FOLDER, folder_of
from articles.models import FormerFile, Image

logger = logging.getLogger(__name__)
ORIGINALS = "originals"
# An import stores its pictures before their rows: a younger file may be one of those.
YOUNGEST = timedelta(hours=1)


def after_commit(sha256: str, *files: str) -> None:
    """Delete the files, originals of a picture with this hash, and its renditions, once the transaction is committed.

    What a row still names then stays.
    """
    transaction.on_commit(lambda: _dispose(sha256, files))


def _dispose(sha256: str, files: tuple[str, ...]) -> None:
    try:
        if not Image.objects.filter(sha256=sha256).exists():
            folder = folder_of(sha256)
            for name in _files_in(folder):
                default_storage.delete(f"{folder}/{name}")
            _delete_folder(folder)
        for file in files:
            if not _is_named(file):
                default_storage.delete(file)
    except OSError:
        # The rows are gone already; `sweep_pictures` finds what is left.
        logger.exception("Files of a removed picture could not be deleted")


def strays(at: datetime) -> Iterator[tuple[str, int]]:
    """Yield name and bytes of each stored file that no picture names and that is older than ``YOUNGEST``."""
    for folder in _folders_in(ORIGINALS):
        names = [f"{ORIGINALS}/{folder}/{name}" for name in _files_in(f"{ORIGINALS}/{folder}")]
        yield from _old_ones((name for name in names if not _is_named(name)), at)
    for folder in _folders_in(FOLDER):
        for sha256 in _folders_in(f"{FOLDER}/{folder}"):
            image = Image.objects.filter(sha256=sha256).first()
            made = {each.name for each in image.original.every_rendition()} if image else set()
            names = [
                f"{FOLDER}/{folder}/{sha256}/{name}" for name in _files_in(f"{FOLDER}/{folder}/{sha256}")
            ]
            yield from _old_ones((name for name in names if name not in made), at)
        yield from _old_ones((f"{FOLDER}/{folder}/{name}" for name in _files_in(f"{FOLDER}/{folder}")), at)


def lost_originals() -> Iterator[Image]:
    """Yield each picture whose original is not in the storage."""
    for image in Image.objects.order_by("pk").iterator():
        if not default_storage.exists(image.file):
            yield image


def _old_ones(names: Iterator[str], at: datetime) -> Iterator[tuple[str, int]]:
    for name in names:
        try:
            if default_storage.get_modified_time(name) < at - YOUNGEST:
                yield name, default_storage.size(name)
        except FileNotFoundError:
            continue


def _is_named(file: str) -> bool:
    return Image.objects.filter(file=file).exists() or FormerFile.objects.filter(file=file).exists()


def _folders_in(folder: str) -> list[str]:
    return sorted(_listed(folder)[0])


def _files_in(folder: str) -> list[str]:
    return sorted(_listed(folder)[1])


def _listed(folder: str) -> tuple[list[str], list[str]]:
    try:
        return default_storage.listdir(folder)
    except FileNotFoundError:
        return [], []


def _delete_folder(folder: str) -> None:
    """Delete the empty folder where the storage has such things."""
    if default_storage.exists(folder):
        default_storage.delete(folder)
