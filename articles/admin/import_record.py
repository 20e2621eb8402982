"""One record of a run: the file's text beside the article that came of it; and the text alone."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext

from articles.models import ImportedRecord, ImportRun, Source
from articles.presenting import lists, presenters
from articles.reading import decoding
from articles.reading.refusals import Refused

from . import import_page, marks, run_words
from .site import desk

MOST_CHARACTERS_SHOWN = 1_000_000
MOST_CHARACTERS_BESIDE = 200_000


def record_view(request, pk):
    """The record: its file, its article as readers see it, and what was said of it on the way in."""
    if not request.user.has_perm("articles.view_importrun"):
        raise PermissionDenied
    records = ImportedRecord.objects.select_related(
        *("run", "source", "article__primary_category", "article__lead_image", "article__lead_image_source"),
        "article__source__origin",
    ).defer("article__source__raw", "article__source__pending_raw")
    record = get_object_or_404(records, pk=pk)
    chosen = import_page.choices(record.run, request.GET)
    neighbours = import_page.records_of(record.run, chosen).values_list("pk", flat=True)
    context = {
        **desk.each_context(request),
        "opts": ImportRun._meta,
        "title": marks.visible(record.path),
        "record": record,
        "run": record.run,
        "run_title": marks.visible(str(record.run)),
        "source": record.source if request.user.has_perm("articles.view_source") else None,
        **beside(record),
        "loss": run_words.loss_words(record.loss),
        "state": marks.state_badge(record.article, timezone.now()) if record.article else "",
        "carried": request.GET.urlencode(),
        "before": neighbours.filter(pk__lt=pk).order_by("-pk").first(),
        "next": neighbours.filter(pk__gt=pk).order_by("pk").first(),
    }
    return TemplateResponse(request, "admin/articles/importrun/record.html", context)


def beside(record):
    """The two sides: ``text`` of the file that the record was read from, and ``story`` as readers see it."""
    text, note = ("", "")
    if source := record.source:
        is_newer = record.outcome in import_page.NOT_TAKEN and bool(source.pending_digest)
        text, note = text_of(bytes((source.pending_raw if is_newer else source.raw) or b""))
    story = None
    if record.article:
        lists.with_parts(record.article, [])
        story = presenters.article_page(record.article, timezone.now(), categories=[], related=[])
    return {
        "text": text[:MOST_CHARACTERS_BESIDE],
        "is_cut": len(text) > MOST_CHARACTERS_BESIDE,
        "note": note,
        "which": "pending" if record.source and is_newer else "kept",
        "story": story,
    }


def text_view(request, pk, which):
    if not request.user.has_perm("articles.view_source"):
        raise PermissionDenied
    source = get_object_or_404(Source, pk=pk)
    data = source.pending_raw if which == "pending" else source.raw
    text, note = text_of(bytes(data or b""))
    context = {
        **desk.each_context(request),
        "opts": ImportRun._meta,
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
