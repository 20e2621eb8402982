"""The trash in the list of articles, and taking out of it what was just put there."""

from django.contrib import admin
from django.http import HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.desk import trash
from articles.models import Article

from . import article_list, verbs

RECOVER = "recover"


@admin.display(description=_("comes back"))
def days_left(article):
    return days_in_words(article.trashed_at)


def days_in_words(trashed_at):
    """How long what was trashed at the moment may still be taken out."""
    days = trash.days_left(trashed_at, timezone.now())
    if not days:
        return _("Goes tonight")
    return ngettext("%(count)d day left", "%(count)d days left", days) % {"count": days}


def time_of(article):
    """How long the article may still be taken out; nothing for one that is not in the trash."""
    is_trashed = article.status == article.Status.TRASHED
    return days_in_words(trash.moment(article)) if is_trashed else ""


def is_shown(request):
    return request.GET.get("state") == "trashed"


def columns(request):
    """The list's columns: in the trash, how long an article comes back instead of when it was published."""
    if not is_shown(request):
        return article_list.COLUMNS
    gone = (article_list.published_at, article_list.on_site)
    return [column for column in article_list.COLUMNS if column not in gone] + [days_left]


def actions(request, actions):
    """Those of the list's actions that lead on from where it stands."""
    if not is_shown(request):
        return actions
    return {name: action for name, action in actions.items() if name == RECOVER}


def take_back_view(request):
    """Take the articles out of the trash whose numbers the message's button has."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    numbers = [each for each in request.POST.get("articles", "").split(",") if each.isdecimal()]
    articles = Article.objects.filter(pk__in=numbers[: verbs.MOST_TAKEN_BACK])
    verbs.apply(request, RECOVER, verbs.in_pieces(articles))
    if len(numbers) == 1 and articles.exists():
        return redirect("admin:articles_article_change", numbers[0])
    return redirect(reverse("admin:articles_article_changelist"))
