"""ninjs, the news agencies' JSON: one item, an array of them, or an object that has them as its ``items``."""

import re
from collections.abc import Iterator
from hashlib import sha256
from typing import Any, BinaryIO

from ..json_stream import JsonStream, canonical, printable_values
from ..limits import Limit
from ..ninjs.article import read_article
from ..payloads import text
from ..record import Part, ReadingOptions, Record, Refusal
from .outcome import parts_or_refusal, record_or_refusal

MAX_ITEM_CHARACTERS = Limit(10_000_000, "characters an item")
MAX_NAME_CHARACTERS = 500
# As Superdesk's API calls them.
LISTS = ("items", "_items")
START = re.compile(rb"(?:\xef\xbb\xbf)?\s*+([\[{])")
URI = re.compile(rb'"(?:uri|guid)"\s*:\s*"')
# An item has to state no more than its uri, but whatever it states is called so: two of these are no accident.
OWN_NAMES = re.compile(
    rb'"(versioncreated|firstcreated|contentcreated|pubstatus|headlines?|bodies|body_(?:text|x?html)|description_text'
    rb'|descriptions|representationtype|copyrightholder|copyrightnotice|usageterms|slugline)"\s*:',
    re.I,
)


def claims(head: bytes, path: str) -> bool:
    """Whether a file that begins so is ninjs: JSON with a uri and two more of its own names."""
    if not START.match(head) or not URI.search(head):
        return False
    return len({name.lower() for name in OWN_NAMES.findall(head)}) >= 2


def parts(file: BinaryIO, *, path: str) -> Iterator[Part | Refusal]:
    """Yield each item in turn; ``file`` must be one that can seek. Raises nothing.

    ``raw`` is the item's JSON in one canonical form, and no more than one item is held at a time.
    """
    return parts_or_refusal(map(_part, _items(file)), nothing="a file without items")


def read(part: Part, *, path: str, index: int, options: ReadingOptions) -> Record | Refusal:
    """Return the record of an item, or why there is none; raises nothing."""
    return record_or_refusal(read_article, part, path=path, index=index, options=options)


def _items(file: BinaryIO) -> Iterator[Any]:
    start = START.match(file.read(1_000))
    if start and start[1] == b"[":
        yield from _listed(_stream(file))
        return
    stream = _stream(file)
    for key in stream.members():
        if key in LISTS:
            yield from _listed(stream)
            return
        stream.skip()
    yield _stream(file).value()


def _stream(file: BinaryIO) -> JsonStream:
    file.seek(0)
    return JsonStream(file, most=MAX_ITEM_CHARACTERS)


def _listed(stream: JsonStream) -> Iterator[Any]:
    for _ in stream.items():
        yield stream.value()


def _part(item: Any) -> Part | Refusal:
    if not isinstance(item, dict):
        return Refusal("failed", "an item that is no object")
    raw = canonical(item)
    # Superdesk states no uri before an item is published.
    name = text(printable_values({key: item.get(key) for key in ("uri", "guid")}), "uri", "guid")
    return Part(
        raw=raw, external_id=name if 0 < len(name) <= MAX_NAME_CHARACTERS else sha256(raw).hexdigest()
    )
