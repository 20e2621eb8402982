"""The pictures of exported articles: what they are called in a file, and their own files beside it."""

import posixpath
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

from django.core.files.storage import default_storage
from django.db.models import Q, QuerySet, prefetch_related_objects

from articles.images import markup
from articles.importing import own_export
from articles.importing.pictures import IN_ARCHIVE
from articles.models import Article, Image, ImageSource
from articles.models.kept_pictures import images_by_file
from articles.presenting.addresses import absolute

from .folder import Folder, is_below


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file stands: whose archive it is of, that archive's folder, and the path below it."""

    origin: str
    folder: str
    path: str


@dataclass(slots=True)
class Pictures:
    """``copies``: kept originals are written beside the articles; else they stay where readers have them."""

    folder: Folder
    copies: bool
    written: int = 0
    missing: int = 0
    _known: dict[str, Image] = field(default_factory=dict)

    def look_up(self, articles: Iterable[Article]) -> None:
        """Find the pictures that the bodies of a chunk show; three queries, five with copies."""
        addresses = {address for article in articles for address in markup.addresses(article.body)}
        prefix = default_storage.url("")
        files = {a.removeprefix(prefix): a for a in addresses if a.startswith(prefix)}
        images = images_by_file(files)
        prefetch_related_objects(list(images.values()), "sources")
        self._known = {files[name]: image for name, image in images.items()}
        if self.copies:
            sources = ImageSource.objects.filter(url__in=addresses, image__isnull=False)
            sources = sources.select_related("image").prefetch_related("image__sources")
            self._known |= {source.url: source.image for source in sources if source.image}

    def in_body(self, address: str, place: Place) -> str:
        """Return the address that the file at ``place`` has for a picture of its body."""
        if address.startswith(markup.ARCHIVE_PREFIX):
            # Never found in its archive: the file says again where it should lie.
            return _beside(unquote(address.removeprefix(markup.ARCHIVE_PREFIX)), place)
        image = self._known.get(address)
        if image:
            return self._of_image(image, place)
        return absolute(address) if address.startswith("/") else address

    def lead(self, article: Article, place: Place) -> dict[str, str] | None:
        """Return the lead picture as a header states it, or None without one."""
        image, source = article.lead_image, article.lead_image_source
        if image:
            words = {
                "alt": article.lead_image_alt or image.alt,
                "caption": article.lead_image_caption or image.caption,
                "credit": image.credit,
            }
            return {"src": self._of_lead(image, source, place)} | words
        if source is None:
            return None
        address = source.url if source.is_remote else _beside(_path_in(source.url, place.origin), place)
        return {"src": address, "alt": article.lead_image_alt, "caption": article.lead_image_caption}

    def write_those_of(self, articles: QuerySet[Article], origin: str, folder: str) -> None:
        """Write the pictures that the articles have from their archive where they lay in it."""
        uses = Q(uses__article__in=articles) | Q(led_articles__in=articles)
        ours = Q(url__startswith=f"{IN_ARCHIVE}{origin}/", image__isnull=False)
        for source in ImageSource.objects.filter(ours & uses).select_related("image").distinct().iterator():
            path = _path_in(source.url, origin)
            if source.image and is_below(path):
                self._write(source.image, f"{folder}/{path}")

    def _of_lead(self, image: Image, source: ImageSource | None, place: Place) -> str:
        if source and source.is_remote and source.image_id == image.pk and not self.copies:
            return source.url
        return self._of_image(image, place)

    def _of_image(self, image: Image, place: Place) -> str:
        if self.copies:
            path = _path_of(image, place.origin)
            if self._write(image, f"{place.folder}/{path}"):
                return _beside(path, place)
        remote = next((source.url for source in image.sources.all() if source.is_remote), "")
        return remote or absolute(image.url)

    def _write(self, image: Image, path: str) -> bool:
        """Write the original unless it is there; return whether it is."""
        target = self.folder.free_place(path)
        if target is None:
            return True
        try:
            with default_storage.open(image.file) as original, target.open("xb") as copy:
                shutil.copyfileobj(original, copy)
        except FileNotFoundError:
            self.missing += 1
            return False
        self.written += 1
        return True


def _path_of(image: Image, origin: str) -> str:
    """Return where a picture lies below the origin's folder: where its archive had it, else under its hash."""
    paths = (_path_in(source.url, origin) for source in image.sources.all() if not source.is_remote)
    # The reader takes a backslash for a slash.
    found = next((path for path in paths if path and "\\" not in path and is_below(path)), "")
    suffix = posixpath.splitext(image.file)[1]
    return found or f"{own_export.PICTURES_FOLDER}/{image.sha256}{suffix}"


def _path_in(address: str, origin: str) -> str:
    """Return the path of a picture of the origin's archive; empty for one of another."""
    prefix = f"{IN_ARCHIVE}{origin}/"
    return address.removeprefix(prefix) if address.startswith(prefix) else ""


def _beside(path: str, place: Place) -> str:
    return quote(posixpath.relpath(path or ".", posixpath.dirname(place.path) or "."))
