"""Where a picture stands between its source and here, in words for the desk."""

from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.images.fetching.refusals import State
from articles.importing import custody

from . import marks

STANDINGS = {
    "fetched": pgettext_lazy("pictures", "Kept"),
    "pending": pgettext_lazy("pictures", "Pending"),
    "lost": pgettext_lazy("pictures", "Lost"),
    "left": pgettext_lazy("pictures", "Left at its source"),
}
# What the colours of badges are called by.
BADGES = {"fetched": "published", "pending": "scheduled", "lost": "failed", "left": "draft"}
STATES = {
    State.BAD_ADDRESS: _("The address is none of the web"),
    State.UNSAFE_ADDRESS: _("The address leads into a private network"),
    State.NAME_NOT_FOUND: _("There is no such host"),
    State.UNREACHABLE: _("The host cannot be reached"),
    State.BAD_CERTIFICATE: _("The server did not prove who it is"),
    State.BAD_ANSWER: _("The server did not answer as it should"),
    State.CIRCLES: _("The server leads in circles"),
    State.GONE: _("The picture is gone"),
    State.FORBIDDEN: _("The server does not give the picture"),
    State.ASKED_TOO_OFTEN: _("The server wants to be left alone for a while"),
    State.SERVER_ERROR: _("The server is in trouble"),
    State.TOO_LARGE: _("The picture is too large"),
    State.TOO_SLOW: _("The server took too long"),
    State.CUT_SHORT: _("The picture broke off"),
    State.NOT_AN_IMAGE: _("What came is no picture"),
}
NEVER_ASKED = _("Not asked for yet")
NOT_IN_ARCHIVE = _("Not in the archive, or no picture")


def state_words(source):
    """Why the picture did not come, the last time it was asked for; ``""`` where it did."""
    if source.last_state:
        return STATES.get(source.last_state, source.last_state)
    if source.image_id:
        return ""
    return NEVER_ASKED if source.is_remote else NOT_IN_ARCHIVE


def standing_badge(source):
    standing = custody.standing(source)
    return marks.badge(BADGES[standing], STANDINGS[standing])


def linked_address(source):
    """The address, which leads to the picture at its source where there is one."""
    shown = marks.visible(source.url)
    if not source.is_remote:
        return format_html('<bdi class="path">{}</bdi>', shown)
    return format_html('<a href="{}" rel="noreferrer"><bdi class="path">{}</bdi></a>', source.url, shown)
