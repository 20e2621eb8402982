"""The field of an article's lead image: what it is now, and another one chosen, uploaded or none.

With JavaScript it is buttons; without, the picture's number in the library and a box that says "none".
"""

from django import forms
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from articles.models import Image
from articles.presenting import origins

from . import marks, picker

# What the widget answers where no picture is wanted, also none that waits at its source.
NONE = False


class LeadImageWidget(forms.NumberInput):
    """``article``: whose lead image it is, set by the form."""

    article = None

    def render(self, name, value, attrs=None, renderer=None):
        """The number's field with the picture beside it."""
        number = super().render(name, value, attrs, renderer)
        return render_to_string(
            "admin/articles/article/_lead_image.html", {"number": number} | self.beside(name, value)
        )

    def beside(self, name, value):
        image = self.image(value)
        is_unchanged = self.article is not None and self.article.lead_image_id == (image and image.pk)
        return {
            "none_name": none_name(name),
            "is_none": value is NONE,
            "image": image,
            "card": image and picker.address_of(image, "card", at_least_px=picker.CARD_PX),
            "waiting": self.waiting if image is None and value is not NONE else None,
            "rights": rights_of_lead(self.article) if is_unchanged else "",
            "alt_here": self.article.lead_image_alt if self.article else "",
        }

    def format_value(self, value):
        return super().format_value(None if value is NONE else value)

    def value_from_datadict(self, data, files, name):
        return NONE if none_name(name) in data else super().value_from_datadict(data, files, name)

    def value_omitted_from_data(self, data, files, name):
        return name not in data and none_name(name) not in data

    def image(self, value):
        """The picture of the number in the field, whether it is the article's or was just typed."""
        if self.article and value == self.article.lead_image_id:
            return self.article.lead_image
        is_number = str(value).isascii() and str(value).isdigit() and len(str(value)) < 19
        return Image.objects.filter(pk=value).first() if is_number else None

    @property
    def waiting(self):
        """Where the lead image is still to be fetched from."""
        source = self.article.lead_image_source if self.article else None
        return source if source and source.is_remote else None


class LeadImageField(forms.ModelChoiceField):
    widget = LeadImageWidget
    default_error_messages = {"invalid_choice": _("There is no picture of this number in the library.")}

    def __init__(self, **options):
        super().__init__(Image.objects.all(), required=False, **options)

    def clean(self, value):
        return super().clean(None if value is NONE else value)

    def has_changed(self, initial, data):
        if data is NONE:
            return bool(initial or self.widget.waiting)
        return super().has_changed(initial, data)


def none_name(name):
    return f"{name}-none"


def rights_of_lead(article):
    """A badge where the lead picture came with the story and may not be ours to show; else nothing."""
    origin = origins.origin_of(article) if article and article.pk else None
    if origin is None or not origins.lead_came_with(article):
        return ""
    return marks.rights_badge(origin.picture_rights)
