"""Categories, authors and tags that readers may look through."""

from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Concat

from articles.models import Article, Author, Byline, Category, Redirect, Tag, TaggedArticle

from .addresses import as_stored


def shown_categories(at):
    """Categories that have public stories, in themselves or below."""
    return Category.objects.filter(_has_stories(at))


def _has_stories(at):
    stories = _public_through(
        Article.categories.through.objects.filter(category=OuterRef("pk")), "article_id", at
    )
    below = Category.objects.alias(from_top=Concat(F("path"), Value("/")))
    below = below.filter(from_top__startswith=Concat(OuterRef("path"), Value("/")))
    return Exists(below.filter(Exists(stories)))


def _public_through(links, article_id, at):
    """Those of the rows that link something to articles whose article is public.

    A join would say the same, but leaves SQLite free to walk through every article first, which takes seconds.
    """
    return links.filter(Exists(Article.objects.published(at).filter(pk=OuterRef(article_id))))


def around(path, at):
    """Return what stands above and around a page: the top categories shown, and those down to ``path``.

    Both in one query, since nearly every page asks for both. The second list is from the top down and has the
    categories that exist; its last one stands elsewhere than at ``path`` where there is none.
    """
    way_down = Category.objects.of_path(path).order_by().values("pk")
    categories = Category.objects.annotate(is_shown=_has_stories(at))
    found = list(categories.filter(Q(parent=None, is_shown=True) | Q(pk__in=way_down)))
    top = [category for category in found if category.parent_id is None and category.is_shown]
    down = [category for category in found if f"{path}/".startswith(f"{category.path}/")]
    return sorted(top, key=lambda category: (category.position, category.name)), down


def children(category, at):
    """The categories right below that have public stories."""
    return shown_categories(at).filter(parent=category).order_by("position", "name")


def all_categories():
    return Category.objects.order_by("path")


def category_of_path(path):
    return Category.objects.filter(path=path).first()


def author_of_slug(slug):
    return Author.objects.filter(slug=slug).first()


def tag_of_slug(slug):
    return Tag.objects.filter(slug=slug).first()


def shown_authors(at):
    """Authors named by a public story."""
    stories = _public_through(Byline.objects.filter(author=OuterRef("pk")), "article_id", at)
    return Author.objects.filter(Exists(stories)).order_by("name", "pk")


def shown_tags(at):
    """Tags of public stories."""
    stories = _public_through(TaggedArticle.objects.filter(tag=OuterRef("pk")), "content_object_id", at)
    return Tag.objects.filter(Exists(stories)).order_by("name", "pk")


def redirect_from(path):
    """Return what is known of an old address, with or without a slash at its end, or None."""
    path = as_stored(path)
    if path is None:
        return None
    other = path.removesuffix("/") if path.endswith("/") else f"{path}/"
    found = Redirect.objects.filter(old_path__in=[path, other]).select_related("article")
    return min(found, key=lambda redirect: redirect.old_path != path, default=None)
