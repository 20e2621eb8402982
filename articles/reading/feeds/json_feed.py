"""JSON Feed, 1 and 1.1. Source: jsonfeed.org."""

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, BinaryIO

from ...text import vocabulary
from .. import names
from ..json_stream import JsonStream, canonical, load, printable_values
from ..limits import Limit
from ..record import Part, Picture
from ..refusals import Refused
from .entry import Enclosure, FeedEntry, paragraphs
from .headline import headline
from .names import identifier

MAX_ITEM_CHARACTERS = Limit(10_000_000, "characters an entry")
MAX_FEED_CHARACTERS = Limit(20_000, "characters that a feed states of all its entries")
CLAIM = re.compile(rb'"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org\\?/version')
TAKEN = vocabulary.names(
    "id url title content_html content_text summary image banner_image date_published date_modified author authors tags"
    " language attachments"
)
# What of the whole feed an item is read with.
CONTEXT = ("title", "home_page_url", "language", "author", "authors")

Stated = dict[str, Any]


def claims(head: bytes) -> bool:
    """Whether a file that begins so states JSON Feed's own version."""
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and bool(CLAIM.search(head))


def parts(file: BinaryIO) -> Iterator[Part]:
    """Yield each item with what the feed states; the file is read twice. Raises Refused where it is not JSON."""
    context = _context(file)
    file.seek(0)
    stream = JsonStream(file, most=MAX_ITEM_CHARACTERS)
    for key in stream.members():
        if key != "items":
            stream.skip()
            continue
        for _ in stream.items():
            yield _part(stream.value(), context)


def read(part: Part) -> FeedEntry:
    """Return what an item states; raises Refused where it is no object."""
    stated, context = load(part.raw), part.context
    if not isinstance(stated, dict):
        raise Refused("an entry that is no object")
    entry = FeedEntry(
        headline=headline(_text(stated, "title"), is_html=False),
        body=_text(stated, "content_html") or paragraphs(_text(stated, "content_text")),
        standfirst=paragraphs(_text(stated, "summary")),
        link=_text(stated, "url"),
        modified=_text(stated, "date_modified"),
        byline=names.byline(_people(stated) or _people(context)),
        terms=[tag.strip() for tag in _list(stated, "tags") if isinstance(tag, str) and tag.strip()],
        language=_text(stated, "language"),
        usual_language=_text(context, "language"),
        home=_text(context, "home_page_url"),
    )
    entry.published = [_text(stated, "date_published"), entry.modified]
    _add_files(entry, stated)
    entry.extra = {key: value for key, value in stated.items() if value and key not in TAKEN}
    entry.extra |= {"feed": _text(context, "title")} if _text(context, "title") else {}
    entry.extra |= {"guid": stated["id"]} if stated.get("id") not in (None, "", stated.get("url")) else {}
    return entry


def _context(file: BinaryIO) -> Stated:
    stream = JsonStream(file, most=MAX_ITEM_CHARACTERS)
    context = {}
    # What is broken is told of when the items are read, after those before the break.
    with suppress(Refused):
        for key in stream.members():
            if key in CONTEXT:
                context[key] = stream.value()
            else:
                stream.skip()
    # It is read with every item, and is a part of each one's identity.
    MAX_FEED_CHARACTERS.check(len(canonical(context)))
    found: Stated = printable_values(context)
    return found


def _part(item: Any, context: Stated) -> Part:
    stated = item if isinstance(item, dict) else {}
    texts = {key: str(stated.get(key) or "") for key in ("id", "title")}
    texts |= {"link": _text(stated, "url"), "published": _text(stated, "date_published")}
    raw = canonical(item)
    return Part(raw=raw, external_id=identifier(printable_values(texts), raw), context=context)


def _text(stated: Stated, key: str) -> str:
    value = stated.get(key)
    return value.strip() if isinstance(value, str) else ""


def _list(stated: Stated, key: str) -> list[Any]:
    value = stated.get(key)
    return value if isinstance(value, list) else []


def _people(stated: Stated) -> list[Any]:
    """Return the people; one alone as text, for some programs write all names into one."""
    # Some programs state a mere name where the format wants an object.
    stated_people = [*_list(stated, "authors"), stated.get("author")]
    people = [{"name": each} if isinstance(each, str) else each for each in stated_people]
    named = [person for person in people if isinstance(person, dict) and _text(person, "name")]
    return named if len(named) > 1 else [_text(person, "name") for person in named]


def _add_files(entry: FeedEntry, stated: Stated) -> None:
    pictures = [_text(stated, key) for key in ("image", "banner_image")]
    entry.pictures = [Picture(address) for address in pictures if address]
    for file in filter(lambda item: isinstance(item, dict), _list(stated, "attachments")):
        address, title = _text(file, "url"), _text(file, "title")
        kind = _text(file, "mime_type").partition("/")[0]
        if kind == "image":
            entry.pictures.append(Picture(address, alt=title))
        else:
            entry.enclosures.append(Enclosure(address=address, kind=kind, title=title))
