"""Pictures from the storage, as plain bytes and nothing else."""

from pathlib import PurePosixPath

from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.views.decorators.http import condition, require_safe

from articles.desk.pictures import keeping
from articles.images.inspect import PictureRefused

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


def changed_at(request, path):
    """Return when the picture was stored; 404 for whatever is not a picture of the storage."""
    if PurePosixPath(path).suffix not in CONTENT_TYPES or "\0" in path:
        raise Http404("Not a picture.")
    try:
        if not default_storage.exists(path) and not keeping.make(path):
            raise Http404("No such picture.")
        return default_storage.get_modified_time(path)
    except (OSError, SuspiciousOperation, PictureRefused) as error:
        raise Http404("No such picture.") from error


# Asked about first, so that a picture the reader has already is not even opened.
@require_safe
@condition(last_modified_func=changed_at)
def media(request, path):
    """Answer with the picture at ``path`` of the storage."""
    try:
        file = default_storage.open(path)
    except OSError as error:
        raise Http404("No such picture.") from error
    return FileResponse(file, content_type=CONTENT_TYPES[PurePosixPath(path).suffix], headers=HEADERS)
