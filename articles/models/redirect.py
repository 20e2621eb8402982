import unicodedata
from hashlib import sha256
from urllib.parse import unquote

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Redirect(models.Model):
    """An address that once was: it leads to an article or a path, or answers 410 where it leads nowhere.

    ``old_path``: absolute, percent-decoded, without query.
    """

    old_path = models.CharField(_("old address"), max_length=1100, unique=True)
    new_path = models.CharField(
        _("new address"),
        max_length=1100,
        blank=True,
        help_text=_("Empty and without an article: gone (410)."),
    )
    article = models.ForeignKey(
        "Article",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="old_addresses",
        verbose_name=_("article"),
    )

    class Meta:
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        ordering = ["old_path"]
        constraints = [
            models.CheckConstraint(
                condition=Q(new_path="") | (Q(new_path__startswith="/") & ~Q(new_path__startswith="//")),
                name="redirect_stays_on_the_site",
                violation_error_message=_("The new address begins with one “/”: it lies on this site."),
            ),
            models.CheckConstraint(
                condition=~Q(old_path=F("new_path")),
                name="redirect_leads_elsewhere",
                violation_error_message=_("It would lead to itself."),
            ),
            models.CheckConstraint(
                condition=Q(old_path__startswith="/"),
                name="redirect_from_absolute_path",
                violation_error_message=_("Begin it with a slash, without the host: /2019/old-story/"),
            ),
            models.CheckConstraint(
                condition=Q(new_path="") | Q(article=None),
                name="redirect_leads_to_one_place",
                violation_error_message=_("It leads to an address or to an article, not to both."),
            ),
        ]

    def __str__(self):
        return self.old_path

    def save(self, *args, **kwargs):
        self.normalize()
        super().save(*args, **kwargs)

    def clean(self):
        self.normalize()

    def normalize(self):
        """Bring both paths into the form that requests are looked up by."""
        self.old_path, self.new_path = as_asked_for(self.old_path), as_asked_for(self.new_path)


def removed_path(path: str) -> str:
    """Return what stands for the address of what was removed for good: it tells the address, not its words."""
    return f"/removed/{sha256(as_asked_for(path).encode()).hexdigest()}/"


def as_asked_for(path: str) -> str:
    """Return the path in the form that requests are looked up by: percent-decoded, its characters composed."""
    return unicodedata.normalize("NFC", unquote(path))
