"""WordPress's export files (WXR): RSS with WordPress's own elements, of any size and often not well-formed."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from ..record import Part, ReadingOptions, Record, Refusal
from ..refusals import Refused, skipped
from ..wordpress.article import read_article
from ..wordpress.export import encodings, separation
from ..wordpress.export.contents import MAX_ITEM_BYTES, Contents, survey
from ..wordpress.export.items import Item
from ..wordpress.export.references import blocks_in, context_of, referred_to
from ..wordpress.export.spans import Span
from ..wordpress.export.spans import read as read_span
from .outcome import record_or_refusal

# Some sites print a warning of PHP's, which is markup too, above their export.
RSS = re.compile(rb"\s*(?:<.{0,20000}?)?<rss\b", re.S)
WORDPRESS_S_OWN = re.compile(rb"wordpress\.org/export/|<wp:wxr_version\b|WordPress eXtended RSS")
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
MOST_ID_CHARACTERS = 500

# What WordPress and its plugins keep as posts though it is no article.
NOT_AN_ARTICLE = {
    # Those that an article may refer to are not met here.
    "attachment": "an attachment in a damaged item, or whose number another one has",
    "nav_menu_item": "a navigation menu item",
    "revision": "an earlier version of another post",
    "customize_changeset": "a change of the site's looks",
    "custom_css": "a style sheet",
    "oembed_cache": "a kept copy of a player",
    "user_request": "a request of a user",
    "wp_block": "a block for use in several posts",
    "wp_template": "a template",
    "wp_template_part": "a part of a template",
    "wp_global_styles": "the site's styles",
    "wp_navigation": "a navigation menu",
    "wp_font_family": "a typeface",
    "wp_font_face": "a typeface",
    "guest-author": "a co-author's profile",
    "acf-field": "a form's field",
    "acf-field-group": "a form's fields",
    "feedback": "a message of a reader",
    "wpcf7_contact_form": "a contact form",
    "wpforms": "a contact form",
    "elementor_library": "a template",
    "amp_validated_url": "a note of a plugin",
    "shop_order": "an order",
    "shop_coupon": "a coupon",
}


def claims(head: bytes, path: str) -> bool:
    """Whether a file is a WordPress export, by what its first bytes hold; a site's feed is none."""
    head = encodings.narrow(head).removeprefix(BYTE_ORDER_MARK)
    return bool(RSS.match(head) and WORDPRESS_S_OWN.search(head))


def parts(file: BinaryIO, *, path: str) -> Iterator[Part | Refusal]:
    """Yield every article of an export in its order, and a refusal for each other item; raises nothing.

    The file is read twice and must be quick to seek in. Attachments that an article refers to are its assets and
    yield nothing; the others come last. ``index`` of a refusal is its place in what is yielded.
    """
    index = -1
    try:
        with encodings.narrowed(file) as narrow:
            for index, found in enumerate(_found(narrow)):
                yield replace(found, index=index) if isinstance(found, Refusal) else found
    except Refused as refused:
        index += 1
        yield replace(refused.as_refusal(), index=index)
    if index < 0:
        yield Refusal("skipped", "an export without an article")


def read(part: Part, *, path: str, index: int, options: ReadingOptions) -> Record | Refusal:
    """Return the Record of one item, or why it gives none; raises nothing, whatever the bytes."""
    return record_or_refusal(read_article, part, path=path, index=index, options=options)


def _found(file: BinaryIO) -> Iterator[Part | Refusal]:
    contents = survey(file)
    shown: set[str] = set()
    for span in contents.items():
        yield from _of_item(contents, span, shown)
    for number in contents.attachments:
        if number not in shown:
            yield Refusal("skipped", f"attachment {number}, which no article refers to")
    for span in contents.cut_off:
        where = f"an element does ({span.name})" if span.name else "its channel does"
        yield Refusal("failed", f"cut off: the file ends before {where}")


def _of_item(contents: Contents, span: Span, shown: set[str]) -> Iterator[Part | Refusal]:
    try:
        MAX_ITEM_BYTES.check(span.length)
        raws = separation.separated(read_span(contents.file, span))
    except Refused as refused:
        yield refused.as_refusal()
        return
    for raw in raws:
        try:
            yield _part(contents, raw, shown)
        except Refused as refused:
            yield refused.as_refusal()


def _part(contents: Contents, raw: bytes, shown: set[str]) -> Part:
    """Return the part that an item is, and add what attachments it refers to. Raises Refused."""
    separation.refuse_unclosed(raw)
    item = Item(encodings.quick_text(raw, codec=contents.codec))
    if item.type in NOT_AN_ARTICLE:
        raise skipped(NOT_AN_ARTICLE[item.type])
    blocks = blocks_in(item, contents)
    shown.update(referred_to(item, contents, blocks))
    codec = contents.codec if not encodings.is_utf8(raw) else ""
    context = context_of(item, contents, blocks, codec=codec)
    return Part(raw=raw, external_id=_external_id(item), context=context)


def _external_id(item: Item) -> str:
    """Return what an item is called in its site: its number, else its guid or its address."""
    if item.id not in ("", "0"):
        return f"post-{item.id}"[:MOST_ID_CHARACTERS]
    return (item.field("guid") or item.field("link") or item.field("title"))[:MOST_ID_CHARACTERS]
