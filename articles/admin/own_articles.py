"""The newsroom's own articles as the writing surface asks for them, to link to one."""

from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from articles.models import Article

from . import article_list, marks

MOST_ARTICLES = 20
MOST_CHARACTERS, MOST_WORDS = 200, 8
# Each in the order of an index that begins with the status: what was found first is the newest, and enough.
NEWEST_FIRST = {
    Article.Status.READY: ("-public_at", "-pk"),
    Article.Status.DRAFT: ("-changed_at",),
    Article.Status.REVIEW: ("-changed_at",),
    Article.Status.RETIRED: ("-changed_at",),
}
SHOWN = ("headline", "language", "slug", "status", "was_public", "public_at", "changed_at") + (
    ("published_at", "published_on", "embargo_until", "retire_at")
)
NOT_OPEN = {
    "draft": _("Readers cannot open it yet."),
    "review": _("Readers cannot open it yet."),
    "scheduled": _("Readers cannot open it yet."),
    "retired": _("Taken down: readers no longer find it."),
}


@require_safe
def list_view(request):
    """``?q=words``: ``{"articles": […]}``, the newest first, at most MOST_ARTICLES; nothing from the trash."""
    if not request.user.has_perm("articles.view_article"):
        raise PermissionDenied
    at = timezone.now()
    return JsonResponse({"articles": [described(article, at) for article in newest(asked_words(request))]})


def asked_words(request):
    words = request.GET.get("q", "").replace("\0", "")[:MOST_CHARACTERS]
    return " ".join(words.split()[:MOST_WORDS])


def newest(words):
    """The articles in which each of the words is found."""
    found = [
        article
        for status, order in NEWEST_FIRST.items()
        for article in article_list.search(
            Article.objects.filter(status=status).order_by(*order).only(*SHOWN), words
        )[:MOST_ARTICLES]
    ]
    return sorted(found, key=moment_of, reverse=True)[:MOST_ARTICLES]


def moment_of(article):
    return article.public_at if article.status == Article.Status.READY else article.changed_at


def described(article, at):
    """The article as the script reads it; ``address`` is ``""`` where it has none yet."""
    state = article.state(at)
    return {
        "headline": article.headline,
        "language": article.language,
        "direction": article.direction,
        "address": article.get_absolute_url(),
        "state": state,
        "state_words": str(marks.state_words(article, at)),
        "when": marks.moment(article.published_at) if article.published_at else "",
        "note": note_of(article, state),
    }


def note_of(article, state):
    """What speaks against a link to it, in a sentence."""
    if not article.published_on:
        return gettext("It has no publication day yet, and so no address: it cannot be linked.")
    return str(NOT_OPEN.get(state, ""))
