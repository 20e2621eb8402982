"""What a field of an article says, in words, and what changed in it: as one text, as items, or as a body's blocks."""

from datetime import datetime

from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Category, Correction, Image
from articles.text import sanitizer
from articles.text.marking import marked

from . import marks
from .body_pictures import BodyPictures, in_frames

LABELS = {
    "headline": _("Headline"),
    "standfirst": _("Standfirst"),
    "short_headline": _("Short headline"),
    "social_title": _("Title when shared"),
    "social_description": _("Description when shared"),
    "byline": _("Byline"),
    "published_at": _("Publication time"),
    "embargo_until": _("Embargo until"),
    "retire_at": _("Retire at"),
    "modified_at": _("Modified, as readers are told"),
    "primary_category": _("Section"),
    "categories": _("Categories"),
    "tags": _("Tags"),
    "lead_image": _("Lead image"),
    "lead_image_alt": _("Alternative text of the lead image"),
    "lead_image_caption": _("Caption of the lead image"),
    "language": _("Language"),
    "source_url": _("Source address"),
    "comments_open": _("Comments"),
    "corrections": _("Corrections"),
    "extra": _("Other keys of the header"),
    "body": _("Text"),
}
# What is marked on one page; beyond, a text is shown as it is.
MOST_CHARACTERS_MARKED = 100_000
BDI, INS, DEL = map(mark_safe, ("bdi", "ins", "del"))


def said(name, part):
    """The field's part of a content as one text."""
    return VALUES.get(name, _as_is)(name, part)


def _as_is(name, part):
    return part[name]


def _moment(name, part):
    return marks.moment(_parsed(part[name]))


def _parsed(moment):
    return moment and datetime.fromisoformat(moment)


def _published(name, part):
    labels = (
        Article.DateOrigin(part["date_origin"]).label if part.get("date_origin") else "",
        Article.DatePrecision(part["date_precision"]).label if part.get("date_precision") else "",
    )
    return " · ".join([_moment(name, part), *map(str, filter(None, labels))])


def _comments(name, part):
    return gettext("Open") if part[name] else gettext("Closed")


def _credit(entry):
    name, role = entry
    return f"{name} ({role})" if role else name


def _correction(entry):
    kind, text, at = entry
    label = Correction.Kind(kind).label if kind in Correction.Kind.values else kind
    return f"{label}: {text} ({marks.moment(_parsed(at))})"


def listed(name, base, items, word=None):
    """The items, one a line; what is new in a list marked as such, and what went."""
    word = word or LISTS[name]
    before, now = [word(each) for each in base or ()], [word(each) for each in items]
    shown = [(INS if base is not None and item not in before else BDI, item) for item in now]
    shown += [(DEL, item) for item in before if item not in now]
    return format_html_join(BETWEEN.get(name, "\n"), "<{0}>{1}</{0}>", shown) or marks.NOTHING


def _header(name, part):
    return "\n".join(f"{key}: {value}" for key, value in part[name].items())


VALUES = {
    "published_at": _published,
    "embargo_until": _moment,
    "retire_at": _moment,
    "modified_at": _moment,
    "comments_open": _comments,
    "extra": _header,
}
LISTS = {"byline": _credit, "categories": str, "tags": str, "corrections": _correction}
BETWEEN = dict.fromkeys(("categories", "tags"), " · ")
MARKED = {
    *("headline", "standfirst", "short_headline", "social_title", "social_description"),
    *("lead_image_alt", "lead_image_caption", "extra"),
}


class FieldWords:
    """Says what fields say, with what changed marked; ``parts``: all that will be asked, to find the pictures by."""

    def __init__(self, parts):
        parts = list(parts)
        numbers = {part["lead_image_id"] for part in parts if part.get("lead_image_id")}
        self.budget = MOST_CHARACTERS_MARKED
        self.pictures = Image.objects.in_bulk(numbers) if numbers else {}
        self.sections = _names_of_sections(parts)
        self.body_pictures = BodyPictures(part["body"] for part in parts if part.get("body"))

    def texts(self, name, parts):
        """The field's text of each side in ``parts``, with what changed since the part ``base``."""
        return {
            side: self.text(name, parts["base"], part) for side, part in parts.items() if part is not None
        }

    def text(self, name, base, part):
        if name == "lead_image":
            return self._picture(part)
        if name in LISTS:
            return self._listed(name, base, part)
        before, after = (self._said(name, each) if each else None for each in (base, part))
        if before is None or name not in MARKED:
            return format_html("{}", after or marks.NOTHING)
        return self.marked(before, after) or marks.NOTHING

    def change(self, name, before, after):
        """What the field became, as one text: what went in it, and what came."""
        if name in LISTS or name in MARKED:
            return self.text(name, before, after)
        parts = ((DEL, before), (INS, after))
        if name == "lead_image":
            images = [(tag, self.pictures.get(part["lead_image_id"])) for tag, part in parts]
            frames = in_frames((tag, marks.thumbnail(image), str(image)) for tag, image in images if image)
            return frames or self.text(name, before, after)
        sides = [(tag, self.text(name, None, part)) for tag, part in parts]
        shown = [(tag, said) for tag, said in sides if said != marks.NOTHING]
        return format_html_join(" ", "<{0}>{1}</{0}>", shown) or marks.NOTHING

    def _said(self, name, part):
        return self.sections.get(part[name], part[name]) if name == "primary_category" else said(name, part)

    def _listed(self, name, base, part):
        word = (lambda path: self.sections.get(path, path)) if name == "categories" else None
        return listed(name, base and base[name], part[name], word)

    def marked(self, before, after):
        self.budget -= len(before) + len(after)
        return mark_safe(marked(before, after)) if self.budget > 0 else format_html("{}", after)

    def _picture(self, part):
        image = self.pictures.get(part["lead_image_id"])
        if image:
            return format_html("{} {}", marks.thumbnail(image), str(image))
        return gettext("Not fetched yet") if part["lead_image_source_id"] else marks.NOTHING


def _names_of_sections(parts):
    """The categories that are spoken of, each by its path, as it is called with what is above it."""
    paths = {
        path for part in parts for path in [part.get("primary_category"), *part.get("categories", ())] if path
    }
    above = {"/".join(path.split("/")[:depth]) for path in paths for depth in range(1, path.count("/") + 2)}
    names = dict(Category.objects.filter(path__in=above).values_list("path", "name")) if above else {}
    return {path: " › ".join(_names_down_to(path, names)) for path in paths if path in names}


def _names_down_to(path, names):
    parts = path.split("/")
    return [names.get("/".join(parts[:depth]), parts[depth - 1]) for depth in range(1, len(parts) + 1)]


def as_text(blocks):
    """The blocks of a body as a reader's text."""
    return "\n\n".join(filter(None, map(_text_of, blocks)))


def _text_of(block):
    try:
        return sanitizer.plain_text(block)
    except sanitizer.TooComplex:
        return block


def as_markup(blocks):
    return "\n".join(blocks)
