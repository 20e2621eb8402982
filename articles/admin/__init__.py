"""The newsroom's desk in the browser: one module a screen. The rules are in articles.desk, which these call."""

from . import articles, authors, categories, events, images, imports, people, redirects, tags

__all__ = ["articles", "authors", "categories", "events", "images", "imports", "people", "redirects", "tags"]
