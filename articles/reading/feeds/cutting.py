"""An XML feed cut into its entries, each with its own bytes, before any XML parser has seen it.

Each entry can then be parsed alone, within the tags that stand around it: one that is broken costs no other, and
what a document type could declare never reaches a parser.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..limits import Limit
from ..refusals import Refused

# feedparser takes a second for so much of any of these, where a feed is broken.
MAX_TAGS = Limit(30_000, "tags an entry")
MAX_ATTRIBUTES = Limit(300, "attributes a tag")
MAX_REFERENCES = Limit(200_000, "& an entry")
LONG_TAG_BYTES = 500
# All of XML that holds no tags; each runs to the end of the file where it is not closed.
OPAQUE = rb"<!\[CDATA\[(?:[^\]]++|\](?!\]>))*+(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)"
PROLOG = re.compile(
    rb"(?:\s++|\xef\xbb\xbf|%b|<!DOCTYPE[^<>\[]*+(?:(?P<subset>\[)[^\]]*+\]?\s*+)?>?|(?P<declaration><!(?:ENTITY|ELEMENT|ATTLIST)))*+"
    % OPAQUE,
    re.S | re.I,
)
ROOT = re.compile(rb"<(?P<name>(?:(?P<prefix>[\w.-]+):)?(?P<local>[\w.-]+))(?=[\s/>])[^<>]*>")
# The roots of feeds, and what an entry is called within each.
ENTRY_NAMES = {b"rss": b"item", b"RDF": b"item", b"feed": b"entry"}
CHANNEL = re.compile(rb"<channel(?=[\s/>])[^<>]*>")


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the entries: ``opening`` and ``closing`` tags, and all of the file but the entries."""

    opening: bytes
    closing: bytes
    without_entries: bytes
    entry_name: bytes


def root_of(start: bytes) -> re.Match[bytes] | None:
    """Return the first tag of a file, as ROOT finds it, or None where something else comes first."""
    return ROOT.match(start, _end_of_prolog(start))


def frame_of(data: bytes) -> Frame:
    """Return what stands around the entries of a feed in UTF-8; raises Refused for what is none, or not safe."""
    _refuse_declarations(data)
    root = root_of(data)
    if root is None or root["local"] not in ENTRY_NAMES:
        raise Refused("not a feed: it begins with none of rss, rdf:RDF and feed")
    entry_name = _entry_name(data, root)
    start, end = _around_entries(data, entry_name, root.end())
    channel = CHANNEL.search(data, root.end(), start) if root["local"] == b"rss" else None
    opening, closing = root[0], b"</%b>" % root["name"]
    if channel:
        opening, closing = opening + channel[0], b"</channel>" + closing
    return Frame(opening, closing, data[root.start() : start] + data[end:], entry_name)


def entries(data: bytes, name: bytes) -> Iterator[bytes]:
    """Yield each entry, from its tag to its closing one; an entry left open ends where the next begins."""
    start = None
    for found in _tags(name).finditer(data):
        if found["tag"] is None:
            continue
        if not found["is_end"] and start is not None:
            yield data[start : found.start()]
        if not found["is_end"]:
            start = found.start()
        if start is not None and (found["is_end"] or found["is_empty"]):
            yield data[start : found.end()]
            start = None
    if start is not None:
        yield _without_end(data[start:])


def refuse_tangled(xml: bytes) -> None:
    """Raise Refused for markup that feedparser would be reading for seconds; what is in CDATA does not count."""
    bare = re.sub(OPAQUE, b"", xml, flags=re.S)
    MAX_TAGS.check(bare.count(b"<"))
    MAX_REFERENCES.check(bare.count(b"&"))
    for tag in re.finditer(rb"<[^<>]{%d,}" % LONG_TAG_BYTES, bare):
        MAX_ATTRIBUTES.check(tag[0].count(b"="))


def _end_of_prolog(data: bytes) -> int:
    prolog = PROLOG.match(data)
    return prolog.end() if prolog else 0


def _refuse_declarations(data: bytes) -> None:
    prolog = PROLOG.match(data)
    if prolog and (prolog["subset"] or prolog["declaration"]):
        raise Refused("an XML document type that declares entities of its own (<!DOCTYPE … [<!ENTITY …>]>)")


def _entry_name(data: bytes, root: re.Match[bytes]) -> bytes:
    """Return the name of an entry's tag: with the root's prefix, save in RSS 1.0, where RDF has its own."""
    local = ENTRY_NAMES[root["local"]]
    if root["local"] == b"feed":
        return root["prefix"] + b":" + local if root["prefix"] else local
    found = re.search(rb"<((?:[\w.-]+:)?item)(?=[\s/>])", data)
    return found[1] if found else local


def _around_entries(data: bytes, name: bytes, after: int) -> tuple[int, int]:
    """Return where the first entry begins and where the last one ends."""
    first = next((found for found in _tags(name).finditer(data, after) if found["tag"]), None)
    if first is None:
        return len(data), len(data)
    closing = b"</%b>" % name
    last = data.rfind(closing)
    return first.start(), last + len(closing) if last > first.start() else len(data)


def _tags(name: bytes) -> re.Pattern[bytes]:
    tag = rb"<(?P<is_end>/)?%b(?=[\s/>])[^<>]*?(?P<is_empty>/)?>" % re.escape(name)
    return re.compile(rb"%b|(?P<tag>%b)" % (OPAQUE, tag), re.S)


END_CHARACTERS = 200
MAX_STILL_OPEN = 100
END_OF_FEED = re.compile(rb"\s*(?:</channel\s*>)?\s*</(?:[\w.-]+:)?(?:rss|RDF|feed)\s*>\s*\Z")


ANY_TAG = re.compile(rb"%b|<(?P<is_end>/)?(?P<name>[\w:.-]+)(?:\s[^<>]*?)?(?P<is_empty>/)?>" % OPAQUE, re.S)


def _without_end(entry: bytes) -> bytes:
    """Return a last entry that was never closed without the feed's own end, and with all that it opened closed."""
    end = END_OF_FEED.search(entry, max(0, len(entry) - END_CHARACTERS))
    entry = entry[: end.start()] if end else entry
    still_open: list[bytes] = []
    for tag in ANY_TAG.finditer(entry):
        if not tag["name"] or tag["is_empty"]:
            continue
        if not tag["is_end"]:
            still_open.append(tag["name"])
        elif still_open and still_open[-1] == tag["name"]:
            still_open.pop()
    cut_off = b"]]>" if entry.rfind(b"<![CDATA[") > entry.rfind(b"]]>") else b""
    # The entry's own tag stays open, so that whoever parses it can tell that something is missing.
    return entry + cut_off + b"".join(b"</%b>" % name for name in reversed(still_open[1:MAX_STILL_OPEN]))
