"""What an article refers to elsewhere in its export, and what the export says of it."""

import re
from collections.abc import Iterator
from typing import Any

from ...limits import MAX_PICTURES
from ..markup.blocks import reused
from ..markup.shortcodes import lists
from .contents import Contents, author_key
from .items import Item

SHOWN_BY_NUMBER = re.compile(r"wp-image-(\d{1,20})|attachment_(\d{1,20})|\"(?:id|mediaId)\":(\d{1,20})")
# Looking for these first is many times quicker, and most articles hold none.
MARKS_OF_NUMBERS = ("wp-image-", "attachment_", '"id":', '"mediaId":')
PRIMARY_CATEGORY = ("_yoast_wpseo_primary_category", "rank_math_primary_category")
MOST_BLOCKS = 100
Context = dict[str, Any]


def needed(item: Item) -> list[str]:
    """Return the numbers of the attachments that an article cannot be read without, each once."""
    listed = [number for stated in lists(item.body) for number in stated]
    lead = [item.custom("_thumbnail_id")]
    return list(dict.fromkeys(number for number in [*lead, *listed] if number.isdecimal() and number != "0"))


def shows_its_own(item: Item) -> bool:
    """Say whether an article has a gallery of whatever is attached to it."""
    return not all(lists(item.body))


def blocks_in(item: Item, contents: Contents) -> dict[str, str]:
    """Return the text of each block that an article shares with others, and of those that stand in them."""
    found: dict[str, str] = {}
    wanted = reused(item.body)
    while wanted and len(found) < MOST_BLOCKS:
        number = wanted.pop()
        if number not in found and (text := contents.block(number)):
            found[number] = text
            wanted += reused(text)
    return found


def referred_to(item: Item, contents: Contents, blocks: dict[str, str]) -> Iterator[str]:
    """Yield the numbers of all attachments that an article shows, names or has beneath it."""
    yield from needed(item)
    yield from contents.attached_to.get(item.id, ())
    for text in (item.body, *blocks.values()):
        if any(mark in text for mark in MARKS_OF_NUMBERS):
            yield from ("".join(numbers) for numbers in SHOWN_BY_NUMBER.findall(text))
        yield from contents.uploads_shown(text)


def context_of(item: Item, contents: Contents, blocks: dict[str, str], *, codec: str) -> Context:
    """Return what the rest of the export says of an article, and nothing that is not its own, as JSON holds it."""
    own = contents.gallery_of(item.id)[: MAX_PICTURES.most + 1] if shows_its_own(item) else []
    numbers = [*needed(item)[: MAX_PICTURES.most + 1], *own]
    said = {
        "codec": codec,
        "site": contents.site,
        "language": contents.language,
        "authors": _authors(item, contents),
        "categories": _categories(item, contents),
        "primary": _primary(item, contents),
        "attachments": {number: found for number in numbers if (found := contents.attachment(number))},
        "attached": own,
        "blocks": blocks,
    }
    return {key: value for key, value in said.items() if value}


def _authors(item: Item, contents: Contents) -> dict[str, str]:
    keys = [author_key(item.field("dc:creator"))]
    for term in item.terms_of("author"):
        keys += [author_key(term.name), author_key(term.nicename)]
    return {key: contents.authors[key] for key in keys if key in contents.authors}


def _categories(item: Item, contents: Contents) -> dict[str, list[str]]:
    slugs = [slug for term in item.terms_of("category") for slug in contents.ancestry(term.nicename)]
    return {slug: list(contents.categories[slug]) for slug in slugs}


def _primary(item: Item, contents: Contents) -> str:
    numbers = filter(None, map(item.custom, PRIMARY_CATEGORY))
    return next((contents.slugs_by_number.get(number, "") for number in numbers), "")
