"""Where a picture is shown, as its screen tells it: each article with the words that it carries there."""

from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from articles.desk.pictures import uses
from articles.models import ArticleImage

from . import article_list, date_words, marks

ARTICLES_A_PAGE = 20


def uses_of(image, *, number, at):
    """A page of ``{"article", "state", "date", "address", "places": [{"where", "alt", "caption"}, …]}``."""
    articles = uses.articles_with(image).defer(*article_list.HEAVY).order_by("-pk")
    in_body = ArticleImage.objects.filter(Q(image=image) | Q(source__image=image))
    articles = articles.select_related("lead_image_source").prefetch_related(
        Prefetch("article_images", in_body, to_attr="places_in_body")
    )
    page = Paginator(articles, ARTICLES_A_PAGE).get_page(number)
    page.object_list = [use_in(article, image, at) for article in page.object_list]
    return page


def use_in(article, image, at):
    return {
        "article": article,
        "state": marks.state_badge(article, at),
        "date": date_words.published(article),
        "address": article.get_absolute_url() if article.is_public(at) else "",
        "places": [*as_lead(article, image), *in_text(article)],
    }


def as_lead(article, image):
    source = article.lead_image_source
    shown = article.lead_image_id or (source and source.image_id)
    if shown != image.pk:
        return []
    words = {"alt": article.lead_image_alt, "caption": article.lead_image_caption}
    return [{"where": _("Lead image"), **words}]


def in_text(article):
    return [
        {"where": _("In the text"), "alt": use.alt, "caption": use.caption} for use in article.places_in_body
    ]
