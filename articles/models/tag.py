from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase, TagBase

from articles.text import slugs


class Tag(TagBase):
    """A tag whose slug keeps its script; taggit's own leaves "…" without one."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    slug = models.CharField(_("slug"), max_length=100, unique=True)

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="tag_once_whatever_its_case",
                violation_error_message=_("There is a tag of this name already."),
            )
        ]

    def get_absolute_url(self):
        return reverse("articles:tag", args=[self.slug])

    def slugify(self, tag, i=None):
        slug = slugs.slugify(tag) or "tag"
        return slug if i is None else slugs.slug_variant(slug, i)


class TaggedArticle(ItemBase):
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="tagged_articles")
    content_object = models.ForeignKey("Article", models.CASCADE, related_name="tagged")

    class Meta:
        constraints = [models.UniqueConstraint("tag", "content_object", name="tag_once_an_article")]

    def __str__(self):
        return str(self.tag)
