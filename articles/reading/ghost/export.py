"""A Ghost export as a stream: its tables read once, then its posts one by one, each with what concerns it."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, BinaryIO

from ..json_stream import JsonStream, canonical, printable_values
from ..limits import Limit
from ..payloads import Payload, text
from ..record import Part, Refusal
from ..refusals import Refused

MAX_EXPORT_BYTES = Limit(500_000_000, "bytes an export")
MAX_POST_CHARACTERS = Limit(20_000_000, "characters a post")
MAX_NAME_CHARACTERS = 500
# Of one thing said of a post, a tag or the site, as these are held for all.
MOST_CHARACTERS = 5_000
POSTS = "posts"
SETTINGS = ("title", "lang", "locale", "language", "url", "site_url")
META = (
    *("feature_image_alt", "feature_image_caption", "meta_title", "meta_description", "email_subject"),
    *("og_title", "og_description", "og_image", "twitter_title", "twitter_description", "twitter_image"),
)

Key = str


@dataclass(slots=True)
class Tables:
    """What the other tables say, by the ids that posts refer to; a few hundred bytes a post."""

    settings: dict[str, str] = field(default_factory=dict)
    tags: dict[Key, dict[str, str]] = field(default_factory=dict)
    users: dict[Key, str] = field(default_factory=dict)
    tags_of: dict[Key, list[tuple[float, Key]]] = field(default_factory=dict)
    authors_of: dict[Key, list[tuple[float, Key]]] = field(default_factory=dict)
    meta: dict[Key, dict[str, str]] = field(default_factory=dict)

    def take(self, table: str, row: Payload) -> None:
        """Take what is needed from a row; nothing of people but their names."""
        if table == "settings" and row.get("key") in SETTINGS:
            self.settings[row["key"]] = text(row, "value")[:MOST_CHARACTERS]
        elif table == "tags":
            self.tags[_key(row, "id")] = {
                key: text(row, key)[:MOST_CHARACTERS] for key in ("name", "visibility")
            }
        elif table == "users":
            self.users[_key(row, "id")] = text(row, "name")[:MOST_CHARACTERS]
        elif table == "posts_tags":
            _relate(self.tags_of, row, "tag_id")
        elif table == "posts_authors":
            _relate(self.authors_of, row, "author_id")
        elif table == "posts_meta":
            self.meta[_key(row, "post_id")] = {
                key: text(row, key)[:MOST_CHARACTERS] for key in META if text(row, key)
            }

    def about(self, post: Payload) -> dict[str, Any]:
        """Return what the tables say of a post, in the order the newsroom gave it."""
        number = _key(post, "id")
        tags = [self.tags[key] for _, key in sorted(self.tags_of.get(number, [])) if key in self.tags]
        writers = [key for _, key in sorted(self.authors_of.get(number, []))] or [_key(post, "author_id")]
        return {
            "settings": self.settings,
            "tags": [tag["name"] for tag in tags if tag["visibility"] != "internal"],
            "internal_tags": [tag["name"] for tag in tags if tag["visibility"] == "internal"],
            "authors": [self.users[key] for key in writers if self.users.get(key)],
            "meta": self.meta.get(number, {}),
        }


def parts(file: BinaryIO) -> Iterator[Part | Refusal]:
    """Yield each post with what the tables say of it; the file is read twice. Raises Refused where it is no export."""
    _refuse_too_long(file)
    tables = _tables(file)
    for stream in _tables_named(file, POSTS):
        for _ in stream.items():
            yield _part(stream.value(), tables)


def _refuse_too_long(file: BinaryIO) -> None:
    file.seek(0, 2)
    MAX_EXPORT_BYTES.check(file.tell())


def _tables(file: BinaryIO) -> Tables:
    tables = Tables()
    file.seek(0)
    stream = JsonStream(file, most=MAX_POST_CHARACTERS)
    # What is broken is told of when the posts are read, after those before the break.
    with suppress(Refused):
        for name in _names(stream):
            _take_rows(tables, name, stream)
    return tables


def _take_rows(tables: Tables, name: str, stream: JsonStream) -> None:
    if name not in READ:
        stream.skip()
        return
    for _ in stream.items():
        row = stream.value()
        if isinstance(row, dict):
            tables.take(name, printable_values(row))


READ = frozenset({"settings", "tags", "users", "posts_tags", "posts_authors", "posts_meta"})


def _tables_named(file: BinaryIO, wanted: str) -> Iterator[JsonStream]:
    """Yield a stream that stands at the table of that name, once for each database in the export."""
    file.seek(0)
    stream = JsonStream(file, most=MAX_POST_CHARACTERS)
    for name in _names(stream):
        if name == wanted:
            yield stream
        else:
            stream.skip()


def _names(stream: JsonStream) -> Iterator[str]:
    """Yield the name of each table, the stream standing at its rows: below "db" and "data", or "data" alone."""
    for key in stream.members():
        if key == "db":
            for _ in stream.items():
                yield from _below_data(stream)
        elif key == "data":
            yield from stream.members()
        else:
            stream.skip()


def _below_data(stream: JsonStream) -> Iterator[str]:
    for key in stream.members():
        if key == "data":
            yield from stream.members()
        else:
            stream.skip()


def _part(post: Any, tables: Tables) -> Part | Refusal:
    if not isinstance(post, dict):
        return Refusal("failed", "a post that is no object")
    cleaned = printable_values({key: post.get(key) for key in ("id", "uuid", "author_id", "slug")})
    number = _key(cleaned, "id")
    raw = canonical(post)
    name = text(cleaned, "uuid") or (f"post {number}" if number else text(cleaned, "slug"))
    name = name if 0 < len(name) <= MAX_NAME_CHARACTERS else sha256(raw).hexdigest()
    return Part(raw=raw, external_id=name, context=tables.about(cleaned))


def _key(row: Payload, name: str) -> Key:
    """Return an id as text: old exports number their rows, newer ones name them."""
    value = row.get(name)
    return "" if value is None or isinstance(value, (dict, list)) else str(value)


def _relate(related: dict[Key, list[tuple[float, Key]]], row: Payload, name: str) -> None:
    order = row.get("sort_order")
    place = float(order) if isinstance(order, (int, float)) else 0.0
    related.setdefault(_key(row, "post_id"), []).append((place, _key(row, name)))
