"""Where an import run stands, and how far it is: for its page, which asks again every two seconds."""

from datetime import timedelta

from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import tasks
from articles.models import ImportedRecord

# A batch is written every few seconds; even one of the slowest files takes no longer than this.
SURELY_OVER = timedelta(minutes=5)
QUEUED = ("upload", "again", "resumes")
STATES = {
    "waiting": _("Waiting for a worker"),
    "under-way": _("Under way"),
    "cut-short": _("Cut short"),
    "nothing": _("Came to nothing"),
    "finished": _("Finished"),
    "undoing": _("Being taken back"),
    "taken-back": _("Taken back"),
}
GOING_ON = ("waiting", "under-way", "undoing")


def state_of(run, at):
    """One of STATES, at the moment ``at``."""
    if undo_state(run, at) in ("waiting", "under-way"):
        return "undoing"
    if run.undone_at:
        return "taken-back"
    if run.finished_at:
        return "nothing" if run.options.get("stopped") else "finished"
    if run.options.get("stopped"):
        return "cut-short"
    if not run.alive_at and any(name in run.options for name in QUEUED):
        return "waiting"
    return "under-way" if is_alive(run, at) else "cut-short"


def undo_state(run, at):
    """How far taking the run back is: ``""``, waiting, under-way, cut-short or finished."""
    undo = run.options.get("undo")
    if undo is None:
        return ""
    if "outcomes" in undo:
        return "finished"
    if "stopped" in undo:
        return "cut-short"
    if "queued" in undo:
        return "waiting"
    return "under-way" if is_alive(run, at) else "cut-short"


def is_alive(run, at):
    return at - (run.alive_at or run.started_at) < SURELY_OVER


def progress_of(run, at):
    """What a page shows of a run that goes on, as JSON takes it; ``expected`` is None where nobody can know."""
    state = state_of(run, at)
    done, expected = counted(run, state)
    return {
        "state": state,
        "label": str(STATES[state]),
        "goes_on": state in GOING_ON,
        "done": done,
        "expected": expected,
        "said": said(run, at, state, done, expected),
        "note": queue_note(at) if state in ("waiting", "undoing") else "",
        "records": run.totals.get("records", 0),
        "outcomes": {str(outcome): run.totals.get(outcome, 0) for outcome in ImportedRecord.Outcome},
    }


def counted(run, state):
    """``(done, expected)``: files of an import, records of one that is taken back."""
    if state == "undoing":
        undo = run.options["undo"]
        return undo.get("done", 0), undo.get("of")
    files, records = run.totals.get("files", 0), run.totals.get("records", 0)
    # One file may hold any number of records: how many, nobody has counted.
    is_open = not run.expected or records > files
    return (records, None) if is_open else (min(files, run.expected), run.expected)


def said(run, at, state, done, expected):
    """How far it is in words: ``120 of 500, 84 a second``."""
    if state == "waiting" or (state == "undoing" and not expected):
        return ""
    words = counted_words(done, expected)
    seconds = (at - run.started_at).total_seconds()
    if state != "under-way" or not done or seconds < 1:
        return words
    told = {"counted": words, "rate": number_format(round(done / seconds), force_grouping=True)}
    return gettext("%(counted)s, %(rate)s a second") % told


def counted_words(done, expected):
    if not done and expected is None:
        return gettext("Opening the files")
    numbers = {"done": number_format(done, force_grouping=True)}
    if expected is None:
        return gettext("%(done)s so far") % numbers
    numbers["expected"] = number_format(expected, force_grouping=True)
    return gettext("%(done)s of %(expected)s") % numbers


def queue_note(at):
    """What a person should know who waits for the queue; ``""`` where it is being worked on."""
    if not tasks.nobody_works(at):
        return ""
    return gettext(
        "Nothing works on the queue right now, so what was asked for waits. The task worker has to be started."
    )
