"""Lists of names: categories, tags, bylines, in every form that archives write them."""

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from .headlines import clean
from .limits import (
    MAX_AUTHORS,
    MAX_CATEGORIES,
    MAX_CATEGORY_DEPTH,
    MAX_NAME_CHARACTERS,
    MAX_TAGS,
    Limit,
)
from .record import Credit
from .yaml_text import Value

Path = tuple[str, ...]
COMMAS = re.compile(r"[,，、]")
SEPARATORS = re.compile(r"[,，、;；]")
NAME_KEYS = ("name", "title", "label", "display_name")
ROLE_KEYS = ("role", "job", "position")


def categories(value: Value, *, mode: Literal["path", "flat"]) -> list[Path]:
    """Return the category paths that ``value`` states, each once, empty names dropped.

    ``mode`` says what a plain list is: one path, or so many categories. A list that holds lists is a path each,
    whichever the mode. A text is one category, or a list where it has commas; "/" stays part of a name.
    """
    paths = _unique(path for path in _paths(value, mode) if path)
    MAX_CATEGORIES.check(len(paths))
    for path in paths:
        MAX_CATEGORY_DEPTH.check(len(path))
    return paths


def tags(value: Value) -> list[str]:
    """Return the tags of a list, or of a text that separates them by commas or semicolons, each once."""
    items = SEPARATORS.split(value) if isinstance(value, str) else _items(value)
    return _limited((_name(item) for item in items), MAX_TAGS)


def byline(value: Value) -> list[Credit]:
    """Return the credits that a text, a mapping of name and role, or a list of either states, in order."""
    credits = _unique(credit for item in _items(value) for credit in _credits(item) if credit.name)
    MAX_AUTHORS.check(len(credits))
    return credits


def _paths(value: Value, mode: Literal["path", "flat"]) -> Iterator[Path]:
    if isinstance(value, str):
        names = COMMAS.split(value)
        yield from _paths(names, mode) if len(names) > 1 else [_path(names)]
    elif isinstance(value, dict):
        yield from _mapped_paths(value, mode)
    elif any(isinstance(item, (list, dict)) for item in _items(value)):
        for item in value:
            yield from [_path(_flattened(item))] if isinstance(item, list) else _paths([item], mode) if isinstance(item, str) else _mapped_paths(item, mode)
    elif mode == "flat":
        yield from (_path([item]) for item in _items(value))
    else:
        yield _path(_items(value))
