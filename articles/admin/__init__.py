"""The newsroom's desk in the browser: one module a screen, and no rules: they are in articles.desk."""

from . import (
    article_templates,
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
    "article_templates",
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
