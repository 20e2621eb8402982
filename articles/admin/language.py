"""The language of the desk: everyone who works at it reads it in their own."""

from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers


def desk_language_middleware(get_response):
    """Show the desk in the language that the browser asks for; the public site never follows the browser."""

    def answer(request):
        if not request.path.startswith(reverse("admin:index")):
            return get_response(request)
        language = translation.get_language_from_request(request)
        with translation.override(language, deactivate=True):
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Accept-Language"])
        return response

    return answer
