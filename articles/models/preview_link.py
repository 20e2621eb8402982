from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class PreviewLink(models.Model):
    """A secret address by which someone without a login reads an article before readers do.

    ``hash``: SHA-256 of the secret, in hexadecimal; the secret itself is shown once and kept nowhere.
    """

    article = models.ForeignKey("Article", models.CASCADE, related_name="preview_links")
    hash = models.CharField(max_length=64, unique=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("at"))
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        ordering = ["-at"]

    def __str__(self):
        return f"{self.article} · {self.expires_at:%Y-%m-%d}"

    def is_open(self, at: datetime) -> bool:
        return self.revoked_at is None and at < self.expires_at
