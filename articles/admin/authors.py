"""The people who sign."""

from django import forms
from django.contrib import admin
from django.db.models import Count
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles.desk import permissions
from articles.models import Author

from . import marks
from .following_slug import FollowingSlug
from .named import NamedAdmin
from .site import desk


class AuthorForm(FollowingSlug, forms.ModelForm):
    pass


@admin.register(Author, site=desk)
class AuthorAdmin(NamedAdmin):
    form = AuthorForm
    fields = ("name", "slug", "biography", "user")
    list_display = ("author_name", "slug", "article_count", "login")
    list_display_links = ("author_name",)
    list_select_related = ("user",)
    search_fields = ("name", "slug")

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(used=Count("bylines__article", distinct=True))

    def get_readonly_fields(self, request, author=None):
        return () if permissions.may_link_login(request.user) else ("user",)

    @admin.display(description=_("name"), ordering="name")
    def author_name(self, author):
        return format_html('<span dir="auto">{}</span>', author.name)

    @admin.display(description=_("articles"), ordering="used")
    def article_count(self, author):
        address = reverse("admin:articles_article_changelist", query={"q": author.name})
        return format_html('<a href="{}">{}</a>', address, author.used)

    @admin.display(description=_("login"), ordering="user__username")
    def login(self, author):
        return author.user.get_username() if author.user else marks.NOTHING
