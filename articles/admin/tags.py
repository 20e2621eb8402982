"""Tags."""

from django.contrib import admin
from django.db.models import Count
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles.models import Tag

from .named import NamedAdmin
from .site import desk


@admin.register(Tag, site=desk)
class TagAdmin(NamedAdmin):
    fields = ("name", "slug")
    readonly_fields = ("slug",)
    list_display = ("tag_name", "slug", "article_count")
    list_display_links = ("tag_name",)
    search_fields = ("name", "slug")
    list_per_page = 200

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(used=Count("tagged_articles"))

    @admin.display(description=_("name"), ordering="name")
    def tag_name(self, tag):
        return format_html('<span dir="auto">{}</span>', tag.name)

    @admin.display(description=_("articles"), ordering="used")
    def article_count(self, tag):
        return tag.used
