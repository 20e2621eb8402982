"""Lists of names: categories, tags, bylines, in every form that archives write them."""

import re
from collections.abc import Hashable, Iterable
from typing import Literal, TypeVar

from .header.yaml_text import Value
from .headlines import clean
from .limits import (
    MAX_AUTHORS,
    MAX_CATEGORIES,
    MAX_CATEGORY_DEPTH,
    MAX_NAME_CHARACTERS,
    MAX_TAGS,
)
from .record import Credit

Path = tuple[str, ...]
Mode = Literal["path", "flat"]
Item = TypeVar("Item", bound=Hashable)
COMMAS = re.compile(r"[,，、،]")
SEPARATORS = re.compile(r"[,，、،;；؛]")
# YAML knows only one comma, so that a list written with another is a list of one.
OTHER_COMMAS = re.compile(r"[，、،]")
NAME_KEYS = ("name", "title", "label", "display_name")
ROLE_KEYS = ("role", "job", "position")


def categories(value: Value, *, mode: Mode) -> list[Path]:
    """Return the category paths that ``value`` states, each once, empty names dropped.

    ``mode`` says what a plain list is: one path, or so many categories. A list inside a list is a path,
    whichever the mode. A text is one category, or a list where it has commas; "/" stays part of a name.
    """
    paths = _unique(filter(None, _paths(_parted(value), mode)))
    MAX_CATEGORIES.check(len(paths))
    for path in paths:
        MAX_CATEGORY_DEPTH.check(len(path))
    return paths


def tags(value: Value) -> list[str]:
    """Return the tags of a list, or of a text that separates them by commas or semicolons, each once."""
    value = _parted(value)
    items = SEPARATORS.split(value) if isinstance(value, str) else _items(value)
    found = _unique(filter(None, map(_name, items)))
    MAX_TAGS.check(len(found))
    return found


def byline(value: Value) -> list[Credit]:
    """Return the credits that a text, a mapping of name and role, or a list of either states, in order."""
    credits = _unique(credit for item in _items(value) for credit in _credits(item) if credit.name)
    MAX_AUTHORS.check(len(credits))
    return credits


def _parted(value: Value) -> Value:
    is_one = isinstance(value, list) and len(value) == 1 and isinstance(value[0], str)
    return OTHER_COMMAS.split(value[0]) if is_one and OTHER_COMMAS.search(value[0]) else value


def _items(value: Value) -> list[Value]:
    return value if isinstance(value, list) else [value]


def _unique(items: Iterable[Item]) -> list[Item]:
    return list(dict.fromkeys(items))


def _name(value: Value) -> str:
    if isinstance(value, dict):
        value = next((value[key] for key in NAME_KEYS if isinstance(value.get(key), str)), "")
    name = "" if isinstance(value, list) else clean(str(value))
    MAX_NAME_CHARACTERS.check(len(name))
    return name


def _paths(value: Value, mode: Mode) -> list[Path]:
    items = COMMAS.split(value) if isinstance(value, str) else _items(value)
    if mode == "path" and not any(isinstance(item, (list, dict)) for item in items):
        return [_path(items)]
    return [path for item in items for path in _item_paths(item)]


def _path(items: list[Value]) -> Path:
    """Return one path out of a list; what is nested deeper lies further down the same path."""
    names: list[str] = []
    for item in items:
        names += _path(item) if isinstance(item, list) else [_name(item)]
    return tuple(filter(None, names))


def _item_paths(item: Value) -> list[Path]:
    if not isinstance(item, dict) or _name(item):
        return [_path(_items(item))]
    return [path for parent, children in item.items() for path in _paths_below(parent, children)]


def _paths_below(parent: str, children: Value) -> list[Path]:
    below = [path for child in _items(children) for path in _item_paths(child)]
    return [_path([parent, *path]) for path in below or [()]]


def _credits(item: Value) -> list[Credit]:
    if isinstance(item, str):
        return [Credit(_name(name)) for name in _separate(item)]
    if not isinstance(item, dict):
        return []
    if name := _name(item):
        role = next((item[key] for key in ROLE_KEYS if isinstance(item.get(key), str)), "")
        return [Credit(name, _name(role))]
    return [credit for person in item.values() if isinstance(person, dict) for credit in _credits(person)]


CLEAR_SEPARATORS = re.compile(r"[;；、]")
NO_FAMILY_NAME = re.compile(r"[A-Za-z]\S*")


def _separate(names: str) -> list[str]:
    """Return the people one text names. "Smith, John" is one of them, "Jane Smith, John Doe" two."""
    parts = [part.strip() for part in CLEAR_SEPARATORS.split(names)]
    if len(parts) == 1:
        people = [part.strip() for part in re.split(r"[,，]", names)]
        is_each_whole = not any(NO_FAMILY_NAME.fullmatch(person) for person in people)
        parts = people if is_each_whole else parts
    return parts
