"""The pages of the site."""

from functools import partial

from django.conf import settings
from django.http import Http404, HttpResponsePermanentRedirect
from django.urls import is_valid_path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.defaults import server_error

from articles.presenting import directory, freshness, lists, presenters
from articles.presenting.front_page import edition

from . import old_addresses
from .pages import day_of, for_readers, navigation, or_404, page_of, render_page

__all__ = ["article", "author", "category", "front_page", "gone", "not_found", "server_error", "tag"]


@partial(for_readers, tells_the_day=True)
def front_page(request, at):
    sections = navigation(at)
    chosen = edition(sections, at)
    return render_page(
        request,
        "articles/front_page.html",
        navigation=sections,
        title=settings.SITE_NAME,
        feed_url=reverse("articles:feed", args=["rss"]),
        today=timezone.localdate(at),
        lead=presenters.card(chosen.lead, at) if chosen.lead else None,
        secondary=presenters.cards(chosen.secondary, at),
        latest=presenters.cards(chosen.latest, at),
        sections=[
            _band(number, category, presenters.cards(stories, at))
            for number, (category, stories) in enumerate(chosen.sections)
        ],
    )


def _band(number, category, cards):
    """One section of the front page; ``places``: of the picture of its first story, and of the others."""
    # Every other band lays three stories and more out in columns.
    others = "band column" if number % 2 and len(cards) >= 3 else "band"
    return {"category": presenters.link(category), "cards": cards, "places": f"band first,{others}"}


@for_readers
def article(request, at, year, month, day, slug):
    published_on = day_of(year, month, day)
    found = lists.at_address(published_on, slug, at)
    if found is None:
        return missing(request, at, published_on, slug)
    sections, path = directory.around(found.primary_category.path if found.primary_category else "", at)
    page = presenters.article_page(
        found, at, categories=path, related=lists.with_parts(found, lists.related(found, at))
    )
    return render_page(
        request,
        "articles/article.html",
        navigation=sections,
        title=page.headline,
        social_title=page.social_title,
        description=page.social_description,
        language=page.language,
        feed_url=reverse("articles:feed", args=["rss"]),
        article=page,
    )


def missing(request, at, published_on, slug):
    """Answer 410 for a story that was taken down, else 404."""
    if lists.was_at_address(published_on, slug, at):
        return gone(request, at)
    raise Http404("No public story at this address.")


@for_readers
def category(request, at, path):
    sections, down = directory.around(path, at)
    if not down or down[-1].path != path:
        raise Http404("No such category.")
    found = down[-1]
    return render_page(
        request,
        "articles/category.html",
        navigation=sections,
        title=found.name,
        description=found.description,
        feed_url=reverse("articles:category_feed", args=[path, "rss"]),
        category=presenters.link(found),
        path=[presenters.link(step) for step in down],
        children=[presenters.link(child) for child in directory.children(found, at)],
        page=page_of(request, lists.in_category(lists.published(at), found), at),
    )


@for_readers
def author(request, at, slug):
    found = or_404(directory.author_of_slug(slug, at))
    return render_page(
        request,
        "articles/author.html",
        navigation=navigation(at),
        title=found.name,
        description=found.biography,
        feed_url=reverse("articles:author_feed", args=[slug, "rss"]),
        author=presenters.link(found),
        biography=found.biography,
        page=page_of(request, lists.by_author(lists.published(at), found), at),
    )


@for_readers
def tag(request, at, slug):
    found = or_404(directory.tag_of_slug(slug, at))
    return render_page(
        request,
        "articles/tag.html",
        navigation=navigation(at),
        title=found.name,
        feed_url=reverse("articles:tag_feed", args=[slug, "rss"]),
        tag=presenters.link(found),
        page=page_of(request, lists.with_tag(lists.published(at), found), at),
    )


def gone(request, at):
    """The page of a story that was taken down; it repeats nothing of it."""
    title = _("Story taken down")
    return render_page(request, "410.html", navigation=navigation(at), title=title, status=410)


def not_found(request, exception=None):
    """Lead on from an address that was in use once, else say that there is nothing."""
    at = timezone.now()
    # Without its last slash an address of ours is still ours: CommonMiddleware adds it, and it wins.
    lacks_slash = not request.path.endswith("/") and is_valid_path(f"{request.path_info}/")
    lead = None if lacks_slash else old_addresses.lead_from(request.path, at)
    if lead is old_addresses.GONE:
        return freshness.stamp(gone(request, at), at)
    if lead:
        return freshness.stamp(HttpResponsePermanentRedirect(lead), at)
    title = _("Page not found")
    response = render_page(request, "404.html", navigation=navigation(at), title=title, status=404)
    return freshness.stamp(response, at)
