"""An entry of RSS or Atom, read by feedparser within the tags that stand around it."""

import html
import io
import re
from typing import Any

import feedparser  # type: ignore[import-untyped]  # it ships no hints

from ...text import vocabulary
from ...text.tree import printable
from .. import names
from ..record import Credit, Part, Picture, Warning
from ..refusals import Refused, skipped
from . import cutting, media
from .entry import Enclosure, FeedEntry, paragraphs
from .headline import headline

Stated = dict[str, Any]
# What of an entry has a place of its own; feedparser's other fields are kept with it.
TAKEN = vocabulary.names(
    "title title_detail summary summary_detail content link links id guidislink href base language author author_detail"
    " authors contributors publisher_detail tags published published_parsed created created_parsed updated"
    " updated_parsed expired_parsed image app_control app_draft feedburner_origlink blogger_status"
)
# RSS's own author is an address with a name behind it, and feedparser cuts long domains in two.
ADDRESSED_AUTHOR = re.compile(
    rb"(<author>\s*(?:<!\[CDATA\[)?)\s*[^\s<>@()]{1,100}@[^\s<>@()]{1,200}\s*(?:\(([^<>()]*)\))?\s*((?:\]\]>)?\s*</author>)"
)
HEADERS = {"content-type": "application/xml; charset=utf-8"}


def read(part: Part) -> FeedEntry:
    """Return what the entry in ``part`` states; raises Refused for what is no article."""
    context = part.context
    opening, closing = context["opening"].encode(), context["closing"].encode()
    bare, shown = media.take(part.raw, opening=opening)
    parsed = parse(opening + ADDRESSED_AUTHOR.sub(rb"\1\2\3", bare) + closing)
    if not parsed["entries"]:
        raise Refused("not XML that an entry could be read from")
    stated = parsed["entries"][0]
    entry = FeedEntry(usual_language=context.get("language", ""), home=context.get("home", ""))
    if parsed["bozo"]:
        entry.warnings.append(Warning("feed-repaired", f"not well-formed: {parsed['bozo']}"))
    if context.get("encoding"):
        entry.warnings.append(Warning("encoding", context["encoding"]))
    _add_texts(entry, stated, shown)
    _add_names(entry, stated, context)
    entry.terms += [term.strip() for term in shown.terms if term.strip()]
    _add_files(entry, stated, shown)
    _add_standing(entry, stated)
    if b"xml:lang" in part.raw or stated.get("language"):
        entry.language = str(stated.get("language") or _detail(stated, "title").get("language") or "")
    entry.extra = _extra(stated, context)
    return entry


def parse(document: bytes) -> dict[str, Any]:
    """Return feedparser's ``feed`` and ``entries`` as plain values, and in ``bozo`` what is wrong with the XML.

    Raises Refused for markup that would be read for seconds, or that feedparser cannot read.
    """
    cutting.refuse_tangled(document)
    try:
        # As a stream: a text could be taken for the name of a file, or for an address to be fetched.
        parsed = feedparser.parse(
            io.BytesIO(document), response_headers=HEADERS, resolve_relative_uris=False, sanitize_html=False
        )
    except Exception as error:
        # It promises nothing of what it raises, and one entry must not cost the others.
        raise Refused(f"feedparser failed: {type(error).__name__}: {error}"[:500]) from error
    wrong = parsed.get("bozo_exception")
    return {
        "feed": _plain(parsed.get("feed")) or {},
        "entries": _plain(parsed.get("entries")) or [],
        "bozo": printable(str(wrong)[:200] or type(wrong).__name__) if parsed.get("bozo") else "",
    }


def _plain(value: Any) -> Any:
    """Return a value of feedparser's as plain dicts and lists: its own look a missing key up under another."""
    if isinstance(value, dict):
        return {str(key): _plain(dict.__getitem__(value, key)) for key in dict.keys(value)}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return printable(value) if isinstance(value, str) else value


def _detail(stated: Stated, name: str) -> Stated:
    found = stated.get(f"{name}_detail")
    return found if isinstance(found, dict) else {}


def _add_texts(entry: FeedEntry, stated: Stated, shown: media.Media) -> None:
    is_html = _detail(stated, "title").get("type") != "text/plain"
    entry.headline = headline(str(stated.get("title") or shown.title), is_html=is_html)
    contents = [item for item in stated.get("content") or [] if isinstance(item, dict)]
    content = max(contents, key=lambda item: len(item.get("value") or ""), default={})
    entry.body = _as_html(content)
    entry.base = content.get("base") or _detail(stated, "summary").get("base") or ""
    # feedparser also shows a content as the summary, but then without any detail.
    entry.standfirst = _as_html(_detail(stated, "summary")) or paragraphs(shown.description)
    entry.enclosures += [Enclosure(address=content["src"])] if content.get("src") else []


def _as_html(detail: Stated) -> str:
    value = str(detail.get("value") or "")
    if detail.get("type") == "text/plain":
        return paragraphs(value)
    if "<" not in value:
        return paragraphs(html.unescape(value))
    # A closing tag that is none in HTML would be a second line break there.
    return value.replace("</br>", "")


KIND = "http://schemas.google.com/g/2005#kind"
ARTICLE_KINDS = ("#post", "#page")


def _add_names(entry: FeedEntry, stated: Stated, context: dict[str, Any]) -> None:
    terms = [tag for tag in stated.get("tags") or [] if isinstance(tag, dict)]
    _refuse_other_kinds([str(tag.get("term")) for tag in terms if tag.get("scheme") == KIND], stated)
    shown = [tag.get("label") or tag.get("term") or "" for tag in terms if tag.get("scheme") != KIND]
    entry.terms = [term.strip() for term in shown if term.strip()]
    authors = people(stated.get("authors")) or context.get("authors", [])
    contributors = names.byline(people(stated.get("contributors")))
    entry.byline = names.byline(authors) + [Credit(credit.name, "contributor") for credit in contributors]


def _refuse_other_kinds(kinds: list[str], stated: Stated) -> None:
    """Refuse what Blogger keeps among its posts: comments, templates and settings."""
    kinds = [*kinds, *(f"#{word.lower()}" for word in [str(stated.get("blogger_type") or "")] if word)]
    if kinds and not kinds[0].endswith(ARTICLE_KINDS):
        raise skipped(f"not an article (a {kinds[0].rpartition('#')[2]} of Blogger's)")


def people(stated: Any) -> list[str]:
    found = [str(person.get("name") or "") for person in stated or [] if isinstance(person, dict)]
    return [name for name in found if name.strip() and "@" not in name]


def _add_files(entry: FeedEntry, stated: Stated, shown: media.Media) -> None:
    files = [
        link for link in stated.get("links") or [] if link.get("rel") == "enclosure" and link.get("href")
    ]
    entry.pictures = list(shown.pictures)
    entry.enclosures += shown.enclosures
    for file in files:
        kind = str(file.get("type") or "").partition("/")[0]
        if kind == "image" or media.PICTURE_NAME.search(file["href"]):
            entry.pictures.append(Picture(file["href"], alt=file.get("title") or ""))
        else:
            entry.enclosures.append(Enclosure(address=file["href"], kind=kind, title=file.get("title") or ""))
    image = stated.get("image")
    if isinstance(image, dict) and image.get("href"):
        entry.pictures.append(Picture(image["href"]))


def _add_standing(entry: FeedEntry, stated: Stated) -> None:
    updated = stated.get("updated") or ""
    dates = [date for date in (stated.get("published"), stated.get("created")) if date]
    entry.published, entry.modified = [*dates, updated], updated if dates else ""
    entry.is_draft = "yes" in (stated.get("app_draft"), stated.get("app_control")) or (
        str(stated.get("blogger_status") or "").upper() in ("DRAFT", "SOFT_TRASHED")
    )
    link = str(stated.get("feedburner_origlink") or stated.get("link") or "")
    # Without a link feedparser gives the id, which need not be an address.
    is_address = link != stated.get("id") or link.startswith(("http://", "https://"))
    entry.link = link if is_address else ""


def _extra(stated: Stated, context: dict[str, Any]) -> dict[str, Any]:
    kept = _without_duplicates({key: value for key, value in stated.items() if key not in TAKEN})
    guid = stated.get("id")
    named = {"feed": context.get("title"), "guid": guid if guid != stated.get("link") else ""}
    return {**kept, **{key: value for key, value in named.items() if value}}


def _without_duplicates(values: Stated) -> Stated:
    """Return what says something, once: feedparser adds each date parsed and each text with its details."""
    return {
        key: _without_duplicates(value) if isinstance(value, dict) else value
        for key, value in values.items()
        if value and not key.endswith(("_parsed", "_detail"))
    }
