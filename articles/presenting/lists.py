"""Lists of what is public, with the joins that showing them takes; who shows articles gets them here."""

from calendar import monthrange
from datetime import datetime, time, timedelta

from django.db.models import Count, Prefetch, Q, prefetch_related_objects
from django.db.models.functions import TruncDay, TruncMonth
from django.utils import timezone

from articles.models import Article, Byline, Image

# What no reader is shown, and what no list shows.
UNREAD_OF_ARTICLE = ("body_source", "body", "extra")
# The bytes an article came from can be megabytes.
UNREAD_OF_SOURCE = tuple(
    f"source__{name}" for name in ("raw", "context", "pending_raw", "pending_context", "pending_content")
)
UNREAD = (*UNREAD_OF_ARTICLE, *UNREAD_OF_SOURCE)
UNLISTED = (*UNREAD, "body_html")
JOINS = ("primary_category", "lead_image", "lead_image_source", "source__origin")
CARD_PARTS = (Prefetch("bylines", Byline.objects.select_related("author")),)
API_PARTS = (*CARD_PARTS, "categories", "tags", "corrections")
RELATED_STORIES = 4


def published(at):
    """Everything public at the moment ``at``, newest first, as cards need it."""
    return cards(Article.objects.published(at))


def cards(articles):
    """The articles in order, with what their cards show."""
    return without_parts(articles).prefetch_related(*CARD_PARTS)


def without_parts(articles):
    """The articles in order, for cards whose CARD_PARTS are fetched later, and only for some."""
    return articles.in_order().select_related(*JOINS).defer(*UNLISTED)


def newest(at):
    """Everything public, newest first, without the parts of its cards."""
    return without_parts(Article.objects.published(at))


def in_category(articles, category):
    """Those of the articles in the category or below it, each once."""
    return articles.in_category(category)


def by_author(articles, author):
    """Those of the articles that name the author, in whatever role, each once."""
    return articles.filter(pk__in=Byline.objects.filter(author=author).values("article"))


def with_tag(articles, tag):
    return articles.filter(tagged__tag=tag)


def of_year(articles, day):
    """Those of the articles whose address has a day in the year of ``day``."""
    return _of_period(articles, day.replace(month=1, day=1), day.replace(month=12, day=31))


def of_month(articles, day):
    return _of_period(articles, day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]))


def of_day(articles, day):
    return _of_period(articles, day, day)


def _of_period(articles, first, last):
    return articles.filter(published_on__range=(first, last))


def counts_by_month(articles):
    """Return ``[(first day of the month, number of stories), …]`` of the articles, ascending."""
    return _counts(articles, TruncMonth("published_on"))


def counts_by_day(articles):
    """Return ``[(day, number of stories), …]`` of the articles, ascending."""
    return _counts(articles, TruncDay("published_on"))


def _counts(articles, period):
    counted = articles.order_by().annotate(period=period).values("period").annotate(stories=Count("pk"))
    return list(counted.order_by("period").values_list("period", "stories"))


def at_address(day, slug, at):
    """The public article at an address, body and all, or None."""
    articles = Article.objects.published(at).filter(published_on=day, slug=slug)
    return articles.select_related(*JOINS).defer(*UNREAD).first()


def to_preview(article_id):
    """The article whatever its state, with the joins of its page and the body to be edited, or None."""
    articles = Article.objects.filter(pk=article_id).select_related(*JOINS)
    return articles.defer(*UNREAD_OF_SOURCE).first()


def was_at_address(day, slug, at):
    """Whether the address was that of a story that has been taken down."""
    return Article.objects.gone(at).filter(published_on=day, slug=slug).exists()


def related(article, at):
    """The newest stories of the article's section, itself excepted; without their parts."""
    if article.primary_category_id is None:
        return Article.objects.none()
    others = Article.objects.published(at).filter(primary_category=article.primary_category_id)
    return without_parts(others.exclude(pk=article.pk))[:RELATED_STORIES]


def with_parts(article, others):
    """Fetch what ``article`` and the cards of ``others`` show, in shared queries; return ``others``."""
    others = list(others)
    prefetch_related_objects([article, *others], *CARD_PARTS)
    prefetch_related_objects([article], "tags", "corrections")
    return others


def in_full(at):
    """Everything public, newest first, with all that the API tells of an article."""
    articles = Article.objects.published(at).in_order().select_related(*JOINS)
    return articles.defer(*UNREAD).prefetch_related(*API_PARTS)


def is_gone(article_id, at):
    return Article.objects.gone(at).filter(pk=article_id).exists()


def addresses(at):
    """Every public article whose address here is its own, oldest first, with no more than address and dates."""
    fields = ("published_on", "slug", "public_at", "modified_at")
    elsewhere = Q(source__origin__is_ours=False) & ~Q(source_url="")
    return Article.objects.published(at).exclude(elsewhere).order_by("pk").only(*fields)


def last_turn(at):
    """Return the last moment up to ``at`` at which readers may have been shown something new, or None.

    An article was changed (drafts apart), appeared, or left at its time, or a picture's rights ended: whichever was
    last. Each part is the first entry of an index, so that it costs the same however many articles there are.
    """
    changed = [
        Article.objects.filter(status=status).order_by("-changed_at").values("changed_at")[:1]
        for status in (Article.Status.READY, Article.Status.RETIRED, Article.Status.TRASHED)
    ]
    left = Article.objects.filter(retire_at__lte=at).order_by("-retire_at").values("retire_at")[:1]
    ended = Image.objects.without_rights(timezone.localdate(at)).order_by("-rights_until")
    parts = ("public_at", *changed, left, ended.values("rights_until")[:1])
    found = Article.objects.published(at).in_order().values_list(*parts).first()
    if found is None:
        return None
    *moments, last_day = found
    return min(max(filter(None, [*moments, last_day and _midnight_after(last_day)])), at)


def _midnight_after(day):
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))
