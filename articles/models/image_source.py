from typing import Any
from urllib.parse import urlsplit

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .image import Image


class ImageSource(models.Model):
    """Where a picture came from, or waits to be fetched from.

    ``url``: an http(s) address, or ``archive:ORIGIN/path`` for a file of an imported archive.
    """

    url = models.CharField(_("address"), max_length=2000, unique=True)
    image = models.ForeignKey(Image, models.SET_NULL, null=True, blank=True, related_name="sources")
    credit = models.CharField(_("credit"), max_length=300, blank=True)
    host = models.CharField(_("host"), max_length=255, blank=True, editable=False, db_index=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_try_at = models.DateTimeField(_("next try"), null=True, blank=True)
    asked_at = models.DateTimeField(_("last asked"), null=True, blank=True)
    last_state = models.CharField(
        _("last state"),
        max_length=30,
        blank=True,
        help_text=_(
            "Why it did not come, as images/fetching has it; empty where it came or was never asked for."
        ),
    )
    error = models.CharField(_("last error"), max_length=300, blank=True)
    etag = models.CharField(max_length=256, blank=True, editable=False)
    last_modified = models.CharField(max_length=256, blank=True, editable=False)

    class Meta:
        verbose_name = _("image source")
        verbose_name_plural = _("image sources")

    def __str__(self):
        return self.url

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.host = host_of(self.url)
        super().save(*args, **kwargs)

    @property
    def is_remote(self):
        return self.url.startswith(("http://", "https://"))


class ArticleImage(models.Model):
    """A picture in an article's body, in order, with the words it carries there."""

    article = models.ForeignKey("Article", models.CASCADE, related_name="article_images")
    source = models.ForeignKey(ImageSource, models.PROTECT, null=True, blank=True, related_name="uses")
    image = models.ForeignKey(Image, models.PROTECT, null=True, blank=True, related_name="uses")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    alt = models.CharField(_("alternative text"), max_length=1000, blank=True)
    caption = models.TextField(_("caption"), blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint("article", "position", name="picture_position_once"),
            models.CheckConstraint(
                condition=Q(source__isnull=False) | Q(image__isnull=False),
                name="article_image_shows_something",
            ),
        ]

    def __str__(self):
        return str(self.image or self.source)


def host_of(url: str) -> str:
    """Return the host that a picture's address names, in lower case; empty for one in an archive."""
    try:
        return (urlsplit(url).hostname or "")[:255] if url.startswith(("http://", "https://")) else ""
    except ValueError:
        return ""
