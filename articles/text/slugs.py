"""First working shape; being deepened."""

import re
import unicodedata


def slugify(headline: str, *, max_length: int = 100) -> str:
    """Return the headline as a slug that keeps its script."""
    plain = unicodedata.normalize("NFKC", headline).casefold()
    return re.sub(r"[\W_]+", "-", plain).strip("-")[:max_length].strip("-")


def slug_variant(slug: str, number: int) -> str:
    """Return the ``number``-th variant of ``slug``."""
    return f"{slug}-{number}"


def path_from_names(names: list[str]) -> str:
    """Return the slugs of ``names`` joined by ``/``."""
    return "/".join(slugify(name) for name in names)
