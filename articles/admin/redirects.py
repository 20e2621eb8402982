"""Old addresses and where they lead."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from articles.models import Redirect

from . import marks
from .site import desk


class RedirectForm(forms.ModelForm):
    def clean_old_path(self):
        old_path = self.cleaned_data["old_path"]
        if not old_path.startswith("/"):
            raise ValidationError(_("Begin it with a slash, without the host: /2019/old-story/"))
        return old_path

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("new_path") and cleaned.get("article"):
            raise ValidationError(_("It leads to an address or to an article, not to both."))
        return cleaned


@admin.register(Redirect, site=desk)
class RedirectAdmin(admin.ModelAdmin):
    form = RedirectForm
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
