"""The pictures of an import run: what is kept, what waits and what is lost, by host and by article."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from articles import tasks
from articles.importing import custody
from articles.models import ImportRun

from . import marks, picture_words, run_state
from .site import desk

HOSTS_FIRST = 8
ARTICLES_FIRST = 10
ARTICLES_A_PAGE = 50
MOST_NAMED = 20
READ = ("headline", "language")


def pictures_of(run):
    """What the run's own page shows of its pictures: sums, and the first of what is missing; None without pictures."""
    tallies = custody.per_host(custody.of_run(run))
    if not tallies:
        return None
    total = custody.total(tallies)
    return {
        "total": total,
        "sums": sums(total),
        "hosts": tallies[:HOSTS_FIRST],
        "more_hosts": len(tallies[HOSTS_FIRST:]),
        "articles": named(incomplete(run)[:ARTICLES_FIRST]) if total.missing else [],
        "may_ask": total.missing > 0,
    }


def pictures_view(request, pk):
    """All hosts, and all articles of which a picture is missing, a page at a time."""
    if not request.user.has_perm("articles.view_importrun"):
        raise PermissionDenied
    run = get_object_or_404(ImportRun, pk=pk)
    tallies = custody.per_host(custody.of_run(run))
    total = custody.total(tallies)
    page = Paginator(incomplete(run), ARTICLES_A_PAGE).get_page(request.GET.get("p"))
    context = {
        **desk.each_context(request),
        "opts": ImportRun._meta,
        "title": gettext("Pictures"),
        "run": run,
        "run_title": marks.visible(str(run)),
        "pictures": {
            "total": total,
            "sums": sums(total),
            "hosts": tallies,
            "articles": named(page),
            "may_ask": total.missing > 0,
        },
        "page": page,
    }
    return TemplateResponse(request, "admin/articles/importrun/pictures.html", context)


@require_POST
def ask_again_view(request, pk):
    """Have every picture of the run that is missing asked for again."""
    if not request.user.has_perm("articles.view_importrun"):
        raise PermissionDenied
    run, at = get_object_or_404(ImportRun, pk=pk), timezone.now()
    missing = custody.of_run(run).filter(custody.PENDING | custody.LOST)
    tell(request, tasks.ask_for_pictures(missing, by=request.user, at=at, run=run.pk), at)
    return redirect("admin:articles_importrun_pictures", run.pk)


def tell(request, number, at):
    """Say that so many pictures are asked for, and whether anybody does."""
    if not number:
        messages.warning(request, gettext("None of these pictures can be asked for again."))
        return
    words = ngettext(
        "%(count)d picture is asked for again.", "%(count)d pictures are asked for again.", number
    )
    messages.success(request, words % {"count": number})
    if note := run_state.queue_note(at):
        messages.warning(request, note)


def sums(total):
    """``[(standing, label, count), …]`` of what there is."""
    counted = ((name, label, getattr(total, name)) for name, label in picture_words.STANDINGS.items())
    return [(name, label, count) for name, label, count in counted if count]


def incomplete(run):
    return custody.with_missing(custody.articles_of_run(run)).only(*READ).order_by("pk")


def named(articles):
    """Each article with its counts and its missing pictures, as the template shows them."""
    articles = list(articles)
    sources = custody.sources_of(articles)
    return [shown(article, sources.get(article.pk, [])) for article in articles]


def shown(article, sources):
    missing = [source for source in sources if custody.is_missing(source)]
    pictures = [
        {
            "badge": picture_words.standing_badge(source),
            "address": picture_words.linked_address(source),
            "why": picture_words.state_words(source),
            "details": source.error,
            "next_try": marks.moment(source.next_try_at) if source.next_try_at else "",
        }
        for source in missing[:MOST_NAMED]
    ]
    return {
        "article": article,
        "tally": custody.tally_of(article, sources),
        "missing": pictures,
        "more": len(missing[MOST_NAMED:]),
    }
