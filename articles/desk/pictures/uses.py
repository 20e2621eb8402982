"""Where a picture is shown: the articles that it leads, and those that have it in their bodies."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from articles.models import Article, ArticleImage, Image, ImageSource


def articles_with(image: Image) -> QuerySet[Article]:
    """Return the articles that show the picture, in whatever state they are."""
    sources = image.sources.values("pk")
    in_bodies = ArticleImage.objects.filter(Q(image=image) | Q(source__in=sources)).values("article")
    led_by_its_source = Q(lead_image=None, lead_image_source__in=sources)
    return Article.objects.filter(Q(lead_image=image) | led_by_its_source | Q(pk__in=in_bodies))


def used(images: QuerySet[Image]) -> QuerySet[Image]:
    """Return those of the images that an article shows; agrees with ``articles_with``."""
    return images.exclude(pk__in=unused(images).values("pk"))


def unused(images: QuerySet[Image], *, besides: Article | None = None) -> QuerySet[Image]:
    """Return those of the images that no article shows, ``besides`` not counted; agrees with ``articles_with``."""
    articles, uses = Article.objects.all(), ArticleImage.objects.all()
    if besides:
        articles, uses = articles.exclude(pk=besides.pk), uses.exclude(article=besides)
    leading = articles.filter(lead_image=OuterRef("pk"))
    in_bodies = uses.filter(image=OuterRef("pk"))
    sources = ImageSource.objects.filter(image=OuterRef("pk"))
    shown_by_source = sources.filter(
        Exists(uses.filter(source=OuterRef("pk")))
        | Exists(articles.filter(lead_image=None, lead_image_source=OuterRef("pk")))
    )
    return images.filter(~Exists(leading), ~Exists(in_bodies), ~Exists(shown_by_source))
