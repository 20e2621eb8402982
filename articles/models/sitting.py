from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

# A browser tells of itself every few seconds, one whose tab is hidden once a minute at most; a lost one never again.
HERE_FOR = timedelta(seconds=90)


class Sitting(models.Model):
    """One person at one article's form: since when, and when their browser was last heard of.

    ``taken_over_by``: who went on in their place, then since ``since``; their form only shows what they typed.
    """

    article = models.ForeignKey("Article", models.CASCADE, related_name="sittings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sittings")
    since = models.DateTimeField(_("since"))
    at = models.DateTimeField(_("at"))
    typed_at = models.DateTimeField(_("last typed"), null=True, blank=True)
    taken_over_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("sitting")
        verbose_name_plural = _("sittings")
        constraints = [models.UniqueConstraint("article", "by", name="sitting_once")]
        indexes = [models.Index(fields=["at"], name="sitting_by_time")]

    def __str__(self):
        return f"{self.by} · {self.article}"

    def is_here(self, at: datetime) -> bool:
        return at - self.at < HERE_FOR
