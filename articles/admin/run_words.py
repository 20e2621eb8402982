"""An import run in words: what came of it, how it was started and how long it took."""

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from articles.models import ImportedRecord
from articles.reading.record import Loss

from . import marks, run_state

OPTIONS = {
    "format": _("Format"),
    "categories": _("Categories"),
    "images": _("Images"),
    "status": _("Status"),
    "zone": _("Time zone"),
    "origin": _("Origin given"),
    "workers": _("Processes"),
    "paths": _("Paths"),
    "files": _("Files"),
}
# What the run keeps of its own course; its page tells it in other words.
COURSE = {"upload", "files_more", "again", "resumes", "stopped", "undo"}
COUNTED = ("before", "after", "lost", "meant")
IMAGES = {"found": _("found"), "fetched": _("fetched"), "reused": _("reused"), "pending": _("pending")}


def outcome_words(run):
    """``120 created, 2 failed``: what is not zero, and when it was taken back."""
    counted = [outcome for outcome in ImportedRecord.Outcome if run.totals.get(outcome)]
    words = counts((run.totals[outcome], outcome.label.lower()) for outcome in counted) or marks.NOTHING
    if not run.undone_at:
        return words
    told = {"outcomes": words, "moment": marks.moment(run.undone_at)}
    return gettext("%(outcomes)s; taken back %(moment)s") % told


def image_words(run):
    """``9 found, 9 pending``; ``""`` for a run that counted no pictures."""
    # In our order: PostgreSQL keeps none of a JSON object's.
    return counts((run.images[name], word) for name, word in IMAGES.items() if name in run.images)


def counts(counted):
    """``[(120, "created"), …]`` as one text."""
    said = [gettext("%(count)d %(outcome)s") % {"count": count, "outcome": word} for count, word in counted]
    return pgettext("between counts", ", ").join(said)


def option_words(run):
    """What was chosen for the run: ``[(label, [value, …]), …]``; of an upload its files' names, not where they lie."""
    hidden = COURSE | {"paths"} if "upload" in run.options else COURSE
    names = sorted(
        run.options.keys() - hidden,
        key=lambda name: (list(OPTIONS).index(name) if name in OPTIONS else len(OPTIONS), name),
    )
    return [(OPTIONS.get(name, name), readable(run.options[name]) + more(run, name)) for name in names]


def more(run, name):
    """How many files there were beside those that the run names."""
    number = run.options.get("files_more", 0) if name == "files" else 0
    return (
        [ngettext("and %(count)d more", "and %(count)d more", number) % {"count": number}] if number else []
    )


def readable(value):
    """An option's values as a list of texts; the paths are several."""
    values = value if isinstance(value, list) else [value]
    return [marks.visible(str(each)) for each in values]


def loss_words(loss):
    """What reading took out of a record's text, ``loss`` as ImportedRecord keeps it; ``""`` where nothing was read."""
    if not loss:
        return ""
    counted = Loss(**loss)
    numbers = {name: number_format(getattr(counted, name), force_grouping=True) for name in COUNTED}
    words = gettext("%(before)s characters came, %(after)s stayed, %(lost)s were lost") % numbers
    if counted.meant:
        words = gettext("%(words)s, %(meant)s left out knowingly") % ({"words": words} | numbers)
    if counted.removed:
        told = pgettext("between counts", ", ").join(
            f"{what} ×{n}" for what, n in sorted(counted.removed.items())
        )
        words = gettext("%(words)s; taken out: %(removed)s") % {"words": words, "removed": told}
    return words


def duration_words(run):
    """How long it took, or where it stands while it has not ended."""
    if not run.finished_at:
        return str(run_state.STATES[run_state.state_of(run, timezone.now())])
    seconds = (run.finished_at - run.started_at).total_seconds()
    return gettext("%(seconds)s s") % {"seconds": f"{seconds:,.1f}"}
