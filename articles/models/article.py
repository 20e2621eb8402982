from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Case, F, Q, When
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from articles.images import bodies, markup
from articles.text import sanitizer, scripts, slugs

from .kept_pictures import kept_pictures


class ArticleQuerySet(models.QuerySet):
    def published(self, at):
        """What is public at the moment ``at``: the one place that decides it."""
        return self.filter(status=Article.Status.READY, public_at__lte=at).exclude(retire_at__lte=at)

    def scheduled(self, at):
        return self.filter(status=Article.Status.READY, public_at__gt=at)

    def gone(self, at):
        """What was public once and was taken down: its address answers 410."""
        return self.filter(
            Q(status=Article.Status.RETIRED)
            | Q(status=Article.Status.TRASHED, was_public=True)
            | Q(status=Article.Status.READY, retire_at__lte=at)
        )

    def in_order(self):
        """Newest to become public first."""
        return self.order_by("-public_at", "-pk")

    def in_category(self, category):
        """Stories of the category and of everything below it, each once."""
        below = category.__class__.objects.within(category).values("pk")
        links = Article.categories.through.objects.filter(category__in=below).values("article")
        return self.filter(pk__in=links)


class Article(models.Model):
    class DateOrigin(models.TextChoices):
        DESK = "desk", _("The desk")
        FRONT_MATTER = "front matter", _("Front matter")
        FILE_NAME = "file name", _("The file's name")
        EXPORT = "export", _("An export")
        FEED = "feed", _("A feed")

    class DatePrecision(models.TextChoices):
        SECOND = "second", _("To the second")
        MINUTE = "minute", _("To the minute")
        DAY = "day", _("The day alone")
        MONTH = "month", _("The month alone")
        YEAR = "year", _("The year alone")

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        REVIEW = "review", _("In review")
        READY = "ready", _("Ready")
        RETIRED = "retired", _("Retired")
        TRASHED = "trashed", _("In the trash")

    headline = models.CharField(_("headline"), max_length=300)
    standfirst = models.TextField(_("standfirst"), blank=True)
    slug = models.CharField(
        _("slug"), max_length=100, blank=True, help_text=_("Left empty, it follows the headline.")
    )
    language = models.CharField(
        _("language"),
        max_length=35,
        blank=True,
        help_text=_("Such as zh-Hans or ar; left empty, it is detected."),
    )
    body_source = models.TextField(editable=False, blank=True)
    source_format = models.CharField(max_length=10, default="html", editable=False)
    body = models.TextField(_("body"), blank=True)
    body_html = models.TextField(editable=False, blank=True)
    word_count = models.PositiveIntegerField(_("words"), default=0, editable=False)
    reading_minutes = models.PositiveSmallIntegerField(_("minutes to read"), default=0, editable=False)

    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.DRAFT, editable=False
    )
    published_at = models.DateTimeField(
        _("publication time"),
        null=True,
        blank=True,
        help_text=_("Public from this moment on, once it is ready."),
    )
    published_on = models.DateField(
        null=True, blank=True, editable=False, help_text=_("The day in the address, in the newsroom's zone.")
    )
    date_origin = models.CharField(
        _("the date is from"),
        max_length=15,
        choices=DateOrigin,
        default=DateOrigin.DESK,
        blank=True,
        editable=False,
    )
    date_precision = models.CharField(
        _("exactness of the date"),
        max_length=10,
        choices=DatePrecision,
        default=DatePrecision.SECOND,
        blank=True,
        editable=False,
    )
    zone_stated = models.BooleanField(_("the date states its zone"), default=True, editable=False)
    embargo_until = models.DateTimeField(
        _("embargo until"),
        null=True,
        blank=True,
        help_text=_("Not public before this moment, whatever else is set."),
    )
    public_at = models.GeneratedField(
        # Without a publication time there is none; left alone, SQLite and PostgreSQL would differ on it.
        expression=Case(
            When(
                published_at__isnull=False,
                then=Greatest(F("published_at"), Coalesce(F("embargo_until"), F("published_at"))),
            )
        ),
        output_field=models.DateTimeField(null=True),
        db_persist=True,
    )
    retire_at = models.DateTimeField(
        _("retire at"), null=True, blank=True, help_text=_("Taken down by itself at this moment.")
    )
    retired_because = models.CharField(_("reason for retiring"), max_length=300, blank=True, editable=False)
    was_public = models.BooleanField(default=False, editable=False)

    short_headline = models.CharField(
        _("short headline"),
        max_length=120,
        blank=True,
        help_text=_("On cards and lists; empty: the headline."),
    )
    social_title = models.CharField(
        _("title when shared"), max_length=200, blank=True, help_text=_("Empty: the headline.")
    )
    social_description = models.CharField(
        _("description when shared"), max_length=300, blank=True, help_text=_("Empty: the standfirst.")
    )

    primary_category = models.ForeignKey(
        "Category",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="section_articles",
        verbose_name=_("section"),
        help_text=_("The category that the article is shown under."),
    )
    categories = models.ManyToManyField(
        "Category", blank=True, related_name="articles", verbose_name=_("categories")
    )
    authors = models.ManyToManyField(
        "Author", through="Byline", related_name="articles", verbose_name=_("authors")
    )
    tags = TaggableManager(_("tags"), through="TaggedArticle", blank=True)

    lead_image = models.ForeignKey(
        "Image",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="led_articles",
        verbose_name=_("lead image"),
    )
    lead_image_source = models.ForeignKey(
        "ImageSource", models.PROTECT, null=True, blank=True, related_name="led_articles", editable=False
    )
    lead_image_alt = models.CharField(
        _("alternative text here"), max_length=1000, blank=True, help_text=_("Empty: the picture's own.")
    )
    lead_image_caption = models.TextField(
        _("caption here"), blank=True, help_text=_("Empty: the picture's own.")
    )

    comments_open = models.BooleanField(
        _("comments open"), default=False, help_text=_("A fact kept of the archive.")
    )
    source_url = models.CharField(
        _("source address"), max_length=2000, blank=True, validators=[URLValidator(schemes=["http", "https"])]
    )
    extra = models.JSONField(default=dict, blank=True, editable=False)
    needs_look = models.CharField(_("needs a look because"), max_length=300, blank=True, editable=False)

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    modified_at = models.DateTimeField(
        _("modified"), null=True, blank=True, editable=False, help_text=_("What readers are told.")
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        # What has no date yet is being worked on: it comes first, on every database.
        ordering = [F("public_at").desc(nulls_first=True), "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(headline=""), name="article_has_headline"),
            models.CheckConstraint(condition=~Q(slug=""), name="article_has_slug"),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "review", "ready", "retired", "trashed"]),
                name="article_status_known",
            ),
            models.CheckConstraint(
                condition=~Q(status="ready") | Q(published_at__isnull=False, published_on__isnull=False),
                name="ready_has_date",
            ),
            models.UniqueConstraint("published_on", "slug", name="one_article_an_address"),
        ]
        indexes = [
            # Not partial: SQLite would not use it, since the status comes to it as a parameter.
            models.Index(
                F("status"), F("public_at").desc(), F("id").desc(), F("retire_at"), name="ready_in_order"
            ),
            models.Index(fields=["status", "published_on", "public_at", "retire_at"], name="article_by_day"),
            models.Index(fields=["status", "-changed_at"], name="article_by_status"),
            # The desk's list: all but the trash, what has no date first, and which languages there are to choose from.
            models.Index(F("public_at").desc(), F("id").desc(), name="article_in_order"),
            models.Index(fields=["language"], name="article_by_language"),
            models.Index(fields=["needs_look"], name="article_that_needs_a_look"),
            models.Index(
                fields=["retire_at"], condition=Q(retire_at__isnull=False), name="article_by_retirement"
            ),
        ]

    def __str__(self):
        return self.headline

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.derive()
        self.take_free_slug()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """The public address, or ``""`` while the article has no day to stand under."""
        return address(self.published_on, self.slug) if self.published_on else ""

    def is_public(self, at: datetime) -> bool:
        """Whether readers see it at the moment ``at``; agrees with ``published()``."""
        return self.state(at) == "published"

    def state(self, at: datetime) -> str:
        """The status as people speak of it: ready becomes scheduled, published or, past its time, retired."""
        if self.status != self.Status.READY:
            return self.status
        if self.retire_at and self.retire_at <= at:
            return "retired"
        return "published" if self.becomes_public_at <= at else "scheduled"

    @property
    def becomes_public_at(self) -> datetime | None:
        """``public_at`` of an instance that the database has not computed yet."""
        return max(filter(None, [self.published_at, self.embargo_until]), default=None)

    @property
    def direction(self) -> str:
        return scripts.direction(self.language)

    def derive(self, *, text: str | None = None, pictures: Mapping[str, markup.Found] | None = None) -> None:
        """Set what follows from headline and body; the same from ``save()`` and from the importer.

        ``text``: the body's visible text, ``pictures``: by address, as ``kept_pictures`` returns them;
        each is found out where it is not given.
        """
        text = sanitizer.plain_text(self.body) if text is None else text
        self.slug = self._whole_slug()
        self.language = scripts.detect_language(f"{self.headline} {text[:2000]}", given=self.language)
        self.word_count = scripts.count_words(text)
        self.reading_minutes = scripts.reading_minutes(text, self.language)
        if pictures is None:
            pictures = kept_pictures(markup.addresses(self.body))
        self.body_html = bodies.render_body(self.body, find=pictures.get)

    def place(self, at: datetime) -> None:
        """Set the day in the address: it follows ``published_at`` until the article is public, then never moves."""
        if not self.was_public:
            self.published_on = timezone.localdate(self.published_at) if self.published_at else None
        self.was_public = self.was_public or self.is_public(at)

    def take_free_slug(self) -> None:
        """Make the slug where it is empty, and number it where another article of the day has it."""
        self.slug = base = self.slug or self._whole_slug()
        number = 1
        neighbours = Article.objects.filter(published_on=self.published_on).exclude(pk=self.pk)
        while self.published_on and neighbours.filter(slug=self.slug).exists():
            number += 1
            self.slug = slugs.slug_variant(base, number)

    def _whole_slug(self) -> str:
        return slugs.slugify(self.slug or self.headline) or "story"


def address(day: date, slug: str) -> str:
    """Return the public address of the article that has the slug on the day."""
    return reverse("articles:detail", args=[f"{day:%Y}", f"{day:%m}", f"{day:%d}", slug])
