"""What is typed into an article's form, as a content; and what the form begins with."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from articles.desk import contents, draft_beside, permissions, working_copies
from articles.models import Article, Author, Category, WorkingCopy

AS_THEY_STAND = (
    *("headline", "standfirst", "body", "slug", "language", "source_url", "comments_open"),
    *("short_headline", "social_title", "social_description", "lead_image_alt", "lead_image_caption"),
)
# Typing is kept also where it cannot be saved yet; of a body only what was cleaned.
KEPT_UNCHECKED = tuple(name for name in AS_THEY_STAND if name not in ("body", "comments_open"))
MOMENTS = ("published_at", "embargo_until", "retire_at")
MOST_DIGITS = 9


@dataclass(frozen=True)
class Shown:
    """What a form begins with: a ``content`` that was typed into, or lies beside, the article's version ``seen``.

    ``draft``: the number of the draft beside which is typed into, None for the article's own text. ``base``: what that
    version, or that draft, says. ``copy``: where the content is from, None where it is the article's own. ``mine``,
    ``beside``: what could be shown instead: what the person typed, the draft. ``others``: what others typed.
    ``key``: the name of a new article.
    """

    content: contents.Content
    base: contents.Content
    seen: int | None
    draft: int | None = None
    copy: WorkingCopy | None = None
    mine: WorkingCopy | None = None
    beside: WorkingCopy | None = None
    others: tuple[WorkingCopy, ...] = ()
    key: str = ""

    @property
    def number(self) -> int:
        """The number of the copy that the form goes on with; 0 where it begins one."""
        return self.mine.number if self.mine and self.copy is self.mine else 0


def with_parts(articles):
    """The articles with all that the form reads of one, and without what it does not."""
    joins = ("primary_category", "lead_image", "lead_image_source__image", "source__origin")
    unread = ("body_source", "body_html", "source__raw", "source__pending_raw", "source__pending_content")
    return articles.select_related(*joins).defer(*unread).prefetch_related(*contents.PARTS)


def shown(request, article=None) -> Shown:
    """Return what the form of the article, or of a new one, begins with; asked once for each article object.

    What the person typed and did not save comes first, then the draft beside the article, then the article itself;
    ``?text=article`` and ``?text=beside`` ask for another one. A form that was sent begins with the version that it
    was opened with, so that what nobody touched is known.
    """
    asked_for, find = (
        (article, _sent if request.method == "POST" else _opened) if article else (request, _new)
    )
    known = getattr(asked_for, "_shown", None)
    if known is None:
        known = asked_for._shown = find(request, article)
    return known


def of_nothing() -> contents.Content:
    """Return what an article says that nobody wrote yet."""
    return contents.of_relations(Article(), categories=[], tags=[], byline=[], corrections=[])


def _new(request, article):
    nothing = of_nothing()
    key = key_of(request)
    mine = working_copies.typing_of(None, request.user, key=key) if key else None
    if mine is None or request.method == "POST":
        return Shown(nothing, nothing, None, mine=mine, key=key)
    return Shown(nothing | mine.content, nothing, None, copy=mine, mine=mine, key=key)


def key_of(request) -> str:
    """Return what the request calls the new article, ``""`` where that is no such name."""
    try:
        return str(UUID((request.POST if request.method == "POST" else request.GET).get("key", "")))
    except ValueError:
        return ""


def _sent(request, article):
    seen, draft = (_version(request, name, article) for name in ("seen", "beside"))
    known = _said_in(article, seen or article.version, draft)
    return Shown(known, known, seen or None, draft, **_copies(article, request.user))


def _version(request, name, article):
    """The number of one of the article's versions as it was sent; None where it is none."""
    sent = request.POST.get(name, "")
    is_number = sent.isascii() and sent.isdecimal() and len(sent) <= MOST_DIGITS
    return int(sent) if is_number and int(sent) <= article.version else None


def _opened(request, article):
    own = contents.of_fetched(article)
    if not permissions.may_edit(request.user, article):
        return Shown(own, own, article.version)
    copies = _copies(article, request.user)
    mine, beside = copies["mine"], copies["beside"]
    choice = {"typing": mine, "beside": beside, "article": None}
    copy = choice.get(request.GET.get("text"), mine or beside)
    if copy is None:
        return Shown(own, own, article.version, **copies)
    draft = copy.content.get("beside")
    if copy is beside:
        return Shown(copy.content, copy.content, copy.seen, draft, copy, **copies)
    base = _said_in(article, copy.seen, draft)
    return Shown(base | copy.content, base, copy.seen, draft, copy, **copies)


def _copies(article, user):
    copies = working_copies.all_of(article)
    return {
        "mine": next((copy for copy in copies if copy.by_id == user.pk), None),
        "beside": next((copy for copy in copies if copy.by_id is None), None),
        "others": tuple(copy for copy in copies if copy.by_id not in (None, user.pk)),
    }


def _said_in(article, seen, draft):
    """What the article, as it was fetched, or the draft beside it said when it was opened."""
    if not draft and seen == article.version:
        return contents.of_fetched(article)
    return draft_beside.said_in(article, seen=seen, number=draft or 0)


# A content into a form


def initial_of(content: contents.Content, tree: Iterable[Category]) -> dict[str, Any]:
    """Return the content as the form's fields begin with it; ``tree``: all categories."""
    initial = {name: content[name] for name in AS_THEY_STAND if name in content}
    initial |= {name: content[name] and datetime.fromisoformat(content[name]) for name in MOMENTS}
    initial["tags"] = content["tags"]
    initial["lead_image"] = content["lead_image_id"]
    found = {category.path: category for category in tree}
    section = found.get(content["primary_category"])
    initial["primary_category"] = section and section.pk
    initial["categories"] = [found[path] for path in content["categories"] if path in found]
    return initial


def byline_of(content: contents.Content, article: Article | None) -> list[dict[str, Any]]:
    """Return the content's byline as the rows of a form begin with it."""
    found = {entry.author.name: entry.author for entry in article.bylines.all()} if article else {}
    if missing := dict(content["byline"]).keys() - found.keys():
        found |= {author.name: author for author in Author.objects.filter(name__in=missing)}
    return [
        {"author": found[name], "role": role, "position": position}
        for position, (name, role) in enumerate(content["byline"])
        if name in found
    ]


# A form into a content


def sent_form(admin, request, article, **options):
    """Return the form and the byline's rows that were sent, as the screen makes them; both were judged.

    ``article``: None for a new one; ``options``: of the screen's ``get_form``. The rows are None for who sees none.
    """
    instance = article or Article()
    form = admin.get_form(request, article, **options)(request.POST, instance=instance)
    form.is_valid()
    for formset, inline in admin.get_formsets_with_inlines(request, article):
        prefix = formset.get_default_prefix()
        bylines = formset(**admin.get_formset_kwargs(request, instance, inline, prefix))
        bylines.is_valid()
        return form, bylines
    return form, None


def content_of(form, bylines) -> contents.Content:
    """Return what the article is to say by a form that was judged (``is_valid`` was called), whatever came of it.

    What nobody touched is as it was, to the byte and the microsecond. Of what cannot be saved as it is typed the plain
    texts are kept all the same.
    """
    content = form.shown.base | {"byline": _byline(bylines, form.shown.base["byline"])}
    for name in form.changed_data:
        if name in form.cleaned_data:
            content |= KEPT.get(name, _nothing)(name, form.cleaned_data[name])
        elif name in KEPT_UNCHECKED:
            content[name] = form[name].value() or ""
    return content if form.shown.draft is None else content | {"beside": form.shown.draft}


def _as_it_stands(name, value):
    return {name: value}


def _moment(name, value):
    return {name: value and value.isoformat()}


def _section(name, value):
    return {name: value.path if value else ""}


def _paths(name, value):
    return {name: sorted(category.path for category in value)}


def _lead_image(name, value):
    return {"lead_image_id": value and value.pk, "lead_image_source_id": None}


def _nothing(name, value):
    return {}


KEPT: dict[str, Callable[[str, Any], contents.Content]] = {
    **dict.fromkeys(AS_THEY_STAND, _as_it_stands),
    **dict.fromkeys(MOMENTS, _moment),
    "primary_category": _section,
    "categories": _paths,
    "tags": _as_it_stands,
    "lead_image": _lead_image,
}


def _byline(bylines, before):
    """The byline in the order of its positions; as it was where the rows were not sent or cannot be read."""
    if bylines is None or not bylines.is_bound or not bylines.management_form.is_valid():
        return before
    rows = [
        (row.cleaned_data.get("position") or 0, row.cleaned_data["author"].name, row.cleaned_data["role"])
        for row in bylines.forms
        if getattr(row, "cleaned_data", {}).get("author") and not row.cleaned_data.get("DELETE")
    ]
    return [[name, role] for _position, name, role in sorted(rows, key=lambda row: row[0])]
