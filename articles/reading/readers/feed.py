"""Feeds: RSS 0.9x, 1.0 and 2.0, Atom, and JSON Feed."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO

from ...text.tree import printable
from ..feeds import cutting, encoding, json_feed, names, xml_entry
from ..feeds.entry import as_record
from ..limits import Limit
from ..record import Part, ReadingOptions, Record, Refusal
from ..refusals import Refused, skipped
from .outcome import parts_or_refusal, record_or_refusal

MAX_FEED_BYTES = Limit(50_000_000, "bytes a feed")
MAX_ENTRY_BYTES = Limit(10_000_000, "bytes an entry")
MAX_FRAME_BYTES = Limit(1_000_000, "bytes around a feed's entries")
MAX_FEED_CHARACTERS = Limit(20_000, "characters that a feed states of all its entries")
HEAD_BYTES = 65_536
# Another format in RSS's clothes, and what tells a feed from other RDF.
EXPORT_NAMESPACE = b"wordpress.org/export/"
RSS_NAMESPACES = (b"purl.org/rss/1.0", b"netscape.com/rdf/simple", b"purl.org/net/rss1.1")


def claims(head: bytes, path: str) -> bool:
    """Whether a file that begins so is a feed: by its first tag, or by JSON Feed's version."""
    if json_feed.claims(head):
        return True
    root = cutting.root_of(encoding.start_as_utf8(head))
    if root is None or root["local"] not in cutting.ENTRY_NAMES or EXPORT_NAMESPACE in root[0]:
        return False
    return root["local"] != b"RDF" or any(namespace in root[0] for namespace in RSS_NAMESPACES)


def parts(file: BinaryIO, *, path: str) -> Iterator[Part | Refusal]:
    """Yield each entry with what the feed says of all; ``file`` must be one that can seek. Raises nothing.

    ``raw`` is an entry's own XML in UTF-8, or its JSON in one canonical form.
    """
    return parts_or_refusal(_parts(file), nothing="a feed without entries")


def read(part: Part, *, path: str, index: int, options: ReadingOptions) -> Record | Refusal:
    """Return the record of an entry, or why there is none; raises nothing."""
    return record_or_refusal(read_article, part, path=path, index=index, options=options)


def read_article(part: Part, *, path: str, index: int, options: ReadingOptions) -> Record:
    """Return the record of an entry; raises Refused, or TooComplex for a body beyond the sanitizer."""
    read_entry = xml_entry.read if "opening" in part.context else json_feed.read
    return as_record(read_entry(part), path=path, index=index, options=options)


def _parts(file: BinaryIO) -> Iterator[Part | Refusal]:
    is_json = json_feed.claims(file.read(HEAD_BYTES))
    file.seek(0)
    for index, part in enumerate(json_feed.parts(file) if is_json else _xml_parts(file)):
        yield replace(part, index=index) if isinstance(part, Refusal) else part


def _xml_parts(file: BinaryIO) -> Iterator[Part | Refusal]:
    data = file.read(MAX_FEED_BYTES.most + 1)
    if len(data) > MAX_FEED_BYTES.most:
        raise MAX_FEED_BYTES.exceeded()
    if not data.strip():
        raise skipped("empty")
    data, came_in = encoding.as_utf8(data)
    frame = cutting.frame_of(data)
    context = _context(frame, came_in)
    for raw in cutting.entries(data, frame.entry_name):
        try:
            MAX_ENTRY_BYTES.check(len(raw))
            yield Part(raw=raw, external_id=_external_id(raw, frame), context=context)
        except Refused as refused:
            yield refused.as_refusal()


def _context(frame: cutting.Frame, came_in: str) -> dict[str, Any]:
    """Return what is the same for every entry, as JSON would hold it; nothing that changes with each fetch."""
    MAX_FRAME_BYTES.check(len(frame.without_entries))
    feed = xml_entry.parse(frame.without_entries)["feed"]
    is_atom = frame.entry_name.endswith(b"entry")
    context = {
        "opening": printable(frame.opening.decode("utf-8", "replace")),
        "closing": frame.closing.decode("utf-8", "replace"),
        "title": str(feed.get("title") or ""),
        "home": str(feed.get("link") or ""),
        "language": str(feed.get("language") or ""),
        # In RSS the one named for the feed looks after it; in Atom its authors are those of what names none.
        "authors": xml_entry.people(feed.get("authors")) if is_atom else [],
        "encoding": came_in if came_in != "utf-8" else "",
    }
    # It is read with every entry, and is a part of each one's identity.
    MAX_FEED_CHARACTERS.check(sum(len(str(value)) for value in context.values()))
    return context


def _external_id(raw: bytes, frame: cutting.Frame) -> str:
    stated = names.stated_in(frame.opening + raw + frame.closing)
    if not stated:
        entries = xml_entry.parse(frame.opening + raw + frame.closing)["entries"]
        first = entries[0] if entries else {}
        stated = {key: str(first.get(key) or "") for key in ("id", "link", "title", "published", "updated")}
    return printable(names.identifier(stated, raw))
