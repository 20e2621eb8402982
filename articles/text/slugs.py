"""Slugs that keep the headline's own script: 中文 stays 中文, العربية stays العربية."""

import re
import unicodedata

# A slug becomes a folder when the site is written as files, and a folder's name holds 255 bytes.
MAX_BYTES = 240

_CONTRACTION = re.compile(r"(?<=\w)['’](?=(?:s|t|re|ve|ll|d|m)\b)")
# Vowel points and accents that a script can do without, tatweel, variation selectors. Indic, Thai or Burmese
# marks are not here: without those the words would be others.
_DISPENSABLE = re.compile(
    "[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f]"
)

# A mark that follows no letter has nothing to stand on.
_LONE_MARKS = re.compile(r"(?:^|-)[^\w-]+")


def slugify(headline: str, *, max_length: int = 100) -> str:
    """Return ``headline`` as a slug of at most ``max_length`` characters and MAX_BYTES bytes.

    Lower case, compatibility forms folded (NFKC), every run of anything but letters, marks and digits one
    hyphen. A slug too long ends at a hyphen where one is near, and never inside a letter with its marks.
    ``""`` if no letter or digit is left. Not casefold(): that would spell λόγος as λόγοσ.
    """
    folded = _CONTRACTION.sub("", unicodedata.normalize("NFKC", headline).lower())
    kept = _LONE_MARKS.sub("-", _DISPENSABLE.sub("", "".join(map(_kept, folded))))
    words = re.sub("-+", "-", unicodedata.normalize("NFKC", kept))
    return _cut(words.strip("-"), max_length)


def slug_variant(slug: str, number: int, *, max_length: int = 100) -> str:
    """Return ``slug`` with ``-number`` after it, cut so that both fit ``max_length``."""
    suffix = f"-{number}"
    return _cut(slug, max_length - len(suffix), max_bytes=MAX_BYTES - len(suffix)) + suffix


def _kept(character: str) -> str:
    category = unicodedata.category(character)
    if category[0] in "LMN":
        return character
    return "" if category == "Cf" else "-"


def _cut(slug: str, max_length: int, *, max_bytes: int = MAX_BYTES) -> str:
    end = min(max_length, len(slug.encode()[:max_bytes].decode(errors="ignore")))
    if end >= len(slug):
        return slug
    if "-" in slug[end // 2 : end + 1]:
        return slug[: slug.rindex("-", 0, end + 1)]
    while end and unicodedata.category(slug[end])[0] == "M":
        end -= 1
    return slug[:end]
