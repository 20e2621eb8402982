"""The fields of how an article is shown elsewhere: on cards, and where its address is shared.

With JavaScript each is counted, says what stands in its place while it is empty, and a card shows what comes of it.
"""

from urllib.parse import urlsplit

import js_asset
from django import forms
from django.conf import settings
from django.utils.text import capfirst

from articles.models import Article


class LineWidget(forms.Textarea):
    class Media:
        css = {"all": ["desk/share_card.css"]}
        js = (js_asset.Script("desk/share_card.js", type="module"),)


class LineField(forms.CharField):
    """One line of the article's field ``name``, in a box in which it can be read whole.

    ``well_shown``: how many Latin letters most places show of it; a Chinese one takes the room of two.
    """

    def __init__(self, name, *, rows, well_shown):
        column = Article._meta.get_field(name)
        super().__init__(
            label=capfirst(column.verbose_name),
            help_text=column.help_text,
            max_length=column.max_length,
            required=False,
            widget=LineWidget({"rows": rows, "data-well-shown": well_shown, "dir": "auto"}),
        )

    def to_python(self, value):
        return " ".join(super().to_python(value).split())

    def widget_attrs(self, widget):
        site = {"data-host": urlsplit(settings.BASE_URL).netloc}
        return super().widget_attrs(widget) | site
