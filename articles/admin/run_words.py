"""An import run in words: what came of it and how long it took."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext

from articles.models import ImportedRecord

from . import marks

SURELY_OVER = timedelta(hours=6)


def outcome_words(run):
    """``120 created, 2 failed``: what is not zero."""
    counted = [outcome for outcome in ImportedRecord.Outcome if run.totals.get(outcome)]
    return ", ".join(f"{run.totals[outcome]} {outcome.label.lower()}" for outcome in counted) or marks.NOTHING


def duration_words(run):
    """How long it took, or that it has not ended."""
    if not run.finished_at:
        is_recent = timezone.now() - run.started_at < SURELY_OVER
        return gettext("Under way, or cut short") if is_recent else gettext("Cut short")
    seconds = (run.finished_at - run.started_at).total_seconds()
    return gettext("%(seconds)s s") % {"seconds": f"{seconds:,.1f}"}
