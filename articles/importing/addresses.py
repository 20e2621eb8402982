"""Addresses for the new articles of a batch: one article an address, numbered where a day has the slug already."""

from datetime import date

from articles.models import Article
from articles.text import slugs


class Addresses:
    """Gives out slugs. ``remember``: keep what a dry run gave out, which no row records."""

    def __init__(self, *, remember: bool = False) -> None:
        self.remember = remember
        self._taken: set[tuple[date, str]] = set()

    def give(self, articles: list[Article]) -> None:
        """Number the slugs that another article of the same day has, in this batch or before it."""
        if not self.remember:
            self._taken.clear()
        placed = [(article, article.published_on) for article in articles if article.published_on]
        days, names = {day for _, day in placed}, {article.slug for article, _ in placed}
        known = Article.objects.filter(published_on__in=days, slug__in=names)
        self._taken.update(known.values_list("published_on", "slug"))
        for article, day in placed:
            self._give(article, day)

    def _give(self, article: Article, day: date) -> None:
        base, number = article.slug, 1
        while (day, article.slug) in self._taken or (number > 1 and _is_taken(day, article.slug)):
            number += 1
            article.slug = slugs.slug_variant(base, number)
        self._taken.add((day, article.slug))


def _is_taken(day: date, slug: str) -> bool:
    return Article.objects.filter(published_on=day, slug=slug).exists()
