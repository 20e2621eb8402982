"""One article as front matter, in the words that the reader of articles/reading understands.

Each line of the header is a key and JSON, which is YAML too: no value can spill into the next line.
"""

import re
from collections.abc import Callable
from datetime import datetime
from html import escape, unescape
from itertools import chain
from typing import Any
from urllib.parse import unquote

from articles.importing import own_export
from articles.models import Article, Byline, Correction
from articles.presenting.addresses import absolute
from articles.reading import headlines
from articles.reading.body.source import MARKDOWN_LINE
from articles.reading.header.keys import KEYS, SEPARATING
from articles.reading.limits import SHARED_CHARACTERS

Picture = dict[str, str]
Values = dict[str, Any]

OWN_KEYS = {"newsroom", "newsroomkept", *chain(*KEYS.values())}
# An old path is kept decoded; in an address these mean something else.
ENCODED = str.maketrans({"%": "%25", "?": "%3F", "#": "%23"})
PLAIN_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,60}")


def write(
    article: Article,
    *,
    path: str,
    categories: list[tuple[str, ...]],
    lead: Picture | None,
    picture: Callable[[str], str],
) -> bytes:
    """Return the article's file.

    ``categories``: the names from the top down, the section first. ``lead``: the lead picture as the header states it.
    ``picture`` gives the address that a picture of the body has in the file.
    """
    stated = _stated(article) | {"categories": [list(names) for names in categories], "headimg": _lead(lead)}
    plain, other = _parted(article.extra)
    lines = [_line(key, value) for key, value in stated.items() if value not in (None, "", [], {})]
    lines += [_line(key, value) for key, value in plain.items()]
    words = _words_not_read_alike(article)
    if other or words:
        lines.append(_line(own_export.KEPT_KEY, own_export.kept(other, words)))
    return own_export.marked(
        "".join(lines),
        f"<div>\n{_body(article, picture)}\n</div>\n",
        article=article.pk,
        version=article.version,
        created_at=article.created_at,
        path=path,
    )


def _stated(article: Article) -> Values:
    return {
        "title": article.headline,
        "date": article.published_at,
        "updated": article.modified_at,
        "status": article.status,
        "description": read_as_text(article.standfirst),
        **{name: read_as_text(getattr(article, name)) for name in SHARED_CHARACTERS},
        "categories": None,
        "tags": sorted(tagged.tag.name for tagged in article.tagged.all()),
        "authors": [_credit(byline) for byline in article.bylines.all()],
        "headimg": None,
        "comments": "true" if article.comments_open else "false",
        "lang": article.language,
        "slug": article.slug,
        # Where the address is another one there, this one leads to it.
        "permalink": unquote(article.get_absolute_url()),
        "aliases": [redirect.old_path.translate(ENCODED) for redirect in article.old_addresses.all()],
        "embargo": article.embargo_until,
        "expiryDate": article.retire_at,
        "corrections": [_correction(correction) for correction in article.corrections.all()],
        "url": article.source_url,
    }


def _line(key: str, value: Any) -> str:
    name = key if PLAIN_KEY.fullmatch(key) and key.lower() != "null" else own_export.as_json(key)
    said = own_export.moment(value) if isinstance(value, datetime) else own_export.as_json(value)
    return f"{name}: {said}\n"


def _credit(byline: Byline) -> Values:
    role = {"role": byline.role} if byline.role else {}
    return {"name": byline.author.name, **role}


def _lead(picture: Picture | None) -> Picture | None:
    if picture is None:
        return None
    return {key: words if key == "src" else read_as_text(words) for key, words in picture.items() if words}


def _correction(correction: Correction) -> Values:
    return {"kind": correction.kind, "text": correction.text, "at": own_export.moment(correction.at)}


def read_as_text(words: str) -> str:
    """Return words so that the reader, which takes "<" and "&" for markup, reads them as they are."""
    return escape(words, quote=False)


def _words_not_read_alike(article: Article) -> dict[str, tuple[str, str]]:
    """Return what the reader would tidy: a headline within quotes, a standfirst of two lines."""
    said = {name: getattr(article, name) for name in own_export.WORDED}
    read = {name: " ".join(words.split()) for name, words in said.items()}
    read["headline"] = headlines.clean(article.headline)
    return {field: (read[field], said[field]) for field in read if read[field] != said[field]}


def _parted(extra: Values) -> tuple[Values, Values]:
    """Return what the header can say as it is, and what only JSON can: numbers, and keys that mean something to us."""
    plain = {key: value for key, value in extra.items() if _is_plain_key(key) and _is_text(value)}
    return plain, {key: value for key, value in extra.items() if key not in plain}


def _is_plain_key(key: str) -> bool:
    return PLAIN_KEY.fullmatch(key) is not None and SEPARATING.sub("", key).lower() not in OWN_KEYS


MOST_NESTED = 5


def _is_text(value: Any, depth: int = 0) -> bool:
    """Whether YAML gives the value back, each scalar of it as text."""
    if isinstance(value, list):
        return depth < MOST_NESTED and all(_is_text(item, depth + 1) for item in value)
    if isinstance(value, dict):
        return (
            depth < MOST_NESTED
            and all(map(PLAIN_KEY.fullmatch, value))
            and _is_text([*value.values()], depth)
        )
    return isinstance(value, str)


# Bodies come from the sanitizer: lower-case names, values in double quotes, "<" in text escaped.
TAG = re.compile(r'<(img|a)\b(?:[^">]|"[^"]*")*>|<[a-z/](?:[^">]|"[^"]*")*>')
ADDRESS = re.compile(r'(?<=\s)(src|href)="([^"]*)"')


def _body(article: Article, picture: Callable[[str], str]) -> str:
    """Return the body with addresses that hold outside, so that every reader takes it for HTML."""

    def address(found: re.Match[str]) -> str:
        name, value = found[1], unescape(found[2])
        moved = picture(value) if name == "src" else _link(value, article.source_url)
        return found[0] if moved == value else f'{name}="{escape(moved)}"'

    def tag(found: re.Match[str]) -> str:
        return ADDRESS.sub(address, found[0]) if found[1] else found[0]

    body = TAG.sub(tag, article.body)
    # A line that begins like a list of Markdown's would make it all Markdown.
    return MARKDOWN_LINE.sub(lambda line: f"&#{ord(line[0][0])};{line[0][1:]}", body)


def _link(address: str, source_url: str) -> str:
    """Return a link into this newsroom whole where the reader would resolve it against the story's source."""
    is_own = address.startswith("/") and not address.startswith("//")
    return absolute(address) if is_own and source_url else address
