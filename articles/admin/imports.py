"""Import runs: their list, and the way to what each shows and can be asked for."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from articles import tasks
from articles.importing import again
from articles.models import ImportRun

from . import marks, run_state
from .import_page import followers, run_page
from .import_pictures import ask_again_view, pictures_view
from .import_record import record_view, text_view
from .import_undo import undo_view
from .import_upload import upload_view
from .read_only import ReadOnlyAdmin
from .run_words import duration_words, outcome_words
from .site import desk


@admin.register(ImportRun, site=desk)
class ImportRunAdmin(ReadOnlyAdmin):
    list_display = ("number", "started", "origin", "outcome", "duration", "who")
    list_display_links = ("number", "started")
    list_filter = ("origin",)
    list_select_related = ("by",)
    change_form_template = "admin/articles/importrun/run.html"

    @admin.display(description=_("run"), ordering="pk")
    def number(self, run):
        return run.pk

    @admin.display(description=_("started"), ordering="started_at")
    def started(self, run):
        return marks.moment(run.started_at)

    @admin.display(description=_("outcome"))
    def outcome(self, run):
        return outcome_words(run)

    @admin.display(description=_("duration"))
    def duration(self, run):
        return duration_words(run)

    @admin.display(description=_("by"), ordering="by__username")
    def who(self, run):
        return run.by or marks.NOTHING

    def get_urls(self):
        pages = {
            "upload/": (upload_view, "articles_importrun_upload"),
            "source/<int:pk>/<slug:which>/": (text_view, "articles_source_text"),
            "record/<int:pk>/": (record_view, "articles_importedrecord"),
            "<int:pk>/progress/": (progress_view, "articles_importrun_progress"),
            "<int:pk>/go-on/": (go_on_view, "articles_importrun_go_on"),
            "<int:pk>/again/": (again_view, "articles_importrun_again"),
            "<int:pk>/pictures/": (pictures_view, "articles_importrun_pictures"),
            "<int:pk>/pictures/again/": (ask_again_view, "articles_importrun_ask_again"),
            "<int:pk>/undo/": (undo_view, "articles_importrun_undo"),
        }
        own = [
            path(below, self.admin_site.admin_view(view), name=name) for below, (view, name) in pages.items()
        ]
        return [*own, *super().get_urls()]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        run = self.get_object(request, object_id)
        page = run_page(run, request.GET) if run and self.has_view_permission(request) else {}
        return super().change_view(request, object_id, form_url, page | {"subtitle": None})


def progress_view(request, pk):
    """How far the run is, as JSON: its page asks for it every two seconds."""
    if not request.user.has_perm("articles.view_importrun"):
        raise PermissionDenied
    response = JsonResponse(run_state.progress_of(get_object_or_404(ImportRun, pk=pk), timezone.now()))
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def go_on_view(request, pk):
    """Go on with a run that was cut short, as a new one; a second time leads to that one."""
    run, at = allowed_run(request, pk), timezone.now()
    if later := followers(run)["resumed"]:
        return to_page_of(later)
    if run_state.state_of(run, at) != "cut-short" or "paths" not in run.options:
        messages.warning(request, gettext("This run was not cut short: there is nothing to go on with."))
        return to_page_of(run)
    return to_page_of(tasks.go_on(run, by=request.user, at=at))


@require_POST
def again_view(request, pk):
    """Import the failed records of a run again, as a new one; while that one goes on, a second time leads to it."""
    run, at = allowed_run(request, pk), timezone.now()
    later = followers(run)["repeated"]
    if later and run_state.state_of(later, at) in run_state.GOING_ON:
        return to_page_of(later)
    if not again.failed(run).exists():
        messages.warning(
            request, gettext("Of this run's failed records no bytes are kept that can be read again.")
        )
        return to_page_of(run)
    return to_page_of(tasks.repeat_failed(run, by=request.user, at=at))


def allowed_run(request, pk):
    if not request.user.has_perm("articles.add_importrun"):
        raise PermissionDenied
    return get_object_or_404(ImportRun, pk=pk)


def to_page_of(run):
    return redirect("admin:articles_importrun_change", run.pk)
