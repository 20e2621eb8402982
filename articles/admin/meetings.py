"""The page where someone decides between what they typed and what others saved meanwhile."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.desk import deciding, permissions, workflow, writing
from articles.desk.conflicts import Refused
from articles.desk.proposals import How, Undecided
from articles.models import Article

from . import conflict_words, marks
from .conflict_answers import carried_over, was_seen
from .conflict_columns import Words
from .conflict_form import UNDECIDED, DecisionForm


def redirect_to(request, article):
    """Lead from a form that could not be saved to the decision, with the verb that was not done."""
    verb = request.POST.get("_verb", "")
    asked = f"?{urlencode({'verb': verb})}" if verb in workflow.TRANSITIONS else ""
    return redirect(reverse("admin:articles_article_meeting", args=[article.pk]) + asked)


def page(admin, request, pk):
    """Show what was typed beside what it meets, and save what is decided."""
    article = get_object_or_404(Article.objects.select_related("primary_category"), pk=pk)
    if not permissions.may_edit(request.user, article):
        raise PermissionDenied
    waits = deciding.waiting(article, request.user)
    if waits is None or not (waits.is_open or request.method == "POST"):
        context = {"article": article, "is_kept": waits is not None}
        return admin.page(request, "meeting", title=_("Nothing to decide"), **context)
    seen, others = seen_of(waits), waits.saved_since()
    situation = conflict_words.meeting_with(*who(article, others))
    form = DecisionForm(waits.differences, situation, answers(request, waits, seen), seen=seen)
    try:
        if request.method == "POST" and was_seen(request, seen) and decide(request, waits, form):
            return redirect("admin:articles_article_change", pk)
    except writing.EditConflict:
        # Someone was faster between this request's reading and its writing: now the page itself sees it.
        return page(admin, request, pk)
    context = {"article": article, "waits": waits, "form": form, "others": others, "undone": undone(request)}
    context["is_live"] = workflow.standing(article, timezone.now()) == Article.Status.READY
    title = _("Two wrote in the same place")
    return admin.page(request, "meeting", title=title, **context, **asked(form, waits))


def seen_of(waits):
    """What the page shows that an answer is about."""
    draft = waits.draft.number if waits.draft else 0
    return {"version": waits.article.version, "typing": waits.typing.number, "draft": draft}


def who(article, others):
    """Who saved what was met, and when, in words."""
    names = list(dict.fromkeys(str(version.by) if version.by else _("Someone") for version in others))
    name = (names or [_("Someone")])[0]
    if len(names) > 1:
        name = _("%(name)s and others") % {"name": name}
    return name, marks.moment(others[0].at if others else article.changed_at)


def answers(request, waits, seen):
    """What was sent. Where somebody saved since the page was opened, what of it still fits."""
    if request.method != "POST" or was_seen(request, seen):
        return request.POST if request.method == "POST" else None
    messages.warning(
        request,
        _("Someone saved again since you opened this page. Look at it once more; nothing of yours is lost."),
    )
    version, typing, draft = (number(request.POST.get(name, "")) for name in ("version", "typing", "draft"))
    is_same = typing == waits.typing.number and bool(draft) == bool(waits.draft)
    before = waits.as_of(version=version, number=draft) if is_same else ()
    return carried_over(request.POST, seen, before, waits.differences)


def number(sent):
    return int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 10 else 0


def decide(request, waits, form):
    """Save what was decided; whether it was saved. What speaks against it then stands in the form."""
    if not form.is_valid():
        return False
    try:
        done = deciding.settle(waits, form.choices, by=request.user, at=timezone.now())
    except Refused as refusal:
        for field, why in refusal.by_field.items():
            form.add_error(field if field in form.fields else None, why)
        return False
    except PermissionDenied as refusal:
        form.add_error(None, str(refusal))
        return False
    except Undecided as gap:
        form.add_error(gap.field, UNDECIDED)
        return False
    if done.beside:
        told = _("Kept in the draft as you decided. Readers go on seeing the live text.")
    else:
        told = _("Saved as you decided. The other text stays among the versions.")
    messages.success(request, told)
    if verb := undone(request):
        messages.warning(request, _("“%(verb)s” was not done: press it again.") % {"verb": verb})
    return True


def undone(request):
    """The verb that was asked for and not done, in words."""
    verb = workflow.TRANSITIONS.get(request.GET.get("verb", ""))
    return verb.label if verb else ""


def asked(form, waits):
    """The differences as the page asks them: those to decide, those that came together by themselves, and the text."""
    language = waits.article.language
    typed = waits.typing.content.get("language") or language
    words = Words(form, {"base": language, "ours": language, "theirs": typed})
    found = words.questions()
    return {
        "to_decide": found.pop(How.CONFLICT, []),
        "together": [question for questions in found.values() for question in questions],
        "body": words.body(),
    }
