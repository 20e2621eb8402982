"""What somebody typed and did not save, shown as what it changes: to go on with, to discard, or to put in."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from articles.desk import draft_beside, permissions, typed_by_others, working_copies
from articles.models import Article, WorkingCopy
from articles.text import sanitizer

from . import typed, versions


def typed_by_view(admin, request, pk, person):
    """What the person typed into the article; ``do``: ``discard`` for one's own, ``put_in`` for another's."""
    article = get_object_or_404(Article.objects.select_related("primary_category"), pk=pk)
    if not permissions.may_edit(request.user, article):
        raise PermissionDenied
    copies = WorkingCopy.objects.select_related("by", "article__primary_category")
    copy = copies.filter(article=article, by=person).first()
    if copy is None:
        messages.info(request, gettext("It was saved or discarded meanwhile."))
        return redirect("admin:articles_article_change", pk)
    is_mine = copy.by == request.user
    if request.method == "POST":
        return _discard(request, copy) if is_mine else _put_in(request, copy)
    before = draft_beside.said_in(article, seen=copy.seen or 0, number=copy.content.get("beside") or 0)
    return _page(admin, request, copy, before, article=article, is_mine=is_mine)


def begun_view(admin, request, key):
    """What one typed oneself into an article that is not saved yet, to be discarded or gone on with."""
    copy = working_copies.typing_of(None, request.user, key=str(key))
    if copy is None:
        messages.info(request, gettext("It was saved or discarded meanwhile."))
        return redirect("admin:articles_article_add")
    if request.method == "POST":
        return _discard(request, copy)
    return _page(admin, request, copy, typed.of_nothing(), article=None, is_mine=True)


def _page(admin, request, copy, before, *, article, is_mine):
    form = reverse("admin:articles_article_change", args=[article.pk]) if article else None
    return admin.page(
        request,
        "typed_by",
        title=gettext("Typed and not saved"),
        article=article,
        copy=copy,
        changes=versions.changes(before, before | copy.content),
        is_mine=is_mine,
        is_older=article is not None and copy.seen != article.version,
        form=form or f"{reverse('admin:articles_article_add')}?key={copy.key}",
    )


def _discard(request, copy):
    """Forget the copy that was looked at; what was typed since is another."""
    looked_at = request.POST.get("number", "")
    if request.POST.get("do") != "discard" or looked_at != str(copy.number):
        messages.warning(request, gettext("More was typed meanwhile: look at it again."))
        return redirect(request.path)
    working_copies.forget_typing(copy.article, request.user, key=copy.key, number=copy.number)
    messages.success(request, gettext("What you typed is discarded."))
    if copy.article is None:
        return redirect("admin:articles_article_add")
    return redirect("admin:articles_article_change", copy.article.pk)


def _put_in(request, copy):
    if request.POST.get("do") != "put_in":
        raise Http404
    if request.POST.get("number", "") != str(copy.number):
        messages.warning(request, gettext("More was typed meanwhile: look at it again."))
        return redirect(request.path)
    try:
        met = typed_by_others.put_in(copy, by=request.user, at=timezone.now())
    except typed_by_others.OwnTyping as refusal:
        messages.warning(request, str(refusal))
        return redirect("admin:articles_article_typed_by", copy.article.pk, request.user.pk)
    except (PermissionDenied, sanitizer.TooComplex) as refusal:
        messages.warning(request, str(refusal))
        return redirect(request.path)
    if met.undecided:
        return redirect("admin:articles_article_meeting", copy.article.pk)
    messages.success(request, gettext("What %(who)s typed is in the article.") % {"who": copy.by})
    return redirect("admin:articles_article_change", copy.article.pk)
