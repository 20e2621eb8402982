"""Files of pictures that nothing names any more: gone from the storage once the database has forgotten them."""

import logging
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from itertools import groupby

from django.core.files.storage import default_storage
from django.db import transaction

from articles.images.renditions import FOLDER, folder_of
from articles.models import FormerFile, Image

logger = logging.getLogger(__name__)
ORIGINALS = "originals"
# An import stores its pictures before their rows: a younger file may be one of those.
YOUNGEST = timedelta(hours=1)
NAMES_AT_ONCE = 500


def after_commit(sha256: str, *files: str) -> None:
    """Delete the files, originals of a picture with this hash, and its renditions, once the transaction is committed.

    What a row still names then stays.
    """
    transaction.on_commit(lambda: _dispose(sha256, files))


def _dispose(sha256: str, files: tuple[str, ...]) -> None:
    try:
        for file in set(files) - _named(list(files)):
            default_storage.delete(file)
        if not Image.objects.filter(sha256=sha256).exists():
            folder = folder_of(sha256)
            for name in _files_in(folder):
                default_storage.delete(name)
            _delete_folder(folder)
    except OSError:
        # The rows are gone already; `sweep_pictures` finds what is left.
        logger.exception("Files of a removed picture could not be deleted")


def strays(at: datetime) -> Iterator[tuple[str, int]]:
    """Yield name and bytes of each stored file that no picture names and that is older than ``YOUNGEST``.

    Half-written files that a killed process left are among them. One folder's names are in memory at a time.
    """
    for folder in _folders_in(ORIGINALS):
        for names in _a_few(_files_in(folder)):
            yield from _old_ones(names, at, named=_named(names))
    for folder in _folders_in(FOLDER):
        for inner in _a_few(_folders_in(folder)):
            images = _by_folder(inner)
            for each in inner:
                yield from _old_ones(_files_in(each), at, named=_renditions(images.get(each)))
        yield from _old_ones(_files_in(folder), at)
    for folder in (ORIGINALS, FOLDER):
        yield from _old_ones(_files_in(folder), at)


def lost_originals() -> Iterator[Image]:
    """Yield each picture whose original is not in the storage."""
    images = Image.objects.only("file").order_by("file").iterator()
    for folder, inside in groupby(images, key=lambda image: image.file.rpartition("/")[0]):
        stored = set(_files_in(folder))
        for image in inside:
            # Asked for by itself, since it may have been stored after its folder was listed.
            if image.file not in stored and not default_storage.exists(image.file):
                yield image


def _old_ones(
    names: list[str], at: datetime, *, named: Collection[str] = frozenset()
) -> Iterator[tuple[str, int]]:
    for name in names:
        if name in named:
            continue
        try:
            if default_storage.get_modified_time(name) < at - YOUNGEST:
                yield name, default_storage.size(name)
        except FileNotFoundError:
            continue


def _named(names: list[str]) -> set[str]:
    """Return those of the originals that a row names; two queries."""
    named = (Image.objects.with_files(names), FormerFile.objects.filter(file__in=names))
    return {name for rows in named for name in rows.values_list("file", flat=True)}


def _by_folder(folders: list[str]) -> dict[str, Image]:
    """Return the images by those of ``folders`` that hold their renditions; one query."""
    hashes = [folder.rpartition("/")[2] for folder in folders]
    return {folder_of(image.sha256): image for image in Image.objects.filter(sha256__in=hashes)}


def _renditions(image: Image | None) -> set[str]:
    return {each.name for each in image.original.every_rendition()} if image else set()


def _a_few(names: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(names), NAMES_AT_ONCE):
        yield names[start : start + NAMES_AT_ONCE]


def _folders_in(folder: str) -> list[str]:
    return [f"{folder}/{name}" for name in sorted(_listed(folder)[0])]


def _files_in(folder: str) -> list[str]:
    return [f"{folder}/{name}" for name in sorted(_listed(folder)[1])]


def _listed(folder: str) -> tuple[list[str], list[str]]:
    try:
        return default_storage.listdir(folder)
    except FileNotFoundError:
        return [], []


def _delete_folder(folder: str) -> None:
    """Delete the empty folder where the storage has such things."""
    if default_storage.exists(folder):
        default_storage.delete(folder)
