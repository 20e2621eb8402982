"""What the API answers at each of its addresses."""

from functools import partial

from django.http import Http404
from ninja import Query, Router
from ninja.errors import HttpError

from articles.presenting import directory, lists
from articles.presenting.addresses import as_stored

from . import shapes
from .answers import ANYTHING_ELSE, READING, for_readers, page_of, reads

router = Router()
router.add_decorator(for_readers, mode="view")

PAGE = Query(1, ge=1, description="The page of the list, 20 results each.")
FILTERS = {
    "category": (directory.category_of_path, lists.in_category),
    "author": (directory.author_of_slug, lists.by_author),
    "tag": (directory.tag_of_slug, lists.with_tag),
}


@reads(router, "/articles/", response=shapes.ArticleList)
def articles(
    request,
    page: int = PAGE,
    category: str = Query("", description="A category's path; stories below it are among them."),
    author: str = Query("", description="An author's slug."),
    tag: str = Query("", description="A tag's slug."),
):
    """Public stories, newest first."""
    found = lists.in_full(request.at)
    for name, key in {"category": category, "author": author, "tag": tag}.items():
        found = narrowed(found, name, key, request.at) if key else found
    return page_of(request, page, found, show=partial(shapes.article, at=request.at))


def narrowed(articles, name, key, at):
    """Those of the articles that pass the filter ``name``; none where nothing shown has that key."""
    look_up, narrow = FILTERS[name]
    stored = as_stored(key)
    thing = look_up(stored, at) if stored else None
    return narrow(articles, thing) if thing else articles.none()


@reads(router, "/articles/{int:article_id}/", response=shapes.ArticleShape)
def article(request, article_id: int):
    """One public story."""
    found = lists.in_full(request.at).filter(pk=article_id).first()
    if found:
        return shapes.article(found, request.at)
    if lists.is_gone(article_id, request.at):
        raise HttpError(410, "This story has been taken down.")
    raise Http404("There is no public story of this number.")


@reads(router, "/categories/", response=shapes.CategoryList)
def categories(request, page: int = PAGE):
    """Categories with public stories in them or below, each after the one it stands in."""
    return page_of(request, page, directory.shown_categories(request.at), show=shapes.category)


@reads(router, "/authors/", response=shapes.AuthorList)
def authors(request, page: int = PAGE):
    """Authors of public stories, by name."""
    return page_of(request, page, directory.shown_authors(request.at), show=shapes.named)


@reads(router, "/tags/", response=shapes.TagList)
def tags(request, page: int = PAGE):
    """Tags of public stories, by name."""
    return page_of(request, page, directory.shown_tags(request.at), show=shapes.named)


@router.api_operation(READING + ANYTHING_ELSE, "/", include_in_schema=False)
def top(request):
    raise Http404


@router.api_operation(READING + ANYTHING_ELSE, "/{path:rest}/", include_in_schema=False)
def nothing(request, rest: str):
    raise Http404
