"""The versions of an article: listed, compared with each other, and restored."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext

from articles.desk import permissions, proposals, restoring
from articles.models import Article
from articles.text import merging
from articles.text.merging import Kind

from .field_words import LABELS, FieldWords, as_markup, as_text

VERSIONS_A_PAGE = 50


@dataclass
class Change:
    """A field in which two versions differ; of a body, its blocks in order, those between two changes as one."""

    label: str
    text: str = ""
    blocks: list["Block"] = field(default_factory=list)


@dataclass
class Block:
    """A stretch of a body: ``text`` marked where it changed; ``count``: its blocks, where it did not."""

    text: str
    count: int = 0
    is_markup: bool = False


def list_view(admin, request, pk):
    article = _article(admin, request, pk)
    revisions = article.revisions.select_related("by").defer("content")
    page = Paginator(revisions, VERSIONS_A_PAGE).get_page(request.GET.get("p"))
    return admin.page(
        request,
        "versions",
        title=gettext("Versions"),
        article=article,
        page=page,
        may_edit=permissions.may_edit(request.user, article),
    )


def compare_view(admin, request, pk):
    """Two versions, ``?from=3&to=7``; without ``to`` the newest, without ``from`` the one before it."""
    article = _article(admin, request, pk)
    newer = _version(article, request.GET.get("to"))
    older = _version(article, request.GET.get("from"), before=newer.number)
    if older.number > newer.number:
        older, newer = newer, older
    return admin.page(
        request,
        "compare",
        title=gettext("Version %(newer)d beside version %(older)d")
        % {"newer": newer.number, "older": older.number},
        article=article,
        older=older,
        newer=newer,
        changes=changes(older.content, newer.content),
        may_edit=permissions.may_edit(request.user, article),
    )


def restore_view(admin, request, pk, number):
    article = _article(admin, request, pk)
    if request.method != "POST":
        raise Http404
    revision = get_object_or_404(article.revisions, number=number)
    before = article.version
    after = restoring.restore(article, revision, by=request.user, at=timezone.now())
    told = {"number": number}
    if after.version == before:
        messages.info(request, gettext("The article says what version %(number)d says.") % told)
    else:
        messages.success(
            request,
            gettext(
                "The article says again what version %(number)d says. What it said before is a version too."
            )
            % told,
        )
    return redirect("admin:articles_article_change", pk)


def changes(before, after):
    """What differs between two contents, field by field, the body last."""
    found = proposals.between(before, before, after)
    words = FieldWords(part for each in found for part in (each.ours, each.theirs))
    shown = [
        Change(LABELS[each.name], words.text(each.name, each.ours, each.theirs))
        for each in found
        if each.name != "body"
    ]
    bodies = [each for each in found if each.name == "body"]
    return shown + [Change(LABELS["body"], blocks=_blocks(words, each)) for each in bodies]


def _blocks(words, difference):
    before, after = difference.ours["body"], difference.theirs["body"]
    return [_block(words, each) for each in merging.merge(before, before, after)]


def _block(words, piece):
    if piece.kind == Kind.UNCHANGED:
        return Block(as_text(piece.base), count=len(piece.base))
    is_markup = as_text(piece.base) == as_text(piece.theirs)
    shown = as_markup if is_markup else as_text
    return Block(words.marked(shown(piece.base), shown(piece.theirs)), is_markup=is_markup)


def _article(admin, request, pk):
    if not admin.has_view_permission(request):
        raise PermissionDenied
    return get_object_or_404(Article, pk=pk)


def _version(article, asked, *, before=None):
    """The version that was asked for by its number; else the newest, or the newest before a number."""
    revisions = article.revisions.select_related("by")
    if asked and asked.isdecimal():
        return get_object_or_404(revisions, number=asked)
    found = (revisions.filter(number__lt=before) if before else revisions).first() or revisions.last()
    if found is None:
        raise Http404
    return found
