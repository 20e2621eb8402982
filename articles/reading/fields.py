"""What a header states of a record's addresses, lead picture and words, each read by one function."""

import re
from urllib.parse import unquote

from ..text import sanitizer, scripts, slugs
from . import dialects
from .addresses import BadAddress, is_template, last_part, old_path, picture_address, web_address
from .header.keys import Header
from .header.yaml_text import Value
from .limits import MAX_OLD_ADDRESSES, SHARED_CHARACTERS
from .picture_hosts import is_stand_in, is_tracker
from .record import Picture, Warning

SAYS_NONE = frozenset({"", "false", "no", "none", "null"})
RELATIVE = re.compile(r"[\w%]+/")
PICTURE_KEYS = ("src", "url", "image", "path", "href")


def source_address(header: Header, warnings: list[Warning]) -> str:
    """Return the http(s) address the article came from; a source that is a mere name stays extra."""
    for _, value in header.stated("source"):
        stated = _text_of(value, ("url", "href", "link"))
        if not stated.startswith(("http://", "https://", "//")):
            continue
        header.drop("source", value)
        try:
            return web_address(stated)
        except BadAddress as bad:
            warnings.append(Warning(bad.code, bad.address))
    return ""


def lead_picture(header: Header, *, path: str, warnings: list[Warning]) -> Picture | None:
    """Return the first lead picture of the header that can be had, each other one told of."""
    told: set[str] = set()
    for _, value in header.stated("lead"):
        header.drop("lead", value)
        first = value[0] if isinstance(value, list) and value else value
        stated = _text_of(first, PICTURE_KEYS)
        if stated in told or stated.lower() in SAYS_NONE:
            continue
        told.add(stated)
        if dialects.is_jekyll_post(path) and RELATIVE.match(stated):
            # Nothing but posts lies beside a post there.
            stated = f"/{stated}"
        if is_stand_in(stated) or is_tracker(stated):
            warnings.append(
                Warning("image-dropped", f"lead image: no picture of the story's, {stated[:200]}")
            )
            continue
        try:
            return _described(header, first, picture_address(stated.replace("&amp;", "&"), path=path))
        except BadAddress as bad:
            warnings.append(Warning(bad.code, f"lead image: {bad.address or 'empty'}"))
    return None


def _text_of(value: Value, keys: tuple[str, ...]) -> str:
    """Return a text, or the first of ``keys`` that a mapping gives as a text."""
    if isinstance(value, dict):
        value = next((value[key] for key in keys if isinstance(value.get(key), str)), "")
    return value.strip() if isinstance(value, str) else ""


def _described(header: Header, value: Value, address: str) -> Picture:
    def words(name: str) -> str:
        own = _text_of(value, (name,)) if isinstance(value, dict) else ""
        return plain(own or header.take_text(f"lead_{name}"))

    return Picture(address, alt=words("alt"), caption=words("caption"), credit=words("credit"))


INDEX_AT_END = re.compile(r"(^|/)index\.html?$", re.I)


def permalink(header: Header, warnings: list[Warning]) -> str:
    """Return the path the archive itself gave the article (Hugo calls it ``url``), or an empty text.

    A pattern for many pages stays extra, as Eleventy's ``false`` does.
    """
    stated = header.take_text("permalink")
    if is_template(stated) or stated.lower() in ("true", "false"):
        header.put_back("permalink")
        stated = ""
    stated = INDEX_AT_END.sub(r"\1", stated)
    return next(iter(_old_paths([stated, *_paths_among_sources(header)], warnings)), "")


def aliases(header: Header, warnings: list[Warning]) -> list[str]:
    """Return the other paths the article used to have, each once."""
    addresses: list[Value] = []
    for _, value in header.stated("aliases"):
        addresses += value if isinstance(value, list) else [value]
        header.drop("aliases", value)
    MAX_OLD_ADDRESSES.check(len(addresses))
    return _old_paths(addresses, warnings)


def _paths_among_sources(header: Header) -> list[str]:
    paths = [
        value for _, value in header.stated("source") if isinstance(value, str) and value.startswith("/")
    ]
    for path in paths:
        header.drop("source", path)
    return paths


def _old_paths(addresses: list[Value], warnings: list[Warning]) -> list[str]:
    stated = [address for address in addresses if isinstance(address, str) and address.strip()]
    paths = {address: old_path(address) for address in stated}
    warnings += [Warning("unsafe-address", address[:200]) for address, path in paths.items() if not path]
    return list(dict.fromkeys(filter(None, paths.values())))


def slug(stated: str, *, permalink: str, headline: str, path: str) -> str:
    """Return the slug: the stated one, else the one in the permalink or the name of a page that the address had.

    Else it is made of the headline or the file's name.
    """
    candidates = (
        last_part(unquote(stated)),
        last_part(permalink),
        last_part(dialects.address_name(path)),
        headline,
        last_part(path),
    )
    return next(filter(None, map(slugs.slugify, candidates)), "story")


def plain(words: str) -> str:
    """Return the visible words of a text that may hold markup, on one line."""
    if "<" in words or "&" in words:
        words = sanitizer.plain_text(words)
    return " ".join(words.split())


def shared_words(header: Header, word: str) -> str:
    """Return how the article is to be shown elsewhere, as the header states it; what does not fit stays extra."""
    words = plain(header.take_text(word))
    if not words or len(words) > SHARED_CHARACTERS[word]:
        header.put_back(word)
        return ""
    return words


LANGUAGE_SAMPLE_CHARACTERS = 1_500
TAG = re.compile(r"<[^<>]*>")


def language(stated: str, *, headline: str, html: str) -> str:
    """Return the BCP 47 tag of an article, as stated or else as the words of its clean body show."""
    words = TAG.sub(" ", html[:LANGUAGE_SAMPLE_CHARACTERS])
    return scripts.detect_language(f"{headline}\n{words}", given=stated)
