"""What a template gets to see: plain values, no queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.storage import default_storage

from articles.images import markup
from articles.models import Article, Author, Category, Correction, Tag
from articles.text import sanitizer, scripts

from . import dates, origins, structured_data
from .addresses import absolute

# The widest picture that a page asks for by its plain address; wider ones are in the srcset.
PLAIN_WIDTH_PX = 1600


@dataclass(frozen=True)
class Link:
    """A way to a list; ``count``: how many stories it holds, where the page says so."""

    name: str
    url: str
    language: str = ""
    direction: str = ""
    count: int | None = None


@dataclass(frozen=True)
class Lead:
    """The picture above a story; without size and ``srcset`` it still waits at its source's address."""

    url: str
    srcset: str
    width: int | None
    height: int | None
    alt: str
    caption: str
    credit: str
    source_url: str
    focal_class: str


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
    id: int
    url: str
    headline: str
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
    lead: Lead | None
    original_url: str
    source_name: str
    reading_minutes: int


@dataclass(frozen=True)
class ArticlePage(Card):
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
        opening = " ".join(sanitizer.plain_text(self.body_html).split())
        return bool(self.standfirst) and opening.startswith(" ".join(self.standfirst.split()))

    @property
    def picture_url(self) -> str:
        """The lead picture's whole address, for who shows the story elsewhere; ``""`` where there is none."""
        return absolute(self.lead.url) if self.lead else ""

    @property
    def structured_data_json(self) -> str:
        """The story for search engines, as JSON that can stand in a ``<script>``."""
        return structured_data.news_article(self)


def link(thing: Category | Author | Tag, *, count: int | None = None) -> Link:
    return Link(name=thing.name, url=thing.get_absolute_url(), count=count, **_script(thing.name))


def card(article: Article) -> Card:
    """Return the card of an article from presenting.lists."""
    return Card(**_card_fields(article))


def cards(articles: Iterable[Article]) -> list[Card]:
    return [card(article) for article in articles]


def article_page(
    article: Article, *, categories: Iterable[Category], related: Iterable[Article]
) -> ArticlePage:
    """Return the page of an article; ``categories``: from the top down to its section."""
    return ArticlePage(
        **_card_fields(article),
        body_html=in_boxes(body_html(article)),
        categories=[link(category) for category in categories],
        byline=[_byline_entry(byline) for byline in article.bylines.all()],
        tags=[link(tag) for tag in article.tags.all()],
        corrections=[_correction_note(correction) for correction in article.corrections.all()],
        word_count=article.word_count,
        comments_open=article.comments_open,
        source_url=article.source_url,
        related=cards(related),
    )


def _card_fields(article):
    authors = dict.fromkeys(byline.author for byline in article.bylines.all())
    return {
        "id": article.pk,
        "url": article.get_absolute_url(),
        "headline": article.headline,
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
        "lead": lead(article),
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


def body_html(article: Article) -> str:
    """Return the clean body as readers may see it: without pictures where those are not ours to show."""
    return (
        markup.without_figures(article.body_html)
        if origins.withholds_pictures(article)
        else article.body_html
    )


def in_boxes(html: str) -> str:
    """Return the clean body with each table in a box that scrolls by itself and that the keyboard reaches."""
    boxed = html.replace("<table", '<div class="wide-table" tabindex="0"><table')
    return boxed.replace("</table>", "</table></div>")


def _correction_note(correction):
    # The label stays lazy: it is put into the language of the page that shows it.
    label = Correction.Kind(correction.kind).label
    return CorrectionNote(kind=correction.kind, kind_label=label, text=correction.text, at=correction.at)


def lead(article: Article) -> Lead | None:
    """Return the article's lead picture: the kept one, else one that waits where readers can reach it.

    None where it came with a story whose pictures are not ours to show; one that was chosen here is shown.
    """
    if origins.withholds_pictures(article) and origins.lead_came_with(article):
        return None
    if article.lead_image:
        return _kept_lead(article, article.lead_image)
    if article.lead_image_source and article.lead_image_source.is_remote:
        return _pending_lead(article, article.lead_image_source)
    return None


def _kept_lead(article, image):
    made = image.renditions()
    plain = next((each for each in reversed(made) if each.width <= PLAIN_WIDTH_PX), made[0])
    source = article.lead_image_source
    return Lead(
        url=default_storage.url(plain.name),
        srcset=markup.srcset_attribute(image.srcset()),
        width=plain.width,
        height=plain.height,
        alt=article.lead_image_alt or image.alt,
        caption=article.lead_image_caption or image.caption,
        credit=image.credit,
        source_url=source.url if source and source.is_remote else "",
        focal_class=focal_class(image.focal_x, image.focal_y),
    )


def _pending_lead(article, source):
    return Lead(
        url=source.url,
        srcset="",
        width=None,
        height=None,
        alt=article.lead_image_alt,
        caption=article.lead_image_caption,
        credit=source.credit,
        source_url=source.url,
        focal_class=focal_class(50, 50),
    )


def focal_class(x: int, y: int) -> str:
    """Return the class that keeps the focal point (% from the left, % from the top) in a cut picture.

    One of nine, since the policy for styles allows none of a picture's own.
    """
    return f"focal-{_third(x, 'left', 'center', 'right')}-{_third(y, 'top', 'center', 'bottom')}"


def _third(percent, near, middle, far):
    if percent < 34:
        return near
    return far if percent > 66 else middle
