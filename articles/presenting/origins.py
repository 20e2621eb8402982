"""Whose a story is, as readers and search engines are told it."""

from articles.models import Article, Origin


def origin_of(article: Article) -> Origin | None:
    """Return where the article came from, None for what was written here."""
    # The other side of a one-to-one raises where there is none.
    source = getattr(article, "source", None)
    return source.origin if source else None


def original_address(article: Article) -> str:
    """Return the address that is the story's own, ``""`` where that is its address here."""
    origin = origin_of(article)
    return "" if origin is None or origin.is_ours else article.source_url


def source_name(article: Article) -> str:
    """Return whom to name as the source of a story that is not ours, else ``""``."""
    origin = origin_of(article)
    return "" if origin is None or origin.is_ours else origin.name


def lead_came_with(article: Article) -> bool:
    """Whether the lead picture came with the story, and nobody chose another here."""
    source = article.lead_image_source
    return source is not None and article.lead_image_id in (None, source.image_id)


def withholds_pictures(article: Article) -> bool:
    """Whether the pictures that came with the article are not ours to show."""
    origin = origin_of(article)
    return origin is not None and origin.picture_rights == Origin.Rights.NOT_OURS
