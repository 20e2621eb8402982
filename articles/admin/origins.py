"""Origins: whose archive stories came from, and how they stand here."""

from collections import Counter

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, OuterRef, Subquery
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from articles.desk import origins
from articles.models import Article, ImportedRecord, ImportRun, Origin
from articles.reading import headlines

from . import marks, verbs
from .site import desk

HEADLINES_LOOKED_AT = 2_000
FEWEST_WITH_AN_ENDING = 2
ENDINGS_SHOWN = 5


class OriginForm(forms.ModelForm):
    # What separates an ending from the headline begins with a space.
    headline_suffix = forms.CharField(
        label=_("Ending of its headlines"),
        max_length=Origin._meta.get_field("headline_suffix").max_length,
        required=False,
        strip=False,
        help_text=Origin._meta.get_field("headline_suffix").help_text,
        widget=forms.TextInput({"dir": "auto"}),
    )

    class Meta:
        model = Origin
        fields = (
            *("name", "is_ours", "landing", "picture_rights", "most_lost_percent"),
            "headline_suffix",
        )

    def clean_headline_suffix(self):
        """Headlines have no space at their end."""
        return self.cleaned_data["headline_suffix"].rstrip()


@admin.register(Origin, site=desk)
class OriginAdmin(admin.ModelAdmin):
    form = OriginForm
    change_form_template = "admin/articles/origin/change_form.html"
    fieldsets = (
        (None, {"fields": ("key", "name", "is_ours")}),
        (_("When stories come in"), {"fields": ("landing", "most_lost_percent", "headline_suffix")}),
        (_("Pictures"), {"fields": ("picture_rights",)}),
    )
    readonly_fields = ("key",)
    list_display = ("told_name", "key", "stories", "whose", "landing", "rights", "last_run")
    list_display_links = ("told_name",)
    list_filter = ("is_ours", "landing", "picture_rights")
    search_fields = ("name", "key")
    actions = None

    def has_add_permission(self, request):
        """An origin begins with its first import."""
        return False

    def has_delete_permission(self, request, origin=None):
        return False

    def get_queryset(self, request):
        found = super().get_queryset(request)
        if request.resolver_match.url_name != "articles_origin_changelist":
            return found
        return found.annotate(used=Count("sources__article"), run=last_run_of(OuterRef("pk")))

    def save_model(self, request, origin, form, change):
        origins.save(origin, by=request.user, at=timezone.now())

    @admin.display(description=_("name"), ordering="name")
    def told_name(self, origin):
        return format_html('<span dir="auto">{}</span>', origin.name)

    @admin.display(description=_("stories"), ordering="used")
    def stories(self, origin):
        address = reverse("admin:articles_article_changelist", query={"origin": origin.key})
        return format_html('<a href="{}">{}</a>', address, origin.used)

    @admin.display(description=_("whose stories"), ordering="is_ours")
    def whose(self, origin):
        return _("Ours") if origin.is_ours else _("Of others")

    @admin.display(description=_("rights in its pictures"), ordering="picture_rights")
    def rights(self, origin):
        return marks.rights_badge(origin.picture_rights) or origin.get_picture_rights_display()

    @admin.display(description=_("last run"), ordering="run")
    def last_run(self, origin):
        if not origin.run:
            return marks.NOTHING
        address = reverse("admin:articles_importrun_change", args=[origin.run])
        return format_html('<a href="{}">{}</a>', address, origin.run)

    # The endings of its headlines

    def get_urls(self):
        view = self.admin_site.admin_view(require_POST(self.take_off_view))
        return [path("take-off/", view, name="articles_origin_take_off"), *super().get_urls()]

    def render_change_form(self, request, context, **options):
        origin = options.get("obj")
        if origin and self.has_change_permission(request, origin):
            context["endings"] = endings_of(origin)
            context["headlines_looked_at"] = HEADLINES_LOOKED_AT
        return super().render_change_form(request, context, **options)

    def take_off_view(self, request):
        origin = get_object_or_404(Origin, pk=request.POST.get("origin", ""))
        ending = request.POST.get("ending", "")
        if not self.has_change_permission(request, origin):
            raise PermissionDenied
        if ending in dict(endings_of(origin)):
            tell(request, origins.take_ending_off(origin, ending, by=request.user, at=timezone.now()))
        else:
            messages.warning(request, gettext("No headline of this origin ends so any more."))
        return redirect("admin:articles_origin_change", quote(origin.pk))


def last_run_of(key):
    """The number of the newest run that a record of the origin was in."""
    records = ImportedRecord.objects.filter(run=OuterRef("pk"), origin=OuterRef(key))
    return Subquery(ImportRun.objects.filter(Exists(records)).order_by("-pk").values("pk")[:1])


def endings_of(origin):
    """What the origin's newest headlines end in, the most frequent first: ``[(ending, how many of all), …]``."""
    newest = Article.objects.filter(source__origin=origin).exclude(status=Article.Status.TRASHED)
    found = Counter(
        map(
            headlines.site_suffix,
            newest.order_by("-pk").values_list("headline", flat=True)[:HEADLINES_LOOKED_AT],
        )
    )
    del found[""]
    frequent = [ending for ending, n in found.most_common(ENDINGS_SHOWN) if n >= FEWEST_WITH_AN_ENDING]
    return [(ending, origins.ending_in(origin, ending).count()) for ending in frequent]


def tell(request, shortened):
    """What became of the headlines, as a message."""
    done, left = shortened.done, shortened.left
    words = ngettext("Taken off %(count)d headline.", "Taken off %(count)d headlines.", done) % {
        "count": done
    }
    if not left:
        messages.success(request, words)
        return
    waiting = ngettext(
        "%(count)d was left: a newer file of its article waits for a decision.",
        "%(count)d were left: newer files of their articles wait for a decision.",
        left,
    )
    messages.warning(request, verbs.one_after_another([words, waiting % {"count": left}]))
