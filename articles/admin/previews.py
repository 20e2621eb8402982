"""An article as readers will see it, from what is typed at the moment: beside the text, and in a tab of its own."""

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.clickjacking import xframe_options_sameorigin

from articles.desk import contents, permissions, working_copies
from articles.models import Article
from articles.presenting import dates, lists, previews
from articles.text import sanitizer

from . import typed
from .article_form import ArticleForm

NOTES = {
    "draft": _("Preview of a draft: readers do not see it."),
    "review": _("Preview of what is in review: readers do not see it."),
    "scheduled": _("Preview of how it will stand on:"),
    "published": _("Preview: readers may still see an older text."),
    "retired": _("Preview of what was retired: readers do not see it."),
    "trashed": _("Preview of what is in the trash: readers do not see it."),
}


class AsTyped(ArticleForm):
    def _post_clean(self):
        """Nothing: what is shown need not be fit to be saved."""


@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF], "script-src": [NONE]})
def preview_view(admin, request, pk=None):
    """The page: of the form that was posted, else of what the person typed last; ``?framed`` beside the text.

    A text of which there is no page yet is answered with 422 and, in a sentence, why.
    """
    article = _article(admin, request, pk)
    posted, now = request.method == "POST", timezone.now()
    about = previews.Preview(is_framed=True) if posted or "framed" in request.GET else _noted(article, now)
    try:
        content = _posted(admin, request, article) if posted else _kept(request, article)
        return previews.page(request, article, content, now=now, preview=about)
    except previews.NOTHING_TO_SHOW as refusal:
        why = str(refusal) or gettext("There is no headline yet: the page begins with it.")
        page = render_to_string("admin/articles/article/no_preview.html", {"why": why}, request)
        return HttpResponse(page, status=422)


def _article(admin, request, pk):
    """The article, None for a new one, if the person may see it; and may edit it, where a form was posted."""
    article = None if pk is None else lists.to_preview(pk)
    if article is None and pk is not None:
        raise Http404
    if article is None:
        allowed = permissions.may_write(request.user)
    elif request.method == "POST":
        allowed = permissions.may_edit(request.user, article)
    else:
        allowed = admin.has_view_permission(request)
    if not allowed:
        raise PermissionDenied
    return article


def _noted(article, now):
    state = article.state(now) if article else Article.Status.DRAFT
    opens = dates.Moment(article.becomes_public_at) if state == "scheduled" else None
    return previews.Preview(note=NOTES[state], moment=opens)


def _kept(request, article):
    """What the person typed last, else the draft beside the article; nothing where the article itself is meant."""
    if article is None:
        copy = working_copies.typing_of(None, request.user, key=request.GET.get("key", ""))
    elif request.GET.get("text") == "article" or not permissions.may_edit(request.user, article):
        return {}
    else:
        copy = working_copies.typing_of(article, request.user) or working_copies.beside(article)
    return copy.content if copy else {}


def _posted(admin, request, article):
    """What the form says as it was typed, whether it could be saved or not."""
    if article:
        prefetch_related_objects([article], *contents.PARTS)
    form, bylines = typed.sent_form(admin, request, article, form=AsTyped)
    for refusal in form.errors.as_data().get("body", []):
        raise sanitizer.TooComplex(refusal.message)
    return typed.content_of(form, bylines)
