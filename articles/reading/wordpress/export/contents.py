"""What an export says of its site: names of authors and categories, and where each attachment lies.

Found in a first pass and small beside the export: of an attachment only its place is kept, and it is read again for
the articles that show it.
"""

import re
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO, NamedTuple
from urllib.parse import unquote

from ...limits import MAX_CATEGORY_DEPTH, Limit
from ...refusals import Refused
from . import encodings
from .elements import Element, elements
from .items import Item
from .spans import ABOUT_THE_SITE, Span, read, spans

MAX_ITEM_BYTES = Limit(10_000_000, "bytes an item")
MAX_ATTACHMENTS = Limit(2_000_000, "attachments an export")
MAX_NAMES = Limit(500_000, "authors and categories an export")
MAX_BLOCKS = Limit(100_000, "blocks for use in several posts an export")
HEAD_BYTES = 4_096
# Of one thing said of an attachment, an author or a category: a caption, an address, a name.
MOST_CHARACTERS = 5_000

# Most items are neither, and need no reading in the first pass.
MAY_BE_NEEDED = re.compile(rb"<wp:post_type>\s*(?:<!\[CDATA\[)?\s*(?:attachment|guest-author|wp_block)\b")
UPLOAD = re.compile(r"/(?:uploads|files)/([^\s\"'<>()\[\]?#\\]{1,500})")
SIZE_OF_RENDITION = re.compile(r"(?:-\d{1,5}x\d{1,5}|-scaled)(?=\.\w{1,5}$)")


class Category(NamedTuple):
    """A category of the site: its name, and the slug of the one above it."""

    name: str
    parent: str


class Attached(NamedTuple):
    """An attachment's place in a post's gallery, its number, and where it lies in the export."""

    position: int
    id: str
    span: Span


@dataclass(slots=True)
class Contents:
    """What was found of a site; slugs, logins and numbers are the keys."""

    file: BinaryIO
    codec: str
    site: str = ""
    language: str = ""
    authors: dict[str, str] = field(default_factory=dict)
    categories: dict[str, Category] = field(default_factory=dict)
    slugs_by_number: dict[str, str] = field(default_factory=dict)
    attachments: dict[str, Attached] = field(default_factory=dict)
    attached_to: dict[str, list[str]] = field(default_factory=dict)
    blocks: dict[str, Span] = field(default_factory=dict)
    uploads: dict[str, str] = field(default_factory=dict)
    cut_off: list[Span] = field(default_factory=list)
    # Starts and ends in turn: eight bytes each, for an export may hold a million items.
    _places: "array[int]" = field(init=False, default_factory=lambda: array("Q"))

    def add_item(self, span: Span) -> None:
        """Remember an item that is no attachment."""
        self._places.extend((span.start, span.end))

    def items(self) -> Iterator[Span]:
        """Yield where each item lies that is no attachment."""
        places = iter(self._places)
        return (Span("item", start, end, is_whole=True) for start, end in zip(places, places, strict=True))

    def item(self, span: Span) -> Item:
        """Return the item that lies at ``span``. Raises Refused."""
        return Item(encodings.quick_text(read(self.file, span), codec=self.codec))

    def attachment(self, number: str) -> dict[str, str]:
        """Return an attachment's address and words; nothing where the export does not hold it."""
        attached = self.attachments.get(number)
        return described(self.item(attached.span)) if attached else {}

    def block(self, number: str) -> str:
        """Return the text of a block for use in several posts; nothing where the export does not hold it."""
        span = self.blocks.get(number)
        return self.item(span).body if span else ""

    def gallery_of(self, number: str) -> list[str]:
        """Return the numbers of what is attached to a post, in the order of its gallery."""
        return sorted(self.attached_to.get(number, ()), key=lambda each: self.attachments[each][:2])

    def ancestry(self, slug: str) -> Iterator[str]:
        """Yield a category's slug and those of its ancestors, which may run in a circle."""
        for _ in range(MAX_CATEGORY_DEPTH.most + 1):
            if slug not in self.categories:
                return
            yield slug
            slug = self.categories[slug].parent

    def uploads_shown(self, text: str) -> Iterator[str]:
        """Yield the numbers of the attachments whose files a text names."""
        if "/uploads/" not in text and "/files/" not in text:
            return iter(())
        keys = map(upload_key, UPLOAD.findall(text))
        return (self.uploads[key] for key in keys if key in self.uploads)


def described(attachment: Item) -> dict[str, str]:
    """Return the address and the words of an attachment, empty ones left out and long ones cut."""
    said = {
        "url": attachment.field("wp:attachment_url") or attachment.field("guid"),
        "title": attachment.field("title"),
        "caption": attachment.field("excerpt:encoded"),
        "alt": attachment.custom("_wp_attachment_image_alt"),
        "credit": attachment.custom("_media_credit"),
    }
    return {key: value[:MOST_CHARACTERS] for key, value in said.items() if value}


def survey(file: BinaryIO) -> Contents:
    """Return what an export says of its site; raises Refused where it declares entities or is over a limit."""
    file.seek(0)
    contents = Contents(file, encodings.declared_codec(file.read(HEAD_BYTES)))
    for span in spans(file):
        if not span.is_whole:
            contents.cut_off.append(span)
        elif not _is_noted(contents, span) and span.name == "item":
            contents.add_item(span)
    return contents


def upload_key(below_uploads: str) -> str:
    """Return a name for an uploaded file that all its sizes share."""
    return SIZE_OF_RENDITION.sub("", unquote(below_uploads).lower())


def _is_noted(contents: Contents, span: Span) -> bool:
    """Note what other items may need of this element; say whether it is an attachment, read only with them."""
    MAX_ATTACHMENTS.check(len(contents.attachments))
    MAX_NAMES.check(len(contents.authors) + len(contents.categories))
    MAX_BLOCKS.check(len(contents.blocks))
    if span.length > MAX_ITEM_BYTES.most:
        return False
    raw = read(contents.file, span)
    if span.name == "item" and not MAY_BE_NEEDED.search(raw):
        return False
    try:
        return _note(contents, encodings.quick_text(raw, codec=contents.codec), span)
    except (Refused, StopIteration):
        # The second pass tells of an item that cannot be read; what has no name falls back on its slug.
        return False


def _note(contents: Contents, text: str, span: Span) -> bool:
    if span.name != "item":
        NOTED[span.name](contents, next(elements(text)))
        return False
    item = Item(text)
    if item.type == "guest-author":
        _note_guest_author(contents, item)
    if item.type == "wp_block":
        contents.blocks[item.id] = span
    # Of two attachments of one number the first is read; the other is told of.
    if item.type != "attachment" or item.id in contents.attachments:
        return False
    _note_attachment(contents, item, span)
    return True


def _note_guest_author(contents: Contents, item: Item) -> None:
    name = item.custom("cap-display_name") or item.field("title")
    for key in (item.custom("cap-user_login"), item.field("wp:post_name")):
        contents.authors.setdefault(author_key(key), name)


def _note_attachment(contents: Contents, item: Item, span: Span) -> None:
    position = item.field("wp:menu_order")
    contents.attachments[item.id] = Attached(int(position) if position.isdecimal() else 0, item.id, span)
    if item.field("wp:post_parent") not in ("", "0"):
        contents.attached_to.setdefault(item.field("wp:post_parent"), []).append(item.id)
    for shown in UPLOAD.findall(described(item).get("url", ""))[-1:]:
        contents.uploads[upload_key(shown)] = item.id


def author_key(login: str) -> str:
    """Return a login as authors are looked up by it; a co-author's term has "cap-" before it."""
    return login.strip().lower().removeprefix("cap-")


def _note_author(contents: Contents, author: Element) -> None:
    said = _said(author)
    whole = " ".join(filter(None, (said.get("wp:author_first_name"), said.get("wp:author_last_name"))))
    login = said.get("wp:author_login", "")
    contents.authors[author_key(login)] = said.get("wp:author_display_name") or whole or login


def _note_category(contents: Contents, category: Element) -> None:
    said = _said(category)
    _add_category(
        contents,
        said.get("wp:category_nicename", ""),
        Category(said.get("wp:cat_name", ""), said.get("wp:category_parent", "")),
        said.get("wp:term_id", ""),
    )


def _note_term(contents: Contents, term: Element) -> None:
    said = _said(term)
    if said.get("wp:term_taxonomy") == "category":
        _add_category(
            contents,
            said.get("wp:term_slug", ""),
            Category(said.get("wp:term_name", ""), said.get("wp:term_parent", "")),
            said.get("wp:term_id", ""),
        )


def _add_category(contents: Contents, slug: str, category: Category, number: str) -> None:
    contents.categories[slug] = category
    contents.slugs_by_number[number] = slug


def _note_site(contents: Contents, address: Element) -> None:
    # A blog within a network states both; its own address comes second and is the one that counts.
    contents.site = address.text.strip() or contents.site


def _note_language(contents: Contents, language: Element) -> None:
    contents.language = language.text.strip()


def _said(element: Element) -> dict[str, str]:
    return {child.name: child.text.strip()[:MOST_CHARACTERS] for child in element.children()}


NOTED: dict[str, Callable[[Contents, Element], Any]] = dict(
    zip(
        ABOUT_THE_SITE,
        (_note_author, _note_category, _note_term, _note_site, _note_site, _note_language),
        strict=True,
    )
)
