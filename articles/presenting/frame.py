"""The frame that every page of the site stands in."""

import unicodedata

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.encoding import escape_uri_path

from .addresses import absolute
from .languages import frame_language
from .presenters import link

SECTIONS_IN_NAVIGATION = 8


def render_page(
    request,
    template,
    *,
    navigation,
    title,
    social_title="",
    description="",
    language="",
    feed_url="",
    status=200,
    preview=None,
    **context,
):
    """Return the page in the site's frame.

    ``navigation``: the top categories; ``language``: the frame's, where the newsroom speaks it. A list speaks the
    language that all its stories share. ``social_title``: as other places show the page, its title if there is none.
    ``preview``: a previews.Preview of what has no public address.
    """
    language = frame_language(language or shared_language(context.get("page")))
    has_address = status == 200 and preview is None
    frame = {
        "site_name": settings.SITE_NAME,
        "navigation": [link(category) for category in navigation[:SECTIONS_IN_NAVIGATION]],
        "page_language": translation.to_locale(language).replace("_", "-"),
        "page_direction": "rtl" if translation.get_language_info(language)["bidi"] else "ltr",
        "canonical_url": canonical_url(request, context.get("page")) if has_address else "",
        "feed_url": feed_url,
        "page_title": title,
        "social_title": social_title or title,
        "page_description": description,
        "preview": preview,
    }
    with translation.override(language):
        return HttpResponse(render_to_string(template, context | frame, request), status=status)


def shared_language(page):
    """Return the language of the cards on the page of a list, or ``""`` where they have several or there is none."""
    languages = {card.language for card in page.object_list} if page else set()
    return languages.pop() if len(languages) == 1 else ""


def canonical_url(request, page=None):
    """Return the one address of what is shown; the first page of a list has no number."""
    number = f"?page={page.number}" if page and page.number > 1 else ""
    return absolute(escape_uri_path(unicodedata.normalize("NFC", request.path))) + number
