from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.text import slugs


class Author(models.Model):
    name = models.CharField(_("name"), max_length=200, unique=True)
    slug = models.CharField(
        _("slug"), max_length=100, unique=True, blank=True, help_text=_("Left empty, it follows the name.")
    )
    biography = models.TextField(_("biography"), blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="author",
        verbose_name=_("login"),
    )

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["name"]
        constraints = [models.CheckConstraint(condition=~Q(slug=""), name="author_has_slug")]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.derive()
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("articles:author", args=[self.slug])

    def derive(self):
        """Set the slug: the name's own, with a number where another author has it."""
        self.slug = slugs.slugify(self.slug or self.name) or "author"
        base, number = self.slug, 1
        while Author.objects.filter(slug=self.slug).exclude(pk=self.pk).exists():
            number += 1
            self.slug = slugs.slug_variant(base, number)


class Byline(models.Model):
    """One author of one article, at a place in the order, with a role."""

    article = models.ForeignKey("Article", models.CASCADE, related_name="bylines")
    author = models.ForeignKey(Author, models.PROTECT, related_name="bylines", verbose_name=_("author"))
    role = models.CharField(_("role"), max_length=200, blank=True, help_text=_("Empty for the writer."))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("byline")
        verbose_name_plural = _("bylines")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint("article", "author", "role", name="author_once_a_role_in_a_byline")
        ]

    def __str__(self):
        return f"{self.author} ({self.role})" if self.role else str(self.author)
