"""The page of an import run: what came of it, chosen by outcome, warning, reason or path."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Case, CharField, Count, F, Q, TextField, Value, When
from django.db.models.functions import Cast, Left, StrIndex
from django.utils import timezone

from articles.importing import again, undo
from articles.models import ImportedRecord, ImportRun

from . import marks, run_state
from .import_pictures import pictures_of
from .run_words import duration_words, image_words, option_words

Outcome = ImportedRecord.Outcome
NOT_TAKEN = (Outcome.CONFLICT, Outcome.FAILED)
RECORDS_A_PAGE = 100
TROUBLED_FIRST = Case(When(outcome=Outcome.FAILED, then=0), When(outcome=Outcome.CONFLICT, then=1), default=2)
UNREAD = ("source__raw", "source__pending_raw", "article__body", "article__body_source", "article__body_html")
REASONS_SHOWN = 10
# Reasons that go on with the name of something are one reason.
BEGINNINGS = ("the same file as ", "the same story as ")
KIND_OF_REASON = Case(
    *[When(reason__startswith=beginning, then=Value(beginning)) for beginning in BEGINNINGS],
    When(reason__contains=": ", then=Left("reason", StrIndex("reason", Value(": ")) + 1)),
    default=F("reason"),
    output_field=CharField(),
)
CHOICES = ("outcome", "warning", "reason", "q")


def run_page(run, query):
    """What the page of a run shows: where it stands, totals, choices, and one page of its records."""
    at = timezone.now()
    chosen = choices(run, query)
    progress = run_state.progress_of(run, at)
    page = Paginator(records_of(run, chosen).order_by(TROUBLED_FIRST, "pk"), RECORDS_A_PAGE)
    return {
        "run": run,
        "title": marks.visible(str(run)),
        "facts": facts(run),
        "progress": progress,
        "stopped": run.options.get("stopped", ""),
        "is_unfinished": run_state.state_of(run, at) == "cut-short",
        "images": image_words(run),
        "pictures": None if progress["goes_on"] else pictures_of(run),
        "outcomes": [(outcome, outcome.label, run.totals.get(outcome, 0)) for outcome in Outcome],
        "codes": sorted(run.totals.get("warnings", {}).items()),
        "reasons": reasons_of(run),
        "chosen": chosen,
        "carried": urlencode({name: value for name, value in chosen.items() if value}),
        "page": shown(page.get_page(query.get("p"))),
        "repeatable": again.failed(run).count() if run.totals.get(Outcome.FAILED) else 0,
        "may_undo": any(run.totals.get(outcome) for outcome in undo.TOUCHED),
        "followers": followers(run),
    }


def facts(run):
    """What is known of the run, as ``[(label, [value, …]), …]`` and more beside it."""
    return {
        "origin": marks.visible(run.origin),
        "started": marks.moment(run.started_at),
        "duration": duration_words(run),
        "taken_back": marks.moment(run.undone_at) if run.undone_at else "",
        "options": option_words(run),
        "repeats": run.options.get("again"),
        "resumes": run.options.get("resumes"),
    }


def followers(run):
    """The last runs that go on with this one and that repeat what failed in it: ``{"resumed": …, "repeated": …}``."""
    follows = Q(options__resumes=run.pk) | Q(options__again=run.pk)
    found = {"resumed": None, "repeated": None}
    for later in ImportRun.objects.filter(follows, pk__gt=run.pk).order_by("pk"):
        found["resumed" if later.options.get("resumes") == run.pk else "repeated"] = later
    return found


def choices(run, query):
    """Which records were asked for, as ``{"outcome", "warning", "reason", "q"}``; what does not exist is ``""``."""
    # A run from before they were counted has none.
    known = {"outcome": Outcome.values, "warning": run.totals.get("warnings", {})}
    asked = {name: query.get(name, "")[:500].replace("\0", "") for name in CHOICES}
    return {
        name: "" if name in known and value not in known[name] else value for name, value in asked.items()
    }


def records_of(run, chosen):
    """The run's records that were chosen, with their articles."""
    records = run.records.select_related("article", "source").defer(*UNREAD)
    if chosen["outcome"]:
        records = records.filter(outcome=chosen["outcome"])
    if chosen["warning"]:
        # SQLite cannot look into JSON lists, but both databases write them alike.
        records = records.annotate(text=Cast("warnings", TextField()))
        records = records.filter(text__contains=f'"code": "{chosen["warning"]}"')
    if chosen["reason"]:
        records = records.filter(reason__startswith=chosen["reason"])
    if chosen["q"]:
        records = records.filter(path__icontains=chosen["q"])
    return records


def reasons_of(run):
    """The most frequent reasons as ``[(reason, shown, count), …]``; those that differ by a name alone are one."""
    kinds = run.records.exclude(reason="").order_by().annotate(kind=KIND_OF_REASON).values_list("kind")
    counted = kinds.annotate(number=Count("pk")).order_by("-number", "kind")[:REASONS_SHOWN]
    return [(kind, f"{kind}…" if kind.endswith(" ") else kind, number) for kind, number in counted]


def shown(page):
    """The page with each record's path as it can be read, and whether a newer file waits that was not taken."""
    for record in page:
        record.shown_path = marks.visible(record.path)
        record.has_newer_file = record.outcome in NOT_TAKEN and bool(
            record.source and record.source.pending_digest
        )
    return page
