"""One item of an export as a Record."""

from typing import Any

from .. import fields, headlines, names
from ..addresses import BadAddress, last_part, old_path, resolved_link, web_address
from ..body.finish import finish
from ..limits import ADDRESS_CHARACTERS, MAX_NAME_CHARACTERS, MAX_OLD_ADDRESSES
from ..record import Part, Picture, ReadingOptions, Record, Warning
from . import standing
from .export import encodings
from .export.contents import author_key
from .export.items import Item
from .export.references import needed
from .markup import body
from .markup.shortcodes import Attachments

# What of an item has a place of its own in a Record; other taxonomies are kept with it.
TAXONOMIES_TAKEN = frozenset({"", "category", "post_tag", "tag", "author", "language"})
TAGS = ("post_tag", "tag")
MOST_EXTRA_TERMS = 200


def read_article(part: Part, *, path: str, index: int, options: ReadingOptions) -> Record:
    """Return the Record of one item; raises Refused, or TooComplex for a body beyond the sanitizer."""
    decoded = encodings.decode(part.raw, codec=part.context.get("codec", ""))
    item = Item(decoded.text)
    headline = headlines.clean(item.field("title"))
    record = Record(path=path, index=index, headline=headline, warnings=decoded.warnings)
    standing.add(record, item, options)
    _add_names(record, item, part.context)
    _add_extra(record, item)
    _add_text(record, item, part.context)
    _add_addresses(record, item)
    return record


def _add_names(record: Record, item: Item, context: dict[str, Any]) -> None:
    record.categories = names.categories(_category_paths(item, context), mode="flat")
    record.tags = names.tags([term.name for term in item.terms_of(*TAGS)])
    record.byline = names.byline(_people(item, context.get("authors", {})))


def _category_paths(item: Item, context: dict[str, Any]) -> list[Any]:
    """Return a path of names for each category, the primary one first."""
    terms = item.terms_of("category") or item.terms_of("")
    terms.sort(key=lambda term: not term.nicename or term.nicename != context.get("primary"))
    return [_path(term.nicename, context.get("categories", {})) or [term.name] for term in terms]


def _path(slug: str, categories: dict[str, list[str]]) -> list[str]:
    path: list[str] = []
    seen: set[str] = set()
    while slug in categories and slug not in seen:
        seen.add(slug)
        name, parent = categories[slug]
        path.insert(0, name or slug)
        slug = parent
    return path


def _people(item: Item, authors: dict[str, str]) -> list[Any]:
    """Return the co-authors in order, or the one author; each by the name that readers know."""
    people = [
        authors.get(author_key(term.name)) or authors.get(author_key(term.nicename)) or term.name
        for term in item.terms_of("author")
    ]
    login = item.field("dc:creator")
    # As mappings, so that a comma is part of a name.
    return [{"name": name} for name in people or [authors.get(author_key(login)) or login]]


def _add_extra(record: Record, item: Item) -> None:
    taxonomies: dict[str, list[str]] = {}
    for term in item.terms[:MOST_EXTRA_TERMS]:
        if term.domain not in TAXONOMIES_TAKEN:
            taxonomies.setdefault(term.domain, []).append(term.name[: MAX_NAME_CHARACTERS.most])
    said = {
        "type": item.type if item.type != "post" else "",
        "short_address": f"/?p={item.id}" if item.id.isdecimal() else "",
        "guid": item.field("guid")[:ADDRESS_CHARACTERS],
        "sticky": item.field("wp:is_sticky") == "1",
        "comments": item.comments,
        "taxonomies": taxonomies,
    }
    record.extra |= {key: value for key, value in said.items() if value}


def _permalink(record: Record, item: Item, site: str) -> str:
    stated = item.field("link")
    if not stated:
        return ""
    try:
        return web_address(resolved_link(stated, base=site))
    except BadAddress as bad:
        record.warnings.append(Warning(bad.code, bad.address))
        return ""


def _add_text(record: Record, item: Item, context: dict[str, Any]) -> None:
    """Add what the item and its body say together: lead picture, standfirst, the body as the site showed it."""
    site = context.get("site", "")
    attachments = Attachments(described=context.get("attachments", {}), own=context.get("attached", []))
    _warn_of_missing(record, item, attachments)
    record.source_url = _permalink(record, item, site)
    record.lead_picture = _lead_picture(record, attachments.described.get(item.custom("_thumbnail_id")), site)
    record.standfirst = fields.plain(item.field("excerpt:encoded"))
    blocks = context.get("blocks", {})
    record.body_source = body.as_html(
        item.body, attachments=attachments, blocks=blocks, warnings=record.warnings
    )
    language = next((term.nicename for term in item.terms_of("language")), "")
    finish(
        record,
        record.body_source,
        base=record.source_url or site,
        language=language,
        usual_language=context.get("language", ""),
    )


def _warn_of_missing(record: Record, item: Item, attachments: Attachments) -> None:
    missing = [number for number in needed(item) if number not in attachments.described]
    if missing:
        listed = ", ".join(missing[:20])
        record.warnings.append(Warning("image-missing", f"not in the export: attachment {listed}"))


def _lead_picture(record: Record, attachment: dict[str, str] | None, base: str) -> Picture | None:
    if attachment is None:
        return None
    try:
        address = web_address(resolved_link(attachment.get("url", ""), base=base))
    except BadAddress as bad:
        record.warnings.append(Warning("image-dropped", f"lead image: {bad.address or 'empty'}"))
        return None
    words = {key: fields.plain(attachment.get(key, "")) for key in ("alt", "caption", "credit")}
    return Picture(address, **words)


def _add_addresses(record: Record, item: Item) -> None:
    """Add the slug, and the paths that the article had: its permalink, and the same with each former slug."""
    permalink = old_path(record.source_url) if record.source_url else ""
    slug = item.field("wp:post_name")[:ADDRESS_CHARACTERS]
    record.slug = fields.slug(slug, permalink=permalink, headline=record.headline, path="")
    former = item.meta.get("_wp_old_slug", [])
    MAX_OLD_ADDRESSES.check(len(former))
    if permalink:
        paths = [permalink, *(_with_slug(permalink, other) for other in former)]
        record.old_addresses = list(dict.fromkeys(filter(None, paths)))


def _with_slug(permalink: str, slug: str) -> str:
    """Return a permalink's path as it was when the article had another slug."""
    own = last_part(permalink)
    before, found, after = permalink.rpartition(own)
    return old_path(f"{before}{slug}{after}") if own and found and slug else ""
