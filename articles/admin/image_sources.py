"""Where pictures came from, or wait to come from."""

from django.contrib import admin
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import tasks
from articles.importing import custody
from articles.models import ImageSource, ImportRun

from . import import_pictures, marks, picture_words
from .read_only import ReadOnlyAdmin
from .site import desk

HOSTS_NAMED = 25


class StandingFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return list(picture_words.STANDINGS.items())

    def queryset(self, request, sources):
        rule = custody.COUNTED.get(self.value())
        return sources.filter(rule) if rule else sources


class LastStateFilter(admin.SimpleListFilter):
    title = _("what happened last")
    parameter_name = "last"

    def lookups(self, request, model_admin):
        met = set(ImageSource.objects.order_by().values_list("last_state", flat=True).distinct())
        return [(str(state), words) for state, words in picture_words.STATES.items() if state in met]

    def queryset(self, request, sources):
        return sources.filter(last_state=self.value()) if self.value() else sources


class HostFilter(admin.SimpleListFilter):
    """The hosts with the most missing pictures; any other can be named in the address."""

    title = _("host")
    parameter_name = "host"

    def lookups(self, request, model_admin):
        hosts = [tally.name for tally in custody.per_host(ImageSource.objects.all()) if tally.name]
        asked = request.GET.get("host", "")
        named = dict.fromkeys([*hosts[:HOSTS_NAMED], *([asked] if asked else [])])
        return [(host, host) for host in named]

    def queryset(self, request, sources):
        return sources.filter(host=self.value()) if self.value() else sources


class RunFilter(admin.SimpleListFilter):
    """The pictures of one import run, to which a run's page leads."""

    title = _("import run")
    parameter_name = "run"

    def lookups(self, request, model_admin):
        run = asked_run(request.GET.get("run", ""))
        return [(str(run.pk), marks.visible(str(run)))] if run else []

    def queryset(self, request, sources):
        run = asked_run(self.value() or "")
        return sources.filter(pk__in=custody.of_run(run).values("pk")) if run else sources


def asked_run(number):
    is_number = number.isascii() and number.isdecimal() and len(number) < 10
    return ImportRun.objects.filter(pk=number).first() if is_number else None


@admin.register(ImageSource, site=desk)
class ImageSourceAdmin(ReadOnlyAdmin):
    actions = ("ask_again",)
    list_display = ("address", "state", "why", "attempts", "asked", "next_try")
    list_filter = (StandingFilter, LastStateFilter, HostFilter, RunFilter)
    list_select_related = ("image",)
    search_fields = ("url", "error")
    show_full_result_count = False
    fields = ("where", "credit", "state", "why", "error", "attempts", "asked", "next_try")

    def has_ask_permission(self, request):
        return request.user.has_perm("articles.change_image")

    @admin.action(description=_("Ask again at their sources"), permissions=["ask"])
    def ask_again(self, request, sources):
        """Ask for what is missing, and look whether what is kept has changed."""
        at = timezone.now()
        chosen = ImageSource.objects.filter(pk__in=sources.order_by().values("pk"))
        import_pictures.tell(request, tasks.ask_for_pictures(chosen, by=request.user, at=at), at)

    @admin.display(description=_("address"), ordering="url")
    def address(self, source):
        return format_html('<bdi class="path">{}</bdi>', marks.visible(source.url))

    @admin.display(description=_("address"))
    def where(self, source):
        return picture_words.linked_address(source)

    @admin.display(description=_("state"))
    def state(self, source):
        return picture_words.standing_badge(source)

    @admin.display(description=_("what happened last"), ordering="last_state", empty_value=" ")
    def why(self, source):
        words = picture_words.state_words(source)
        if source.image_id and words:
            return gettext("Looked at again: %(what)s") % {"what": words}
        return words

    @admin.display(description=_("last asked"), ordering="asked_at")
    def asked(self, source):
        return marks.moment(source.asked_at)

    @admin.display(description=_("next try"), ordering="next_try_at")
    def next_try(self, source):
        return marks.moment(source.next_try_at)
