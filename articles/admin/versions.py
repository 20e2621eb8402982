"""The versions of an article: listed, compared with each other, and restored."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import BooleanField, ExpressionWrapper, Max, Min, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.desk import permissions, proposals, restoring, revisions, workflow
from articles.models import Article
from articles.text import merging
from articles.text.merging import Kind

from . import body_pictures, marks
from .field_words import LABELS, FieldWords, as_markup, as_text

VERSIONS_A_PAGE = 50
MOST_DIGITS = 9
# What is told of a version besides its texts, each by a key that a content has to have for it.
FACTS = {
    name: name for name in ("byline", "primary_category", "categories", "tags", "published_at", "language")
} | {"lead_image": "lead_image_source_id"}
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
    unsaid = ExpressionWrapper(Q(**revisions.NOT_SAID), BooleanField())
    kept = article.revisions.select_related("by").defer("content").annotate(is_unsaid=unsaid)
    page = Paginator(kept, VERSIONS_A_PAGE).get_page(request.GET.get("p"))
    return admin.page(
        request,
        "versions",
        title=gettext("Versions"),
        article=article,
        page=page,
        may_edit=permissions.may_edit(request.user, article),
        is_live=_is_live(article),
    )


def compare_view(admin, request, pk):
    """Two versions, ``?from=3&to=7``; without ``to`` the newest, without ``from`` the one before it."""
    article = _article(admin, request, pk)
    older, newer = _two_versions(article, request.GET.get("from"), request.GET.get("to"))
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
        is_live=_is_live(article),
        **steps(article, newer),
    )


def version_view(admin, request, pk, number):
    article = _article(admin, request, pk)
    version = get_object_or_404(article.revisions.select_related("by"), number=number)
    return admin.page(
        request,
        "version",
        title=gettext("Version %(number)d") % {"number": number},
        article=article,
        version=version,
        shown=as_read(version.content),
        is_said=version.number == article.version and not version.content.keys() & set(revisions.UNSAID),
        may_edit=permissions.may_edit(request.user, article),
        is_live=_is_live(article),
        **steps(article, version),
    )


def as_read(content):
    """What a version says, in words: its facts as ``[(label, text), …]``, its body as text, and the pictures in it."""
    words = FieldWords([content])
    blocks = merging.blocks(content.get("body", ""))
    told = [(LABELS[name], words.text(name, None, content)) for name in FACTS if FACTS[name] in content]
    return {
        "facts": [(label, text) for label, text in told if text != marks.NOTHING],
        "text": as_text(blocks),
        "pictures": words.body_pictures.shown(blocks),
    }


def steps(article, version):
    """The numbers of the versions before and after one, to step to."""
    before, after = Q(number__lt=version.number), Q(number__gt=version.number)
    return article.revisions.aggregate(
        earlier=Max("number", filter=before), later=Min("number", filter=after)
    )


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
    return get_object_or_404(Article.objects.select_related("primary_category"), pk=pk)


def _is_live(article):
    return workflow.standing(article, timezone.now()) == Article.Status.READY


def _two_versions(article, older, newer):
    """The versions asked for by their numbers, older first; else the newest, and what the article said before it."""
    older, newer = (int(asked) if _is_number(asked) else None for asked in (older, newer))
    every = article.revisions.select_related("by")
    newest = every.values("number")[:1] if newer is None else newer
    said = every.exclude(**revisions.NOT_SAID).filter(number__lt=newest).values("number")[:1]
    found = list(every.filter(Q(number=newest) | Q(number=said if older is None else older)))
    numbers = [version.number for version in found]
    if not found or any(asked is not None and asked not in numbers for asked in (older, newer)):
        raise Http404
    return found[-1], found[0]


def _is_number(asked):
    return bool(asked) and asked.isascii() and asked.isdecimal() and len(asked) <= MOST_DIGITS
