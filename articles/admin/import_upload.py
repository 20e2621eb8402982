"""An archive from a browser: its files stream to disk, then a run waits for a worker."""

import os
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import PermissionDenied, TooManyFilesSent
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import JsonResponse, UnreadablePostError
from django.shortcuts import redirect
from django.template.defaultfilters import filesizeformat
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from articles import tasks
from articles.importing import containers, uploads
from articles.importing.pipeline import ImportOptions
from articles.models import ImportRun, Origin

from . import run_state
from .site import desk
from .upload_form import UploadForm, is_container

CHUNK_BYTES = 1_048_576
# Other processes take half a second to begin, in which this one reads some hundred stories.
BYTES_WORTH_PROCESSES = 2_000_000
FILES_NAMED = 10
ORIGINS_OFFERED = 200


class UploadRefused(Exception):
    """Why the files cannot be taken, in words for the page."""


class FolderUpload(FileUploadHandler):
    """Streams the files of a request into a folder of their own, named by their number alone."""

    chunk_size = CHUNK_BYTES

    def __init__(self, request):
        super().__init__(request)
        self.folder = self.file = None
        self.number = 0

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):  # noqa: N803 Django's name
        if content_length > uploads.MOST_BYTES:
            told = {"size": filesizeformat(content_length), "most": filesizeformat(uploads.MOST_BYTES)}
            raise UploadRefused(gettext("This is %(size)s; at most %(most)s can be uploaded at once.") % told)
        if content_length > uploads.room():
            raise UploadRefused(gettext("There is not enough room on the newsroom's disk."))
        self.folder = uploads.begin()

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.file = (self.folder / str(self.number)).open("xb")
        self.number += 1

    def receive_data_chunk(self, raw_data, start):
        self.file.write(raw_data)

    def file_complete(self, file_size):
        self.file.close()
        return UploadedFile(self.file, self.file_name, self.content_type, file_size)

    def discard(self):
        if self.file:
            self.file.close()
        if self.folder:
            uploads.remove(self.folder)


# The body is read by a handler of its own, which must be there before the check for forgery reads it.
@csrf_exempt
def upload_view(request):
    if not request.user.has_perm("articles.add_importrun"):
        raise PermissionDenied
    if request.method != "POST":
        return page(request, UploadForm())
    uploads.sweep(timezone.now())
    handler = FolderUpload(request)
    request.upload_handlers = [handler]
    try:
        return take(request, handler)
    except UploadRefused as refused:
        return refusal(request, str(refused))
    except TooManyFilesSent:
        return refusal(request, too_many())
    except UnreadablePostError:
        return refusal(request, gettext("The upload was broken off."))
    except OSError as error:
        return refusal(request, gettext("The files could not be written: %(why)s.") % {"why": error.strerror})
    finally:
        # What was kept has another name by now.
        handler.discard()


@csrf_protect
def take(request, handler):
    """Queue a run of the files; the same form sent twice leads to the one run."""
    if "whole" not in request.POST and handler.folder:
        # The form's last field: without it the connection was lost on the way, perhaps between two files.
        raise UploadRefused(gettext("The upload was broken off."))
    form = UploadForm(request.POST, files=request.FILES.getlist("files"))
    if not form.is_valid():
        return answer_errors(request, form)
    run = run_of_upload(form.cleaned_data["token"]) or begin(request, form, handler.folder)
    address = reverse("admin:articles_importrun_change", args=[run.pk])
    return JsonResponse({"url": address}) if wants_json(request) else redirect(address)


def begin(request, form, folder):
    chosen = form.cleaned_data
    paths = put_in_place(folder, form.placed())
    try:
        kept = uploads.keep(folder, chosen["token"])
    except FileExistsError as error:
        # The same form came twice at once, and the other was first.
        raise UploadRefused(
            gettext("These files are being taken already: look at the list of runs.")
        ) from error
    is_packed = len(paths) == 1 and is_container(paths[0].name)
    start = kept / "files" / paths[0] if is_packed else kept / "files"
    size = sum(file.size for file in form.files_given)
    options = ImportOptions(
        format=chosen["format"],
        categories=chosen["categories"] or None,
        images=chosen["images"],
        status=chosen["status"],
        zone=ZoneInfo(chosen["zone"]),
        # A packed archive is called by its file's name, and is then compared with the last one of that name.
        origin=chosen["origin"] or ("" if is_packed else paths[0].stem[:200]),
        workers=(os.cpu_count() or 1) if size > BYTES_WORTH_PROCESSES else 1,
    )
    upload = {
        "paths": [str(start)],
        "upload": chosen["token"],
        "files": [str(path) for path in paths[:FILES_NAMED]],
        "files_more": max(0, len(paths) - FILES_NAMED),
    }
    origin = options.origin or containers.stem(paths[0])[:200]
    run = ImportRun(
        origin=origin, options=options.chosen() | upload, started_at=timezone.now(), by=request.user
    )
    return tasks.begin(run)


def put_in_place(folder, paths):
    """Move the numbered files to their paths below ``files``; return where each is, names met twice numbered."""
    root = folder / "files"
    root.mkdir()
    found = []
    for number, path in enumerate(paths):
        place = root / path
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            if place.exists():
                raise FileExistsError
        except OSError:
            place = root / f"{number}-{path.name}"
        (folder / str(number)).rename(place)
        found.append(place.relative_to(root))
    return found


def run_of_upload(token):
    return ImportRun.objects.filter(options__upload=token).order_by("pk").first()


def wants_json(request):
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def answer_errors(request, form):
    if not wants_json(request):
        return page(request, form)
    return JsonResponse(
        {"errors": [error for errors in form.errors.values() for error in errors]}, status=400
    )


def refusal(request, words):
    """The page again, with why the files were not taken; what was typed came with them and is gone."""
    if wants_json(request):
        return JsonResponse({"errors": [words]}, status=400)
    return page(request, UploadForm(), refused=words, status=400)


def too_many():
    told = {"most": settings.DATA_UPLOAD_MAX_NUMBER_FILES}
    return gettext("At most %(most)s files at once: pack them into a .zip and upload that.") % told


def page(request, form, *, refused="", status=200):
    context = {
        **desk.each_context(request),
        "opts": ImportRun._meta,
        "title": gettext("Import an archive"),
        "form": form,
        "refused": refused,
        "queue_note": run_state.queue_note(timezone.now()),
        "most_bytes": uploads.MOST_BYTES,
        "most_files": settings.DATA_UPLOAD_MAX_NUMBER_FILES,
        "too_many": too_many(),
        "room": uploads.room(),
        "suffixes": " ".join(containers.SUFFIXES),
        "origins": Origin.objects.order_by("key").values_list("key", flat=True)[:ORIGINS_OFFERED],
    }
    return TemplateResponse(request, "admin/articles/importrun/upload.html", context, status=status)
