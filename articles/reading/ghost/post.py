"""One post of a Ghost export as a Record."""

import json
from collections.abc import Callable
from datetime import UTC
from typing import Any

from ...text import markdown, vocabulary
from .. import fields, headlines, names
from ..addresses import BadAddress, old_path, picture_address, resolved_link, web_address
from ..body.finish import finish
from ..dates import Moment, parse_moment, put_published
from ..json_stream import load, printable_values
from ..limits import SHARED_CHARACTERS
from ..payloads import Payload, element, text, words
from ..record import Part, Picture, ReadingOptions, Record, Warning
from ..refusals import Refused
from . import lexical, mobiledoc, rendered

# What Ghost writes for the site's own address, so that an export can move to another.
OWN_ADDRESS = "__GHOST_URL__"
# What of a post has a place of its own, is told of, or concerns only the database it came from.
TAKEN = vocabulary.names(
    "title html lexical mobiledoc markdown plaintext slug status visibility created_at created_by updated_at updated_by"
    " published_at published_by feature_image image feature_image_alt feature_image_caption custom_excerpt excerpt"
    " canonical_url featured page type codeinjection_head codeinjection_foot codeinjection_styles id uuid author_id"
    " author primary_author primary_tag comment_id email_recipient_filter newsletter_id show_title_and_feature_image"
    " locale language"
)


def read_article(part: Part, *, path: str, index: int, options: ReadingOptions) -> Record:
    """Return the Record of a post; raises Refused, or TooComplex for a body beyond the sanitizer."""
    post, context = load(part.raw), part.context
    if not isinstance(post, dict):
        raise Refused("a post that is no object")
    site = _site(context)
    record = Record(path=path, index=index, headline=headlines.clean(text(post, "title")))
    _add_names(record, context)
    _add_standing(record, post, options)
    _add_addresses(record, post, site)
    record.extra = _extra(post, context)
    _add_shared(record)
    record.standfirst = fields.plain(text(post, "custom_excerpt"))
    record.lead_picture = _lead_picture(record, post, context.get("meta", {}), site)
    record.body_source = _body(post, record.warnings).replace(OWN_ADDRESS, site)
    settings = context.get("settings", {})
    finish(
        record,
        record.body_source,
        base=site and f"{site}/",
        language=text(post, "locale"),
        # Before 1.0 every post stated the language the program began with.
        usual_language=text(settings, "locale", "lang", "language") or text(post, "language"),
    )
    record.slug = fields.slug(text(post, "slug"), permalink="", headline=record.headline, path="")
    return record


def _site(context: dict[str, Any]) -> str:
    """Return the site's address without its last slash, or an empty text where the export does not say."""
    try:
        return web_address(text(context.get("settings", {}), "url", "site_url")).rstrip("/")
    except BadAddress:
        return ""


def _add_names(record: Record, context: dict[str, Any]) -> None:
    # As mappings, so that a comma is part of a name.
    record.tags = names.tags([{"name": name} for name in context.get("tags", [])])
    record.byline = names.byline([{"name": name} for name in context.get("authors", [])])


# Who may read a post, where that is not everybody.
READERS = {
    "members": "for members",
    "paid": "for paying members",
    "tiers": "for some members",
    "filter": "for some members",
}


def _add_standing(record: Record, post: Payload, options: ReadingOptions) -> None:
    """Add status and dates; Ghost's are in UTC whether they say so or not."""
    put_published(record, _moment(record, post, "published_at"), origin="export")
    modified = _moment(record, post, "updated_at")
    record.modified_at = modified.at if modified else None
    status, readers = text(post, "status"), text(post, "visibility")
    record.status = "ready" if status in ("published", "scheduled") else "draft"
    if status == "sent":
        record.warnings.append(Warning("not-public", "sent as a newsletter only"))
    if readers and readers != "public":
        record.status = "draft"
        record.warnings.append(Warning("not-public", READERS.get(readers, readers)))
    if record.published_at is None and record.status == "ready":
        record.warnings.append(Warning("undated", "no date that can be read: it waits as a draft"))
    if record.published_at is None or options.status == "draft":
        record.status = "draft"


def _moment(record: Record, post: Payload, key: str) -> Moment | None:
    stated = post.get(key)
    if stated in (None, ""):
        return None
    moment = parse_moment(stated, zone=UTC)
    if moment is None:
        record.warnings.append(Warning("bad-date", f"{key}: {str(stated)[:100]}"))
    return moment and moment._replace(zone_stated=True)


def _add_addresses(record: Record, post: Payload, site: str) -> None:
    own = old_path(f"/{text(post, 'slug')}/") if text(post, "slug") else ""
    record.old_addresses = [own] if own and text(post, "status") != "draft" else []
    canonical = text(post, "canonical_url").replace(OWN_ADDRESS, site)
    stated = resolved_link(canonical, base=site) or (f"{site}{own}" if site and own else "")
    if not stated:
        return
    try:
        record.source_url = web_address(stated)
    except BadAddress as bad:
        record.warnings.append(Warning(bad.code, bad.address))


SHARED = {"og_title": "social_title", "og_description": "social_description"}


def _add_shared(record: Record) -> None:
    """Take how the post is to be shown elsewhere out of what is extra; what does not fit stays there."""
    for key, name in SHARED.items():
        said = fields.plain(text(record.extra, key))
        if 0 < len(said) <= SHARED_CHARACTERS[name]:
            setattr(record, name, said)
            del record.extra[key]


def _lead_picture(record: Record, post: Payload, meta: Payload, site: str) -> Picture | None:
    stated = text(post, "feature_image", "image").replace(OWN_ADDRESS, site)
    if not stated:
        return None
    try:
        address = picture_address(resolved_link(stated, base=site and f"{site}/"), path=record.path)
    except BadAddress as bad:
        record.warnings.append(Warning(bad.code, f"lead image: {bad.address}"))
        return None
    alt, caption = (
        text(meta, key) or text(post, key) for key in ("feature_image_alt", "feature_image_caption")
    )
    return Picture(address, alt=alt, caption=fields.plain(caption))


def _body(post: Payload, warnings: list[Warning]) -> str:
    """Return the body in the first of the forms that holds anything; code injected around it is told of."""
    if any(text(post, f"codeinjection_{place}") for place in ("head", "foot", "styles")):
        warnings.append(Warning("code-injection", "the post's own scripts and styles are left out"))
    for key, render in FORMS.items():
        if text(post, key) and (html := render(text(post, key), warnings)).strip():
            return html
    return ""


def _rendered(html: str, warnings: list[Warning]) -> str:
    return rendered.tidy(html)


def _lexical(document: str, warnings: list[Warning]) -> str:
    return lexical.render(_document(document, "Lexical", warnings), warnings)


def _mobiledoc(document: str, warnings: list[Warning]) -> str:
    return mobiledoc.render(_document(document, "Mobiledoc", warnings), warnings)


def _document(stated: str, name: str, warnings: list[Warning]) -> Payload:
    try:
        found = printable_values(json.loads(stated, strict=False))
    except (ValueError, RecursionError) as error:
        warnings.append(Warning("body-unreadable", f"{name}: {str(error)[:100]}"))
        return {}
    return found if isinstance(found, dict) else {}


def _markdown(source: str, warnings: list[Warning]) -> str:
    return markdown.render(source)


def _plain(said: str, warnings: list[Warning]) -> str:
    return "\n".join(element("p", words(block.strip())) for block in said.split("\n\n"))


FORMS: dict[str, Callable[[str, list[Warning]], str]] = {
    "html": _rendered,
    "lexical": _lexical,
    "mobiledoc": _mobiledoc,
    "markdown": _markdown,
    "plaintext": _plain,
}


def _extra(post: Payload, context: dict[str, Any]) -> dict[str, Any]:
    is_page = text(post, "type") == "page" or post.get("page") in (1, True)
    said = {
        "type": "page" if is_page else "",
        "featured": post.get("featured") in (1, True),
        "internal_tags": context.get("internal_tags", []),
        **{
            key: value
            for key, value in context.get("meta", {}).items()
            if not key.startswith("feature_image")
        },
        **{key: value for key, value in post.items() if key not in TAKEN},
    }
    return {key: value for key, value in said.items() if value}
