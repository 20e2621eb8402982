"""When an article is public and whether it is ready: the dates and the status of a header."""

from datetime import datetime

from . import dialects
from .dates import Moment, from_file_name, parse_moment, put_published
from .header.keys import Header
from .header.yaml_text import Value
from .limits import MAX_CORRECTIONS
from .record import CorrectionNote, ReadingOptions, Record, Status, Warning

TRUE_WORDS = frozenset({"true", "yes", "y", "on", "1"})
FALSE_WORDS = frozenset({"false", "no", "n", "off", "0"})
CLOSED_WORDS = FALSE_WORDS | {"closed", "disabled", "none"}
# Our four, and what WordPress and Pelican call them.
STATUSES: dict[str, Status] = {
    "draft": "draft",
    "private": "draft",
    "hidden": "draft",
    "review": "review",
    "pending": "review",
    "ready": "ready",
    "publish": "ready",
    "published": "ready",
    "public": "ready",
    "future": "ready",
    "scheduled": "ready",
    "retired": "retired",
}
CORRECTION_KINDS = frozenset({"correction", "clarification", "update", "retraction"})
# What programs write where they had no date; it states nothing, so that the next place is asked.
NO_DATE = frozenset(
    {
        "invalid date",
        "nan",
        "null",
        "undefined",
        "none",
        "n/a",
        "unknown",
        "0",
        "0000-00-00",
        "0000-00-00 00:00:00",
    }
    | {"0001-01-01t00:00:00z", "0001-01-01 00:00:00 +0000 utc", "0001-01-01"}
)


def add(record: Record, header: Header, options: ReadingOptions) -> None:
    """Add status, moments, corrections and comments; what has no date, or an impossible one, is a draft."""
    says_draft, published = _draft(record, header)
    _add_date(record, header, published, options)
    record.modified_at = _moment(record, header, "modified", options)
    record.embargo_until = _moment(record, header, "embargo", options) or _opening(record, header, options)
    record.retire_at = _moment(record, header, "retire", options)
    record.comments_open = _comments_open(header)
    record.corrections = _corrections(record, header, options)
    record.status = _status(record, header)
    if record.published_at is None:
        record.warnings.append(Warning("undated", "no date that can be read: it waits as a draft"))
    # An embargo that cannot be read may have been meant for any day: nobody sees it before an editor did.
    lost_embargo = bool(header.stated("embargo"))
    undated = record.published_at is None and record.status != "review"
    if says_draft or lost_embargo or undated or options.status == "draft" or dialects.is_draft(record.path):
        record.status = "draft"


def _word(value: Value) -> str:
    return value.strip().lower() if isinstance(value, str) else ""


def _draft(record: Record, header: Header) -> tuple[bool, Value]:
    """Return whether the header says draft, and the date that ``published`` holds in some archives."""
    stated, published = header.take("draft"), header.take("published")
    if stated not in (None, "") and _word(stated) not in TRUE_WORDS | FALSE_WORDS:
        record.warnings.append(Warning("unknown-status", f"draft: {str(stated)[:100]}"))
        return True, published
    if _word(published) in FALSE_WORDS:
        return True, None
    return _word(stated) in TRUE_WORDS, None if _word(published) in TRUE_WORDS else published


def _add_date(record: Record, header: Header, published: Value, options: ReadingOptions) -> None:
    """Take the first date that is stated, else the file name's; an impossible one is not replaced by another."""
    if published is not None:
        header.put_back("published")
    for word, key, value in _stated_dates(header):
        if _word(value) in NO_DATE:
            record.warnings.append(Warning("bad-date", f"{key}: {_word(value)}"))
            continue
        moment = parse_moment(value, zone=options.zone, is_coarse=True)
        put_published(record, moment, origin="front matter")
        if moment:
            header.drop(word, value)
        else:
            record.warnings.append(Warning("bad-date", f"{key}: {str(value)[:100]}"))
        return
    put_published(record, from_file_name(record.path, zone=options.zone), origin="file name")


def _stated_dates(header: Header) -> list[tuple[str, str, Value]]:
    for _, value in header.stated("date"):
        if value in ("", [], {}):
            header.drop("date", value)
    return [(word, key, value) for word in ("date", "published") for key, value in header.stated(word)]


def _opening(record: Record, header: Header, options: ReadingOptions) -> datetime | None:
    """Return the day from which Hugo shows a page that states another date as well, where that is the later one."""
    for _, value in header.stated("opening"):
        moment = parse_moment(value, zone=options.zone)
        if moment and record.published_at and moment.at > record.published_at:
            header.drop("opening", value)
            return moment.at
    return None


def _moment(record: Record, header: Header, word: str, options: ReadingOptions) -> datetime | None:
    """Return the moment, or tell of it and keep the words among what is extra."""
    stated = header.take(word)
    if stated is None:
        return None
    moment = parse_moment(stated, zone=options.zone)
    if moment is None:
        record.warnings.append(Warning("bad-date", f"{header.key_of(word)}: {str(stated)[:100]}"))
        header.put_back(word)
    return _at(moment)


def _at(moment: Moment | None) -> datetime | None:
    return moment.at if moment else None


def _comments_open(header: Header) -> bool:
    stated = header.take("comments")
    if isinstance(stated, dict):
        stated = next(iter(stated.values()), "")
    return _word(stated) not in CLOSED_WORDS


def _status(record: Record, header: Header) -> Status:
    stated = header.take("status")
    if stated is None:
        return "ready"
    if _word(stated) in STATUSES:
        return STATUSES[_word(stated)]
    # A word we do not know may mean "not for readers", so nobody sees it before an editor did.
    record.warnings.append(Warning("unknown-status", str(stated)[:100]))
    header.put_back("status")
    return "draft"


def _corrections(record: Record, header: Header, options: ReadingOptions) -> list[CorrectionNote]:
    stated = header.take("corrections")
    if stated is None:
        return []
    notes = stated if isinstance(stated, list) else [stated]
    MAX_CORRECTIONS.check(len(notes))
    found = [_correction(record, item, options) for item in notes]
    if lost := sum(not note.text for note in found):
        record.warnings.append(Warning("bad-correction", f"{lost} without a text"))
    return [note for note in found if note.text]


def _correction(record: Record, item: Value, options: ReadingOptions) -> CorrectionNote:
    if not isinstance(item, dict):
        return CorrectionNote("correction", str(item).strip(), None)
    kind, text, at = (
        _word(item.get("kind")),
        str(item.get("text") or "").strip(),
        item.get("at") or item.get("date"),
    )
    moment = parse_moment(at, zone=options.zone) if at else None
    if at and moment is None:
        record.warnings.append(Warning("bad-date", f"correction: {str(at)[:100]}"))
    if kind and kind not in CORRECTION_KINDS:
        record.warnings.append(Warning("bad-correction", f"kind: {kind[:100]}"))
    return CorrectionNote(kind if kind in CORRECTION_KINDS else "correction", text, _at(moment))
