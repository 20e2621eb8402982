"""The pictures of a batch: each address once, those in the archive kept, the others noted to be fetched."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import quote, unquote

from django.conf import settings
from django.db.models import Q

from articles.desk.pictures import keeping
from articles.images.inspect import PictureRefused
from articles.models import Article, ArticleImage, Image, ImageSource
from articles.reading.record import Picture, Record, Warning

from . import accounts, custody
from .archive import Archive, Unreadable
from .errors import writing_to
from .identity import Decision
from .report import Images

IN_ARCHIVE = "archive:"
MET = ("url", "image", "next_try_at", "last_state")
BODY_ADDRESS = re.compile(r'src="/archive/([^"]*)"')


class Pictures:
    """Keeps and resolves the pictures of one archive; ``mode`` is fetch, link or skip."""

    def __init__(self, archive: Archive, counts: Images, *, mode: str, dry_run: bool) -> None:
        self.archive = archive
        self.counts = counts
        self.mode = mode
        self.dry_run = dry_run
        self._stored: dict[str, keeping.Stored] = {}
        # Only a dry run needs it: its rows, which say what is an asset, are gone after each batch.
        self._met_in_dry_run: set[str] = set()

    def store(self, records: Iterable[Record]) -> None:
        """Store the files of the pictures that lie in the archive, before the batch's transaction begins."""
        inside = [
            (record, picture)
            for record in records
            for picture in all_pictures(record)
            if picture.address.startswith(IN_ARCHIVE)
        ]
        wanted: dict[str, Picture] = {}
        for _, picture in inside:
            wanted.setdefault(picture.address, picture)
        outcomes = self._outcomes(wanted)
        self._stored = {}
        for record, picture in inside:
            outcome = outcomes[picture.address]
            if isinstance(outcome, keeping.Stored):
                self._stored[self._url(picture.address)] = outcome
            else:
                path = picture.address.removeprefix(IN_ARCHIVE)
                record.warnings.append(Warning("image-failed", f"{path}: {outcome}"))

    def resolve(self, records: Iterable[Record], *, at: datetime) -> dict[str, ImageSource]:
        """Return the source of every picture address in ``records``, new ones written."""
        wanted = [picture for record in records for picture in all_pictures(record)]
        urls = {picture.address: self._url(picture.address) for picture in wanted}
        credits = {urls[picture.address]: picture.credit[:300] for picture in wanted if picture.credit}
        known = {source.url: source for source in _with_images(urls.values())}
        for url in dict.fromkeys(urls.values()):
            source = known.get(url) or ImageSource(url=url, credit=credits.get(url, ""))
            known[url] = self._resolved(source, at=at)
        for record in records:
            self._tell_of_lost(record, [known[urls[picture.address]] for picture in all_pictures(record)])
        return {address: known[url] for address, url in urls.items()}

    def meet_again(self, decisions: list[Decision]) -> None:
        """Count the pictures of articles that were not read again, and tell which of them are lost."""
        by_article = {decision.article.pk: decision for decision in decisions if decision.article}
        in_bodies = ArticleImage.objects.filter(article__in=by_article, source__isnull=False)
        leading = Article.objects.filter(pk__in=by_article, lead_image_source__isnull=False)
        met = [
            *in_bodies.values_list("article", *(f"source__{name}" for name in MET)),
            *leading.values_list("pk", *(f"lead_image_source__{name}" for name in MET)),
        ]
        for article, url, image, next_try, last_state in met:
            self._count(url, kept=image is not None, pending=next_try is not None)
            if last_state and image is None and next_try is None and self.mode == "fetch":
                told = Warning(accounts.FAILED, accounts.detail(url, last_state))
                missing = by_article[article].missing
                if told not in missing:
                    missing.append(told)

    def are_assets(self, paths: list[str]) -> set[str]:
        """Return those of the archive's ``paths`` that an article refers to."""
        urls = {self._url(IN_ARCHIVE + path): path for path in paths}
        known = set(ImageSource.objects.filter(url__in=urls).values_list("url", flat=True))
        return {urls[url] for url in known | (self._met_in_dry_run & urls.keys())}

    def keep_late(self, paths: list[str], *, at: datetime) -> None:
        """Keep the pictures that were not there when their articles came in, and show them."""
        urls = {self._url(IN_ARCHIVE + path): path for path in paths}
        for source in ImageSource.objects.filter(url__in=urls, image=None):
            try:
                data = self.archive.picture(self.archive.root / urls[source.url])
                with writing_to(Path(settings.MEDIA_ROOT)):
                    stored = keeping.store(data, write=not self.dry_run)
            except (Unreadable, PictureRefused):
                continue
            _set_image(source, stored.saved())
            self.counts.fetched += 1
            _show(source, urls[source.url], at=at)

    def _outcomes(self, wanted: dict[str, Picture]) -> dict[str, keeping.Stored | Exception]:
        """Return what became of each picture by its address: stored, or why not."""
        outcomes: dict[str, keeping.Stored | Exception] = {}
        readable = []

        def given() -> Iterator[keeping.Given]:
            for address, picture in wanted.items():
                try:
                    data = self.archive.picture(self.archive.place_of(address.removeprefix(IN_ARCHIVE)))
                except Unreadable as error:
                    outcomes[address] = error
                    continue
                readable.append(address)
                yield keeping.Given(
                    data=data, alt=picture.alt, caption=picture.caption, credit=picture.credit
                )

        with writing_to(Path(settings.MEDIA_ROOT)):
            stored = list(keeping.store_each(given(), write=not self.dry_run))
        return outcomes | dict(zip(readable, stored, strict=True))

    def _url(self, address: str) -> str:
        """Return what the source of a picture is called: its address, or its place in this archive."""
        if not address.startswith(IN_ARCHIVE):
            return address
        place = self.archive.place_of(address.removeprefix(IN_ARCHIVE))
        return f"{IN_ARCHIVE}{self.archive.origin}/{self.archive.shown(place)}"

    def _resolved(self, source: ImageSource, *, at: datetime) -> ImageSource:
        if source.is_remote:
            self._note(source, at=at)
        else:
            self._keep(source)
        if source.pk is None:
            source.save()
        return source

    def _tell_of_lost(self, record: Record, sources: list[ImageSource]) -> None:
        """A run tells of what an earlier one could not have, too."""
        for source in sources:
            if self.mode == "fetch" and source.is_remote and custody.standing(source) == "lost":
                told = Warning(
                    accounts.FAILED, accounts.detail(source.url, source.last_state or source.error)
                )
                if told not in record.warnings:
                    record.warnings.append(told)

    def _note(self, source: ImageSource, *, at: datetime) -> None:
        """Leave the picture where it is, to be fetched where that is wanted."""
        if source.pk is None and self.mode == "fetch":
            source.next_try_at = at
        self._count(source.url, kept=source.image_id is not None, pending=source.next_try_at is not None)

    def _keep(self, source: ImageSource) -> None:
        if self.dry_run:
            self._met_in_dry_run.add(source.url)
        first = self.counts.meet(source.url)
        stored = self._stored.get(source.url)
        if stored is None:
            source.error = source.error or "not in the archive, or no picture"
            return
        is_new = stored.known() is None
        self.counts.fetched += first and is_new
        self.counts.reused += first and not is_new
        _set_image(source, stored.saved())

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


def _set_image(source: ImageSource, image: Image) -> None:
    source.image, source.error = image, ""
    if source.pk is not None:
        source.save(update_fields=["image", "error"])


def _show(source: ImageSource, path: str, *, at: datetime) -> None:
    """Put the picture, now kept, into the articles that refer to it."""
    source.uses.update(image=source.image)
    source.led_articles.update(lead_image=source.image)
    address = f'src="/archive/{quote(path)}"'
    for article in Article.objects.filter(
        Q(article_images__source=source) | Q(lead_image_source=source)
    ).distinct():
        article.body = (
            article.body.replace(address, f'src="{source.image.url}"') if source.image else article.body
        )
        article.changed_at = at
        article.save()


def _with_images(urls: Iterable[str]) -> Iterable[ImageSource]:
    found = ImageSource.objects.filter(url__in=set(urls))
    return found.select_related("image")
