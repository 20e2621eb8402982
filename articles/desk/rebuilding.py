"""Deriving all articles anew: after an update of the software, or where something was changed by hand."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from articles.desk import writing
from articles.images import markup
from articles.models import Article
from articles.models.kept_pictures import kept_pictures

ARTICLES_AT_ONCE = 100
# Not the slug: an address that is known never moves by itself.
DERIVED = ("language", "word_count", "reading_minutes", "body_html")
READ = ("headline", "body", "slug", "status", *DERIVED)


def rebuild(*, at: datetime) -> Iterator[tuple[int, int]]:
    """Derive every article anew, a few at a time, and write what became different; yields ``(looked at, changed)``.

    Those that readers see count as changed at the moment ``at``. What is cut short stays as far as it is.
    """
    keys = [0]
    while keys := _next_after(keys[-1]):
        yield len(keys), _rebuild(_changed(Article.objects.filter(pk__in=keys)), at=at)


def _next_after(key: int) -> list[int]:
    following = Article.objects.filter(pk__gt=key).order_by("pk")
    return list(following.values_list("pk", flat=True)[:ARTICLES_AT_ONCE])


def _rebuild(keys: list[int], *, at: datetime) -> int:
    """Write those that differ, looked at again under a lock: an editor may have saved one meanwhile."""
    if not keys:
        return 0
    with transaction.atomic():
        articles = list(Article.objects.filter(pk__in=keys).select_for_update().only(*READ))
        different = _derived(articles)
        Article.objects.bulk_update(different, DERIVED)
        writing.turn_over(Article.objects.filter(pk__in=[article.pk for article in different]), at=at)
    return len(different)


def _changed(articles: QuerySet[Article]) -> list[int]:
    return [article.pk for article in _derived(list(articles.only(*READ)))]


def _derived(articles: list[Article]) -> list[Article]:
    """Derive them; return those that became different."""
    found = kept_pictures([address for article in articles for address in markup.addresses(article.body)])
    return [article for article in articles if _derive(article, found)]


def _derive(article: Article, found: dict[str, markup.Found]) -> bool:
    before = [getattr(article, name) for name in DERIVED]
    article.derive(pictures=found)
    return before != [getattr(article, name) for name in DERIVED]
