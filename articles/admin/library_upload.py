"""Pictures from a browser: one a request from the library's own script, many from the plain form."""

from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import PermissionDenied, TooManyFilesSent
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import JsonResponse, UnreadablePostError
from django.template.defaultfilters import filesizeformat
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from articles.desk.pictures import library
from articles.images.inspect import MAX_BYTES, PictureRefused
from articles.models import Image

from .site import desk

# The plain form sends all of its pictures in one request.
MOST_BYTES_AT_ONCE = 10 * MAX_BYTES


class UploadRefused(Exception):
    """Why nothing of the request is taken, in words for the page."""


class PictureUpload(TemporaryFileUploadHandler):
    """Streams each file to disk, and of one that is too large no more than the limit."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):  # noqa: N803 Django's name
        if content_length > MOST_BYTES_AT_ONCE:
            told = {"size": filesizeformat(content_length), "most": filesizeformat(MOST_BYTES_AT_ONCE)}
            raise UploadRefused(gettext("This is %(size)s; at most %(most)s can be uploaded at once.") % told)

    def receive_data_chunk(self, raw_data, start):
        if start <= MAX_BYTES:
            super().receive_data_chunk(raw_data, start)


# The body is read by a handler of its own, which must be there before the check for forgery reads it.
@csrf_exempt
def upload_view(request):
    if not request.user.has_perm("articles.add_image"):
        raise PermissionDenied
    if request.method != "POST":
        return page(request)
    request.upload_handlers = [PictureUpload(request)]
    try:
        return take(request)
    except UploadRefused as refused:
        return refusal(request, str(refused))
    except TooManyFilesSent:
        return refusal(request, gettext("These are too many files at once."))
    except UnreadablePostError:
        return refusal(request, gettext("The upload was broken off."))
    except OSError as error:
        return refusal(request, could_not_be_written(error))


@csrf_protect
def take(request):
    """Keep each picture; the answer says of each what became of it."""
    outcomes = [outcome(request.user, file) for file in request.FILES.getlist("files")]
    if not outcomes:
        return refusal(request, gettext("Choose a picture."))
    if wants_json(request):
        return JsonResponse({"outcomes": [shown(each) for each in outcomes]})
    if IS_POPUP_VAR in request.POST and any(each["image"] for each in outcomes):
        return into_opener(request, next(each["image"] for each in outcomes if each["image"]))
    return page(request, outcomes)


def outcome(user, file):
    """What became of the file: ``{"name", "state", "said", "image"}``; ``state``: kept, known or refused."""
    found = {"name": library.visible_name(file.name), "state": "refused", "image": None}
    if file.size > MAX_BYTES:
        told = {"most": filesizeformat(MAX_BYTES)}
        return found | {"said": gettext("The file is larger than %(most)s.") % told}
    try:
        image, is_new = library.add(file.read(), by=user, at=timezone.now(), name=file.name)
    except PictureRefused as refused:
        return found | {"said": refused.reason}
    except OSError as error:
        return found | {"said": could_not_be_written(error)}
    said = gettext("Kept") if is_new else gettext("In the library already")
    return found | {"state": "kept" if is_new else "known", "said": said, "image": image}


def could_not_be_written(error):
    return gettext("The files could not be written: %(why)s.") % {"why": error.strerror or error}


def shown(outcome):
    """The outcome as the page's script reads it."""
    image = outcome["image"]
    found = {name: outcome[name] for name in ("name", "state", "said")}
    if image is None:
        return found
    address = reverse("admin:articles_image_change", args=[image.pk])
    return found | {
        "pk": image.pk,
        "url": address,
        "address": image.url,
        "picture": image.srcset("square")[0][0],
    }


def into_opener(request, image):
    """Close the small window and give the picture to the form that opened it, Django's own way."""
    return desk.get_model_admin(Image).response_add(request, image)


def wants_json(request):
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def refusal(request, words):
    if wants_json(request):
        return JsonResponse({"refused": words}, status=400)
    return page(request, refused=words, status=400)


def page(request, outcomes=(), *, refused="", status=200):
    new = [str(each["image"].pk) for each in outcomes if each["state"] == "kept"]
    context = {
        **desk.each_context(request),
        "opts": Image._meta,
        "title": gettext("Upload pictures"),
        "outcomes": outcomes,
        "new": ",".join(new),
        "refused": refused,
        "most_bytes": MAX_BYTES,
        "most_bytes_at_once": MOST_BYTES_AT_ONCE,
        "is_popup": IS_POPUP_VAR in request.GET or IS_POPUP_VAR in request.POST,
        "is_popup_var": IS_POPUP_VAR,
    }
    return TemplateResponse(request, "admin/articles/image/upload.html", context, status=status)
