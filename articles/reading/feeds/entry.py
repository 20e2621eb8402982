"""An entry as any feed states it, and the record it becomes."""

import html
import re
from dataclasses import dataclass, field, replace
from typing import Any

from .. import fields, names
from ..addresses import BadAddress, last_part, old_path, picture_address, resolved_link, web_address
from ..body import source
from ..body.finish import finish
from ..dates import Moment, parse_moment, put_published
from ..limits import MAX_BODY_CHARACTERS
from ..record import Credit, Picture, ReadingOptions, Record, Warning


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """A file that comes with an entry; ``kind``: the first half of its media type."""

    address: str
    kind: str = ""
    title: str = ""


@dataclass(slots=True, kw_only=True)
class FeedEntry:
    """What one entry states, its texts HTML; of ``published`` and ``pictures`` the first that is any good counts.

    ``usual_language`` and ``home`` (its address) are the whole feed's. ``base``: what addresses in the body resolve
    against, by default the entry's own ``link``.
    """

    headline: str = ""
    body: str = ""
    standfirst: str = ""
    link: str = ""
    published: list[str] = field(default_factory=list)
    modified: str = ""
    embargo: str = ""
    byline: list[Credit] = field(default_factory=list)
    terms: list[str] = field(default_factory=list)
    language: str = ""
    usual_language: str = ""
    home: str = ""
    base: str = ""
    pictures: list[Picture] = field(default_factory=list)
    enclosures: list[Enclosure] = field(default_factory=list)
    is_draft: bool = False
    extra: dict[str, Any] = field(default_factory=dict)
    warnings: list[Warning] = field(default_factory=list)


def as_record(entry: FeedEntry, *, path: str, index: int, options: ReadingOptions) -> Record:
    """Return the record of an entry; raises Refused, or TooComplex for a body beyond the sanitizer."""
    record = Record(path=path, index=index, headline=entry.headline, warnings=list(entry.warnings))
    record.extra = entry.extra
    record.source_url = _source_address(entry, record.warnings)
    record.lead_picture = _lead_picture(entry, record)
    record.byline = entry.byline
    _add_terms(record, entry.terms, options)
    _add_standing(record, entry, options)
    record.body_source = _body(entry)
    # Some programs put Markdown where the feed says HTML.
    record.source_format = "markdown" if source.is_plainly_markdown(record.body_source) else "html"
    record.standfirst = _standfirst(entry)
    base = resolved_link(entry.base, base=entry.home) or record.source_url or entry.home
    finish(
        record,
        source.as_html(record.body_source, written_in=record.source_format),
        base=base,
        language=entry.language,
        usual_language=entry.usual_language,
    )
    record.slug = fields.slug("", permalink=_permalink(record), headline=record.headline, path="")
    return record


def _permalink(record: Record) -> str:
    """Return the path of the article's own page, unless it ends in a mere number, which names nothing."""
    path = old_path(record.source_url) if record.source_url else ""
    return path if any(map(str.isalpha, last_part(path))) else ""


def paragraphs(text: str) -> str:
    """Return a plain text as HTML: a paragraph wherever a line is left empty."""
    blocks = [block.strip() for block in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n"))]
    return "\n".join(
        f"<p>{html.escape(block, quote=False).replace(NEW_LINE, BREAK)}</p>" for block in blocks if block
    )


NEW_LINE, BREAK = "\n", "<br>\n"


def _source_address(entry: FeedEntry, warnings: list[Warning]) -> str:
    if not entry.link:
        return ""
    try:
        return web_address(resolved_link(entry.link, base=entry.home))
    except BadAddress as bad:
        warnings.append(Warning(bad.code, bad.address))
        return ""


def _lead_picture(entry: FeedEntry, record: Record) -> Picture | None:
    """Return the first picture that can be had, each other one before it told of."""
    base = record.source_url or entry.home
    for picture in entry.pictures:
        try:
            address = picture_address(resolved_link(picture.address, base=base), path=record.path)
        except BadAddress as bad:
            record.warnings.append(Warning(bad.code, f"lead image: {bad.address or 'empty'}"))
            continue
        return replace(picture, address=address)
    return None


def _add_terms(record: Record, terms: list[str], options: ReadingOptions) -> None:
    """Take a term as a tag, or as a category where slashes make a path of it (RSS 2.0, "category")."""
    paths = [term for term in terms if "/" in term.strip("/") and options.categories != "flat"]
    record.categories = names.categories([path.split("/") for path in paths], mode="flat")
    record.tags = names.tags([term for term in terms if term not in paths])


def _add_standing(record: Record, entry: FeedEntry, options: ReadingOptions) -> None:
    put_published(record, _first_moment(entry.published, record.warnings, options), origin="feed")
    modified = _first_moment([entry.modified], record.warnings, options)
    record.modified_at = modified.at if modified else None
    embargo = _first_moment([entry.embargo], record.warnings, options)
    record.embargo_until = embargo.at if embargo else None
    if record.published_at is None:
        record.warnings.append(Warning("undated", "no date that can be read: it waits as a draft"))
    # An embargo that cannot be read may have been meant for any day: nobody sees it before an editor did.
    has_lost_embargo = bool(entry.embargo) and record.embargo_until is None
    is_undated = record.published_at is None
    if entry.is_draft or is_undated or has_lost_embargo or options.status == "draft":
        record.status = "draft"


def _first_moment(stated: list[str], warnings: list[Warning], options: ReadingOptions) -> Moment | None:
    for words in filter(None, stated):
        if moment := parse_moment(words, zone=options.zone):
            return moment
        warnings.append(Warning("bad-date", words[:100]))
    return None


def _body(entry: FeedEntry) -> str:
    """Return the body, with what comes with it and does not stand in it as cards below."""
    body = entry.body or entry.standfirst
    MAX_BODY_CHARACTERS.check(len(body))
    files = [file for file in entry.enclosures if file.address and html.escape(file.address) not in body]
    return "\n".join([body, *map(_card, files)]).strip()


def _card(file: Enclosure) -> str:
    address = html.escape(file.address)
    if file.kind in ("audio", "video"):
        return f'<{file.kind} src="{address}"></{file.kind}>'
    title = html.escape(file.title or last_part(file.address) or file.address)
    return f'<p class="embed-card"><a href="{address}">{title}</a></p>'


FOOTER = re.compile(
    r"\s*\bThe post .{1,600}? (?:appeared first on|first appeared on) [^.]{1,200}\.?$", re.I | re.S
)
FOOTER_CHARACTERS = 900
DOTS = " .…[]"


def _standfirst(entry: FeedEntry) -> str:
    """Return the summary that stands beside a body, unless it is only the body's own beginning."""
    if not entry.body:
        return ""
    words = fields.plain(entry.standfirst)
    footer = FOOTER.search(words, max(0, len(words) - FOOTER_CHARACTERS))
    words = words[: footer.start()] if footer else words
    return "" if fields.plain(entry.body).startswith(words.rstrip(DOTS)) else words
