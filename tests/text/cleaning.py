"""Cleaning markup."""

from articles.text import sanitizer


def cleaned(html):
    return sanitizer.clean(html).html
