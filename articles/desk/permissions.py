"""Who may do what: roles, sections and own work. One place that the verbs, the admin and the API ask."""

from typing import Any, NamedTuple

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission
from django.db.models import Exists, OuterRef, Q, QuerySet, Value

from articles.models import Article, Byline, Category, Image

WRITER, EDITOR, CHIEF, ADMIN = "Writer", "Editor", "Chief", "Admin"


class Backend(ModelBackend):
    """Django's own, with the person's rights and those of their groups asked for at once."""

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        if not user_obj.is_active or user_obj.is_anonymous or user_obj.is_superuser or obj is not None:
            return set(super().get_all_permissions(user_obj, obj))
        known: set[str] | None = getattr(user_obj, "_perm_cache", None)
        if known is None:
            held = Permission.objects.filter(Q(user=user_obj) | Q(group__user=user_obj)).order_by()
            rights = held.values_list("content_type__app_label", "codename").distinct()
            known = user_obj._perm_cache = {f"{app}.{codename}" for app, codename in rights}
        return known


def roles(user: Any) -> frozenset[str]:
    """Return the names of the user's groups; asked of the database once for each user object."""
    return _rank(user).roles


def is_chief(user: Any) -> bool:
    return bool(user.is_superuser or CHIEF in roles(user))


def is_admin(user: Any) -> bool:
    return bool(user.is_superuser or ADMIN in roles(user))


def is_own(user: Any, article: Article) -> bool:
    """Whether the user began the article or stands in its byline."""
    if article.created_by_id == user.pk:
        return True
    return article.pk is not None and article.bylines.filter(author__user=user).exists()


def edits_section_of(user: Any, article: Article) -> bool:
    """Whether the user is a Chief, or an Editor of the article's section or of one above it."""
    if is_chief(user):
        return True
    return EDITOR in roles(user) and edits_section(user, article.primary_category)


def edits_section(user: Any, category: Category | None) -> bool:
    """Whether the user is named as editor of the category or of one above it."""
    if category is None:
        return False
    paths = section_paths(user)
    return any(category.path == path or category.path.startswith(f"{path}/") for path in paths)


def section_paths(user: Any) -> tuple[str, ...]:
    """Return the paths of the categories that name the user as editor; asked once for each user object."""
    return _rank(user).sections


class Rank(NamedTuple):
    roles: frozenset[str]
    sections: tuple[str, ...]


def _rank(user: Any) -> Rank:
    """Return roles and sections, both of which most questions need, by one query."""
    known: Rank | None = getattr(user, "_newsroom_rank", None)
    if known is None:
        groups = user.groups.order_by().values_list(Value("role"), "name")
        sections = user.sections.order_by().values_list(Value("section"), "path")
        found = sorted(groups.union(sections, all=True))
        names, paths = ([each for kind, each in found if kind == asked] for asked in ("role", "section"))
        known = user._newsroom_rank = Rank(frozenset(names), tuple(paths))
    return known


def may_edit(user: Any, article: Article) -> bool:
    """Whether the user may change the article's text: an editor of its section, a Writer the own drafts."""
    if edits_section_of(user, article):
        return True
    is_draft = article.status == Article.Status.DRAFT
    return is_draft and bool({WRITER, EDITOR} & roles(user)) and is_own(user, article)


def editable(user: Any, articles: QuerySet[Article]) -> QuerySet[Article]:
    """Return those of the articles whose text the user may change; agrees with ``may_edit``."""
    if is_chief(user):
        return articles
    of_sections = Q(pk__in=())
    if EDITOR in roles(user):
        for path in section_paths(user):
            of_sections |= Q(primary_category__path=path) | Q(primary_category__path__startswith=f"{path}/")
    own = Q(created_by=user) | Exists(Byline.objects.filter(article=OuterRef("pk"), author__user=user))
    if not {WRITER, EDITOR} & roles(user):
        return articles.filter(of_sections)
    return articles.filter(of_sections | (Q(status=Article.Status.DRAFT) & own))


def may_write(user: Any) -> bool:
    """Whether the user may begin articles at all."""
    return is_chief(user) or bool({WRITER, EDITOR} & roles(user))


def may_describe(user: Any, image: Image) -> bool:
    """Whether the user may write the picture's words: who may change pictures, and who added this one."""
    if user.has_perm("articles.change_image"):
        return True
    return image.added_by_id == user.pk and bool(user.has_perm("articles.add_image"))


def may_link_login(user: Any) -> bool:
    """Whether the user may say whose login an author is; it makes that author's drafts the person's own."""
    return user is None or is_chief(user)
