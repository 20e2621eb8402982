"""Pictures from the storage, as plain bytes and nothing else."""

from pathlib import PurePosixPath

from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse, HttpResponsePermanentRedirect
from django.views.decorators.http import condition, require_safe

from articles.desk.pictures import keeping
from articles.images import renditions
from articles.images.inspect import PictureRefused
from articles.models import FormerFile
from articles.presenting.freshness import ALWAYS_ASK

from .making import Busy, Making

CONTENT_TYPES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}
HEADERS = {
    # A file is named by its content: another picture has another address.
    "Cache-Control": "public, max-age=31536000, immutable",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
}
RETRY_AFTER_SECONDS = 5


def _made(name):
    # It may have come between the question and its turn.
    return default_storage.exists(name) or keeping.make(name)


# One for the process: many readers at once ask for the same pictures of a new story.
making = Making(_made)


@require_safe
def media(request, path):
    """Answer with the picture at ``path`` of the storage; a rendition that is not there yet is made first.

    The file that a picture had before it was replaced leads to the one it has now. 404 for all else; 503 where too
    much is being made already.
    """
    if PurePosixPath(path).suffix not in CONTENT_TYPES or "\0" in path:
        raise Http404("Not a picture.")
    if now := _file_now(path):
        moved = HttpResponsePermanentRedirect(default_storage.url(now))
        moved["Cache-Control"] = ALWAYS_ASK
        return moved
    try:
        return _picture(request, path)
    except Busy:
        return HttpResponse(
            status=503, headers={"Retry-After": RETRY_AFTER_SECONDS, "Cache-Control": "no-store"}
        )


def _file_now(path):
    """Return the file of the picture whose former file stood at ``path``, or None."""
    if not renditions.is_original_name(path):
        return None
    return (
        FormerFile.objects.filter(file=path)
        .exclude(image__file=path)
        .values_list("image__file", flat=True)
        .first()
    )


def changed_at(request, path):
    """Return when the picture was stored; 404 for whatever is not a picture of the storage."""
    try:
        if not default_storage.exists(path) and not (renditions.is_name(path) and making.made(path)):
            raise Http404("No such picture.")
        return default_storage.get_modified_time(path)
    except (OSError, SuspiciousOperation, PictureRefused) as error:
        raise Http404("No such picture.") from error


# Asked about first, so that a picture the reader has already is not even opened.
@condition(last_modified_func=changed_at)
def _picture(request, path):
    try:
        file = default_storage.open(path)
    except OSError as error:
        raise Http404("No such picture.") from error
    return FileResponse(file, content_type=CONTENT_TYPES[PurePosixPath(path).suffix], headers=HEADERS)
