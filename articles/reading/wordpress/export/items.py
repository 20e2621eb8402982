"""What one item of an export states, asked by WordPress's names."""

import re
from functools import cached_property
from typing import NamedTuple

from ...refusals import Refused
from .elements import Element, elements

# What an absent moment is written as, in a database that has no NULL for it.
NO_MOMENT = "0000-00-00"
BODY = "content:encoded"
# The custom fields that mean something to us, of the dozens that plugins leave with each post.
CUSTOM_FIELDS = re.compile(
    r"_thumbnail_id|_wp_old_slug|_wp_attachment_image_alt|_media_credit|cap-display_name|cap-user_login"
    r"|_yoast_wpseo_primary_category|rank_math_primary_category"
)
ITEM = re.compile(r"<item(?:\s[^<>]*+)?+>")


class Term(NamedTuple):
    """A category, a tag or another term: its taxonomy, its slug, its name."""

    domain: str
    nicename: str
    name: str


class Item:
    """One item: its fields by name, its terms, some of its custom fields, the number of its comments."""

    def __init__(self, text: str) -> None:
        """Read an ``<item>``; raises Refused where there is none, too much in it, or a text without an end."""
        self.terms: list[Term] = []
        self.meta: dict[str, list[str]] = {}
        self.comments = 0
        self._fields: dict[str, Element] = {}
        for element in elements(_inside(text)):
            self._add(element)
        # Never an article without its text because somebody's transfer broke.
        if BODY not in self._fields and f"<{BODY}>" in text:
            raise Refused("cut off: its text has no end")

    def field(self, name: str) -> str:
        """Return the text of a field, an empty one where it is not stated."""
        element = self._fields.get(name)
        return element.text.strip() if element else ""

    def custom(self, key: str) -> str:
        """Return the first value of a custom field, an empty text without one."""
        return next(iter(self.meta.get(key, ())), "").strip()

    def terms_of(self, *domains: str) -> list[Term]:
        """Return the terms of some taxonomies, in order."""
        return [term for term in self.terms if term.domain in domains]

    def moment(self, name: str) -> str:
        """Return the moment a field states; empty also for WordPress's way of writing none."""
        stated = self.field(name)
        return "" if stated.startswith(NO_MOMENT) or "-0001" in stated else stated

    @property
    def id(self) -> str:
        """The number of the post."""
        return self.field("wp:post_id")

    @property
    def type(self) -> str:
        """The type of the post; what states none is a post."""
        return self.field("wp:post_type") or "post"

    @cached_property
    def body(self) -> str:
        """The text as WordPress keeps it, before paragraphs and shortcodes."""
        return self.field(BODY)

    def _add(self, element: Element) -> None:
        if element.name == "category":
            self._add_term(element)
        elif element.name == "wp:postmeta":
            self._add_meta(element)
        elif element.name == "wp:comment":
            self.comments += 1
        else:
            self._fields.setdefault(element.name, element)

    def _add_term(self, element: Element) -> None:
        attributes = element.attributes
        self.terms.append(
            Term(attributes.get("domain", ""), attributes.get("nicename", ""), element.text.strip())
        )

    def _add_meta(self, element: Element) -> None:
        if not CUSTOM_FIELDS.search(element.content):
            return
        stated = {child.name: child.text for child in element.children()}
        self.meta.setdefault(stated.get("wp:meta_key", ""), []).append(stated.get("wp:meta_value", ""))


def _inside(text: str) -> str:
    opening, end = ITEM.match(text), text.rfind("</item")
    if opening is None or end < opening.end():
        raise Refused("no item of an export")
    return text[opening.end() : end]
