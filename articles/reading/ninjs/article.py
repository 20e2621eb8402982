"""An item of ninjs as a Record."""

import re
from typing import Any

from ...text import vocabulary
from .. import names
from ..feeds.entry import FeedEntry, as_record
from ..feeds.headline import headline
from ..json_stream import load
from ..limits import MAX_PICTURES
from ..payloads import Payload, rows, text
from ..record import Part, ReadingOptions, Record, Warning
from ..refusals import Refused, skipped
from . import item as items
from . import pictures

ARTICLE_TYPES = frozenset({"", "text", "composite", "article"})
# What of an item has a place of its own; everything else is kept with it.
TAKEN = vocabulary.names(
    "uri type headline headlines title body bodies description descriptions byline by authors language versioncreated"
    " firstcreated contentcreated embargoed pubstatus associations renditions subject subjects keyword keywords"
    " profile representationtype standard charcount wordcount"
)
BY = re.compile(r"by\s+(?=\w)", re.I)
# IPTC's first level of topics, for items that give a code alone.
TOPICS = {
    "01000000": "arts, culture, entertainment and media",
    "02000000": "crime, law and justice",
    "03000000": "disaster, accident and emergency incident",
    "04000000": "economy, business and finance",
    "05000000": "education",
    "06000000": "environment",
    "07000000": "health",
    "08000000": "human interest",
    "09000000": "labour",
    "10000000": "lifestyle and leisure",
    "11000000": "politics and government",
    "12000000": "religion",
    "13000000": "science and technology",
    "14000000": "society",
    "15000000": "sport",
    "16000000": "conflict, war and peace",
    "17000000": "weather",
}
CODE = re.compile(r"(?:.*[:/])?(\d{8})")


def read_article(part: Part, *, path: str, index: int, options: ReadingOptions) -> Record:
    """Return the Record of an item; raises Refused, or TooComplex for a body beyond the sanitizer."""
    item = items.lowered(load(part.raw))
    if not isinstance(item, dict):
        raise Refused("an item that is no object")
    record = as_record(_entry(item), path=path, index=index, options=options)
    record.tags = names.tags([{"name": name} for name in _topics(item)])
    _add_standing(record, text(item, "pubstatus").lower(), options)
    return record


def _entry(item: Payload) -> FeedEntry:
    stated, described = items.body(item), items.description(item)
    kind = text(item, "type").lower()
    if kind not in ARTICLE_TYPES and not stated:
        raise skipped(f"not an article (a {kind[:40]} alone)")
    entry = FeedEntry(
        headline=headline(items.headline(item), is_html=False),
        body=stated.html if stated else "",
        standfirst=described.html if described else "",
        published=[text(item, "firstcreated"), text(item, "versioncreated"), text(item, "contentcreated")],
        byline=names.byline(_people(item)),
        language=text(item, "language"),
        enclosures=pictures.films(item),
        embargo=text(item, "embargoed"),
        extra=_extra(item),
    )
    entry.modified = text(item, "versioncreated") if text(item, "firstcreated") else ""
    _add_pictures(entry, item)
    if not stated and (unread := items.texts(item, "body", "bodies")):
        entry.warnings.append(Warning("body-unreadable", ", ".join(each.kind[:40] for each in unread)))
    return entry


def _people(item: Payload) -> list[Any]:
    people = [
        {"name": text(each, "name"), "role": text(each, "role", "jobtitle")}
        for each in rows(item.get("authors"))
    ]
    return [each for each in people if each["name"]] or [BY.sub("", text(item, "byline", "by"), count=1)]


def _add_pictures(entry: FeedEntry, item: Payload) -> None:
    """Add the lead picture, and below the body each other one that the body does not show itself."""
    found = pictures.shown(item)
    MAX_PICTURES.check(len(found))
    has_body = bool(entry.body)
    body = pictures.with_best(entry.body or entry.standfirst, found)
    below = map(pictures.as_figure, pictures.not_in(body, found[1:]))
    entry.body = "\n".join([body, *below])
    entry.standfirst = entry.standfirst if has_body else ""
    entry.pictures = [pictures.picture(each) for each in found[:1]]


def _topics(item: Payload) -> list[str]:
    subjects = [*rows(item.get("subject")), *rows(item.get("subjects"))]
    topics = [
        text(each, "name") or _topic(text(each, "code", "literal", "uri", "qcode")) for each in subjects
    ]
    words = [word for key in ("keyword", "keywords") for word in _listed(item.get(key))]
    return [each for each in [*topics, *words] if each]


def _topic(code: str) -> str:
    found = CODE.fullmatch(code)
    return TOPICS.get(found[1], "") if found else ""


def _listed(value: Any) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


# What an agency says of an item that is not to be used.
UNUSABLE = {
    "withheld": "withheld by its agency until further notice",
    "canceled": "canceled by its agency: it must not be used any more",
}


def _add_standing(record: Record, status: str, options: ReadingOptions) -> None:
    status = "canceled" if status == "cancelled" else status
    if status in ("", "usable"):
        return
    record.warnings.append(Warning("not-public", UNUSABLE.get(status, status[:100])))
    is_taken_down = status == "canceled" and record.published_at and options.status == "keep"
    record.status = "retired" if is_taken_down else "draft"


def _extra(item: Payload) -> Payload:
    kept = {
        key: value
        for key, value in item.items()
        if value and key not in TAKEN and not key.startswith(("body_", "description_", "headline_"))
    }
    related = [
        {"uri": text(each, "uri"), "headline": items.headline(each)}
        for each in items.associated(item)
        if text(each, "type").lower() in ("text", "composite")
    ]
    return kept | ({"related": related} if related else {})
