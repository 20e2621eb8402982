"""The newsroom's desk in the browser: one module a screen, and no rules: they are in articles.desk."""

from . import (
    articles,
    authors,
    categories,
    events,
    image_sources,
    images,
    imports,
    origins,
    people,
    redirects,
    tags,
)

__all__ = [
    "articles",
    "authors",
    "categories",
    "events",
    "image_sources",
    "images",
    "imports",
    "origins",
    "people",
    "redirects",
    "tags",
]
