"""What hangs on the articles of a batch, each kind written in one statement."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import Model

from articles.models import (
    Article,
    ArticleImage,
    Byline,
    Category,
    Correction,
    ImageSource,
    Redirect,
    Tag,
    TaggedArticle,
)
from articles.models.redirect import as_asked_for
from articles.reading.record import Record

from .taxonomy import Taxonomy

Pair = tuple[Article, Record]
InCategory = Article.categories.through


def write(pairs: list[Pair], taxonomy: Taxonomy, sources: dict[str, ImageSource], *, at: datetime) -> None:
    """Write categories, byline, tags, pictures, corrections and old addresses of articles that have none yet."""
    InCategory.objects.bulk_create(_categories(pairs, taxonomy))
    Byline.objects.bulk_create(_bylines(pairs, taxonomy))
    TaggedArticle.objects.bulk_create(_tags(pairs, taxonomy))
    ArticleImage.objects.bulk_create(_images(pairs, sources))
    Correction.objects.bulk_create(_corrections(pairs, at))
    Redirect.objects.bulk_create(_redirects(pairs))


def clear(article: Article) -> None:
    """Take away what the next import of the article writes anew; its old addresses go on leading to it."""
    article.categories.clear()
    for related in (article.bylines, article.tagged, article.article_images, article.corrections):
        related.all().delete()


def category_paths(record: Record, taxonomy: Taxonomy) -> list[str]:
    return sorted(category.path for category in _categories_of(record, taxonomy))


def corrections_of(record: Record, *, at: datetime) -> list[tuple[str, str, datetime]]:
    """Return kind, text and moment of each; one without a moment of its own was made with the article."""
    return [(note.kind, note.text, note.at or record.published_at or at) for note in record.corrections]


def _categories_of(record: Record, taxonomy: Taxonomy) -> set[Category]:
    return {taxonomy.category(names) for names in record.categories}


def _categories(pairs: Iterable[Pair], taxonomy: Taxonomy) -> Iterator[Model]:
    for article, record in pairs:
        for category in _categories_of(record, taxonomy):
            yield InCategory(article_id=article.pk, category_id=category.pk)


def _bylines(pairs: list[Pair], taxonomy: Taxonomy) -> Iterator[Byline]:
    authors = taxonomy.authors(credit.name for _, record in pairs for credit in record.byline)
    for article, record in pairs:
        for position, credit in enumerate(dict.fromkeys(record.byline)):
            yield Byline(article=article, author=authors[credit.name], role=credit.role, position=position)


def _tags(pairs: list[Pair], taxonomy: Taxonomy) -> Iterator[TaggedArticle]:
    tags: dict[str, Tag] = taxonomy.tags(name for _, record in pairs for name in record.tags)
    for article, record in pairs:
        for tag in dict.fromkeys(tags[name] for name in record.tags):
            yield TaggedArticle(content_object=article, tag=tag)


def _images(pairs: Iterable[Pair], sources: dict[str, ImageSource]) -> Iterator[ArticleImage]:
    for article, record in pairs:
        for position, picture in enumerate(record.pictures):
            source = sources[picture.address]
            yield ArticleImage(
                article=article,
                source=source,
                image=source.image,
                position=position,
                alt=picture.alt[:1000],
                caption=picture.caption,
            )


def _corrections(pairs: Iterable[Pair], at: datetime) -> Iterator[Correction]:
    for article, record in pairs:
        for kind, text, moment in corrections_of(record, at=at):
            yield Correction(article=article, kind=kind, text=text, at=moment)


def _redirects(pairs: list[Pair]) -> Iterator[Redirect]:
    """Yield a redirect for each old address that leads nowhere yet; the first article to name it has it."""
    wanted = {old: article for article, record in reversed(pairs) for old in reversed(record.old_addresses)}
    taken = set(Redirect.objects.filter(old_path__in=wanted).values_list("old_path", flat=True))
    for old, article in wanted.items():
        if old not in taken and old.rstrip("/") != as_asked_for(article.get_absolute_url()).rstrip("/"):
            yield Redirect(old_path=old, article=article)
