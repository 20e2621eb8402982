"""The library of pictures."""

from copy import copy

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import SuspiciousOperation
from django.http import QueryDict
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.desk import permissions
from articles.desk.pictures import library, uses
from articles.images.inspect import MAX_BYTES
from articles.models import Image

from . import image_changes, library_actions, library_list
from .library_facts import facts_of, rights_in_words, shapes_of
from .library_filters import FILTERS
from .library_upload import upload_view
from .library_uses import uses_of
from .library_words import words_view
from .site import desk

SOURCES_SHOWN = 20


class ImageForm(forms.ModelForm):
    class Meta:
        model = Image
        fields = library.DESCRIBED
        widgets = {
            "alt": forms.Textarea({"rows": 3, "dir": "auto"}),
            "caption": forms.Textarea({"rows": 3, "dir": "auto"}),
            "credit": forms.TextInput({"dir": "auto"}),
            "rights_until": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        }


@admin.register(Image, site=desk)
class ImageAdmin(admin.ModelAdmin):
    form = ImageForm
    fieldsets = (
        (_("Words"), {"fields": ("alt", "caption", "credit")}),
        (_("Rights"), {"fields": ("rights_until",)}),
        (_("Focal point"), {"fields": ("focal_x", "focal_y")}),
    )
    list_display = ("__str__",)
    list_filter = FILTERS
    actions = library_actions.ACTIONS
    sortable_by = ()
    search_fields = ("caption",)
    search_help_text = _("Caption, credit, alternative text, file, source or hash")
    list_per_page = 60
    list_max_show_all = 0
    show_full_result_count = False

    def get_urls(self):
        pages = {
            "upload/": (upload_view, "articles_image_upload"),
            "words/": (words_view, "articles_image_words"),
        }
        own = [
            path(below, self.admin_site.admin_view(view), name=name) for below, (view, name) in pages.items()
        ]
        return [*own, *image_changes.urls(self.admin_site.admin_view), *super().get_urls()]

    # Who may what

    def has_change_permission(self, request, image=None):
        if image is None:
            return super().has_change_permission(request)
        return permissions.may_describe(request.user, image)

    # The library

    def get_changelist(self, request, **kwargs):
        return library_list.LibraryList

    def get_paginator(self, request, queryset, per_page, **options):
        return library_list.paginator_for(request, queryset, per_page, **options)

    def get_search_results(self, request, images, words):
        return library_list.search(images, words), False

    def lookup_allowed(self, lookup, value, request=None):
        """The filters alone: by Django's own lookups anyone could have every caption tried against a pattern."""
        return lookup in {each.parameter_name for each in FILTERS}

    def get_actions(self, request):
        offered = super().get_actions(request)
        # Django's own would ask for each thing that hangs on a picture.
        offered.pop("delete_selected", None)
        return offered

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"most_bytes": MAX_BYTES} | (extra_context or {}))

    # One picture

    def add_view(self, request, form_url="", extra_context=None):
        return upload_view(request)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        image = self.get_object(request, object_id)
        about = self.about(request, image) if image and self.has_view_permission(request, image) else {}
        return super().change_view(request, object_id, form_url, about | (extra_context or {}))

    def about(self, request, image):
        """What the picture's screen tells beside its form."""
        at = timezone.now()
        return {
            "subtitle": None,
            "title": str(image),
            "badges": library_list.tiles([image])[0]["badges"],
            "rights_in_words": rights_in_words(image, timezone.localdate(at)),
            "facts": facts_of(image),
            "box": image.original.box,
            "preview": image.srcset()[-1][0],
            "previews": library_list.as_srcset(image.srcset()),
            "shapes": shapes_of(image),
            "sources": image.sources.order_by("pk")[:SOURCES_SHOWN],
            "uses": uses_of(image, number=request.GET.get("uses"), at=at),
            "may_describe": self.has_change_permission(request, image),
            "may_change": image_changes.may_change(request.user),
            "show_save_and_add_another": False,
            **self.neighbours(request, image),
        }

    def neighbours(self, request, image):
        """The pictures before and after this one in the library, as it was narrowed on the way here."""
        asked = copy(request)
        asked.GET = QueryDict(request.GET.get("_changelist_filters", ""))
        try:
            images = self.get_changelist_instance(asked).queryset
        except (IncorrectLookupParameters, SuspiciousOperation):
            images = Image.objects.all()
        newer, older = images.filter(pk__gt=image.pk).order_by("pk"), images.filter(pk__lt=image.pk)
        return {"before": newer.first(), "following": older.order_by("-pk").first()}

    def response_change(self, request, image):
        following = request.POST.get("_following", "")
        if not following.isdecimal():
            return super().response_change(request, image)
        messages.success(request, gettext("“%(picture)s” is saved.") % {"picture": image})
        asked = f"?{request.GET.urlencode()}" if request.GET else ""
        return redirect(reverse("admin:articles_image_change", args=[following]) + asked)

    def save_model(self, request, image, form, change):
        library.describe(image, **form.cleaned_data, by=request.user, at=timezone.now())

    # Removing

    def get_deleted_objects(self, images, request):
        """Nothing goes with a picture that an editor has to be asked about; one that is used does not go."""
        used = [str(image) for image in images if uses.articles_with(image).exists()]
        return [], {}, set(), used

    def delete_view(self, request, object_id, extra_context=None):
        image = self.get_object(request, object_id)
        about = {}
        if image:
            shown_by = uses_of(image, number=request.GET.get("uses"), at=timezone.now())
            about = {"title": gettext("Remove a picture"), "uses": shown_by, "small": image.srcset()[0][0]}
        try:
            return super().delete_view(request, object_id, about | (extra_context or {}))
        except library.PictureIsUsed as used:
            # An article took it between the look and the removal.
            messages.error(request, str(used))
            return redirect("admin:articles_image_change", image.pk)

    def delete_model(self, request, image):
        library.remove(image, by=request.user, at=timezone.now())
