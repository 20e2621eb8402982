"""What every page for readers has in common: its moment, its frame, its pages of a list."""

import unicodedata
from datetime import date
from functools import wraps

from django.conf import settings
from django.core.paginator import InvalidPage, Paginator
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.encoding import escape_uri_path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from articles.presenting import directory, freshness
from articles.presenting.addresses import absolute, as_stored
from articles.presenting.languages import frame_language
from articles.presenting.presenters import cards, link

STORIES_A_PAGE = 20
SECTIONS_IN_NAVIGATION = 8


def for_readers(view, *, tells_the_day=False):
    """Make a public page of ``view(request, at, **parts of the address)``.

    The moment ``at`` is taken once, so that all of the page tells of the same instant. ``tells_the_day``: the page
    shows which day it is.
    """

    # Nothing is written here: what is posted is told so, not asked for a token.
    @csrf_exempt
    @require_safe
    @wraps(view)
    def answer(request, **parts):
        at = timezone.now()
        response = view(request, at, **{name: or_404(as_stored(part)) for name, part in parts.items()})
        return freshness.stamp(response, at, tells_the_day=tells_the_day)

    return answer


def day_of(year, month="1", day="1"):
    """Return the date that the parts of an address make; 404 where they make none."""
    try:
        return date(int(year), int(month), int(day))
    except ValueError as error:
        raise Http404("No such day.") from error


def or_404(found):
    if found is None:
        raise Http404("No such page.")
    return found


def page_of(request, articles, at):
    """Return the page of the list that ``?page=`` asks for, holding cards; 404 where there is none."""
    number = request.GET.get("page", "1")
    if not (number.isascii() and number.isdecimal()):
        raise Http404("No such page.")
    try:
        page = Paginator(articles, STORIES_A_PAGE).page(number)
    except InvalidPage as error:
        raise Http404("No such page.") from error
    page.object_list = cards(page.object_list, at)
    return page


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
    **context,
):
    """Return the page in the site's frame.

    ``navigation``: the top categories; ``language``: the frame's, where the newsroom speaks it. A list speaks the
    language that all its stories share. ``social_title``: as other places show the page, its title if there is none.
    """
    language = frame_language(language or shared_language(context.get("page")))
    frame = {
        "site_name": settings.SITE_NAME,
        "navigation": [link(category) for category in navigation[:SECTIONS_IN_NAVIGATION]],
        "page_language": translation.to_locale(language).replace("_", "-"),
        "page_direction": "rtl" if translation.get_language_info(language)["bidi"] else "ltr",
        "canonical_url": canonical_url(request, context.get("page")) if status == 200 else "",
        "feed_url": feed_url,
        "page_title": title,
        "social_title": social_title or title,
        "page_description": description,
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


def navigation(at):
    """The top categories that have public stories, for pages that stand in none."""
    return directory.around("", at)[0]
