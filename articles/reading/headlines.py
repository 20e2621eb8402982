"""A headline as readers should see it, out of what an archive holds."""

import html
import re

from .limits import HEADLINE_CHARACTERS

INVISIBLE = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
INVISIBLE_ENDS = re.compile(rf"^[\s{INVISIBLE}]+|[\s{INVISIBLE}]+$")
# Inside a headline the joiners and the direction marks of a word have a meaning; these have none.
INVISIBLE_INSIDE = re.compile("[\u00ad\u200b\u202a-\u202e\u2060\ufeff]")
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
TAGS = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|big|br|center|cite|code|del|div|em|font|h[1-6]|i|img|ins|mark|p|q|s|small|span|strike|"
    r"strong|sub|sup|tt|u)\b[^<>]*>",
    re.I,
)
TIMES_ENCODED = 2


def clean(words: str) -> str:
    """Return a headline without markup, entities, wrapping quotes or invisible ends; it may be left empty."""
    for _ in range(TIMES_ENCODED):
        words = ENTITY.sub(lambda entity: html.unescape(entity[0]), words)
    words = TAGS.sub(" ", words) if re.search(r"<br|<p|<div", words, re.I) else TAGS.sub("", words)
    words = INVISIBLE_INSIDE.sub("", words)
    return _unquoted(_trimmed(" ".join(words.split())))


def is_same(one: str, other: str) -> bool:
    """Say whether two headlines say the same, whatever their dashes and quotes, and with a site's name or without."""
    return bool(_said(one)) and not {_said(one), _said(_bare(one))}.isdisjoint(
        {_said(other), _said(_bare(other))}
    )


def _bare(headline: str) -> str:
    return headline.removesuffix(site_suffix(headline))


def _said(headline: str) -> str:
    return "".join(filter(str.isalnum, headline.casefold()))


def cut(headline: str) -> str:
    """Return the headline, cut to HEADLINE_CHARACTERS with an ellipsis when it is longer."""
    if len(headline) <= HEADLINE_CHARACTERS:
        return headline
    return headline[: HEADLINE_CHARACTERS - 1].rstrip() + "…"


def without(headline: str, *, ending: str) -> str:
    """Return the headline without the ending; as it is where it ends otherwise, or nothing of it would stay."""
    if not ending or not headline.endswith(ending):
        return headline
    return headline.removesuffix(ending).rstrip() or headline


def _trimmed(words: str) -> str:
    return INVISIBLE_ENDS.sub("", words)


RUN_OF_QUOTES = re.compile(r"^(['\"`])\1{2,}|(['\"`])\2{2,}$")
DOUBLED = (("““", "””"), ("‘‘", "’’"), ("「「", "」」"), ("『『", "』』"), ("««", "»»"))
MOST_LAYERS = 4
APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")


def _unquoted(words: str) -> str:
    """Peel the quotes that programs wrapped around a headline: all straight ones, doubled curly ones to one.

    A single pair of curly quotes is a headline that quotes someone, and stays.
    """
    for _ in range(MOST_LAYERS):
        words = _trimmed(_peeled(words))
    return words


def _peeled(words: str) -> str:
    words = RUN_OF_QUOTES.sub("", words)
    for opening, closing in DOUBLED:
        if words.startswith(opening) and words.endswith(closing):
            return words[1:-1]
    if len(words) < 2 or words[0] != words[-1] or words[0] not in "'\"`":
        return words
    inner = words.strip(words[0])
    return words if words[0] in APOSTROPHE.sub("", inner) else inner


# A separator between a headline and the name of a site, and what may be such a name.
EAST_ASIAN = "\u3040-\u9fff\uac00-\ud7a3"
SITE_SUFFIX = re.compile(
    rf"(?:\s+[-–—|｜·•»:_＿]{{1,2}}\s+|\s*[|｜]\s*|(?<=[{EAST_ASIAN}])[-–—_＿](?=[{EAST_ASIAN}])|[_＿](?=[{EAST_ASIAN}]))"
    r"(?P<name>[^-–—|｜_＿·•»?？!！。…]{2,40})$"
)
SEPARATORS = re.compile(r"[-–—|｜·•»:_＿]")
LONGEST_NAME_WORDS = 5


def site_suffix(headline: str) -> str:
    """Return the separator and short tail that end a headline and may be a site's name, or an empty text.

    Whether it is one, shows only how often the same tail occurs in an archive.
    """
    found = SITE_SUFFIX.search(headline) if SEPARATORS.search(headline) else None
    if found is None or len(found["name"].split()) > LONGEST_NAME_WORDS:
        return ""
    return found[0] if len(found["name"]) < found.start() else ""
