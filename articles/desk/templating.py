"""Templates: what a new article of a kind begins with, who keeps them, and who is offered which."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from articles.models import Article, ArticleTemplate, Category

from . import contents, editing, events, permissions

# What is said in every article of the kind; where it stands, its section says.
TEXT = ("standfirst", "body", "language", "categories", "tags")


def may_make(user: Any) -> bool:
    """Whether the user may make any template at all."""
    is_editor = permissions.EDITOR in permissions.roles(user)
    return permissions.is_chief(user) or (is_editor and bool(permissions.section_paths(user)))


def may_keep(user: Any, section: Category | None) -> bool:
    """Whether the user may make, change and delete templates of the section; None: those for everybody."""
    return permissions.is_chief(user) or (may_make(user) and permissions.edits_section(user, section))


def sections(user: Any) -> QuerySet[Category]:
    """Return the sections whose templates the user may keep; agrees with ``may_keep``."""
    categories = Category.objects.order_by("path")
    if permissions.is_chief(user):
        return categories
    own = Q(pk__in=())
    for path in permissions.section_paths(user) if may_make(user) else ():
        own |= Q(path=path) | Q(path__startswith=f"{path}/")
    return categories.filter(own)


def offered(user: Any) -> list[ArticleTemplate]:
    """Return the templates that the user may begin with, without their contents: those of the own sections first.

    Those for everybody follow. The others are for Chiefs and for who is named for no section, who writes for all.
    """
    if not permissions.may_write(user):
        return []
    writes_for_all = permissions.is_chief(user) or not permissions.section_paths(user)
    templates = (
        ArticleTemplate.objects.select_related("section").defer("content").order_by("section__path", "name")
    )
    placed = [(_place(user, template), template) for template in templates]
    placed.sort(key=lambda pair: pair[0])
    return [template for place, template in placed if writes_for_all or place < ELSEWHERE]


OWN, FOR_EVERYBODY, ELSEWHERE = range(3)


def _place(user: Any, template: ArticleTemplate) -> int:
    if template.section is None:
        return FOR_EVERYBODY
    return OWN if permissions.edits_section(user, template.section) else ELSEWHERE


def is_name_taken(template: ArticleTemplate) -> bool:
    """Whether another template of its section has its name."""
    others = ArticleTemplate.objects.exclude(pk=template.pk)
    return others.filter(name=template.name, section=template.section).exists()


def make(article: Article, template: ArticleTemplate, *, by: Any, at: datetime) -> ArticleTemplate:
    """Save the template, named and given its section, with the text of the article, which stays as it is.

    Raises PermissionDenied, sanitizer.TooComplex.
    """
    said = contents.of(article)
    template.content = {name: said[name] for name in TEXT}
    with transaction.atomic():
        save(template, by=by, at=at)
        events.record("make_template", article, by=by, at=at, template=template.pk)
    return template


def save(template: ArticleTemplate, *, by: Any, at: datetime) -> ArticleTemplate:
    """Save the template, its body cleaned. Raises PermissionDenied, sanitizer.TooComplex."""
    body = template.content.get("body", "")
    template.content["body"] = body if isinstance(body, editing.CleanBody) else editing.clean(body)
    with transaction.atomic():
        if template.pk:
            _require(by, ArticleTemplate.objects.select_related("section").get(pk=template.pk))
        _require(by, template)
        template.save()
        _tell("save", template, by=by, at=at)
    return template


def remove(template: ArticleTemplate, *, by: Any, at: datetime) -> None:
    """Delete the template; articles begun with it stay as they are. Raises PermissionDenied."""
    _require(by, template)
    with transaction.atomic():
        _tell("remove", template, by=by, at=at)
        template.delete()


def _require(by: Any, template: ArticleTemplate) -> None:
    if by is not None and not may_keep(by, template.section):
        raise PermissionDenied(_("Templates of this section are for its editors."))


def _tell(verb: str, template: ArticleTemplate, *, by: Any, at: datetime) -> None:
    section = str(template.section or "")
    events.record(
        f"{verb}_template", None, by=by, at=at, thing=template.pk, name=template.name, section=section
    )
