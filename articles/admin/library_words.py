"""The words of many pictures on one screen: those that were just added, or any others named in the address."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from articles.desk import permissions
from articles.desk.pictures import library
from articles.models import Image

from .site import desk

PICTURES_AT_ONCE = 40
MOST_NAMED = 1000


class WordsForm(forms.ModelForm):
    class Meta:
        model = Image
        fields = ("alt", "caption", "credit")
        widgets = {
            "alt": forms.Textarea({"rows": 2, "dir": "auto"}),
            "caption": forms.Textarea({"rows": 2, "dir": "auto"}),
            "credit": forms.TextInput({"dir": "auto"}),
        }


WordsFormSet = forms.modelformset_factory(Image, WordsForm, extra=0)


class CreditForm(forms.Form):
    credit_of_all = forms.CharField(
        label=_("Credit where none is written"),
        max_length=Image._meta.get_field("credit").max_length,
        required=False,
        widget=forms.TextInput({"dir": "auto"}),
    )


def words_view(request):
    """Ask for the words of the pictures named by ``?of=1,2,3``; those beyond the first forty follow."""
    named = keys(request.GET.get("of", ""))
    found = {image.pk: image for image in Image.objects.filter(pk__in=named)}
    theirs = [key for key in named if key in found and permissions.may_describe(request.user, found[key])]
    if found and not theirs:
        raise PermissionDenied
    now, later = theirs[:PICTURES_AT_ONCE], theirs[PICTURES_AT_ONCE:]
    formset = WordsFormSet(request.POST or None, queryset=Image.objects.filter(pk__in=now).order_by("pk"))
    credit = CreditForm(request.POST or None)
    if request.method == "POST" and formset.is_valid() and credit.is_valid():
        number = write(formset, credit.cleaned_data["credit_of_all"], by=request.user)
        said = ngettext("%(count)d picture changed.", "%(count)d pictures changed.", number)
        messages.success(request, said % {"count": number})
        return redirect(address_of(later) if later else "admin:articles_image_changelist")
    context = {
        **desk.each_context(request),
        "opts": Image._meta,
        "title": gettext("Words for the pictures"),
        "formset": formset,
        "lines": [(form, form.instance.srcset("square")[-1][0]) for form in formset],
        "credit": credit,
        "following": len(later),
    }
    return TemplateResponse(request, "admin/articles/image/words.html", context)


def keys(written):
    """The numbers in the address, once each, in order."""
    parts = [part for part in written.split(",")[:MOST_NAMED] if part.isdecimal() and len(part) < 19]
    return list(dict.fromkeys(map(int, parts)))


def address_of(images):
    return f"{reverse('admin:articles_image_words')}?of={','.join(map(str, images))}"


def write(formset, credit, *, by):
    """Describe the pictures whose words were changed; return how many."""
    number = 0
    # A picture that was removed meanwhile, or was not asked for, has no key here.
    for form in (form for form in formset if form.instance.pk):
        words = {name: form.cleaned_data[name] for name in WordsForm.Meta.fields}
        is_filled = bool(credit) and not words["credit"]
        if form.has_changed() or is_filled:
            words |= {"credit": credit} if is_filled else {}
            library.describe(form.instance, **words, by=by, at=timezone.now())
            number += 1
    return number
