"""Whether an article of an export is ready, and when it was published, in the newsroom's terms."""

from datetime import UTC

from ..dates import Moment, parse_moment, put_published
from ..record import ReadingOptions, Record, Status, Warning
from ..refusals import skipped
from ..standing import STATUSES
from .export.items import Item

NO_ARTICLE = {
    "trash": "in WordPress's trash",
    "auto-draft": "a draft that WordPress began by itself",
    "inherit": "a part of another post",
}
UNPUBLISHED = frozenset({"draft", "pending"})


def add(record: Record, item: Item, options: ReadingOptions) -> None:
    """Add status, moments and comments to a record. Raises Refused where the status says that it is none."""
    stated = item.field("wp:status").lower() or "publish"
    if stated in NO_ARTICLE:
        raise skipped(NO_ARTICLE[stated])
    put_published(record, _published(record, item, stated, options), origin="export")
    modified = _first_moment(record, item, MODIFIED, options)
    record.modified_at = modified.at if modified else None
    record.comments_open = item.field("wp:comment_status") == "open"
    record.status = _status(record, item, stated)
    if record.published_at is None and record.status == "ready":
        record.warnings.append(Warning("undated", "no date that can be read: it waits as a draft"))
        record.status = "draft"
    if options.status == "draft":
        record.status = "draft"


# Each field that states a moment, and whether it is in UTC; the first that can be read counts.
PUBLISHED = (("wp:post_date_gmt", True), ("wp:post_date", False), ("pubDate", True))
MODIFIED = (("wp:post_modified_gmt", True), ("wp:post_modified", False))


def _published(record: Record, item: Item, stated: str, options: ReadingOptions) -> Moment | None:
    """Return when an article was, or is to be, published.

    A draft without a moment in UTC has only the one it was begun at, which WordPress replaces when it is published.
    """
    if stated in UNPUBLISHED and not item.moment("wp:post_date_gmt"):
        if begun := item.moment("wp:post_date"):
            record.extra["begun"] = begun[:100]
        return None
    return _first_moment(record, item, PUBLISHED, options)


def _first_moment(
    record: Record, item: Item, names: tuple[tuple[str, bool], ...], options: ReadingOptions
) -> Moment | None:
    for name, is_utc in names:
        stated = item.moment(name)
        moment = parse_moment(stated, zone=UTC if is_utc else options.zone) if stated else None
        if moment:
            return moment._replace(zone_stated=is_utc or moment.zone_stated)
        if stated:
            record.warnings.append(Warning("bad-date", f"{name}: {stated[:100]}"))
    return None


def _status(record: Record, item: Item, stated: str) -> Status:
    if item.field("wp:post_password"):
        record.warnings.append(Warning("password", "it was behind a password: it waits as a draft"))
        return "draft"
    if stated == "private":
        record.warnings.append(Warning("private", "it was private in WordPress: it waits as a draft"))
    if stated in STATUSES:
        return STATUSES[stated]
    # A status of some plugin may mean "not for readers", so nobody sees it before an editor did.
    record.warnings.append(Warning("unknown-status", stated[:100]))
    return "draft"
