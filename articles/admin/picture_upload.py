"""A stand-in for the library's upload, to be removed where that comes in."""

from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.utils import timezone

from articles.desk.pictures import keeping
from articles.images.inspect import PictureRefused
from articles.models import Image

from . import picker


def upload_view(request):
    if not request.user.has_perm("articles.add_image"):
        raise PermissionDenied
    try:
        stored = keeping.store(request.FILES["file"].read())
    except PictureRefused as refused:
        return JsonResponse({"reason": str(refused)}, status=400)
    is_new = not Image.objects.filter(sha256=stored.image.sha256).exists()
    described = picker.described(stored.saved(), timezone.localdate())
    return JsonResponse(described | {"is_new": is_new})
