"""The pictures of a batch: each address once, those that lie in the archive kept, the others noted to be fetched."""

import re
from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote

from django.core.files.base import File as StoredFile
from django.core.files.storage import default_storage

from articles.images import renditions
from articles.images.inspect import Inspected, PictureRefused, inspect
from articles.models import Image, ImageSource, Rendition
from articles.reading.record import Picture, Record, Warning

from .archive import Archive, Unreadable
from .report import Images

IN_ARCHIVE = "archive:"
BODY_ADDRESS = re.compile(r'src="/archive/([^"]*)"')


class Pictures:
    """Resolves the pictures of one archive; ``mode`` is fetch, link or skip."""

    def __init__(self, archive: Archive, counts: Images, *, mode: str, dry_run: bool) -> None:
        self.archive = archive
        self.counts = counts
        self.mode = mode
        self.dry_run = dry_run
        # Only a dry run needs it: its rows, which say what is an asset, are gone after each batch.
        self._met_in_dry_run: set[str] = set()

    def resolve(self, records: Iterable[Record], *, at: datetime) -> dict[str, ImageSource]:
        """Return the source of every picture address in ``records``, new ones written."""
        wanted: dict[str, tuple[Record, Picture]] = {}
        for record in records:
            for picture in all_pictures(record):
                wanted.setdefault(picture.address, (record, picture))
        local = {
            address: self.archive.place_of(_path(address))
            for address in wanted
            if address.startswith(IN_ARCHIVE)
        }
        urls = {address: self._url(address, local.get(address)) for address in wanted}
        known = {source.url: source for source in _with_images(urls.values())}
        return {
            address: self._source(urls[address], known, wanted[address], local.get(address), at=at)
            for address in wanted
        }

    def meet_again(self, article_ids: list[int]) -> None:
        """Count the pictures of articles that were not read again."""
        sources = ImageSource.objects.filter(uses__article__in=article_ids) | ImageSource.objects.filter(
            led_articles__in=article_ids
        )
        for url, image, next_try in sources.values_list("url", "image", "next_try_at").distinct():
            self._count(url, kept=image is not None, pending=next_try is not None)

    def are_assets(self, paths: list[str]) -> set[str]:
        """Return those of the archive's ``paths`` that an article refers to."""
        urls = {f"{IN_ARCHIVE}{self.archive.origin}/{path}": path for path in paths}
        known = set(ImageSource.objects.filter(url__in=urls).values_list("url", flat=True))
        return {urls[url] for url in known | (self._met_in_dry_run & urls.keys())}

    def _url(self, address: str, place: Path | None) -> str:
        if place is None:
            return address
        return f"{IN_ARCHIVE}{self.archive.origin}/{self.archive.shown(place)}"

    def _source(
        self,
        url: str,
        known: dict[str, ImageSource],
        wanted: tuple[Record, Picture],
        place: Path | None,
        *,
        at: datetime,
    ) -> ImageSource:
        source = known.get(url) or ImageSource(url=url)
        if place is None:
            self._note(source, at=at)
        elif (first := self.counts.meet(url)) or source.image is None:
            self._keep(source, place, *wanted, count=first)
        if source.pk is None:
            source.save()
        known[url] = source
        return source

    def _note(self, source: ImageSource, *, at: datetime) -> None:
        """Leave the picture where it is, to be fetched where that is wanted."""
        if source.pk is None and self.mode == "fetch":
            source.next_try_at = at
        self._count(source.url, kept=source.image_id is not None, pending=source.next_try_at is not None)

    def _keep(
        self, source: ImageSource, place: Path, record: Record, picture: Picture, *, count: bool
    ) -> None:
        if self.dry_run:
            self._met_in_dry_run.add(source.url)
        try:
            found = inspect(self.archive.picture(place))
        except (Unreadable, PictureRefused) as refused:
            source.attempts, source.error = 1, str(refused)[:300]
            record.warnings.append(Warning("image-failed", f"{_path(picture.address)}: {refused}"))
            return
        image = Image.objects.filter(sha256=found.sha256).first()
        self.counts.reused += count and image is not None
        self.counts.fetched += count and image is None
        source.image = image or keep(found, picture, write_files=not self.dry_run)
        if source.pk is not None:
            source.save(update_fields=["image"])

    def _count(self, url: str, *, kept: bool, pending: bool) -> None:
        if self.counts.meet(url):
            self.counts.reused += kept
            self.counts.pending += pending and not kept


def all_pictures(record: Record) -> list[Picture]:
    """Return the lead picture and the body's."""
    return [record.lead_picture, *record.pictures] if record.lead_picture else record.pictures


def body_with_kept(record: Record, sources: dict[str, ImageSource]) -> str:
    """Return the body with the addresses of the pictures that were kept from the archive."""

    def kept(match: re.Match[str]) -> str:
        source = sources.get(IN_ARCHIVE + unquote(match[1]))
        return f'src="{source.image.url}"' if source and source.image else match[0]

    return BODY_ADDRESS.sub(kept, record.body)


def drop(record: Record) -> None:
    """Take every picture out of the record, and what only held one out of its clean body."""
    record.lead_picture, record.pictures = None, []
    body = re.sub(r"<figure\b[^>]*>(?:(?!</figure>).)*<img\b.*?</figure>", "", record.body, flags=re.DOTALL)
    record.body = re.sub(r"<p>\s*</p>", "", re.sub(r"<img\b[^>]*>", "", body))


def keep(found: Inspected, picture: Picture, *, write_files: bool = True) -> Image:
    """Store the picture and its renditions, and return its row; the words that came with it fill the fields."""
    image = Image(
        sha256=found.sha256,
        file=renditions.original_name(found.sha256, suffix=found.suffix),
        width=found.width,
        height=found.height,
        alt=(picture.alt or found.alt)[:1000],
        caption=picture.caption or found.caption,
        credit=(picture.credit or found.credit)[:300],
    )
    made = [
        Rendition(
            image=image,
            width=width,
            format="webp",
            file=renditions.file_name(found.sha256, width=width, format="webp"),
        )
        for width in renditions.widths(found.width)
    ]
    if write_files:
        _put(image.file, found.data)
        for rendition in made:
            _put(rendition.file, renditions.render(found.data, width=rendition.width, format="webp"))
    image.save()
    Rendition.objects.bulk_create(made)
    return image


def _put(name: str, data: bytes) -> None:
    """Store ``data`` under a name that only these bytes have; a half file of a killed run is written anew."""
    if default_storage.exists(name):
        if default_storage.size(name) == len(data):
            return
        default_storage.delete(name)
    default_storage.save(name, StoredFile(BytesIO(data)))


def _path(address: str) -> str:
    return address.removeprefix(IN_ARCHIVE)


def _with_images(urls: Iterable[str]) -> Iterable[ImageSource]:
    return (
        ImageSource.objects.filter(url__in=set(urls))
        .select_related("image")
        .prefetch_related("image__renditions")
    )
