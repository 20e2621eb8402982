"""Decide cheaply, before any parser runs, whether markup can be read in good time."""

import re

MAX_CHARACTERS = 3_000_000
MAX_TAGS = 20_000
MAX_DEPTH = 200
MAX_ATTRIBUTES = 1_000
MAX_ESCAPES = 50_000
# Parsers reopen each unclosed formatting element in every later block: variants × tags bounds what that makes.
MAX_REOPENED = 300_000

_LONG_TAG = 2_000
_FORMATTING = frozenset("b big code em font i nobr s small strike strong tt u".split())
_ATTRIBUTE = (
    r"[ \t\n\f\r/]*+[^ \t\n\f\r/>][^ \t\n\f\r/>=]*+"
    r"(?:[ \t\n\f\r]*+=[ \t\n\f\r]*+(?:\"[^\"]*+\"?|'[^']*+'?|[^ \t\n\f\r>]*+))?+"
)
_ONE_ATTRIBUTE = re.compile(_ATTRIBUTE)
# A lookahead, so that a "<" inside another tag's quotes is weighed as a tag of its own too: whichever way a
# parser takes the surroundings, each tag it can see starts at one of these. Source: HTML, "Tokenization".
_TAG = re.compile(rf"<(?=/?([a-zA-Z][^ \t\n\f\r/>]*+)((?:{_ATTRIBUTE})*+))")


class TooComplex(ValueError):
    """The markup is over one of the limits above; the message says which, in plain words."""


def refuse_complex(html: str) -> None:
    """Raise TooComplex if a parser could need more than about a second for ``html``. Linear in its length."""
    refuse_over(MAX_CHARACTERS, len(html), "characters")
    refuse_over(MAX_TAGS, html.count("<"), "tags")
    variants: set[str] = set()
    weighed = 0
    for tag in _TAG.finditer(html):
        length = tag.end(2) - tag.start(2)
        weighed += length
        refuse_over(2 * MAX_CHARACTERS, weighed, "characters in nested tags")
        if length > _LONG_TAG:
            refuse_over(MAX_ATTRIBUTES, len(_ONE_ATTRIBUTE.findall(tag[2])), "attributes in one tag")
        if tag[1].lower() in _FORMATTING:
            variants.add(tag[0] if not length else tag[1] + tag[2])
    refuse_over(MAX_REOPENED, len(variants) * html.count("<"), "formatting elements left open")


def refuse_over(limit: int, found: int, what: str) -> None:
    """Raise TooComplex if ``found`` is more than ``limit``."""
    if found > limit:
        raise TooComplex(f"More than {limit:,} {what}: too much to clean safely.")
