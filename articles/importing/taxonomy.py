"""Categories, authors and tags by name, made where they are not there yet."""

from collections.abc import Iterable

from django.db.models import Q
from django.db.models.functions import Lower

from articles.models import Author, Category, Tag

# An archive has few sections and many tags; past this the oldest are asked for again.
KEPT = 20_000


class Taxonomy:
    """Remembers between batches what it found; ``forget`` after a batch that was rolled back."""

    def __init__(self) -> None:
        self._categories: dict[tuple[str, ...], Category] = {}
        self._authors: dict[str, Author] = {}
        self._tags: dict[str, Tag] = {}

    def forget(self) -> None:
        for known in (self._categories, self._authors, self._tags):
            known.clear()

    def category(self, names: tuple[str, ...]) -> Category:
        """Return the category at the path of names from the top down."""
        if names not in self._categories:
            parent = self.category(names[:-1]) if len(names) > 1 else None
            self._categories[names] = Category.objects.get_or_create(parent=parent, name=names[-1])[0]
        return self._categories[names]

    def authors(self, names: Iterable[str]) -> dict[str, Author]:
        wanted = set(names)
        missing = wanted - self._authors.keys()
        if missing:
            self._authors.update({author.name: author for author in Author.objects.filter(name__in=missing)})
        for name in sorted(missing - self._authors.keys()):
            self._authors[name] = Author.objects.create(name=name)
        found = {name: self._authors[name] for name in wanted}
        _trim(self._authors)
        return found

    def tags(self, names: Iterable[str]) -> dict[str, Tag]:
        """Return the tag of each name; names that differ in their case alone are one tag."""
        wanted = list(dict.fromkeys(names))
        missing: dict[str, str] = {}
        for name in wanted:
            if name.lower() not in self._tags:
                missing.setdefault(name.lower(), name)
        if missing:
            # SQLite folds ASCII alone: a name in other letters is found as it stands.
            same = Q(folded__in=missing) | Q(name__in=missing.values())
            known = Tag.objects.annotate(folded=Lower("name")).filter(same)
            self._tags.update({tag.name.lower(): tag for tag in known})
        for folded, name in missing.items():
            if folded not in self._tags:
                self._tags[folded] = Tag.objects.create(name=name)
        found = {name: self._tags[name.lower()] for name in wanted}
        _trim(self._tags)
        return found


def _trim(known: dict[str, Author] | dict[str, Tag]) -> None:
    if len(known) > KEPT:
        known.clear()
