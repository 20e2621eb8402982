"""How long an answer may be kept, and since when it has been what it is."""

from django.utils import timezone
from django.utils.http import http_date

from . import lists

# It may be kept, but asked about each time: a story comes and goes at its second, and a redirect that is
# never asked about again makes a circle with the one that moves the story back.
ALWAYS_ASK = "public, max-age=0, must-revalidate"


def stamp(response, at, *, tells_the_day=False):
    """Tell caches how to treat an answer made at the moment ``at``; returns it.

    ``tells_the_day``: it shows which day it is, so that midnight changes it too.
    """
    response["Cache-Control"] = ALWAYS_ASK
    turned = lists.last_turn(at) if response.status_code == 200 else None
    if turned and tells_the_day:
        turned = max(turned, _last_midnight(at))
    # HTTP knows no fractions: until this second is over, something may still change in it.
    if turned and turned.timestamp() < int(at.timestamp()):
        response["Last-Modified"] = http_date(turned.timestamp())
    return response


def _last_midnight(at):
    return timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
