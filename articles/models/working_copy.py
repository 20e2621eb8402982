from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .revision import AsWritten


class WorkingCopy(models.Model):
    """A text of an article that is not what the article says: what someone is typing, or a draft beside a live one.

    ``by``: whose typing it is, None for the one draft that all editors of the article share. ``content``: as a
    revision has it. ``seen``: the article's version that it began from, None for an article that is not stored yet and
    has a ``key`` instead, made by the browser. ``number`` grows with each saving, so that an older browser window does
    not write over a newer one.
    """

    article = models.ForeignKey(
        "Article",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="working_copies",
        verbose_name=_("article"),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="working_copies"
    )
    key = models.CharField(max_length=36, blank=True)
    content = models.JSONField(_("content"), encoder=AsWritten)
    seen = models.PositiveIntegerField(null=True, blank=True)
    number = models.PositiveIntegerField(default=1)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("working copy")
        verbose_name_plural = _("working copies")
        constraints = [
            models.UniqueConstraint("article", "by", condition=Q(article__isnull=False), name="typing_once"),
            models.UniqueConstraint("article", condition=Q(by=None), name="draft_beside_once"),
            models.UniqueConstraint(
                "by", "key", condition=Q(article=None), name="typing_of_a_new_article_once"
            ),
            models.CheckConstraint(
                condition=Q(article__isnull=False, key="") | Q(by__isnull=False, article=None) & ~Q(key=""),
                name="working_copy_belongs_somewhere",
            ),
        ]

    def __str__(self):
        return self.content.get("headline", "")
