"""What the script beside an article's form asks for: to keep what is typed, and who else is there."""

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from articles.desk import permissions, revisions, sittings, working_copies
from articles.models import Article

from . import typed, typed_pages
from .article_form import OVERTAKEN
from .field_words import LABELS

# Where the script asks of an article that is stored, by what for.
ASKS = {"keep": "typing", "leave": "leave", "take-over": "take_over", "go-on": "go_on"}


@method_decorator(require_POST)
def keep_view(admin, request, pk=None):
    """Keep the form's fields as they are typed; with ``beat`` only say that the person is still there.

    Answers what became of it (``kept`` or ``same`` with number and time, ``overtaken``, ``refused`` with why), what
    of it cannot be saved yet, what could not be kept, and who else is there.
    """
    is_beat = "beat" in request.POST
    articles = Article.objects.select_related("primary_category")
    article = get_object_or_404(articles if is_beat else typed.with_parts(articles), pk=pk) if pk else None
    if refusal := _refusal(request, article):
        return JsonResponse({"state": "refused", "errors": [refusal]}, status=403)
    at = timezone.now()
    answer = _heard(request, article) if is_beat else _kept(admin, request, article, at)
    has_typed = answer["state"] == "kept"
    return JsonResponse(answer | (_around(request, article, at, has_typed=has_typed) if article else {}))


@method_decorator(require_POST)
def leave_view(admin, request, pk):
    sittings.leave(Article(pk=pk), by=request.user, at=timezone.now())
    return HttpResponse(status=204)


@method_decorator(require_POST)
def take_over_view(admin, request, pk):
    return _place_view(request, pk, sittings.take_over)


@method_decorator(require_POST)
def go_on_view(admin, request, pk):
    return _place_view(request, pk, sittings.go_on)


PAGES = (
    ("<int:pk>/typing/", keep_view, "typing"),
    ("<int:pk>/typing/leave/", leave_view, "leave"),
    ("<int:pk>/typing/take-over/", take_over_view, "take_over"),
    ("<int:pk>/typing/go-on/", go_on_view, "go_on"),
    ("<int:pk>/typing/by/<int:person>/", typed_pages.typed_by_view, "typed_by"),
    ("typing/", keep_view, "typing_new"),
    ("typing/<uuid:key>/", typed_pages.begun_view, "begun"),
)


def about(request, article, *, form):
    """What the form's template shows of typing, and where its script asks; ``article``: None for a new one."""
    shown, user = form.shown, request.user
    names = ASKS if article else {"keep": "typing_new"}
    keys = [article.pk] if article else []
    return {
        "asks": {does: reverse(f"admin:articles_article_{name}", args=keys) for does, name in names.items()},
        "shown": shown,
        "is_shown": shown.mine is not None and shown.copy is shown.mine,
        "was_sent": request.method == "POST",
        "is_overtaken": form.is_bound and form.has_error(NON_FIELD_ERRORS, OVERTAKEN),
        "others": shown.others,
        "begun": [] if article else [copy for copy in working_copies.begun(user) if copy.key != shown.key],
    }


def _place_view(request, pk, change):
    """Change whose place it is, and answer who is where now."""
    article, at = get_object_or_404(Article.objects.select_related("primary_category"), pk=pk), timezone.now()
    if not permissions.may_edit(request.user, article):
        raise PermissionDenied
    change(article, by=request.user, at=at)
    return JsonResponse(_around(request, article, at))


def _refusal(request, article):
    """Why nothing is kept of what is sent, in words for the person; None where nothing speaks against it."""
    if request.POST.get("who") != str(request.user.pk):
        return gettext("Somebody else is logged in here now. Log in as yourself to go on.")
    if article and not permissions.may_edit(request.user, article):
        return gettext("You may not edit this article any more.")
    if article is None and not permissions.may_write(request.user):
        return gettext("Your role does not write articles.")
    if article is None and not typed.key_of(request):
        return gettext("It is not known which new article this is: open the form anew.")
    return None


def _heard(request, article):
    mine = working_copies.typing_of(article, request.user, key="" if article else typed.key_of(request))
    return {"state": "same"} | _newer(mine, _number(request.POST.get("number")))


def _kept(admin, request, article, at):
    form, bylines = typed.sent_form(admin, request, article)
    content = typed.content_of(form, bylines)
    told = {"errors": _objections(form, bylines), "left_out": _left_out(form, bylines)}
    mine, number = form.shown.mine, _number(request.POST.get("number"))
    key = "" if article else typed.key_of(request)
    if content == form.shown.base:
        working_copies.forget_typing(article, request.user, key=key, number=number)
        return told | {"state": "same", "number": 0, "at": at.isoformat()} | _newer(mine, number)
    if mine and mine.content == content and mine.seen == form.shown.seen:
        return told | {"state": "same", "number": mine.number, "at": mine.at.isoformat()}
    try:
        copy = working_copies.keep_typing(
            article, content, seen=form.shown.seen, number=number, by=request.user, at=at, key=key
        )
    except working_copies.Overtaken as overtaken:
        return told | {"state": "overtaken"} | _newer(overtaken.newer, number)
    return told | {"state": "kept", "number": copy.number, "at": copy.at.isoformat()}


def _objections(form, bylines):
    """What speaks against saving it as it is, a sentence each."""
    found = []
    for name, errors in form.errors.as_data().items():
        label = form.fields[name].label or name if name in form.fields else ""
        # That of another window is no fault of the text, and told apart.
        found += [_objection(label, error) for error in errors if error.code != OVERTAKEN]
    if bylines is not None and bylines.management_form.is_valid() and not bylines.is_valid():
        found.append(gettext("The byline cannot be read as it is."))
    return found


def _objection(label, error):
    if error.code == "required":
        return gettext("%(field)s is missing.") % {"field": label}
    words = " ".join(map(str, error.messages))
    return gettext("%(field)s: %(words)s") % {"field": label, "words": words} if label else words


def _left_out(form, bylines):
    """The names of the fields that were typed into and could not be kept."""
    kept = {*form.cleaned_data, *typed.KEPT_UNCHECKED}
    labels = [
        form.fields[name].label for name in form.changed_data if name not in kept and name in typed.KEPT
    ]
    if bylines is not None and not bylines.is_valid():
        labels.append(LABELS["byline"])
    return list(map(str, labels))


def _newer(mine, number):
    """The copy that another window kept since, if there is one."""
    if mine is None or mine.number == number:
        return {}
    return {"newer": {"number": mine.number, "at": mine.at.isoformat()}}


def _around(request, article, at, *, has_typed=False):
    """Who else is at the form, what they typed, what they saved, and whether one of them went on in my place."""
    sitting = sittings.note(article, by=request.user, at=at, has_typed=has_typed)
    taker = sitting.taken_over_by
    return {
        "people": [_person(each, at) for each in sittings.others(article, request.user, at=at)],
        "typed": [_typed(article, each) for each in working_copies.typing_of_others(article, request.user)],
        "version": _newer_version(request, article),
        "taken_over_by": taker and {"name": str(taker), "at": sitting.since.isoformat()},
    }


def _person(sitting, at):
    return {
        "name": str(sitting.by),
        "since": sitting.since.isoformat(),
        "typed_at": sitting.typed_at and sitting.typed_at.isoformat(),
        "is_idle": sittings.is_idle(sitting, at),
        "is_looking": sitting.taken_over_by_id is not None,
    }


def _typed(article, copy):
    address = reverse("admin:articles_article_typed_by", args=[article.pk, copy.by_id])
    return {"name": str(copy.by), "at": copy.at.isoformat(), "address": address}


def _newer_version(request, article):
    """The version that was saved since the form was opened, and where it is compared with the one then."""
    seen = _number(request.POST.get("seen"))
    if not seen or article.version <= seen:
        return None
    since = article.revisions.filter(number__gte=seen).order_by("number")
    if not request.POST.get("beside"):
        # What lies beside the article is no news to who writes in the article itself.
        since = since.exclude(number__gt=seen, **revisions.NOT_SAID)
    found = list(since.values_list("number", "by", "by__username", "at"))
    if not found:
        return {"number": article.version}
    if found[-1][0] == seen:
        return None
    number, by, name, saved_at = found[-1]
    compared = f"?from={seen}&to={number}" if found[0][0] == seen else f"?to={number}"
    return {
        "number": number,
        "by": name,
        "is_mine": by == request.user.pk,
        "at": saved_at.isoformat(),
        "compare": reverse("admin:articles_article_compare", args=[article.pk]) + compared,
    }


def _number(sent):
    """The number that was sent, 0 where it is none that can be."""
    return int(sent) if sent and sent.isascii() and sent.isdecimal() and len(sent) < 10 else 0
