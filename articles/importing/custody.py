"""Which pictures are kept here, which still wait at their sources and which are lost: counted, and named."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from articles.models import Article, ArticleImage, ImageSource, ImportRun, Origin

Sources = QuerySet[ImageSource]

# The sources that lie on the web; the others lie in an archive.
ELSEWHERE = Q(url__startswith="http://") | Q(url__startswith="https://")
KEPT = Q(image__isnull=False)
PENDING = Q(image=None, next_try_at__isnull=False)
NEVER_ASKED = Q(image=None, next_try_at=None, last_state="", error="")
LOST = Q(image=None, next_try_at=None) & ~NEVER_ASKED
# Of ``found``, each is one of the others. ``left``: at its source, where the import was told to leave it.
COUNTED = {"fetched": KEPT, "pending": PENDING, "lost": LOST, "left": NEVER_ASKED}


@dataclass(frozen=True, slots=True)
class Tally:
    """How many pictures there are of a host or an archive, and what became of them; ``name`` is empty for archives."""

    name: str
    found: int = 0
    fetched: int = 0
    pending: int = 0
    lost: int = 0
    left: int = 0

    @property
    def missing(self) -> int:
        return self.pending + self.lost


def waiting() -> Sources:
    """The pictures that are to be asked for, one day: those that never came and those that a person wants looked at."""
    return ImageSource.objects.filter(ELSEWHERE, next_try_at__isnull=False)


def due(at: datetime) -> Sources:
    return waiting().filter(next_try_at__lte=at)


def next_moment() -> datetime | None:
    """Return when the next picture is to be asked for; None where none waits."""
    moment: datetime | None = waiting().aggregate(moment=Min("next_try_at"))["moment"]
    return moment


def still_stands(source: ImageSource) -> bool:
    """Whether the source shows what it showed when it was read; locks it for the caller's transaction."""
    return ImageSource.objects.select_for_update().filter(pk=source.pk, image=source.image_id).exists()


def not_kept() -> Sources:
    """The pictures on the web that are not here, also those given up and those left where they are."""
    return ImageSource.objects.filter(ELSEWHERE, image=None)


def kept() -> Sources:
    """The pictures from the web that may be looked at again: none that an editor replaced, or merged with another."""
    return ImageSource.objects.filter(ELSEWHERE, KEPT, image__former_files=None)


def of_articles(articles: QuerySet[Any]) -> Sources:
    """The sources that the articles show, ``articles`` being a query for their keys."""
    in_bodies = ArticleImage.objects.filter(article__in=articles, source__isnull=False)
    leading = Article.objects.filter(pk__in=articles, lead_image_source__isnull=False)
    return ImageSource.objects.filter(
        Q(pk__in=in_bodies.values("source")) | Q(pk__in=leading.values("lead_image_source"))
    )


def of_run(run: ImportRun) -> Sources:
    """The sources shown by the articles that the run met."""
    return of_articles(articles_of_run(run).values("pk"))


def articles_of_run(run: ImportRun) -> QuerySet[Article]:
    met = run.records.filter(article__isnull=False).order_by()
    return Article.objects.filter(pk__in=met.values("article"))


def per_host(sources: Sources) -> list[Tally]:
    """Count the sources by host, the most missing first; one query. Each source is counted once."""
    columns = ("host", "found", *COUNTED)
    counted = sources.order_by().values("host").annotate(**_counts()).values_list(*columns)
    tallies = [Tally(*row) for row in counted]
    return sorted(tallies, key=lambda tally: (-tally.missing, -tally.found, tally.name))


def per_origin() -> list[Tally]:
    """Count what the articles of each origin show, a query each; a picture that two of them show is counted twice."""
    tallies = []
    for origin in Origin.objects.order_by("name"):
        articles = Article.objects.filter(source__origin=origin).values("pk")
        counted = of_articles(articles).aggregate(**_counts())
        if counted["found"]:
            tallies.append(Tally(origin.name, **counted))
    return tallies


def total(tallies: Iterable[Tally]) -> Tally:
    """Return the sum of the tallies."""
    tallies = list(tallies)
    return Tally("", **{name: sum(getattr(tally, name) for tally in tallies) for name in ("found", *COUNTED)})


def _counts() -> dict[str, Count]:
    return {"found": Count("pk"), **{name: Count("pk", filter=which) for name, which in COUNTED.items()}}


def with_missing(articles: QuerySet[Article]) -> QuerySet[Article]:
    """Return those of the articles of which a picture is missing."""
    missing = ImageSource.objects.filter(PENDING | LOST).values("pk")
    in_bodies = ArticleImage.objects.filter(source__in=missing).values("article")
    return articles.filter(Q(pk__in=in_bodies) | Q(lead_image_source__in=missing))


def sources_of(articles: Iterable[Article]) -> dict[int, list[ImageSource]]:
    """Return all sources that each article shows, by its key, the lead picture's first; two queries."""
    keys = [article.pk for article in articles]
    found: dict[int, dict[int, ImageSource]] = defaultdict(dict)
    leading = Article.objects.filter(pk__in=keys, lead_image_source__isnull=False).select_related(
        "lead_image_source"
    )
    for article in leading.only("pk", "lead_image_source"):
        if source := article.lead_image_source:
            found[article.pk][source.pk] = source
    uses = ArticleImage.objects.filter(article__in=keys, source__isnull=False).select_related("source")
    for use in uses.order_by("article", "position"):
        if use.source:
            found[use.article_id].setdefault(use.source.pk, use.source)
    return {key: list(sources.values()) for key, sources in found.items()}


def missing_of(article: Article) -> list[ImageSource]:
    """Return the pictures of the article that are not here, the lead picture's first; two queries."""
    return [source for source in sources_of([article]).get(article.pk, []) if is_missing(source)]


def is_missing(source: ImageSource) -> bool:
    return standing(source) in ("pending", "lost")


def standing(source: ImageSource) -> str:
    """Return what became of the source, by the same rule as COUNTED."""
    if source.image_id:
        return "fetched"
    if source.next_try_at:
        return "pending"
    return "lost" if source.last_state or source.error else "left"


def tally_of(article: Article, sources: Iterable[ImageSource]) -> Tally:
    """Count the sources of one article."""
    standings = [standing(source) for source in sources]
    counted = {name: standings.count(name) for name in COUNTED}
    return Tally(article.headline, found=len(standings), **counted)
