"""What was done, by whom and when: to be read only."""

import json

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles.models import Event
from articles.templatetags.event_words import verb_label

from . import marks
from .read_only import ReadOnlyAdmin
from .site import desk


class VerbFilter(admin.AllValuesFieldListFilter):
    """The verbs that were ever done, by their labels."""

    def choices(self, changelist):
        for choice in super().choices(changelist):
            yield choice | {"display": verb_label(choice["display"])}


@admin.register(Event, site=desk)
class EventAdmin(ReadOnlyAdmin):
    list_display = ("when", "what", "by_name", "about", "details")
    list_display_links = None
    list_select_related = ("article",)
    list_filter = (("verb", VerbFilter),)
    search_fields = ("by_name",)
    date_hierarchy = "at"
    show_full_result_count = False

    def get_queryset(self, request):
        texts = ("article__body", "article__body_source", "article__body_html")
        return super().get_queryset(request).defer(*texts)

    @admin.display(description=_("at"), ordering="at")
    def when(self, event):
        return marks.moment(event.at)

    @admin.display(description=_("verb"), ordering="verb")
    def what(self, event):
        return verb_label(event.verb)

    @admin.display(description=_("article"))
    def about(self, event):
        if event.article is None:
            return marks.NOTHING
        address = reverse("admin:articles_article_change", args=[event.article_id])
        return format_html('<a href="{}">{}</a>', address, marks.headline(event.article))

    @admin.display(description=_("details"))
    def details(self, event):
        said = {name: value for name, value in event.data.items() if value}
        return format_html("<code>{}</code>", json.dumps(said, ensure_ascii=False)) if said else marks.NOTHING
