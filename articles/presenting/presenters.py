"""What a template gets to see: plain values, no queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from articles.images import for_readers
from articles.models import Article, Author, Category, Correction, Tag
from articles.text import sanitizer, scripts

from . import dates, origins, pictures, structured_data
from .bodies import body_html, in_boxes


@dataclass(frozen=True)
class Link:
    """A way to a list; ``count``: how many stories it holds, where the page says so."""

    name: str
    url: str
    language: str = ""
    direction: str = ""
    count: int | None = None


@dataclass(frozen=True)
class BylineEntry:
    name: str
    url: str
    role: str
    language: str = ""
    direction: str = ""


@dataclass(frozen=True)
class CorrectionNote:
    kind: str
    kind_label: Any
    text: str
    at: datetime


@dataclass(frozen=True)
class Card:
    """``short_headline``: as cards and lists have it, the headline where there is no shorter one."""

    id: int
    url: str
    headline: str
    short_headline: str
    standfirst: str
    language: str
    direction: str
    published_at: datetime
    public_at: datetime
    modified_at: datetime | None
    published: dates.Moment
    modified: dates.Moment | None
    section: Link | None
    authors: list[Link]
    lead: pictures.Lead | None
    original_url: str
    source_name: str
    reading_minutes: int


@dataclass(frozen=True)
class ArticlePage(Card):
    """``social_title``, ``social_description``: as other places show the story, the desk's own words or the story's."""

    social_title: str
    social_description: str
    body_html: str
    categories: list[Link]
    byline: list[BylineEntry]
    tags: list[Link]
    corrections: list[CorrectionNote]
    word_count: int
    comments_open: bool
    source_url: str
    related: list[Card]

    @property
    def opens_with_standfirst(self) -> bool:
        """Whether the body itself begins with the standfirst, as an excerpt of the story does."""
        opening = " ".join(sanitizer.plain_text(for_readers.without_figures(self.body_html)).split())
        return bool(self.standfirst) and opening.startswith(" ".join(self.standfirst.split()))

    @property
    def structured_data_json(self) -> str:
        """The story for search engines, as JSON that can stand in a ``<script>``."""
        return structured_data.news_article(self)


def link(thing: Category | Author | Tag, *, count: int | None = None) -> Link:
    return Link(name=thing.name, url=thing.get_absolute_url(), count=count, **_script(thing.name))


def card(article: Article, at: datetime) -> Card:
    """Return the card of an article from presenting.lists, as readers see it at the moment ``at``."""
    return Card(**_card_fields(article, at))


def cards(articles: Iterable[Article], at: datetime) -> list[Card]:
    return [card(article, at) for article in articles]


def article_page(
    article: Article, at: datetime, *, categories: Iterable[Category], related: Iterable[Article]
) -> ArticlePage:
    """Return the page of an article at the moment ``at``; ``categories``: from the top down to its section."""
    return ArticlePage(
        **_card_fields(article, at),
        social_title=article.social_title or article.headline,
        social_description=article.social_description or article.standfirst,
        body_html=in_boxes(body_html(article, at)),
        categories=[link(category) for category in categories],
        byline=[_byline_entry(byline) for byline in article.bylines.all()],
        tags=[link(tag) for tag in article.tags.all()],
        corrections=[_correction_note(correction) for correction in article.corrections.all()],
        word_count=article.word_count,
        comments_open=article.comments_open,
        source_url=article.source_url,
        related=cards(related, at),
    )


def _card_fields(article, at):
    authors = dict.fromkeys(byline.author for byline in article.bylines.all())
    return {
        "id": article.pk,
        "url": article.get_absolute_url(),
        "headline": article.headline,
        "short_headline": article.short_headline or article.headline,
        "standfirst": article.standfirst,
        "language": article.language,
        "direction": article.direction,
        "published_at": article.published_at,
        "public_at": article.public_at,
        "modified_at": article.modified_at,
        "published": dates.of_publication(article),
        "modified": dates.of_modification(article),
        "section": link(article.primary_category) if article.primary_category else None,
        "authors": [link(author) for author in authors],
        "lead": pictures.lead(article, at),
        "original_url": origins.original_address(article),
        "source_name": origins.source_name(article),
        "reading_minutes": article.reading_minutes,
    }


def _byline_entry(byline):
    name = byline.author.name
    return BylineEntry(name=name, url=byline.author.get_absolute_url(), role=byline.role, **_script(name))


def _script(name):
    """Return what a name's letters say of its language: nothing where they are Latin, Chinese where they are Han."""
    language = scripts.detect_language(name)
    if language == scripts.UNDETERMINED:
        return {}
    # Too few letters to tell simplified from traditional.
    language = "zh" if language.startswith("zh") else language
    return {"language": language, "direction": scripts.direction(language)}


def _correction_note(correction):
    # The label stays lazy: it is put into the language of the page that shows it.
    label = Correction.Kind(correction.kind).label
    return CorrectionNote(kind=correction.kind, kind_label=label, text=correction.text, at=correction.at)
