"""Every archive out again: what nobody edited as it came, all else as front matter that says everything."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TypeVar

from django.db.models import Case, Exists, F, OuterRef, Prefetch, QuerySet, When

from articles.importing import own_export
from articles.importing.progress import Progress
from articles.models import Article, Byline, Category, ImportedRecord, Source, TaggedArticle
from articles.reading.dates import from_file_name
from articles.reading.formats import suffix_of

from . import front_matter
from .folder import Folder, free_name, is_below
from .pictures import Pictures, Place

CHUNK = 200
# How many files are held at once: one may have 10 MB.
FILES = 20
IS_FILE = "source_is_file"
Item = TypeVar("Item")
Names = tuple[str, ...]


@dataclass(slots=True)
class Totals:
    """What an export wrote; ``images_missing``: their rows are there, their files are not."""

    as_they_came: int = 0
    as_front_matter: int = 0
    origins: int = 0
    images: int = 0
    images_missing: int = 0

    @property
    def articles(self) -> int:
        return self.as_they_came + self.as_front_matter


def export_archives(
    folder: Path,
    articles: QuerySet[Article],
    *,
    site: str,
    images: bool = False,
    progress: Progress | None = None,
) -> Totals:
    """Write the articles, but for those in the trash, into ``folder``: an archive for each origin, and a manifest.

    ``images``: with the kept originals beside them. Memory stays flat, and each chunk costs a fixed number of
    queries. Raises ExportUsageError where the folder holds anything but an earlier export, which is replaced once the
    new one is whole.
    """
    target = Folder(folder)
    articles = articles.exclude(status=Article.Status.TRASHED)
    export = _Export(target, articles, Pictures(target, copies=images), progress or Progress())
    export.all()
    target.finish(site, {name: origin for origin, name in export.names.items()})
    return export.totals


@dataclass
class _Export:
    """One export on its way out."""

    folder: Folder
    articles: QuerySet[Article]
    pictures: Pictures
    progress: Progress

    def __post_init__(self) -> None:
        self.totals = Totals()
        self.names: dict[str, str] = {}
        self.categories = _category_names()

    def all(self) -> None:
        self.progress.start(self.articles.count())
        for chunk in _chunks(_keys(self.articles), CHUNK):
            edited = [article for article, source in chunk if source is None]
            edited += self._write_as_they_came([source for _, source in chunk if source is not None])
            self._write_as_front_matter(edited)
            self.progress.advance(len(chunk))
        if self.pictures.copies:
            for origin, name in self.names.items():
                self.pictures.write_those_of(self.articles, origin, name)
        self.totals.origins = len(self.names)
        self.totals.images, self.totals.images_missing = self.pictures.written, self.pictures.missing

    def _write_as_they_came(self, keys: list[int]) -> list[int]:
        """Write the files of the sources; return the articles that have to be written anew."""
        sources = Source.objects.filter(pk__in=keys).only("origin", "external_id", "article_id", "raw")
        left = [
            source.article_id for source in sources.iterator(chunk_size=FILES) if not self._is_written(source)
        ]
        self.totals.as_they_came += len(keys) - len(left)
        return [key for key in left if key]

    def _is_written(self, source: Source) -> bool:
        raw = bytes(source.raw)
        # A file of an earlier export has an old marker.
        if not is_below(source.external_id) or own_export.marker_in(raw):
            return False
        place = self.folder.free_place(f"{self._folder_of(source.origin_id)}/{source.external_id}")
        if place:
            place.write_bytes(raw)
        return place is not None

    def _write_as_front_matter(self, keys: list[int]) -> None:
        articles = list(_with_parts(self.articles.filter(pk__in=keys))) if keys else []
        self.pictures.look_up(articles)
        for article in articles:
            self._write(article)
        self.totals.as_front_matter += len(articles)

    def _write(self, article: Article) -> None:
        place, target = self._free_place(article)
        written = front_matter.write(
            article,
            path=place.path,
            categories=self._categories_of(article),
            lead=self.pictures.lead(article, place),
            picture=partial(self.pictures.in_body, place=place),
        )
        target.write_bytes(written)

    def _free_place(self, article: Article) -> tuple[Place, Path]:
        origin = _origin_of(article)
        folder = self._folder_of(origin)
        for path in (_path_of(article), _path_by_number(article)):
            if target := self.folder.free_place(f"{folder}/{path}"):
                return Place(origin, folder, path), target
        raise FileExistsError(f"{folder}/{path}")

    def _folder_of(self, origin: str) -> str:
        if origin not in self.names:
            self.names[origin] = free_name(origin, self.names.values())
            (self.folder.part / self.names[origin]).mkdir()
        return self.names[origin]

    def _categories_of(self, article: Article) -> list[Names]:
        keys = [category.pk for category in article.categories.all()]
        if article.primary_category_id:
            keys = [article.primary_category_id, *keys]
        return [self.categories[key] for key in dict.fromkeys(keys)]


def _path_of(article: Article) -> str:
    """Return the file's path in its archive, else one like the article's address."""
    source = getattr(article, "source", None)
    if source and getattr(article, IS_FILE) and _is_read_at(source.external_id, article):
        return str(source.external_id)
    if article.published_on:
        return f"{article.published_on:%Y/%m/%d}/{article.slug}.html"
    return _path_by_number(article)


def _path_by_number(article: Article) -> str:
    return f"articles/article-{article.pk}.html"


def _is_read_at(path: str, article: Article) -> bool:
    """Whether front matter at the path would be read as the article: JSON is none, and a name can give a date."""
    gives_date = from_file_name(path, zone=UTC) is not None
    return (
        is_below(path) and suffix_of(path) != ".json" and (article.published_at is not None or not gives_date)
    )


def _origin_of(article: Article) -> str:
    source = getattr(article, "source", None)
    return source.origin_id if source else own_export.NATIVE_ORIGIN


def _keys(articles: QuerySet[Article]) -> Iterator[tuple[int, int | None]]:
    """Yield each article's key, and its source's where that is a file whose article nobody edited."""
    is_untouched = Case(When(version=F("source__article_version"), **{IS_FILE: True}, then=F("source__pk")))
    keys = articles.annotate(**{IS_FILE: _is_file()}).order_by("pk").values_list("pk", is_untouched)
    return keys.iterator(chunk_size=CHUNK)


def _is_file() -> Exists:
    """Whether an article's source is a whole file: its path is its name; records of a larger file have ids."""
    source = OuterRef("source__pk")
    return Exists(ImportedRecord.objects.filter(source=source, path=OuterRef("source__external_id")))


def _with_parts(articles: QuerySet[Article]) -> QuerySet[Article]:
    joined = articles.select_related("source", "lead_image", "lead_image_source")
    return (
        joined.defer("body_source", "body_html", "source__raw", "source__pending_raw")
        .annotate(**{IS_FILE: _is_file()})
        .order_by("pk")
        .prefetch_related(
            Prefetch("bylines", Byline.objects.select_related("author")),
            Prefetch("tagged", TaggedArticle.objects.select_related("tag")),
            Prefetch("categories", Category.objects.only("pk").order_by("path")),
            "corrections",
            "old_addresses",
            "lead_image__sources",
        )
    )


def _category_names() -> dict[int, Names]:
    """Return each category's names from the top down, by its key; a category is named after its parent's path."""
    rows = {key: (parent, name) for key, parent, name in Category.objects.values_list("pk", "parent", "name")}

    def names(key: int) -> Names:
        parent, name = rows[key]
        return (*names(parent), name) if parent else (name,)

    return {key: names(key) for key in rows}


def _chunks(items: Iterator[Item], length: int) -> Iterator[list[Item]]:
    while chunk := list(islice(items, length)):
        yield chunk
