"""The versions of an article: listed, compared with each other, and restored."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.desk import permissions, proposals, restoring, workflow
from articles.models import Article
from articles.text import merging
from articles.text.merging import Kind

from . import body_pictures
from .field_words import LABELS, FieldWords, as_markup, as_text

VERSIONS_A_PAGE = 50
# By whether it is the draft beside the article that says it now.
RESTORED = {
    False: _("The article says again what version %(number)d says. What it said before is a version too."),
    True: _("The draft says again what version %(number)d says. Readers go on seeing the live text."),
}


@dataclass
class Change:
    """A field in which two versions differ; of a body, its blocks in order, those between two changes as one."""

    name: str
    label: str
    text: str = ""
    blocks: list["Block"] = field(default_factory=list)


@dataclass
class Block:
    """A stretch of a body: ``text`` marked where it changed; ``count``: its blocks, where it did not."""

    text: str
    count: int = 0
    is_markup: bool = False
    pictures: str = ""


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
        is_live=workflow.standing(article, timezone.now()) == Article.Status.READY,
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
        is_live=workflow.standing(article, timezone.now()) == Article.Status.READY,
        **steps(article, newer),
    )


def steps(article, version):
    """The versions before and after one, to step to."""
    kept = article.revisions.only("number")
    return {
        "earlier": kept.filter(number__lt=version.number).order_by("-number").first(),
        "later": kept.filter(number__gt=version.number).order_by("number").first(),
    }


def restore_view(admin, request, pk, number):
    """Make the article, or the draft beside it, say again what the version says."""
    article = _article(admin, request, pk)
    if request.method != "POST":
        raise Http404
    revision = get_object_or_404(article.revisions, number=number)
    is_beside = "_keep_beside" in request.POST
    restore = restoring.restore_beside if is_beside else restoring.restore
    before = article.version
    after = restore(article, revision, by=request.user, at=timezone.now())
    told = {"number": number}
    if after.version == before:
        messages.info(request, gettext("The article says what version %(number)d says.") % told)
    else:
        messages.success(request, RESTORED[is_beside] % told)
    return redirect("admin:articles_article_change", pk)


def changes(before, after):
    """What differs between two contents, field by field, the body last."""
    found = proposals.between(before, before, after)
    words = FieldWords(part for each in found for part in (each.ours, each.theirs))
    shown = [
        Change(each.name, LABELS[each.name], words.change(each.name, each.ours, each.theirs))
        for each in found
        if each.name != "body"
    ]
    bodies = [each for each in found if each.name == "body"]
    return shown + [Change("body", LABELS["body"], blocks=_blocks(words, each)) for each in bodies]


def _blocks(words, difference):
    before, after = difference.ours["body"], difference.theirs["body"]
    return [_block(words, each) for each in merging.merge(before, before, after)]


def _block(words, piece):
    before, after = piece.base, piece.theirs
    if piece.kind == Kind.UNCHANGED:
        return Block(as_text(before), count=len(before), pictures=words.body_pictures.shown(before))
    is_markup = as_text(before) == as_text(after) and not body_pictures.differ(before, after)
    shown = as_markup if is_markup else as_text
    pictures = words.body_pictures.marked(before, after)
    return Block(words.marked(shown(before), shown(after)), is_markup=is_markup, pictures=pictures)


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
