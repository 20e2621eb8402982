"""Pictures kept here, and where they came from or wait to come from."""

from django import forms
from django.contrib import admin
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles.desk.pictures import library
from articles.models import Article, ArticleImage, Image, ImageSource, Origin

from . import marks
from .read_only import ReadOnlyAdmin
from .site import desk


class WordsFilter(admin.SimpleListFilter):
    """Pictures whose ``parameter_name`` is written, or still to be written."""

    def lookups(self, request, model_admin):
        return [("no", _("Missing")), ("yes", _("Written"))]

    def queryset(self, request, images):
        empty = Q(**{self.parameter_name: ""})
        return images.filter({"no": empty, "yes": ~empty}.get(self.value(), Q()))


class AltFilter(WordsFilter):
    title = _("alternative text")
    parameter_name = "alt"


class CreditFilter(WordsFilter):
    title = _("credit")
    parameter_name = "credit"


def count_of(model, column):
    """How many rows of the model point at the outer image in ``column``."""
    uses = model.objects.filter(**{column: OuterRef("pk")}).order_by().values(column)
    return Coalesce(Subquery(uses.annotate(number=Count("pk")).values("number")), 0)


def rights_unknown():
    """Whether the outer image came with a story of an origin whose rights in pictures nobody has told."""
    unknown = Article.objects.filter(source__origin__picture_rights=Origin.Rights.UNKNOWN)
    in_bodies = ArticleImage.objects.filter(image=OuterRef("pk"), source__isnull=False, article__in=unknown)
    leading = unknown.filter(lead_image=OuterRef("pk"), lead_image_source__image=OuterRef("pk"))
    return Exists(in_bodies) | Exists(leading)


FACTS = ("size", "file", "added_at")


class ImageForm(forms.ModelForm):
    class Meta:
        model = Image
        fields = library.DESCRIBED
        widgets = {"alt": forms.Textarea({"rows": 2, "dir": "auto"})}


@admin.register(Image, site=desk)
class ImageAdmin(admin.ModelAdmin):
    form = ImageForm
    fields = ("preview", "alt", "caption", "credit", ("focal_x", "focal_y"), "rights_until", *FACTS)
    readonly_fields = ("preview", *FACTS)
    list_display = ("thumbnail", "words", "credit", "rights", "size", "used")
    list_display_links = ("words",)
    list_filter = (AltFilter, CreditFilter, "rights_until")
    search_fields = ("alt", "caption", "credit", "file")
    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request):
        """Pictures come with an import for now."""
        return False

    def get_queryset(self, request):
        images = super().get_queryset(request)
        return images.annotate(
            used_as_lead=count_of(Article, "lead_image"),
            used_in_bodies=count_of(ArticleImage, "image"),
            are_rights_unknown=rights_unknown(),
        )

    def save_model(self, request, image, form, change):
        library.describe(image, **form.cleaned_data, by=request.user, at=timezone.now())

    def delete_model(self, request, image):
        library.remove(image, by=request.user, at=timezone.now())

    def delete_queryset(self, request, images):
        for image in images:
            self.delete_model(request, image)

    @admin.display(description=_("picture"))
    def thumbnail(self, image):
        return marks.thumbnail(image)

    @admin.display(description=_("picture"))
    def preview(self, image):
        return format_html(
            '<img class="preview" src="{}" alt="{}" width="{}" height="{}">',
            image.url,
            image.alt,
            image.width,
            image.height,
        )

    @admin.display(description=_("alternative text"), ordering="alt")
    def words(self, image):
        if not image.alt:
            return marks.badge("warning", _("Missing"))
        return format_html('<span dir="auto">{}</span>', image.alt)

    @admin.display(description=_("rights"), empty_value=" ")
    def rights(self, image):
        return marks.rights_badge(Origin.Rights.UNKNOWN) if image.are_rights_unknown else ""

    @admin.display(description=_("size"), ordering="width")
    def size(self, image):
        return f"{image.width} × {image.height}"

    @admin.display(description=_("used by"))
    def used(self, image):
        return image.used_as_lead + image.used_in_bodies


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
