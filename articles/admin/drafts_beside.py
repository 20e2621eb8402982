"""The draft beside a live text as the form shows it: its banner and buttons, laid beside the live text, given up."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.desk import (
    contents,
    draft_beside,
    meeting,
    permissions,
    revisions,
    workflow,
    working_copies,
    writing,
)
from articles.models import Article

from . import marks, versions

KEEP, PUBLISH = "_keep_beside", "_publish_beside"
# Verbs that hand on, or show to readers, the text that is in the form: the draft then takes the text's place first.
HAND_ON = ("hand_in", "publish", "restore")


def of_form(article, form, history):
    """What the form's banner and buttons are made of: whose draft lies beside, and which text is shown.

    ``history``: the newest versions of the article, among which the draft's mostly is.
    """
    shown = getattr(form, "shown", None)
    draft = shown.beside if shown else None
    return {
        "draft": draft,
        "draft_kept": kept_words(draft, history) if draft else "",
        "is_draft_shown": bool(shown) and shown.draft is not None,
        "is_live": _is_live(article),
    }


def kept_words(draft, history=()):
    """Who kept the draft last, and when."""
    known = (version for version in history if version.number == draft.number)
    version = next(known, None) or draft_beside.kept_last(draft)
    told = {"name": version.by if version and version.by else _("Someone"), "moment": marks.moment(draft.at)}
    return _("%(name)s kept it, %(moment)s.") % told


def save(request, article, content, shown, *, at):
    """Save what was typed where the button that was pressed says: into the article, or into the draft beside it."""
    common = {"seen": shown.seen, "by": request.user, "at": at}
    if shown.draft is not None and _is_to_take_its_place(request):
        return draft_beside.publish(article, content, number=shown.draft, **common)
    if shown.draft is not None or KEEP in request.POST:
        return draft_beside.keep(article, content, number=shown.draft or 0, **common)
    return meeting.save(article, content, **common)


def _is_to_take_its_place(request):
    return PUBLISH in request.POST or request.POST.get("_verb") in HAND_ON


def not_done(request, article):
    """The answer where the draft was to take the text's place and did not: no verb is done then."""
    if article.met.beside is None or not _is_to_take_its_place(request):
        return None
    told = _(
        "Not published: another went on with the draft meanwhile. Read it as it is now, then publish it."
    )
    messages.warning(request, told)
    return redirect("admin:articles_article_change", article.pk)


def done(request, article):
    """What is told where the text was saved into a draft, or a draft took its place; None where Django's words do."""
    if article.met.beside is None and PUBLISH not in request.POST:
        return None
    if article.met.beside:
        told = _("Kept as a draft beside the live text. Readers go on seeing the live text.")
    else:
        told = _("Published: readers see what was in the draft.")
    if not _is_live(article):
        told = (
            _("Kept as a draft beside the text.") if article.met.beside else _("The draft is the text now.")
        )
    messages.success(request, told)
    return redirect("admin:articles_article_change", article.pk)


def _is_live(article):
    """Whether readers see what is saved: at once, or, of what waits for its time, with nobody looking again."""
    return workflow.standing(article, timezone.now()) == Article.Status.READY


def page(admin, request, pk):
    """The draft beside the live text, with what it changes marked."""
    article, draft = _found(admin, request, pk)
    now = contents.of(article)
    begun = (revisions.said_at(article, draft.seen) or now) if draft else now
    return admin.page(
        request,
        "beside",
        title=_("The draft beside the live text"),
        article=article,
        draft=draft,
        kept=kept_words(draft) if draft else "",
        has_moved_on=begun != now,
        changes=versions.changes(begun, draft.content) if draft else [],
        may_edit=permissions.may_edit(request.user, article),
    )


def give_up_view(admin, request, pk):
    """Ask, and then let go of the draft."""
    article, draft = _found(admin, request, pk)
    if not permissions.may_edit(request.user, article):
        raise PermissionDenied
    if request.method == "POST":
        sent = request.POST.get("number", "")
        try:
            number = int(sent) if sent.isascii() and sent.isdecimal() else 0
            draft_beside.give_up(article, number=number, by=request.user, at=timezone.now())
        except writing.EditConflict:
            messages.warning(request, _("Another went on with the draft meanwhile: look at it again."))
        else:
            messages.success(request, _("The draft is given up. Its text stays among the versions."))
            return redirect("admin:articles_article_change", pk)
    context = {"article": article, "draft": draft, "kept": kept_words(draft) if draft else ""}
    return admin.page(request, "give_up_beside", title=_("Give the draft up"), **context)


def _found(admin, request, pk):
    if not admin.has_view_permission(request):
        raise PermissionDenied
    article = get_object_or_404(Article.objects.select_related("primary_category"), pk=pk)
    return article, working_copies.beside(article)
