"""Import runs: what came in, what did not and why, and the files' text."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Case, TextField, When
from django.db.models.functions import Cast
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.models import ImportedRecord, ImportRun, Source
from articles.reading import decoding
from articles.reading.refusals import Refused

from . import marks
from .read_only import ReadOnlyAdmin
from .run_words import duration_words, image_words, option_words, outcome_words
from .site import desk

Outcome = ImportedRecord.Outcome
NOT_TAKEN = (Outcome.CONFLICT, Outcome.FAILED)
RECORDS_A_PAGE = 100
TROUBLED_FIRST = Case(When(outcome=Outcome.FAILED, then=0), When(outcome=Outcome.CONFLICT, then=1), default=2)
MOST_CHARACTERS_SHOWN = 1_000_000


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
        view = self.admin_site.admin_view(self.text_view)
        return [path("source/<int:pk>/<slug:which>/", view, name="articles_source_text"), *super().get_urls()]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        run = self.get_object(request, object_id)
        page = run_page(run, request.GET) if run and self.has_view_permission(request) else {}
        return super().change_view(request, object_id, form_url, page | {"subtitle": None})

    def text_view(self, request, pk, which):
        if not request.user.has_perm("articles.view_source"):
            raise PermissionDenied
        source = get_object_or_404(Source, pk=pk)
        data = source.pending_raw if which == "pending" else source.raw
        text, note = text_of(bytes(data or b""))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": gettext("The file's text"),
            "source": source,
            "shown_path": marks.visible(str(source)),
            "which": which,
            "text": text[:MOST_CHARACTERS_SHOWN],
            "is_cut": len(text) > MOST_CHARACTERS_SHOWN,
            "note": note,
        }
        return TemplateResponse(request, "admin/articles/importrun/text.html", context)


def text_of(data):
    """The bytes as text and its encoding; what the reader refuses is shown as UTF-8 with its gaps marked."""
    try:
        decoded = decoding.decode(data)
    except Refused as refusal:
        return data.decode("utf-8", "replace"), str(refusal)
    return decoded.text, decoded.encoding


def run_page(run, query):
    """What the page of a run shows: totals, choices, and one page of its records."""
    # A run from before they were counted shows none.
    codes = run.totals.get("warnings", {})
    outcome, code = query.get("outcome", ""), query.get("warning", "")
    records = records_of(run, outcome, code if code in codes else "")
    return {
        "run": run,
        "title": marks.visible(str(run)),
        "origin": marks.visible(run.origin),
        "duration": duration_words(run),
        "started": marks.moment(run.started_at),
        "taken_back": marks.moment(run.undone_at) if run.undone_at else "",
        "options": option_words(run),
        "images": image_words(run),
        "outcomes": [(outcome, outcome.label, run.totals.get(outcome, 0)) for outcome in Outcome],
        "codes": sorted(codes.items()),
        "outcome": outcome,
        "code": code,
        "page": shown(Paginator(records, RECORDS_A_PAGE).get_page(query.get("p"))),
    }


def shown(page):
    """The page with each record's path as it can be read, and whether a newer file waits that was not taken."""
    for record in page:
        record.shown_path = marks.visible(record.path)
        record.has_newer_file = record.outcome in NOT_TAKEN and bool(
            record.source and record.source.pending_digest
        )
    return page


def records_of(run, outcome, code):
    """The run's records with their articles; those that did not come in first."""
    records = run.records.select_related("article", "source").defer(
        "source__raw", "source__pending_raw", "article__body", "article__body_source", "article__body_html"
    )
    if outcome in Outcome.values:
        records = records.filter(outcome=outcome)
    if code:
        # SQLite cannot look into JSON lists, but both databases write them alike.
        records = records.annotate(text=Cast("warnings", TextField()))
        records = records.filter(text__contains=f'"code": "{code}"')
    return records.order_by(TROUBLED_FIRST, "pk")
