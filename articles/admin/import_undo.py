"""Taking a run back: first what it would do, then how far it is, then what it did; one page."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import tasks
from articles.importing import undo
from articles.models import ImportRun

from . import marks, run_state
from .run_words import outcome_words
from .site import desk

MOST_NAMED = 100
# In the order in which they are told: what is done, what was done already, what is not.
GROUPS = {
    "away": _("Put into the trash"),
    "back": _("Back to what they said before"),
    "was-put-back": _("Back already at what they said before"),
    "in-trash": _("In the trash already"),
    "stands": _("Changed since the run: they stand"),
}
# Once it is done, the same articles stand where they were to go.
DONE = {"was-put-back": _("Back at what they said before"), "in-trash": _("In the trash")}
TO_DO = ("away", "back")


def undo_view(request, pk):
    if not request.user.has_perm("articles.change_importrun"):
        raise PermissionDenied
    run = get_object_or_404(ImportRun, pk=pk)
    at = timezone.now()
    state = run_state.state_of(run, at)
    if request.method == "POST":
        return begin(request, run, state, at)
    goes_on = state in run_state.GOING_ON
    groups = [] if goes_on else grouped(run, at)
    context = {
        **desk.each_context(request),
        "opts": ImportRun._meta,
        "title": gettext("Take back run %(run)s") % {"run": run.pk},
        "run": run,
        "run_title": marks.visible(str(run)),
        "outcomes": outcome_words(run),
        "state": state,
        "progress": run_state.progress_of(run, at),
        "was_cut_short": run_state.undo_state(run, at) == "cut-short",
        "undone": marks.moment(run.undone_at) if run.undone_at else "",
        "groups": groups,
        "to_do": sum(group["count"] for group in groups if group["name"] in TO_DO),
    }
    return TemplateResponse(request, "admin/articles/importrun/undo.html", context)


def begin(request, run, state, at):
    """Queue it, once: a run that still goes on is left alone."""
    if state in run_state.GOING_ON:
        messages.warning(request, gettext("The run still goes on: wait until it has ended."))
    else:
        tasks.begin_undo(run, by=request.user, at=at)
    return redirect("admin:articles_importrun_undo", run.pk)


def grouped(run, at):
    """What becomes of the run's stories, as ``[{"name", "label", "count", "public", "records", "more"}, …]``.

    ``public``: how many readers see now; ``records``: the first of them, with their articles.
    """
    labels = GROUPS | DONE if run.undone_at else GROUPS
    groups = {
        name: {"name": name, "label": label, "count": 0, "public": 0, "records": []}
        for name, label in labels.items()
    }
    for record, fate in undo.forecast(run):
        if group := groups.get(fate.name):
            group["count"] += 1
            group["public"] += record.article.is_public(at)
            if group["count"] <= MOST_NAMED:
                group["records"].append((record, fate))
    for group in groups.values():
        group["more"] = group["count"] - len(group["records"])
    return [group for group in groups.values() if group["count"]]
