"""Decide cheaply, before any parser runs, whether markup can be read in good time."""

import re
from collections import Counter
from collections.abc import Iterator

from .vocabulary import names

MAX_CHARACTERS = 2_000_000
MAX_TAGS = 20_000
MAX_DEPTH = 500
MAX_ATTRIBUTES = 200
MAX_ESCAPES = 50_000
# A parser reopens each formatting element left open in every later block: this bounds variants × tags.
MAX_REOPENED = 300_000

_LONG_TAG = 500
_FORMATTING = names("b big code em font i nobr s small strike strong tt u")
_NEVER_DEEP = names(
    "a area base br col dd dt embed frame hr img input li link meta option p param rp rt source"
    " tbody td tfoot th thead tr track wbr"
)
_ATTRIBUTE = (
    r"[ \t\n\f\r/]*+[^ \t\n\f\r/>][^ \t\n\f\r/>=]*+"
    r"(?:[ \t\n\f\r]*+=[ \t\n\f\r]*+(?:\"[^\"]*+\"?|'[^']*+'?|[^ \t\n\f\r>]*+))?+"
)
_ONE_ATTRIBUTE = re.compile(_ATTRIBUTE)
# A lookahead, so that a "<" inside another tag's quotes is weighed as a tag of its own too: whichever way a
# parser takes the surroundings, each tag it can see starts at one of these. Source: HTML, "Tokenization".
_TAG_START = re.compile(
    rf"<(?=(?P<closing>/?)(?P<name>[a-zA-Z][^ \t\n\f\r/>]*+)(?P<attributes>(?:{_ATTRIBUTE})*+))"
)


# A tag's name in lower case, its attributes as they stand, and whether it closes.
_Tag = tuple[str, str, bool]


class TooComplex(ValueError):
    """The markup is over one of the limits above; the message says which, in plain words."""


def refuse_complex(html: str) -> None:
    """Raise TooComplex if a parser could need more than about a second for ``html``. Linear in its length."""
    refuse_over(MAX_CHARACTERS, len(html), "characters")
    refuse_over(MAX_TAGS, html.count("<"), "tags")
    tags = list(_tags(html))
    if len(tags) > MAX_DEPTH:
        _refuse_deep(tags)
    if len(tags) ** 2 > MAX_REOPENED:
        _refuse_reopened(tags)


def refuse_over(limit: int, found: int, what: str) -> None:
    """Raise TooComplex if ``found`` is more than ``limit``."""
    if found > limit:
        raise TooComplex(f"More than {limit:,} {what}: too much to clean safely.")


def _tags(html: str) -> Iterator[_Tag]:
    weighed = 0
    for closing, name, attributes in map(re.Match.groups, _TAG_START.finditer(html)):
        if attributes:
            weighed += len(attributes)
            refuse_over(2 * MAX_CHARACTERS, weighed, "characters of attributes")
            _refuse_crowded(attributes)
        yield name.lower(), attributes, bool(closing)


def _refuse_crowded(attributes: str) -> None:
    if len(attributes) > _LONG_TAG:
        refuse_over(MAX_ATTRIBUTES, len(_ONE_ATTRIBUTE.findall(attributes)), "attributes in one tag")


def _refuse_deep(tags: list[_Tag]) -> None:
    depth = 0
    open_tags: Counter[str] = Counter()
    for name, _, is_closing in tags:
        if name in _NEVER_DEEP or (is_closing and not open_tags[name]):
            continue
        step = -1 if is_closing else 1
        open_tags[name] += step
        depth += step
        refuse_over(MAX_DEPTH, depth, "elements open at once")


def _refuse_reopened(tags: list[_Tag]) -> None:
    variants = {(name, attributes) for name, attributes, _ in tags if name in _FORMATTING}
    refuse_over(MAX_REOPENED, len(variants) * len(tags), "formatting elements reopened")
