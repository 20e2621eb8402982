"""Blocks of a body as people write them by hand: plain paragraphs as text, and what is more than that as HTML."""

import re
from html import unescape

from django import forms
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from articles.text import merging

from .article_form import TextField

PLAIN = re.compile(r"<p>([^<>]*)</p>")
A_TAG = re.compile(r"<[a-z/!]", re.IGNORECASE)


class BlocksField(TextField):
    """The HTML of what is written; ``blocks``: what the writing begins with."""

    def __init__(self, blocks):
        plain = [PLAIN.fullmatch(block) for block in blocks]
        is_plain = all(plain)
        attributes = {"rows": 6, "dir": "auto", "aria-label": _("The paragraph, by hand")}
        super().__init__(
            initial="\n".join(unescape(found[1]) for found in plain) if is_plain else merging.join([blocks]),
            widget=forms.Textarea(attributes | ({"class": "by-hand__text"} if is_plain else {})),
            help_text=_("Each line is a paragraph. What holds HTML is taken as HTML."),
        )

    def to_python(self, value):
        text = super().to_python(value)
        if A_TAG.search(text):
            return text
        return "\n".join(f"<p>{escape(line.strip())}</p>" for line in text.splitlines() if line.strip())
