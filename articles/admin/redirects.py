"""Old addresses and where they lead."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from articles.models import Redirect

from . import marks
from .named import NamedAdmin
from .site import desk


@admin.register(Redirect, site=desk)
class RedirectAdmin(NamedAdmin):
    fields = ("old_path", "article", "new_path")
    autocomplete_fields = ("article",)
    list_display = ("old_path", "leads_to")
    list_select_related = ("article",)
    search_fields = ("old_path", "new_path", "article__headline")
    show_full_result_count = False

    @admin.display(description=_("leads to"))
    def leads_to(self, redirect):
        if redirect.article:
            return marks.headline(redirect.article)
        return redirect.new_path or _("Nowhere: gone (410)")
