"""The page of an article: one way to make it, whether readers see it already or not."""

from django.urls import reverse

from . import directory, lists, presenters
from .frame import render_page


def render(request, article, at, *, now=None, preview=None):
    """Return the page of an article as it stands at the moment ``at``.

    What stands around it, other stories and the sections, is that of the moment ``now``: a preview of what is to come
    tells nothing else that is to come. ``preview``: a previews.Preview, for what is not shown at its public address.
    """
    now = now or at
    section = article.primary_category.path if article.primary_category else ""
    sections, path = directory.around(section, now, is_shown=preview is not None)
    related = lists.with_parts(article, lists.related(article, now))
    page = presenters.article_page(article, at, categories=path, related=related)
    return render_page(
        request,
        "articles/article.html",
        navigation=sections,
        title=page.headline,
        social_title=page.social_title,
        description=page.social_description,
        language=page.language,
        feed_url=reverse("articles:feed", args=["rss"]),
        preview=preview,
        article=page,
    )
