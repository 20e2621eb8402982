"""Small pieces of HTML that several screens show: badges, thumbnails, headlines, moments."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

STATES = {
    "draft": _("Draft"),
    "review": _("In review"),
    "scheduled": _("Scheduled"),
    "published": _("Published"),
    "retired": _("Retired"),
    "trashed": _("In the trash"),
}
RIGHTS = {"unknown": _("Rights unknown"), "not ours": _("Not ours to show")}
NOTHING = "–"
NO_THUMBNAIL = mark_safe('<span class="thumbnail thumbnail--none" aria-hidden="true"></span>')
THUMBNAIL_PX = 160


def badge(kind, text):
    """A word in a coloured box; the colour only repeats what the word says."""
    return format_html('<span class="badge badge--{}">{}</span>', kind, text)


def state_badge(article, at):
    """The article's state as people speak of it, with the time where one is to come."""
    return badge(article.state(at), state_words(article, at))


def state_words(article, at):
    """What the article's badge says."""
    state = article.state(at)
    return f"{STATES[state]} · {moment(article.becomes_public_at)}" if state == "scheduled" else STATES[state]


def rights_badge(rights):
    """What speaks against showing a picture, quietly; nothing where nothing does."""
    return badge("warning", RIGHTS[rights]) if rights in RIGHTS else ""


def look_badge(article):
    """That someone has to look at the article, with the reason."""
    return format_html(
        '<span class="badge badge--warning" title="{}">{}</span>', article.needs_look, gettext("Needs a look")
    )


def beside_badge(article):
    """That a draft lies beside what readers see; nothing where none does. The list asked for it."""
    return badge("beside", gettext("Draft beside")) if article.has_draft_beside else ""


def moment(value):
    """A time in the newsroom's zone."""
    if value is None:
        return NOTHING
    return date_format(timezone.localtime(value), pgettext("date format", "j M Y, H:i"))


def headline(article):
    """The headline, marked with its own language and direction."""
    pieces = (article.language, article.direction, article.headline)
    return format_html('<span lang="{}" dir="{}">{}</span>', *pieces)


def thumbnail(image, source=None):
    """A small picture: the smallest rendition kept here, or the one at its source until it is fetched."""
    address = smallest_address(image) if image else source and source.is_remote and source.url
    if not address:
        return NO_THUMBNAIL
    return format_html(
        '<img class="thumbnail" src="{}" alt="" width="72" height="48" loading="lazy" decoding="async"'
        ' referrerpolicy="no-referrer">',
        address,
    )


def smallest_address(image):
    """The address of the smallest rendition that fills a thumbnail, or the original's."""
    wide_enough = [address for address, width in image.srcset() if width >= THUMBNAIL_PX]
    return wide_enough[0] if wide_enough else image.url


def visible(path):
    """A file's path with what cannot be seen in it written out, such as marks that turn letters around."""
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in path)
