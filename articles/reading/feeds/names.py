"""What an entry is called, read off its XML without reading the rest: feedparser is slow and this is asked each run."""

from hashlib import sha256
from xml.etree import ElementTree

IDENTIFYING = ("guid", "id")
DATES = ("pubDate", "published", "date", "updated", "issued", "modified")
MAX_CHARACTERS = 500


def identifier(stated: dict[str, str], raw: bytes) -> str:
    """Return an entry's name: its id, else its link, else a hash of title and date, or else of all its bytes."""
    found = next((stated[key] for key in (*IDENTIFYING, "link") if stated.get(key)), "")
    if found and len(found) <= MAX_CHARACTERS:
        return found
    date = next((stated[key] for key in DATES if stated.get(key)), "")
    words = found or f"{stated.get('title', '')}\n{date}"
    return sha256(words.encode("utf-8", "replace") if words.strip() else raw).hexdigest()


def stated_in(document: bytes) -> dict[str, str]:
    """Return the texts that stand directly in the one entry of an XML document; none if it is not well-formed."""
    try:
        node = ElementTree.fromstring(document)
    except ElementTree.ParseError:
        return {}
    while (below := next(iter(node), None)) is not None and _name(node) not in ("item", "entry"):
        node = below
    stated = {"id": next((value for key, value in node.items() if key.endswith("}about")), "")}
    for child in node:
        name = _name(child)
        # A date alone is stated in a namespace of its own (dc:date); titles and ids there are of other things.
        is_own = name == "date" or child.tag == node.tag[: -len(_name(node))] + name
        if is_own and not stated.get(name):
            stated[name] = "".join(child.itertext()).strip() or _alternate(child)
    return stated


def _alternate(element: ElementTree.Element) -> str:
    """Return the address of an Atom link to the entry's own page."""
    return element.get("href", "").strip() if element.get("rel", "alternate") == "alternate" else ""


def _name(element: ElementTree.Element) -> str:
    return str(element.tag).rpartition("}")[2]
