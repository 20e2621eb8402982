"""Which article shows which picture, and showing it anew where it changed."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from urllib.parse import unquote

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q, QuerySet

from articles.desk import writing
from articles.images import markup
from articles.models import Article, ArticleImage, Image, ImageSource
from articles.models.image_source import host_of
from articles.models.kept_pictures import images_by_file, kept_pictures

from .words import Words, words_of_pictures

ARTICLES_AT_ONCE = 100
ELSEWHERE = ("http://", "https://")
# A source in an archive is known by ``archive:ORIGIN/path``.
IN_ARCHIVE = "archive:"
LONGEST_ADDRESS = ImageSource._meta.get_field("url").max_length or 0


def show_fetched(source: ImageSource, image: Image, *, at: datetime) -> None:
    """Put a picture that was fetched into the articles that show its source; the words they say are the same."""
    with transaction.atomic():
        ImageSource.objects.filter(pk=source.pk).update(image=image, error="", next_try_at=None)
        source.uses.update(image=image)
        # Where another lead picture was chosen here, that one stands.
        source.led_articles.filter(Q(lead_image=None) | Q(lead_image=source.image_id)).update(
            lead_image=image
        )
        show_anew(image, at=at)


def show_lost(source: ImageSource, *, at: datetime) -> None:
    """Render the articles that show a picture which was given up: they say now that it is not available."""
    with transaction.atomic():
        uses = source.uses.values("article")
        for articles in _a_few_at_a_time(Article.objects.filter(pk__in=uses)):
            _render_anew(articles)
        writing.turn_over(Article.objects.filter(Q(pk__in=uses) | Q(lead_image_source=source)), at=at)


def show_anew(image: Image, *, at: datetime) -> None:
    """Render the articles that show the picture, since what is said or seen of it changed."""
    uses = ArticleImage.objects.filter(Q(image=image) | Q(source__image=image)).values("article")
    in_bodies = Article.objects.filter(pk__in=uses)
    leading = Q(lead_image=image) | Q(lead_image_source__image=image)
    for articles in _a_few_at_a_time(in_bodies):
        _render_anew(articles)
    writing.turn_over(Article.objects.filter(Q(pk__in=uses) | leading), at=at)


def _a_few_at_a_time(articles: QuerySet[Article]) -> Iterator[list[Article]]:
    """Locked, since a body that is saved meanwhile must not be shown as it was."""
    keys = list(articles.values_list("pk", flat=True))
    for start in range(0, len(keys), ARTICLES_AT_ONCE):
        yield list(articles.select_for_update().filter(pk__in=keys[start : start + ARTICLES_AT_ONCE]))


def _render_anew(articles: list[Article]) -> None:
    found = kept_pictures([address for article in articles for address in markup.addresses(article.body)])
    for article in articles:
        article.derive(pictures=found)
    Article.objects.bulk_update(articles, ["body_html"])


def note_those_of_body(article: Article, *, at: datetime) -> None:
    """Write down which pictures the article's body shows, in order, with the words that it gives each.

    One from elsewhere that was never met waits to be fetched from the moment ``at`` on.
    """
    addresses = {_as_known(address): address for address in markup.addresses(article.body)}
    words = words_of_pictures(article.body)
    known = {address: use for use in _uses(article) for address in _addresses_of(use)}
    known |= _found([address for address in addresses if address not in known], at=at)
    shown = [
        (known[address], words.get(given, Words()))
        for address, given in addresses.items()
        if address in known
    ]
    article.article_images.all().delete()
    ArticleImage.objects.bulk_create(
        ArticleImage(
            article=article,
            position=position,
            source=use.source,
            image=use.image,
            alt=said.alt,
            caption=said.caption,
        )
        for position, (use, said) in enumerate(shown)
    )


def _uses(article: Article) -> Iterable[ArticleImage]:
    return article.article_images.select_related("image", "source__image")


def _as_known(address: str) -> str:
    return unquote(address) if address.startswith(markup.ARCHIVE_PREFIX) else address


def _addresses_of(use: ArticleImage) -> Iterator[str]:
    """The addresses by which a body may show the picture."""
    if use.source:
        yield use.source.url
    if use.source and use.source.url.startswith(IN_ARCHIVE):
        yield markup.ARCHIVE_PREFIX + use.source.url.partition("/")[2]
    for image in (use.image, use.source and use.source.image):
        if image:
            yield image.url


def _found(addresses: list[str], *, at: datetime) -> dict[str, ArticleImage]:
    """The pictures that the article did not show before, by address; what leads nowhere is left out."""
    prefix = default_storage.url("")
    files = {address.removeprefix(prefix): address for address in addresses}
    found = {files[name]: ArticleImage(image=image) for name, image in images_by_file(files).items()}
    elsewhere = [address for address in addresses if address not in found and _leads_elsewhere(address)]
    sources = _sources(elsewhere, at=at)
    return found | {source.url: ArticleImage(source=source, image=source.image) for source in sources}


def _leads_elsewhere(address: str) -> bool:
    return address.startswith(ELSEWHERE) and len(address) <= LONGEST_ADDRESS


def _sources(urls: list[str], *, at: datetime) -> Iterable[ImageSource]:
    new = (ImageSource(url=url, host=host_of(url), next_try_at=at) for url in urls)
    ImageSource.objects.bulk_create(new, ignore_conflicts=True)
    return ImageSource.objects.filter(url__in=urls).select_related("image")
