"""What every page for readers has in common: its moment, its parts of the address, its pages of a list."""

from datetime import date
from functools import wraps

from django.core.paginator import InvalidPage, Paginator
from django.http import Http404
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from articles.presenting import directory, freshness
from articles.presenting.addresses import as_stored
from articles.presenting.presenters import cards

STORIES_A_PAGE = 20


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


def navigation(at):
    """The top categories that have public stories, for pages that stand in none."""
    return directory.around("", at)[0]
