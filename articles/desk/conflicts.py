"""Deciding between an article that was edited here and its file, which changed meanwhile."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from articles.models import Article, Author, Category, Revision, Source

from . import contents, editing, events, permissions, proposals, revisions, writing
from .contents import Content
from .proposals import Choice, Difference, Undecided


@dataclass(frozen=True, slots=True)
class Seen:
    """What the page showed that a decision answers: the article's version, and the file's digest."""

    version: int
    digest: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """The differences between an article and its file; ``status``: the file's, where it says another one now.

    ``has_base`` is whether it is known what the last import said; ``is_known`` whether what the file says is.
    """

    differences: tuple[Difference, ...] = ()
    has_base: bool = True
    is_known: bool = True
    status: str = ""


class Settled(Exception):
    """What was to be decided upon is not what waits now; says so in an editor's words."""


class Refused(Exception):
    """The decision cannot stand; ``by_field`` says why, in an editor's words."""

    def __init__(self, by_field: dict[str, str]) -> None:
        super().__init__(" ".join(by_field.values()))
        self.by_field = by_field


def waiting(user: Any) -> QuerySet[Article]:
    """Return the articles beside which a newer file waits for the user to decide."""
    articles = Article.objects.exclude(status=Article.Status.TRASHED)
    with_newer_file = Source.objects.filter(pending_digest__gt="", article__isnull=False)
    return permissions.editable(user, articles.filter(pk__in=with_newer_file.values("article")))


def proposal(article: Article, source: Source) -> Proposal:
    """Return what the article could say, given what its file says now. Reads, writes nothing."""
    theirs = source.pending_content
    if theirs is None:
        return Proposal(is_known=False)
    base, ours = _base(article, source), contents.of(article)
    is_new_status = theirs.get("status") not in (ours["status"], base and base.get("status"))
    return Proposal(
        proposals.between(base, ours, theirs),
        has_base=base is not None,
        status=theirs["status"] if is_new_status and "status" in theirs else "",
    )


def settle(article: Article, choices: Mapping[str, Choice], *, by: Any, at: datetime, seen: Seen) -> Article:
    """Make the article say what was chosen, field by field; its file's newer state is then the one it came from.

    A field without a choice takes what is suggested. Raises PermissionDenied, writing.EditConflict, Settled, Refused,
    proposals.Undecided, sanitizer.TooComplex.
    """
    with transaction.atomic():
        article, source = _locked(article, by=by, seen=seen)
        if source.pending_content is None:
            raise Refused({"": _("It is not known what the file says: keep ours, or import it again.")})
        differences = proposal(article, source).differences
        chosen = {each.name: _choice(each, choices) for each in differences}
        decided: Content = {}
        for each in differences:
            decided |= each.decided(chosen[each.name])
        _write(article, source, decided, by=by, at=at)
        sides = {name: str(choice.side) for name, choice in chosen.items()}
        events.record("settle_conflict", article, by=by, at=at, fields=sides, file=str(source))
    return article


def keep_ours(article: Article, *, by: Any, at: datetime, seen: Seen) -> Article:
    """Let the article say what it says; its file's newer state counts as seen.

    Where it is not known what the file says there is nothing to compare the next one with but the last import. A file
    that could not be read beside an article that nobody edited is only put aside: the article still is the file's.
    Raises what ``settle`` raises.
    """
    with transaction.atomic():
        article, source = _locked(article, by=by, seen=seen)
        if source.pending_content is not None:
            _write(article, source, {}, by=by, at=at)
        elif article.version == source.article_version:
            _put_aside(source)
        else:
            _follow(source, article_version=source.article_version)
        events.record("keep_ours", article, by=by, at=at, file=str(source))
    return article


def _locked(article: Article, *, by: Any, seen: Seen) -> tuple[Article, Source]:
    article = Article.objects.select_for_update().get(pk=article.pk)
    if by is not None and not permissions.may_edit(by, article):
        raise PermissionDenied(_("This article is for the editors of its section."))
    source = Source.objects.select_for_update().filter(article=article).exclude(pending_digest="").first()
    if source is None:
        raise Settled(_("This was decided meanwhile: nothing waits any more."))
    if source.pending_digest != seen.digest:
        raise Settled(_("A newer file came meanwhile: look at what it says now."))
    if article.version != seen.version:
        raise writing.EditConflict
    return article, source


def _base(article: Article, source: Source) -> Content | None:
    """Return what the article said when it was last imported."""
    if source.article_version is None:
        return None
    known = Revision.objects.filter(article=article, number=source.article_version)
    content = known.values_list("content", flat=True).first()
    # A draft was kept beside the article since, which itself says what it said.
    return revisions.said_at(article, source.article_version) if content and "beside" in content else content


def _choice(difference: Difference, choices: Mapping[str, Choice]) -> Choice:
    if difference.name in choices:
        return choices[difference.name]
    if difference.suggested is None:
        raise Undecided(difference.name)
    return Choice(difference.suggested)


def _write(article: Article, source: Source, decided: Content, *, by: Any, at: datetime) -> None:
    before = Article.objects.select_related("primary_category").get(pk=article.pk)
    _refuse(article, source, decided)
    imported = _keep_theirs(article, source, contents.of(article) | decided, at=at)
    contents.put(article, decided, at=at)
    if article.primary_category_id:
        # The section lists what is shown under it.
        article.categories.add(article.primary_category_id)
    if objected := editing.objections(before, article, by=by, at=at):
        raise Refused(objected)
    revisions.keep(article, by=by, at=at, why=_why(_("Decided between the text here and %(file)s"), source))
    _follow(source, article_version=imported or article.version)


def _refuse(article: Article, source: Source, decided: Content) -> None:
    """Refuse what cannot be stored, and make the authors whom the file alone names."""
    named = [name for name, _role in (source.pending_content or {}).get("byline", ())]
    if found := objections(article, decided, authors=named):
        raise Refused(found)
    for name in _missing(Author, "name", [name for name, _role in decided.get("byline", ())]):
        Author.objects.create(name=name)


def objections(article: Article, decided: Content, *, authors: Sequence[str] = ()) -> dict[str, str]:
    """Return why what was decided cannot be stored, by field; ``authors``: those who need not be known here yet."""
    found = {}
    if article.status == Article.Status.READY and not decided.get("published_at", article.published_at):
        found["published_at"] = _("What is ready has a publication time: pull it back or retire it instead.")
    for field in ("primary_category", "categories"):
        if missing := _missing(Category, "path", decided.get(field) or ()):
            found[field] = _("There is no category “%(name)s” here any more.") % {"name": missing[0]}
    new = _missing(Author, "name", [name for name, _role in decided.get("byline", ())])
    if unknown := [name for name in new if name not in authors]:
        found["byline"] = _("There is no author “%(name)s” here.") % {"name": unknown[0]}
    return found


def _missing(model: type[Author] | type[Category], key: str, wanted: str | Iterable[str]) -> list[str]:
    names = [wanted] if isinstance(wanted, str) else list(dict.fromkeys(wanted))
    known = set(model._default_manager.filter(**{f"{key}__in": names}).values_list(key, flat=True))
    return [name for name in names if name not in known]


def _keep_theirs(article: Article, source: Source, final: Content, *, at: datetime) -> int | None:
    """Keep what the file says as a version before the decided one, unless the article says all of it.

    It is what the next file is compared with: an article with a text of its own never counts as unedited.
    """
    theirs = source.pending_content or {}
    is_all = all(final[name] == theirs.get(name) for name in ("status", "slug"))
    if is_all and not proposals.between(None, final, theirs):
        return None
    writing.update(article, at=at)
    why = _why(_("What %(file)s said, not what stood here"), source)
    Revision.objects.create(article=article, number=article.version, content=theirs, at=at, why=why)
    return article.version


def _why(words: str, source: Source) -> str:
    return (words % {"file": source})[: revisions.MOST_CHARACTERS_OF_WHY]


def _follow(source: Source, *, article_version: int | None) -> None:
    """Make the bytes that waited the ones that the article came from."""
    source.article_version = article_version
    source.digest, source.context = source.pending_digest, source.pending_context
    source.raw = source.pending_raw or b""
    _put_aside(source)


def _put_aside(source: Source) -> None:
    source.pending_digest, source.pending_raw = "", None
    source.pending_context, source.pending_content = {}, None
    source.save()
