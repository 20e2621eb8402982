"""Old addresses that lead to new ones, so that no link to the paper breaks."""

from collections.abc import Mapping

from articles.models import Article, Redirect
from articles.models.redirect import as_asked_for

MOST_CHARACTERS = Redirect._meta.get_field("old_path").max_length or 0


def lead_to_article(old: str, article: Article) -> None:
    """Make the address ``old`` of the article lead to it, wherever it stands by then."""
    old, new = as_asked_for(old), as_asked_for(article.get_absolute_url())
    if old and old != new:
        Redirect.objects.filter(old_path=new).delete()
        Redirect.objects.update_or_create(old_path=old, defaults={"article": article, "new_path": ""})


def lead_on(moved: Mapping[str, str]) -> None:
    """Make each old address lead to its new one, and what led to the old one lead there at once."""
    moves = {as_asked_for(old): as_asked_for(new) for old, new in moved.items()}
    moves = {
        old: new for old, new in moves.items() if old != new and max(len(old), len(new)) <= MOST_CHARACTERS
    }
    # Where something stands again nothing leads away; what stays behind could make a circle later.
    Redirect.objects.filter(old_path__in=moves.values()).delete()
    for old, new in moves.items():
        Redirect.objects.filter(new_path=old).update(new_path=new)
    Redirect.objects.filter(old_path__in=moves).delete()
    Redirect.objects.bulk_create(Redirect(old_path=old, new_path=new) for old, new in moves.items())
