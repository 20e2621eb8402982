"""How long an answer may be kept, and since when it has been what it is."""

from django.utils.http import http_date

from . import lists

# It may be kept, but asked about each time: a story comes and goes at its second, and a redirect that is
# never asked about again makes a circle with the one that moves the story back.
ALWAYS_ASK = "public, max-age=0, must-revalidate"


def stamp(response, at):
    """Tell caches how to treat an answer made at the moment ``at``; returns it."""
    response["Cache-Control"] = ALWAYS_ASK
    turned = lists.last_turn(at) if response.status_code == 200 else None
    if turned:
        response["Last-Modified"] = http_date(turned.timestamp())
    return response
