"""What a field of an article says, in words: as one text, or as items."""

from datetime import datetime

from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext

from articles.models import Article, Correction

from . import marks

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


def listed(name, base, items):
    """The items, one a line; what is new in a list marked as such, and what went."""
    word = LISTS[name]
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
MARKED = {"headline", "standfirst", "lead_image_alt", "lead_image_caption", "extra"}
