"""What can be done to the pictures that were chosen in the library, each after a page that says what happens."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from articles.desk.pictures import library, uses
from articles.models import Image

from .library_list import tiles
from .library_words import address_of
from .site import desk

# More than any page of the library shows.
MOST_AT_ONCE = 200


class SetCreditForm(forms.Form):
    credit = forms.CharField(
        label=_("Credit"),
        max_length=Image._meta.get_field("credit").max_length,
        widget=forms.TextInput({"dir": "auto", "autofocus": True}),
    )
    replaces = forms.BooleanField(label=_("Also where another credit is written"), required=False)


@admin.action(description=_("Write their words…"), permissions=["change"])
def write_words(model_admin, request, images):
    return redirect(address_of(images.values_list("pk", flat=True)[:MOST_AT_ONCE]))


@admin.action(description=_("Set their credit…"), permissions=["change"])
def set_credit(model_admin, request, images):
    form = SetCreditForm(request.POST if "confirmed" in request.POST else None)
    chosen = list(images[:MOST_AT_ONCE])
    if not form.is_valid():
        others = sum(1 for image in chosen if image.credit)
        return ask(
            request,
            action="set_credit",
            title=gettext("Set the credit of pictures"),
            groups=[(gettext("These pictures get the credit, wherever they are shown"), tiles(chosen))],
            note=other_credits(others) if others else "",
            form=form,
        )
    if not form.cleaned_data["replaces"]:
        chosen = [image for image in chosen if not image.credit]
    for image in chosen:
        library.describe(image, credit=form.cleaned_data["credit"], by=request.user, at=timezone.now())
    said = ngettext(
        "The credit of %(count)d picture is set.", "The credit of %(count)d pictures is set.", len(chosen)
    )
    messages.success(request, said % {"count": len(chosen)})
    return None


def other_credits(number):
    said = ngettext(
        "%(count)d of them has a credit already, which stays unless you say otherwise.",
        "%(count)d of them have a credit already, which stays unless you say otherwise.",
        number,
    )
    return said % {"count": number}


@admin.action(description=_("Remove those that are unused…"), permissions=["delete"])
def remove_unused(model_admin, request, images):
    chosen = list(images[:MOST_AT_ONCE])
    unused = set(uses.unused(images).values_list("pk", flat=True)[:MOST_AT_ONCE])
    removed = [image for image in chosen if image.pk in unused]
    kept = [image for image in chosen if image.pk not in unused]
    if "confirmed" not in request.POST:
        groups = [
            (gettext("These are removed, and their files with them"), tiles(removed)),
            (gettext("These stay, because articles show them"), tiles(kept)),
        ]
        return ask(
            request,
            action="remove_unused",
            title=gettext("Remove unused pictures"),
            groups=groups,
            note=gettext("What is removed cannot be brought back.") if removed else "",
            is_possible=bool(removed),
        )
    number = sum(is_removed(image, by=request.user) for image in removed)
    said = ngettext("%(count)d picture is removed.", "%(count)d pictures are removed.", number)
    messages.success(request, said % {"count": number})
    return None


def is_removed(image, *, by):
    try:
        library.remove(image, by=by, at=timezone.now())
    except library.PictureIsUsed:
        # An article took it between the look and the removal.
        return False
    return True


def ask(request, *, action, title, groups, note="", form=None, is_possible=True):
    """A page that names what will happen to which pictures, and sends them to the same action again."""
    context = {
        **desk.each_context(request),
        "opts": Image._meta,
        "title": title,
        "action": action,
        "groups": [(words, found) for words, found in groups if found],
        "note": note,
        "form": form,
        "is_possible": is_possible,
        "checkbox_name": ACTION_CHECKBOX_NAME,
    }
    return TemplateResponse(request, "admin/articles/image/ask.html", context)


ACTIONS = [write_words, set_credit, remove_unused]
