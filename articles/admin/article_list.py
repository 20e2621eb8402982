"""The list of articles: its columns, filters and search."""

from django.contrib import admin
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language_info, gettext
from django.utils.translation import gettext_lazy as _

from articles.desk import sittings, trash
from articles.models import Article, Byline, Category, Origin, Source, WorkingCopy

from . import date_words, marks
from .tree import indented

HEAVY = ("body", "body_source", "body_html", "standfirst", "extra")
BYLINES = Prefetch("bylines", Byline.objects.select_related("author"))


@admin.display(description="")
def thumbnail(article):
    return marks.thumbnail(article.lead_image, article.lead_image_source)


@admin.display(description=_("headline"), ordering="headline")
def headline(article):
    return marks.headline(article)


@admin.display(description=_("status"), ordering="status")
def status(article):
    state = marks.state_badge(article, timezone.now())
    notes = [state, marks.beside_badge(article)]
    if article.needs_look:
        notes.append(marks.look_badge(article))
    if article.lead_image and not article.lead_image.may_be_shown(timezone.localdate()):
        notes.append(marks.badge("warning", _("Picture’s rights ended")))
    notes += [
        marks.badge("draft", gettext("%(name)s is editing") % {"name": sitting.by})
        for sitting in getattr(article, "sittings_now", ())
    ]
    return format_html_join(" ", "{}", ((note,) for note in notes))


@admin.display(description=_("section"), ordering="primary_category__path")
def section(article):
    return article.primary_category or marks.NOTHING


@admin.display(description=_("byline"))
def byline(article):
    return ", ".join(entry.author.name for entry in article.bylines.all()) or marks.NOTHING


@admin.display(description=_("publication time"), ordering="published_at")
def published_at(article):
    return date_words.published(article)


@admin.display(description=_("on the site"), empty_value=" ")
def on_site(article):
    if not article.is_public(timezone.now()):
        return ""
    return format_html(
        '<a class="on-site" href="{}" aria-label="{}">↗</a>',
        article.get_absolute_url(),
        gettext("View “%(headline)s” on the site") % {"headline": article.headline},
    )


COLUMNS = [thumbnail, headline, status, section, byline, published_at, on_site]


def with_joins(articles):
    """The articles with what a line of the list shows, and without their texts."""
    return without_bylines(articles).prefetch_related(BYLINES)


def without_bylines(articles):
    """The same but for their bylines, which lists that stand side by side fetch together."""
    return (
        articles.defer(*HEAVY)
        .select_related("primary_category", "lead_image", "lead_image_source")
        .annotate(has_draft_beside=Exists(WorkingCopy.objects.filter(article=OuterRef("pk"), by=None)))
    )


def with_people(articles, at):
    """The articles with who is at their forms now."""
    now = sittings.here(at).select_related("by")
    return articles.prefetch_related(Prefetch("sittings", now, to_attr="sittings_now"))


def search(articles, words):
    """Those whose headline, standfirst, slug or author holds each of the words."""
    for word in words.split():
        author = Byline.objects.filter(article=OuterRef("pk"), author__name__icontains=word)
        own = Q(headline__icontains=word) | Q(standfirst__icontains=word) | Q(slug__icontains=word)
        articles = articles.filter(own | Exists(author))
    return articles


class StateFilter(admin.SimpleListFilter):
    """The status as people speak of it; without a choice, everything but the trash."""

    title = _("status")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return list(marks.STATES.items())

    def queryset(self, request, articles):
        at = timezone.now()
        if self.value() == "trashed":
            return trash.with_moment(articles.filter(status="trashed"))
        if self.value() in ("draft", "review"):
            return articles.filter(status=self.value())
        if self.value() == "retired":
            return articles.gone(at).exclude(status=Article.Status.TRASHED)
        if self.value() in ("scheduled", "published"):
            return getattr(articles, self.value())(at)
        return articles.exclude(status=Article.Status.TRASHED)


class SectionFilter(admin.SimpleListFilter):
    """A category and everything below it."""

    title = _("category")
    parameter_name = "category"

    def lookups(self, request, model_admin):
        return [(category.pk, indented(category)) for category in Category.objects.only("name", "path")]

    def queryset(self, request, articles):
        # The value stands in the address, where anyone can write anything.
        chosen = self.value() if (self.value() or "").isdecimal() else None
        category = Category.objects.filter(pk=chosen).first() if chosen else None
        return articles.in_category(category) if category else articles


class LanguageFilter(admin.SimpleListFilter):
    title = _("language")
    parameter_name = "language"

    def lookups(self, request, model_admin):
        languages = Article.objects.order_by("language").values_list("language", flat=True).distinct()
        return [(language, self.name(language)) for language in languages]

    def name(self, tag):
        try:
            return get_language_info(tag.lower())["name_local"]
        except KeyError:
            return tag

    def queryset(self, request, articles):
        return articles.filter(language=self.value()) if self.value() else articles


class PictureFilter(admin.SimpleListFilter):
    title = _("lead image")
    parameter_name = "picture"

    def lookups(self, request, model_admin):
        return [("yes", _("With one")), ("no", _("Without"))]

    def queryset(self, request, articles):
        without = Q(lead_image=None, lead_image_source=None)
        wanted = {"yes": ~without, "no": without}
        return articles.filter(wanted.get(self.value(), Q()))


class LookFilter(admin.SimpleListFilter):
    """What an import left for someone to look at, the trash excepted unless that is asked for."""

    title = _("attention")
    parameter_name = "look"

    def lookups(self, request, model_admin):
        return [("no", _("Needs a look"))]

    def queryset(self, request, articles):
        return articles.filter(needs_look__gt="") if self.value() == "no" else articles


class DateFilter(admin.SimpleListFilter):
    """Whether the date is known to the minute, with its zone, and stated by more than a file's name."""

    title = _("date")
    parameter_name = "date"

    def lookups(self, request, model_admin):
        return [("certain", _("Certain")), ("uncertain", _("Uncertain"))]

    def queryset(self, request, articles):
        wanted = {"certain": date_words.CERTAIN, "uncertain": date_words.UNCERTAIN}
        return articles.filter(wanted.get(self.value(), Q()))


class OriginFilter(admin.SimpleListFilter):
    title = _("origin")
    parameter_name = "origin"

    def lookups(self, request, model_admin):
        return list(Origin.objects.values_list("key", "name"))

    def queryset(self, request, articles):
        return articles.filter(source__origin=self.value()) if self.value() else articles


class WaitingFilter(admin.SimpleListFilter):
    """Articles beside which a newer file waits for someone to decide."""

    title = _("newer file")
    parameter_name = "newer"

    def lookups(self, request, model_admin):
        return [("waits", _("A newer file waits"))]

    def queryset(self, request, articles):
        if self.value() != "waits":
            return articles
        waiting = Source.objects.filter(pending_digest__gt="", article__isnull=False)
        return articles.filter(pk__in=waiting.values("article"))


FILTERS = [
    StateFilter,
    LookFilter,
    WaitingFilter,
    SectionFilter,
    LanguageFilter,
    PictureFilter,
    # Not Django's calendar over the list, which reads the dates of all articles for each page.
    ("published_at", admin.DateFieldListFilter),
    DateFilter,
    OriginFilter,
]
