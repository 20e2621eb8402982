"""A newsroom with as many stories as wanted, each with everything a page shows."""

from datetime import timedelta
from types import SimpleNamespace

from articles.models import Article, Byline, Source, Tag, TaggedArticle
from tests.factories import (
    BODIES,
    HEADLINES,
    NOW,
    make_author,
    make_category,
    make_correction,
    make_image,
    make_origin,
)


def make_newspaper(stories=3):
    """Return the newspaper's things by name; its stories became public a minute apart, newest first."""
    news = make_category("新闻")
    world = make_category("国际", parent=news)
    author, tag, image = make_author(), Tag.objects.create(name="长江"), make_image()
    articles = Article.objects.bulk_create(_story(number, world, image) for number in range(stories))
    in_category = Article.categories.through
    in_category.objects.bulk_create(in_category(article=article, category=world) for article in articles)
    Byline.objects.bulk_create(Byline(article=article, author=author) for article in articles)
    TaggedArticle.objects.bulk_create(TaggedArticle(content_object=article, tag=tag) for article in articles)
    origin = make_origin()
    Source.objects.bulk_create(
        Source(origin=origin, external_id=f"{article.slug}.md", article=article, raw=b"---")
        for article in articles
    )
    for article in articles[:3]:
        make_correction(article)
    return SimpleNamespace(news=news, world=world, author=author, tag=tag, image=image, articles=articles)


def _story(number, category, image):
    return Article(
        headline=HEADLINES["zh-Hans"],
        slug=f"渔村-{number}",
        language="zh-Hans",
        body=BODIES["zh-Hans"],
        body_html=BODIES["zh-Hans"],
        status="ready",
        published_at=NOW - timedelta(minutes=number + 1),
        published_on=NOW.date(),
        changed_at=NOW - timedelta(minutes=number + 1),
        primary_category=category,
        lead_image=image,
    )
