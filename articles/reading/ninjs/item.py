"""One item of ninjs, whichever version wrote it: 1.x names one text a key, 2.x and 3.x list them with their roles.

Source: IPTC, "ninjs" (the standard and its guide).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..feeds.entry import paragraphs
from ..payloads import Payload, rows, text

MAIN = "main"
# What is said beside a text and is none of its own.
CREDIT_ROLES = frozenset({"creditline", "credit"})
PLAIN_KINDS = frozenset({"", "text", "plain", "text/plain"})


@dataclass(frozen=True, slots=True)
class Text:
    """One of the texts that say the same: ``kind`` is its media type, or what follows its key (``body_xhtml``)."""

    value: str
    kind: str
    role: str = ""

    @property
    def is_html(self) -> bool:
        return "html" in self.kind or "html" in self.role

    @property
    def is_plain(self) -> bool:
        return not self.is_html and self.kind in PLAIN_KINDS

    @property
    def html(self) -> str:
        return self.value if self.is_html else paragraphs(self.value)


def lowered(value: Any) -> Any:
    """Return a value with every key in small letters: 3.x writes ``versionCreated`` where 1.x and 2.x do not."""
    if isinstance(value, dict):
        return {key.lower(): lowered(each) for key, each in value.items()}
    return [lowered(each) for each in value] if isinstance(value, list) else value


def texts(item: Payload, name: str, listed_as: str) -> list[Text]:
    """Return the texts of an item that are not empty, the main one first."""
    # A draft of 2.0 listed them below the old name.
    found = [*_by_key(item, name), *_listed(item.get(name)), *_listed(item.get(listed_as))]
    return sorted((each for each in found if each.value), key=lambda each: each.role != MAIN)


def _by_key(item: Payload, name: str) -> Iterator[Text]:
    for key in item:
        if key == name or key.startswith(f"{name}_"):
            yield Text(text(item, key), key.removeprefix(name).removeprefix("_"))


def _listed(value: Any) -> Iterator[Text]:
    for row in rows(value):
        role = text(row, "role", "name").lower()
        yield Text(text(row, "value"), text(row, "contenttype").lower(), role)


def headline(item: Payload) -> str:
    """Return an item's headline, or the title that it is filed under."""
    return next((each.value for each in texts(item, "headline", "headlines")), "") or text(item, "title")


def body(item: Payload) -> Text | None:
    """Return the body that says most of how it looks: HTML before plain text; None where neither is stated."""
    bodies = texts(item, "body", "bodies")
    return next((each for each in bodies if each.is_html), None) or next(
        (each for each in bodies if each.is_plain), None
    )


def description(item: Payload) -> Text | None:
    """Return what an item is about, plain text before HTML; None where it is not stated."""
    stated = [
        each
        for each in texts(item, "description", "descriptions")
        if each.role not in CREDIT_ROLES and (each.is_plain or each.is_html)
    ]
    return min(stated, key=lambda each: each.is_html, default=None)


def associated(item: Payload) -> list[Payload]:
    """Return the items that come with an item, each with its ``name``: a mapping in 1.x, a list later."""
    stated = item.get("associations")
    if isinstance(stated, dict):
        return [{**each, "name": name} for name, each in stated.items() if isinstance(each, dict)]
    return rows(stated)
