"""What happens to every answer on its way out."""

from django.middleware import gzip, http
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.http import parse_http_date_safe


class ConditionalGetMiddleware(http.ConditionalGetMiddleware):
    """Give every answer an ETag, and answer 304 where the asker has it; HEAD like GET.

    Django's own leaves HEAD out, since a view may answer it without a body; ours give one.
    """

    def process_response(self, request, response):
        if request.method not in ("GET", "HEAD"):
            return response
        if self.needs_etag(response) and not response.has_header("ETag"):
            set_response_etag(response)
        modified = response.get("Last-Modified")
        return get_conditional_response(
            request,
            etag=response.get("ETag"),
            last_modified=modified and parse_http_date_safe(modified),
            response=response,
        )


class GZipMiddleware(gzip.GZipMiddleware):
    """Compress text; pictures are compressed already."""

    def process_response(self, request, response):
        if response.get("Content-Type", "").startswith("image/"):
            return response
        return super().process_response(request, response)


def head_middleware(get_response):
    """Answer HEAD as GET, length and all, but without the body, which gunicorn would log as a fault."""

    def answer(request):
        response = get_response(request)
        return without_body(response) if request.method == "HEAD" else response

    return answer


def without_body(response):
    """Empty the answer, its headers apart; a file in it is closed with it as before."""
    if response.streaming:
        response.streaming_content = ()
    else:
        response.content = b""
    return response
