from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.text import slugs


class CategoryQuerySet(models.QuerySet):
    def within(self, category: "Category") -> "CategoryQuerySet":
        """The category itself and everything below it."""
        return self.filter(Q(path=category.path) | Q(path__startswith=f"{category.path}/"))

    def of_path(self, path):
        """The category at ``path`` and its ancestors, from the top down."""
        names = path.split("/")
        return self.filter(path__in=["/".join(names[:end]) for end in range(1, len(names) + 1)]).order_by(
            "path"
        )


class Category(models.Model):
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent")
    )
    name = models.CharField(_("name"), max_length=200)
    slug = models.CharField(
        _("slug"), max_length=100, blank=True, help_text=_("Left empty, it follows the name.")
    )
    path = models.CharField(_("path"), max_length=1000, unique=True, editable=False)
    description = models.TextField(_("description"), blank=True)
    position = models.PositiveIntegerField(
        _("position"), default=0, help_text=_("Lower numbers come first among neighbours.")
    )
    editors = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="sections",
        verbose_name=_("editors"),
        help_text=_("Who may publish here and in everything below."),
    )

    objects = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(condition=~Q(slug=""), name="category_has_slug"),
            models.UniqueConstraint("parent", "name", name="category_name_once_below_parent"),
            models.UniqueConstraint("name", condition=Q(parent=None), name="category_name_once_at_the_top"),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        before = Category.objects.filter(pk=self.pk).values_list("path", flat=True).first()
        self.derive()
        super().save(*args, **kwargs)
        if before and before != self.path:
            for child in self.children.all():
                child.save()

    def get_absolute_url(self):
        return reverse("articles:category", args=[self.path])

    def clean(self):
        ancestor = self.parent
        while ancestor:
            if ancestor == self:
                raise ValidationError({"parent": _("A category cannot lie below itself.")})
            ancestor = ancestor.parent

    def derive(self):
        """Set what follows from the name and the parent: slug and path."""
        self.slug = slugs.slugify(self.slug or self.name) or "category"
        prefix = f"{self.parent.path}/" if self.parent else ""
        base, number = self.slug, 1
        while Category.objects.filter(path=prefix + self.slug).exclude(pk=self.pk).exists():
            number += 1
            self.slug = slugs.slug_variant(base, number)
        self.path = prefix + self.slug

    @property
    def depth(self):
        """How many categories lie above this one."""
        return self.path.count("/")
