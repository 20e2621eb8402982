"""Authors, categories, tags and redirects: what the paper's stories hang on, and where readers find it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import unquote

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from articles.models import Article, Author, Byline, Category, Redirect, Tag, TaggedArticle

from . import changes, events, old_addresses, permissions, writing

Named = Author | Category | Tag | Redirect
# What readers are not shown.
OWN_AFFAIRS = {"user", "editors"}


def save(thing: Named, *, by: Any, at: datetime, relate: Callable[[], None] | None = None) -> Named:
    """Save the thing as the form filled it; its old addresses lead to the new ones.

    ``relate`` writes what hangs on it, such as a category's editors, within the same transaction. One event
    says what changed, none where nothing did. Raises PermissionDenied.
    """
    changes.require(by, "change" if thing.pk else "add", thing)
    with transaction.atomic():
        before, places = changes.said_by(thing), _addresses(thing)
        thing.save()
        if relate:
            relate()
        changed = changes.between(before, changes.said_by(thing))
        _require_chief_for_login(by, thing, changed)
        if changed:
            _lead_on(places, _addresses(thing))
            _tell("save", thing, by=by, at=at, is_shown=bool(changed.keys() - OWN_AFFAIRS), changed=changed)
    return thing


def remove(thing: Named, *, by: Any, at: datetime) -> None:
    """Delete the thing; one event. Raises PermissionDenied, and ProtectedError while articles need it."""
    changes.require(by, "delete", thing)
    with transaction.atomic():
        _tell("remove", thing, by=by, at=at, is_shown=True)
        thing.delete()


def _tell(verb: str, thing: Named, *, by: Any, at: datetime, is_shown: bool, **data: Any) -> None:
    if is_shown and (articles := ARTICLES.get(type(thing))):
        writing.turn_over(articles(thing), at=at)
    name = f"{verb}_{thing._meta.model_name}"
    events.record(name, None, by=by, at=at, thing=thing.pk, name=str(thing), **data)


def _require_chief_for_login(by: Any, thing: Named, changed: dict[str, list[str]]) -> None:
    # Whoever is an author owns that author's drafts.
    if isinstance(thing, Author) and "user" in changed and not permissions.may_link_login(by):
        raise PermissionDenied(_("Whose login an author is, a Chief says."))


def _addresses(thing: Named) -> dict[int, str]:
    """Where readers find the stored thing and, of a category, all that lies below it."""
    if isinstance(thing, Redirect) or thing.pk is None:
        return {}
    stored = type(thing)._default_manager.get(pk=thing.pk)
    things = _branch(stored) if isinstance(stored, Category) else [stored]
    return {each.pk: unquote(each.get_absolute_url()) for each in things}


def _lead_on(before: dict[int, str], after: dict[int, str]) -> None:
    old_addresses.lead_on({old: after[key] for key, old in before.items() if old != after[key]})


def _branch(category: Category) -> QuerySet[Category]:
    branch: QuerySet[Category] = Category.objects.within(category)
    return branch


def _in_category(category: Category) -> QuerySet[Article]:
    """Stories that name the category, or one below it, anywhere on their pages."""
    below = _branch(category).values("pk")
    links = Article.categories.through.objects.filter(category__in=below)
    return Article.objects.filter(Q(pk__in=links.values("article")) | Q(primary_category__in=below))


def _by_author(author: Author) -> QuerySet[Article]:
    return Article.objects.filter(pk__in=Byline.objects.filter(author=author).values("article"))


def _with_tag(tag: Tag) -> QuerySet[Article]:
    return Article.objects.filter(pk__in=TaggedArticle.objects.filter(tag=tag).values("content_object"))


ARTICLES: dict[type[Named], Callable[[Any], QuerySet[Article]]] = {
    Author: _by_author,
    Category: _in_category,
    Tag: _with_tag,
}
