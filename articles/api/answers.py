"""What every answer of the API has in common."""

from functools import wraps

from django.core.paginator import EmptyPage, Paginator
from django.http import Http404
from django.utils import timezone
from ninja.constants import NOT_SET
from ninja.errors import HttpError
from ninja.renderers import JSONRenderer

from articles.presenting import freshness
from articles.presenting.addresses import absolute

RESULTS_A_PAGE = 20
READING = ["GET", "HEAD"]
ANYTHING_ELSE = ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]


class ReadableJSON(JSONRenderer):
    """Every script as it is written, not as escapes of it."""

    json_dumps_params = {"ensure_ascii": False}


def for_readers(view):
    """Give the view its moment, ``request.at``, taken once, and its answer what caches need to know."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        request.at = timezone.now()
        return freshness.stamp(view(request, *args, **kwargs), request.at)

    return answer


def reads(router, path, *, response=NOT_SET, include_in_schema=True):
    """Make a view the answer to GET and HEAD at ``path``; anything else there is refused."""

    def register(view):
        router.api_operation(["GET"], path, response=response, include_in_schema=include_in_schema)(view)
        router.api_operation(["HEAD"], path, response=response, include_in_schema=False)(view)
        router.api_operation(ANYTHING_ELSE, path, include_in_schema=False)(refused(view))
        return view

    return register


def refused(view):
    @wraps(view)
    def refuse(*args, **kwargs):
        raise HttpError(405, "This address can only be read.")

    return refuse


def page_of(request, number, found, *, show):
    """Return page ``number`` of the list as the API gives it, each result by ``show``; 404 past the end."""
    try:
        page = Paginator(found, RESULTS_A_PAGE).page(number)
    except EmptyPage as error:
        raise Http404(f"The list has no page {number}.") from error
    return {
        "count": page.paginator.count,
        "next": _address(request, page.next_page_number()) if page.has_next() else None,
        "previous": _address(request, page.previous_page_number()) if page.has_previous() else None,
        "results": [show(result) for result in page],
    }


def _address(request, number):
    query = request.GET.copy()
    query["page"] = number
    return absolute(f"{request.path}?{query.urlencode()}")
