"""Where pictures came from, or wait to come from."""

from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models import ImageSource

from . import marks
from .read_only import ReadOnlyAdmin
from .site import desk


class FetchFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("kept", _("Kept")), ("pending", _("Pending")), ("failed", _("Failed"))]

    def queryset(self, request, sources):
        pending = Q(image=None, error="")
        wanted = {"kept": Q(image__isnull=False), "pending": pending, "failed": Q(image=None) & ~Q(error="")}
        return sources.filter(wanted.get(self.value(), Q()))


@admin.register(ImageSource, site=desk)
class ImageSourceAdmin(ReadOnlyAdmin):
    list_display = ("url", "state", "attempts", "next_try", "error")
    list_filter = (FetchFilter,)
    list_select_related = ("image",)
    search_fields = ("url", "error")
    show_full_result_count = False

    @admin.display(description=_("state"))
    def state(self, source):
        if source.image_id:
            return marks.badge("published", _("Kept"))
        return marks.badge("failed", _("Failed")) if source.error else marks.badge("scheduled", _("Pending"))

    @admin.display(description=_("next try"), ordering="next_try_at")
    def next_try(self, source):
        return marks.moment(source.next_try_at)
