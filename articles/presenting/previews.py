"""What readers will see: the page of an article that is not public, or of a text that is saved nowhere."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, prefetch_related_objects
from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse

from articles.desk import contents, editing
from articles.desk.writing import DATED_HERE
from articles.models import Article, Author, Byline, Correction, Tag
from articles.text import sanitizer

from . import article_pages, dates

# No article has it, and the relations of one without a number cannot be asked for.
NOT_STORED = 0


@dataclass(frozen=True)
class Preview:
    """How a page differs from the public one.

    ``note`` stands above it, with the ``moment`` that it speaks of. ``is_framed``: it is shown beside its text.
    """

    note: Any = ""
    moment: dates.Moment | None = None
    is_framed: bool = False


class NoHeadline(Exception):
    """Without a headline there is no page."""


NOTHING_TO_SHOW = (NoHeadline, sanitizer.TooComplex)


def page(
    request: HttpRequest,
    article: Article | None,
    content: contents.Content,
    *,
    now: datetime,
    preview: Preview,
) -> HttpResponse:
    """Return the page of an article from ``lists.to_preview`` as it will stand, could it say the content.

    ``article``: None for one that is not stored. What the content lacks is the article's own. One that is not public
    is shown as of the moment it becomes so, else of ``now``. Nothing is written.
    Raises NoHeadline, sanitizer.TooComplex.
    """
    article = fill(article or Article(pk=NOT_STORED), content)
    if not article.headline.strip():
        raise NoHeadline
    at = with_dates(article, now)
    return article_pages.render(request, article, at, now=now, preview=preview)


def fill(article: Article, content: contents.Content) -> Article:
    """Make the article say the content, in memory alone; returns it. Raises sanitizer.TooComplex."""
    for name, value in contents.columns_of(article, _differing(article, content)).items():
        setattr(article, name, value)
    if content:
        article.body = editing.clean(article.body)
        article.derive()
    related = {
        manager: relate(article, content[name])
        for name, (manager, relate) in RELATIONS.items()
        if name in content
    }
    article._prefetched_objects_cache = related
    return article


def _differing(article: Article, content: contents.Content) -> contents.Content:
    """The content without the section and lead image that the article has already, which need not be looked up."""
    known = {
        "primary_category": article.primary_category.path if article.primary_category else "",
        "lead_image_id": article.lead_image_id,
        "lead_image_source_id": article.lead_image_source_id,
    }
    return {name: value for name, value in content.items() if name not in known or value != known[name]}


def with_dates(article: Article, now: datetime) -> datetime:
    """Give the article the dates that it will be public with; return the moment at which it is so, ``now`` or later."""
    if not article.published_at:
        vars(article).update(DATED_HERE, published_at=now)
    article.public_at = article.becomes_public_at
    article.place(now)
    return max(now, article.public_at)


def _byline(article: Article, byline: list[list[str]]) -> list[Byline]:
    prefetch_related_objects([article], *contents.PARTS)
    authors = {entry.author.name: entry.author for entry in article.bylines.all()}
    if missing := dict(byline).keys() - authors.keys():
        authors |= {author.name: author for author in Author.objects.filter(name__in=missing)}
    return [
        Byline(article=article, author=authors[name], role=role) for name, role in byline if name in authors
    ]


def _tags(article: Article, names: list[str]) -> list[Tag]:
    """The tags of these names, whatever their case, as saving would leave them: those that stay, then the others."""
    prefetch_related_objects([article], "tags")
    asked = {name.lower(): name for name in names}
    staying = [tag for tag in article.tags.all() if asked.pop(tag.name.lower(), None)]
    return [*staying, *_other_tags(asked)]


def _other_tags(asked: dict[str, str]) -> list[Tag]:
    if not asked:
        return []
    same = Q(name__in=list(asked.values())) | Q(lowered__in=list(asked))
    known = {tag.name.lower(): tag for tag in Tag.objects.alias(lowered=Lower("name")).filter(same)}
    return [known.get(name) or Tag(name=asked[name], slug=Tag().slugify(asked[name])) for name in asked]


def _corrections(article: Article, corrections: list[list[str]]) -> list[Correction]:
    """Newest first, as readers are told them."""
    return [
        Correction(article=article, kind=kind, text=text, at=datetime.fromisoformat(at))
        for kind, text, at in reversed(corrections)
    ]


RELATIONS = {
    "byline": ("bylines", _byline),
    "tags": ("tags", _tags),
    "corrections": ("corrections", _corrections),
}
