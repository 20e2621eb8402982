"""When an article is public and whether it is ready: the dates and the status of a header."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from .dates import from_file_name, parse_moment
from .header.keys import Header
from .header.yaml_text import Value
from .limits import MAX_CORRECTIONS
from .record import CorrectionNote, ReadingOptions, Status, Warning

TRUE_WORDS = frozenset({"true", "yes", "y", "on", "1"})
FALSE_WORDS = frozenset({"false", "no", "n", "off", "0"})
CLOSED_WORDS = FALSE_WORDS | {"closed", "disabled", "none"}
# Our four, and what WordPress calls them.
STATUSES: dict[str, Status] = {
    "draft": "draft",
    "private": "draft",
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


@dataclass(slots=True)
class Standing:
    """An article's status, its moments in UTC and its corrections."""

    status: Status = "ready"
    published_at: datetime | None = None
    date_origin: Literal["front matter", "file name", ""] = ""
    modified_at: datetime | None = None
    embargo_until: datetime | None = None
    retire_at: datetime | None = None
    comments_open: bool = True
    corrections: list[CorrectionNote] = field(default_factory=list)
    warnings: list[Warning] = field(default_factory=list)


def read(header: Header, *, path: str, options: ReadingOptions) -> Standing:
    """Return how an article stands; what has no date, or an impossible one, is a draft."""
    standing = Standing()
    says_draft, published = _draft(standing, header)
    _date(standing, header, published, path, options)
    standing.modified_at = _moment(standing, header, "modified", options)
    standing.embargo_until = _moment(standing, header, "embargo", options)
    standing.retire_at = _moment(standing, header, "retire", options)
    standing.comments_open = _comments_open(header)
    standing.corrections = _corrections(standing, header, options)
    standing.status = _status(standing, header)
    if standing.published_at is None:
        standing.warnings.append(Warning("undated", "no date that can be read: it waits as a draft"))
    # An embargo that cannot be read may have been meant for any day: nobody sees it before an editor did.
    lost_embargo = bool(header.stated("embargo"))
    undated = standing.published_at is None and standing.status != "review"
    if says_draft or lost_embargo or undated or options.status == "draft":
        standing.status = "draft"
    return standing


def _word(value: Value) -> str:
    return value.strip().lower() if isinstance(value, str) else ""


def _draft(standing: Standing, header: Header) -> tuple[bool, Value]:
    """Return whether the header says draft, and the date that ``published`` holds in some archives."""
    stated, published = header.take("draft"), header.take("published")
    if stated not in (None, "") and _word(stated) not in TRUE_WORDS | FALSE_WORDS:
        standing.warnings.append(Warning("unknown-status", f"draft: {str(stated)[:100]}"))
        return True, published
    if _word(published) in FALSE_WORDS:
        return True, None
    return _word(stated) in TRUE_WORDS, None if _word(published) in TRUE_WORDS else published


def _date(standing: Standing, header: Header, published: Value, path: str, options: ReadingOptions) -> None:
    date = header.take("date")
    word, stated = ("published", published) if date is None else ("date", date)
    if stated is not None:
        standing.published_at = _parsed(standing, header, word, stated, options)
        standing.date_origin = "front matter" if standing.published_at else ""
        return
    standing.published_at = from_file_name(path, zone=options.zone)
    standing.date_origin = "file name" if standing.published_at else ""


def _moment(standing: Standing, header: Header, word: str, options: ReadingOptions) -> datetime | None:
    stated = header.take(word)
    return None if stated is None else _parsed(standing, header, word, stated, options)


def _parsed(
    standing: Standing, header: Header, word: str, stated: Value, options: ReadingOptions
) -> datetime | None:
    """Return the moment, or tell of it and keep the words among what is extra."""
    moment = parse_moment(stated, zone=options.zone)
    if moment is None:
        standing.warnings.append(Warning("bad-date", f"{header.key_of(word)}: {str(stated)[:100]}"))
        header.put_back(word)
    return moment


def _comments_open(header: Header) -> bool:
    stated = header.take("comments")
    if isinstance(stated, dict):
        stated = next(iter(stated.values()), "")
    return _word(stated) not in CLOSED_WORDS


def _status(standing: Standing, header: Header) -> Status:
    stated = header.take("status")
    if stated is None:
        return "ready"
    if _word(stated) in STATUSES:
        return STATUSES[_word(stated)]
    # A word we do not know may mean "not for readers", so nobody sees it before an editor did.
    standing.warnings.append(Warning("unknown-status", str(stated)[:100]))
    header.put_back("status")
    return "draft"


def _corrections(standing: Standing, header: Header, options: ReadingOptions) -> list[CorrectionNote]:
    stated = header.take("corrections")
    if stated is None:
        return []
    notes = stated if isinstance(stated, list) else [stated]
    MAX_CORRECTIONS.check(len(notes))
    found = [_correction(standing, item, options) for item in notes]
    if lost := sum(not note.text for note in found):
        standing.warnings.append(Warning("bad-correction", f"{lost} without a text"))
    return [note for note in found if note.text]


def _correction(standing: Standing, item: Value, options: ReadingOptions) -> CorrectionNote:
    if not isinstance(item, dict):
        return CorrectionNote("correction", str(item).strip(), None)
    kind, text, at = (
        _word(item.get("kind")),
        str(item.get("text") or "").strip(),
        item.get("at") or item.get("date"),
    )
    moment = parse_moment(at, zone=options.zone) if at else None
    if at and moment is None:
        standing.warnings.append(Warning("bad-date", f"correction: {str(at)[:100]}"))
    if kind and kind not in CORRECTION_KINDS:
        standing.warnings.append(Warning("bad-correction", f"kind: {kind[:100]}"))
    return CorrectionNote(kind if kind in CORRECTION_KINDS else "correction", text, moment)
