"""The desk's verbs as the admin offers them: actions of the list, buttons of the form."""

from functools import reduce

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from articles.desk import looking, permissions, workflow, writing
from articles.models import Article, Category

REFUSALS = (workflow.TransitionError, writing.EditConflict, PermissionDenied)
ARTICLES_A_PIECE = 100
MOST_REFUSALS_NAMED = 10
# A message goes through a cookie.
MOST_TAKEN_BACK = 100
# As many as one page of the list can show; whoever chose more than a page chose by filter.
MOST_ARTICLES_NAMED = 200
# What is no step of the workflow.
LOOKED_AT, IT_IS_FINE = "looked_at", gettext_lazy("It is fine")
# How the word is called that a verb takes along, and whether it goes without one.
WORDS = {
    "retire": ("reason", gettext_lazy("Reason"), True),
    "send_back": ("note", gettext_lazy("Note"), False),
}
DONE = {
    "hand_in": ngettext_lazy("%(count)d handed in", "%(count)d handed in", "count"),
    "send_back": ngettext_lazy("%(count)d sent back", "%(count)d sent back", "count"),
    "publish": ngettext_lazy("%(count)d published", "%(count)d published", "count"),
    "pull_back": ngettext_lazy("%(count)d pulled back", "%(count)d pulled back", "count"),
    "retire": ngettext_lazy("%(count)d retired", "%(count)d retired", "count"),
    "restore": ngettext_lazy("%(count)d restored", "%(count)d restored", "count"),
    "trash": ngettext_lazy("%(count)d moved to the trash", "%(count)d moved to the trash", "count"),
    "recover": ngettext_lazy("%(count)d taken out of the trash", "%(count)d taken out of the trash", "count"),
    LOOKED_AT: ngettext_lazy("%(count)d looked at", "%(count)d looked at", "count"),
}


def open_to(user, article, at):
    """The verbs that the desk allows the user on the article now, as ``[(name, label), …]``."""
    steps = [
        (name, transition.label)
        for name, transition in workflow.TRANSITIONS.items()
        if workflow.may(user, name, article, at=at)
    ]
    may_look = article.needs_look and permissions.may_edit(user, article)
    return [*steps, (LOOKED_AT, IT_IS_FINE)] if may_look else steps


def actions_of(user):
    """The list's actions for the user: the verbs that the desk would allow on the article closest to them."""
    if not permissions.may_write(user):
        return {}
    sections = [Category(path=path) for path in permissions.section_paths(user)[:1]]
    closest = Article(created_by=user, primary_category=sections[0] if sections else None)
    steps = {
        name: (action_for(name), name, transition.label)
        for name, transition in workflow.TRANSITIONS.items()
        if transition.allows(user, closest)
    }
    if not permissions.edits_section_of(user, closest):
        return steps
    return steps | {LOOKED_AT: (action_for(LOOKED_AT), LOOKED_AT, IT_IS_FINE)}


def action_for(verb):
    """The verb as an action of the article list."""

    def action(admin, request, queryset):
        if verb in WORDS and "word" not in request.POST:
            return ask_for_word(admin, request, verb, queryset)
        return apply(request, verb, in_pieces(queryset))

    return action


def in_pieces(articles):
    """The articles with their texts, which a verb keeps in a version, a few of them in memory at a time."""
    keys = list(articles.values_list("pk", flat=True))
    for start in range(0, len(keys), ARTICLES_A_PIECE):
        piece = keys[start : start + ARTICLES_A_PIECE]
        found = Article.objects.select_related("primary_category").in_bulk(piece)
        yield from (found[key] for key in piece if key in found)


def ask_for_word(admin, request, verb, articles):
    """A page that asks why, and sends the same articles to the same action again."""
    name, label, is_required = WORDS[verb]
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": workflow.TRANSITIONS[verb].label,
        "verb": verb,
        "word_label": label,
        "is_required": is_required,
        "articles": articles[:MOST_ARTICLES_NAMED],
        "checkbox_name": ACTION_CHECKBOX_NAME,
        "selects_across": request.POST.get("select_across", "0"),
    }
    return TemplateResponse(request, "admin/articles/article/ask_for_word.html", context)


def apply(request, verb, articles):
    """Do the verb on each article and tell what became of each."""
    done, refusals = [], []
    for article in articles:
        if refusal := refused(request, verb, article):
            about = {"headline": article.headline, "why": refusal}
            refusals.append(_("“%(headline)s” because: %(why)s") % about)
        else:
            done.append((article.pk, workflow.may(request.user, "recover", article, at=timezone.now())))
    level = messages.WARNING if refusals else messages.SUCCESS
    told = summary(verb, len(done), refusals)
    messages.add_message(request, level, with_way_back(told, done) if verb == "trash" else told)


def with_way_back(told, trashed):
    """The message with a button that takes what was trashed back; ``trashed``: numbers, and whether each may be.

    The button is of the form that every page of the desk has for it.
    """
    numbers = [str(number) for number, may_recover in trashed if may_recover]
    if not 0 < len(numbers) <= MOST_TAKEN_BACK:
        return told
    label = ngettext("Take it back", "Take them back", len(numbers))
    return format_html(
        '{} <button type="submit" form="take-back" name="articles" value="{}" class="take-back">{}</button>',
        *(told, ",".join(numbers), label),
    )


def refused(request, verb, article):
    """Do the verb; return why it was refused, or ``""``."""
    words = {WORDS[verb][0]: request.POST.get("word", "")} if verb in WORDS else {}
    do = looking.looked_at if verb == LOOKED_AT else getattr(workflow, verb)
    try:
        do(article, by=request.user, at=timezone.now(), **words)
    except REFUSALS as refusal:
        return str(refusal)
    return ""


def summary(verb, done, refusals):
    """``3 published; 1 was not: “…” because: …``"""
    happened = DONE[verb] % {"count": done}
    if not refusals:
        return _("%(happened)s.") % {"happened": happened}
    failed = ngettext_lazy("%(count)d was not", "%(count)d were not", "count") % {"count": len(refusals)}
    told = {"happened": happened, "failed": failed, "reasons": one_after_another(named(refusals))}
    return _("%(happened)s; %(failed)s: %(reasons)s") % told


def named(refusals):
    """The first of the refusals, and how many more there are."""
    more = len(refusals) - MOST_REFUSALS_NAMED
    if more <= 0:
        return refusals
    return [*refusals[:MOST_REFUSALS_NAMED], _("And %(count)d more.") % {"count": more}]


def one_after_another(sentences):
    """The sentences as one text; not every language puts a space between them."""
    return reduce(
        lambda before, following: _("%(before)s %(following)s") % {"before": before, "following": following},
        sentences,
    )
