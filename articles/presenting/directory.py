"""Categories, authors and tags that readers may look through."""

from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Concat

from articles.models import Article, Author, Byline, Category, Redirect, Tag, TaggedArticle
from articles.models.redirect import removed_path

from .addresses import as_stored


def shown_categories(at):
    """Categories that have public stories, in themselves or below, by path."""
    stories = _public_through(
        Article.categories.through.objects.filter(category=OuterRef("pk")), "article_id", at
    )
    below = Category.objects.alias(from_top=Concat(F("path"), Value("/")))
    below = below.filter(from_top__startswith=Concat(OuterRef("path"), Value("/")))
    return Category.objects.filter(Exists(below.filter(Exists(stories)))).order_by("path")


def _public_through(links, article_id, at):
    """Those of the rows that link something to articles whose article is public.

    A join would say the same, but leaves SQLite free to walk through every article first, which takes seconds.
    """
    return links.filter(Exists(Article.objects.published(at).filter(pk=OuterRef(article_id))))


def around(path, at, *, is_shown=False):
    """Return what stands above and around a page: the top categories shown, and those down to ``path``.

    Both in one query, since nearly every page asks for both. The second list is from the top down and has the
    categories that are shown; its last one stands elsewhere than at ``path`` where there is none. ``is_shown``: those
    down to ``path`` are taken to be, as they will with the story that the page is of.
    """
    way_down = Category.objects.of_path(path).order_by().values("pk")
    found = shown_categories(at).filter(Q(parent=None) | Q(pk__in=way_down))
    if is_shown:
        found = Category.objects.filter(
            Q(pk__in=way_down) | Q(pk__in=found.order_by().values("pk"))
        ).order_by("path")
    found = list(found)
    top = [category for category in found if category.parent_id is None]
    down = [category for category in found if f"{path}/".startswith(f"{category.path}/")]
    return sorted(top, key=lambda category: (category.position, category.name)), down


def children(category, at):
    """The categories right below that have public stories."""
    return shown_categories(at).filter(parent=category).order_by("position", "name")


def category_of_path(path, at):
    """Return the category at ``path`` if it is shown: the name of one that only drafts use is theirs alone."""
    return shown_categories(at).filter(path=path).first()


def author_of_slug(slug, at):
    """Return the author if a public story names them, or None."""
    return shown_authors(at).filter(slug=slug).first()


def tag_of_slug(slug, at):
    """Return the tag if a public story has it, or None."""
    return shown_tags(at).filter(slug=slug).first()


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
    asked = [path, other, removed_path(path), removed_path(other)]
    found = Redirect.objects.filter(old_path__in=asked).select_related("article")
    return min(found, key=lambda redirect: asked.index(redirect.old_path), default=None)
