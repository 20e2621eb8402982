"""Pictures from the storage, as plain bytes and nothing else."""

from pathlib import PurePosixPath

from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.utils.http import http_date
from django.views.decorators.http import require_safe

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


@require_safe
def media(request, path):
    """Answer with the picture at ``path`` of the storage; 404 for whatever is not a picture there."""
    content_type = CONTENT_TYPES.get(PurePosixPath(path).suffix)
    if content_type is None or "\0" in path:
        raise Http404("Not a picture.")
    try:
        file, changed = default_storage.open(path), default_storage.get_modified_time(path)
    except (OSError, SuspiciousOperation) as error:
        raise Http404("No such picture.") from error
    headers = HEADERS | {
        "Last-Modified": http_date(changed.timestamp()),
        "ETag": f'"{changed.timestamp()}-{file.size}"',
    }
    return FileResponse(file, content_type=content_type, headers=headers)
