"""Moments as archives write them. What is impossible or ambiguous is None: a date is never guessed."""

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import NamedTuple

from .dialects import own_name
from .record import DateOrigin, Precision, Record

# A day short of the last moment there is, so that every zone can show it.
LATEST = datetime(9999, 12, 31, tzinfo=UTC)
# Go writes a missing time as the year 1, and no newspaper is older than the press.
EARLIEST_YEAR = 1000
MOST_CHARACTERS = 100


class Moment(NamedTuple):
    """A moment in UTC, how much of it was stated, and whether its zone was stated too."""

    at: datetime
    precision: Precision
    zone_stated: bool


def put_published(record: Record, moment: Moment | None, *, origin: DateOrigin) -> None:
    """Give ``record`` the moment of its publication with all that is known of it, or leave it undated."""
    if moment is not None:
        record.published_at, record.date_precision, record.zone_stated = moment
        record.date_origin = origin


def parse_moment(value: object, *, zone: tzinfo, is_coarse: bool = False) -> Moment | None:
    """Return the moment ``value`` states, or None when it states none.

    ``value``: text in RFC 822, ISO 8601 or a looser form, Unix seconds or milliseconds, a date or a datetime.
    What carries no zone of its own is in ``zone``; a day without an hour begins at midnight. ``is_coarse``: a month
    or a year alone is enough, and means its first moment.
    """
    try:
        moment = _parse(value, zone, is_coarse=is_coarse)
    except (ValueError, OverflowError):
        return None
    if moment is None or moment.at.year < EARLIEST_YEAR:
        return None
    return moment._replace(at=min(moment.at, LATEST))


NAMED_DAY = re.compile(
    r"(?:((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)|(\d{4})[-_.年](\d{1,2})[-_.月](\d{1,2})(?!\d))", re.ASCII
)


def from_file_name(path: str, *, zone: tzinfo) -> Moment | None:
    """Return the day a file's name begins with (``2021-03-02-slug.md``, ``20210302 slug.txt``), or None.

    The page of a folder (``2021-03-02-slug/index.md``) has the folder's name.
    """
    found = NAMED_DAY.match(own_name(path))
    if not found:
        return None
    year, month, day = (group for group in found.groups() if group)
    return parse_moment(f"{year}-{month}-{day}", zone=zone)


def _parse(value: object, zone: tzinfo, *, is_coarse: bool) -> Moment | None:
    if isinstance(value, datetime):
        return _moment(value, zone, "second")
    if isinstance(value, date):
        return _moment(datetime.combine(value, time()), zone, "day")
    if isinstance(value, (str, int, float)) and len(text := str(value)) <= MOST_CHARACTERS:
        return _parse_text(unicodedata.normalize("NFKC", text).strip(), zone, is_coarse=is_coarse)
    return None


def _moment(stated: datetime, zone: tzinfo, precision: Precision) -> Moment:
    aware = stated if stated.tzinfo else stated.replace(tzinfo=zone)
    return Moment(_to_utc(aware), precision, stated.tzinfo is not None)


def _to_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        if moment.year < EARLIEST_YEAR:
            raise
        # The evening of 9999-12-31 west of Greenwich lies past the last moment there is.
        return LATEST


UNIX_TIME = re.compile(r"(\d{9,10}|\d{13})(\.\d+)?")
WEEK_DATE = re.compile(r"\d{4}-?W\d\d")


def _parse_text(text: str, zone: tzinfo, *, is_coarse: bool) -> Moment | None:
    if unix := UNIX_TIME.fullmatch(text):
        seconds = int(unix[1]) / (1000 if len(unix[1]) == 13 else 1)
        return _moment(datetime.fromtimestamp(seconds, UTC), zone, "second")
    if WEEK_DATE.match(text):
        return _moment(datetime.fromisoformat(text), zone, "second" if ":" in text else "day")
    if is_coarse and (coarse := _parse_coarse(text, zone)):
        return coarse
    return _parse_parts(_extended(text), zone)


def _parse_coarse(text: str, zone: tzinfo) -> Moment | None:
    for pattern in MONTHS_ALONE:
        if found := pattern.fullmatch(text):
            month = found["month"].lower()
            first = datetime(int(found["year"]), MONTHS.get(month) or int(month), 1)
            return _moment(first, zone, "month")
    if found := YEAR_ALONE.fullmatch(text):
        return _moment(datetime(int(found[1]), 1, 1), zone, "year")
    return None


ORDINAL = re.compile(r"(\d{4})-?(\d{3})(?!\d)")
COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:[T ]?(\d{4}(?:\d\d)?))?(?!\d)")


def _extended(text: str) -> str:
    """Return ISO's ordinal and basic forms as its extended one, anything else as it is."""
    if ordinal := ORDINAL.match(text):
        day = datetime.strptime(f"{ordinal[1]} {ordinal[2]}", "%Y %j").date()
        return f"{day.isoformat()}{text[ordinal.end() :]}"
    if compact := COMPACT.match(text):
        clock = f"T{compact[4]}" if compact[4] else ""
        return f"{compact[1]}-{compact[2]}-{compact[3]}{clock}{text[compact.end() :]}"
    return text


# RFC 822's own names and those that news servers write; RFC 2822 reads the one-letter ones as UTC.
ZONE_HOURS = {
    **dict.fromkeys(("UTC", "GMT", "UT", "WET", *"ABCDEFGHIKLMNOPQRSTUVWXYZ"), 0.0),
    **{
        "EST": -5.0,
        "EDT": -4.0,
        "CST": -6.0,
        "CDT": -5.0,
        "MST": -7.0,
        "MDT": -6.0,
        "PST": -8.0,
        "PDT": -7.0,
    },
    **{"BST": 1.0, "WEST": 1.0, "CET": 1.0, "CEST": 2.0, "EET": 2.0, "EEST": 3.0, "MSK": 3.0, "TRT": 3.0},
    **{"IST": 5.5, "SGT": 8.0, "HKT": 8.0, "JST": 9.0, "KST": 9.0, "AEST": 10.0, "AEDT": 11.0},
}
ZONE_NAMES = "|".join(sorted(ZONE_HOURS, key=len, reverse=True))
ZONE = (
    r"(?:(?:UTC|GMT|UT)?\s*(?P<sign>[+\-−])(?P<zone_hour>\d{1,2})(?::?(?P<zone_minute>\d\d))?(?!\d)(?:\s+[A-Z]{2,5}\b)?"
    rf"|(?<![A-Za-z])(?P<zone_name>{ZONE_NAMES})\b)"
)
ZONE_ALONE = re.compile(rf"\s*{ZONE}\s*$", re.I)
BEFORE_NOON = frozenset({"am", "上午", "午前", "凌晨"})
AFTER_NOON = frozenset({"pm", "下午", "午後", "午后"})
HALF = r"(?P<half>[ap]\.?m\b\.?|午前|午後|午后)"
CHINESE_HALF = r"(?:(?P<earlier_half>上午|下午|凌晨|午前|午後|午后)\s*)?"
CLOCKS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"{CHINESE_HALF}(?:(?<=\d)T|(?<![+\-−\d:]))(?P<hour>\d{{1,2}}):(?P<minute>\d\d)(?::(?P<second>\d\d)"
        rf"(?:[.,](?P<fraction>\d+))?)?(?![\d:])(?:\s*{HALF})?(?:\s*{ZONE})?",
        rf"(?<=\d)T(?P<hour>\d\d)(?:(?P<minute>\d\d)(?P<second>\d\d)?(?:[.,](?P<fraction>\d+))?)?(?!\d)(?:{ZONE})?",
        rf"{CHINESE_HALF}(?<!\d)(?P<hour>\d{{1,2}})\s*[时時点點]"
        r"\s*(?:(?P<minute>\d{1,2})\s*分?\s*(?:(?P<second>\d{1,2})\s*秒)?)?",
        rf"(?<!\d)(?P<hour>\d{{1,2}})\s*{HALF}(?:\s*{ZONE})?",
    )
)
WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
NOTHING_MORE = re.compile(
    rf"(?:[\s,.،]|\bat\b|\bon\b|{WEEKDAY}|星期.|[周週].|\([^()]*\)|\[[^\[\]]*\])*", re.I
)


def _parse_parts(text: str, zone: tzinfo) -> Moment | None:
    """Take the clock, the zone and the day out of ``text``; what is left must mean nothing."""
    clock, text = _take(CLOCKS, text)
    day, text = _take(DAYS, text)
    if day is None:
        return None
    stated = clock if clock and _offset(clock) else None
    if stated is None:
        stated, text = _take((ZONE_ALONE,), text)
    if NOTHING_MORE.fullmatch(text) is None:
        return None
    midnight = datetime(*_day(day), tzinfo=_offset(stated) if stated else None)
    if clock is None:
        return _moment(midnight, zone, "day")
    return _moment(
        _at_clock(midnight, clock), zone, "second" if clock.groupdict().get("second") else "minute"
    )


def _take(patterns: tuple[re.Pattern[str], ...], text: str) -> tuple[re.Match[str] | None, str]:
    for pattern in patterns:
        if found := pattern.search(text):
            return found, f"{text[: found.start()]} {text[found.end() :]}"
    return None, text


def _offset(found: re.Match[str]) -> timezone | None:
    parts = found.groupdict()
    if name := parts.get("zone_name"):
        return timezone(timedelta(hours=ZONE_HOURS[name.upper()]))
    if not parts.get("sign"):
        return None
    hours, minutes = int(parts["zone_hour"]), int(parts["zone_minute"] or 0)
    if minutes > 59:
        raise ValueError(found[0])
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(offset if parts["sign"] == "+" else -offset)


def _at_clock(midnight: datetime, clock: re.Match[str]) -> datetime:
    parts = clock.groupdict()
    hour, minute, second = (int(parts.get(name) or 0) for name in ("hour", "minute", "second"))
    if (hour, minute, second) == (24, 0, 0):
        return midnight + timedelta(days=1)
    half = (parts.get("earlier_half") or parts.get("half") or "").lower().replace(".", "")
    if half in BEFORE_NOON and hour == 12:
        hour = 0
    if half in AFTER_NOON and hour < 12:
        hour += 12
    microsecond = int((parts.get("fraction") or "0")[:6].ljust(6, "0"))
    # A leap second is shown as the one before it, which a datetime can hold.
    return midnight.replace(
        hour=hour, minute=minute, second=59 if second == 60 else second, microsecond=microsecond
    )


MONTH_NAMES = (
    ("january", "jan", "يناير"),
    ("february", "feb", "فبراير"),
    ("march", "mar", "مارس"),
    ("april", "apr", "أبريل"),
    ("may", "مايو"),
    ("june", "jun", "يونيو"),
    ("july", "jul", "يوليو"),
    ("august", "aug", "أغسطس"),
    ("september", "sept", "sep", "سبتمبر"),
    ("october", "oct", "أكتوبر"),
    ("november", "nov", "نوفمبر"),
    ("december", "dec", "ديسمبر"),
)
MONTHS = {name: number for number, names in enumerate(MONTH_NAMES, 1) for name in names}
MONTH = rf"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})"
DAYS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        r"(?<!\d)(?P<year>\d{4})\s*[-/.年년]\s*(?P<month>\d{1,2})\s*[-/.月월]\s*(?P<day>\d{1,2})(?!\d)\s*[日号號일]?",
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s.\-]*(?:of\s+)?{MONTH}\b[\s.,،\-]*(?P<year>\d{{4}}|\d\d)(?!\d)",
        rf"\b{MONTH}\b\.?\s*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)[\s,]*(?P<year>\d{{4}})(?!\d)",
    )
)
MONTHS_ALONE = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        r"(?P<year>[12]\d{3})\s*[-/.年년]\s*(?P<month>\d{1,2})\s*[月월]?",
        rf"{MONTH}\b[\s.,،]*(?P<year>[12]\d{{3}})",
        r"(?P<month>\d{1,2})/(?P<year>[12]\d{3})",
    )
)
YEAR_ALONE = re.compile(r"([12]\d{3})\s*[年년]?")


def _day(found: re.Match[str]) -> tuple[int, int, int]:
    year, month = int(found["year"]), found["month"].lower()
    if len(found["year"]) == 2:
        year += 2000 if year < 50 else 1900
    return year, MONTHS.get(month) or int(month), int(found["day"])
