"""The articles that the files of our own export are of."""

from collections.abc import Iterable
from dataclasses import dataclass

from articles.models import Article, Source

from .own_export import Marker, marker_in, moment

ARTICLE_FIELDS = ("status", "version", "published_on", "slug", "was_public", "created_at")
SOURCE_FIELDS = (
    "origin",
    "external_id",
    "article",
    "article_version",
    "digest",
    "fingerprint",
    "pending_digest",
)


@dataclass(slots=True)
class Marked:
    """The article of a marker; ``is_edited_here``: somebody did since the file was written, or last imported."""

    article: Article
    source: Source | None
    is_edited_here: bool


def find(markers: Iterable[Marker]) -> dict[Marker, Marked]:
    """Return what is known here of each marker's article; two queries at most, none without markers.

    The moment of its making tells an article of this newsroom from one of another that has its number.
    """
    wanted = {marker.article: marker for marker in markers}
    if not wanted:
        return {}
    articles = Article.objects.filter(pk__in=wanted).select_related("source")
    articles = articles.only(*ARTICLE_FIELDS, *(f"source__{name}" for name in SOURCE_FIELDS))
    found = {wanted[article.pk]: _marked(article, wanted[article.pk]) for article in articles}
    found = {m: marked for m, marked in found.items() if moment(marked.article.created_at) == m.created}
    _forgive_edits_of_the_file(found)
    return found


def _marked(article: Article, marker: Marker) -> Marked:
    source = getattr(article, "source", None)
    return Marked(article, source, is_edited_here=article.version != marker.version)


def _forgive_edits_of_the_file(found: dict[Marker, Marked]) -> None:
    """A file that came in once keeps its marker: the article's version is then the file's own doing."""
    waiting = {
        marked.source.pk: marker
        for marker, marked in found.items()
        if marked.is_edited_here and marked.source and marked.source.article_version == marked.article.version
    }
    raws = Source.objects.filter(pk__in=waiting).values_list("pk", "raw") if waiting else ()
    for key, raw in raws:
        came_in = marker_in(bytes(raw))
        # A file that was as exported changed nothing when it came in.
        if came_in and not came_in.is_whole and came_in.is_of_one_export_with(waiting[key]):
            found[waiting[key]].is_edited_here = False
