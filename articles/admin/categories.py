"""The category tree."""

from django import forms
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import Count
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles.desk import permissions
from articles.models import Category

from . import marks
from .following_slug import FollowingSlug
from .named import NamedAdmin
from .site import desk
from .tree import TreeChoiceField, branch


class CategoryForm(FollowingSlug, forms.ModelForm):
    parent = TreeChoiceField(
        Category.objects.all(),
        label=_("Parent"),
        required=False,
        empty_label=_("None: at the top"),
        help_text=_("Changing it moves the category with everything below it."),
    )

    class Meta:
        model = Category
        fields = ("name", "slug", "parent", "position", "description", "editors")
        widgets = {"editors": forms.CheckboxSelectMultiple}


@admin.register(Category, site=desk)
class CategoryAdmin(NamedAdmin):
    form = CategoryForm
    list_display = ("tree_name", "slug", "article_count", "editor_names")
    list_display_links = ("tree_name",)
    search_fields = ("name", "path")
    ordering = ("path",)
    list_per_page = 500

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(used=Count("articles")).prefetch_related("editors")

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        """Only editors can be editors of a category."""
        if db_field.name == "editors":
            people = get_user_model().objects.order_by("username")
            kwargs["queryset"] = people.filter(groups__name=permissions.EDITOR)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    @admin.display(description=_("name"), ordering="path")
    def tree_name(self, category):
        return branch(category)

    @admin.display(description=_("articles"), ordering="used")
    def article_count(self, category):
        address = f"{reverse('admin:articles_article_changelist')}?category={category.pk}"
        return format_html('<a href="{}">{}</a>', address, category.used)

    @admin.display(description=_("editors"))
    def editor_names(self, category):
        return ", ".join(user.get_username() for user in category.editors.all()) or marks.NOTHING
