"""Errors as RFC 9457 has them: application/problem+json."""

import json
from http import HTTPStatus

from django.http import Http404, HttpResponse
from django.utils.log import log_response
from ninja.errors import HttpError, ValidationError

from .answers import READING


def install(api):
    """Make every error of the API a problem document."""
    for error, handler in HANDLERS.items():
        api.add_exception_handler(error, handler)


def problem(status, detail):
    """Return the answer that tells of an error: ``type``, ``title``, ``status``, ``detail``."""
    title = HTTPStatus(status).phrase
    document = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    response = HttpResponse(
        json.dumps(document, ensure_ascii=False), status=status, content_type="application/problem+json"
    )
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        response["Allow"] = ", ".join(READING)
    return response


def _not_found(request, error):
    return problem(404, str(error) or "There is nothing at this address.")


def _refused(request, error):
    return problem(error.status_code, error.message)


def _invalid(request, error):
    return problem(422, "; ".join(f"{found['loc'][-1]}: {found['msg']}" for found in error.errors))


def _failed(request, error):
    response = problem(500, "The newsroom could not answer; its log says why.")
    # Django would log the answer by itself, but without the traceback.
    log_response(
        "Internal Server Error: %s", request.path, response=response, request=request, exception=error
    )
    return response


HANDLERS = {Http404: _not_found, HttpError: _refused, ValidationError: _invalid, Exception: _failed}
