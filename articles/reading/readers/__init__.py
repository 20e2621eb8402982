"""One module for each format an archive may be in, and the table that names them."""

from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

from ...text import sanitizer
from ..record import Part, ReadingOptions, Record, Refusal
from . import feed, front_matter, ghost, ninjs, wxr

# What is enough to tell a format by.
HEAD_BYTES = 65_536


class Format(NamedTuple):
    """How one format is told, cut into records, and read; none of the three raises for what the bytes hold.

    ``claims(head, path)``: whether a file that begins with ``head`` is in it. ``parts(file, path=)``: the bytes of each
    record in turn. ``read(part, path=, index=, options=)``: the record they hold.
    """

    claims: Callable[[bytes, str], bool]
    parts: Callable[..., Iterator[Part | Refusal]]
    read: Callable[..., Record | Refusal]


# Asked in order; front matter takes what nobody else claims.
FORMATS = {
    "wxr": Format(wxr.claims, wxr.parts, wxr.read),
    "feed": Format(feed.claims, feed.parts, feed.read),
    "ghost": Format(ghost.claims, ghost.parts, ghost.read),
    "ninjs": Format(ninjs.claims, ninjs.parts, ninjs.read),
    "front-matter": Format(front_matter.claims, front_matter.parts, front_matter.read_part),
}


def detect(head: bytes, path: str) -> str:
    """Return the name of the format a file is in, judged by what it holds before its suffix."""
    return next(name for name, format_ in FORMATS.items() if format_.claims(head, path))


def parts(file: BinaryIO, *, path: str, format_name: str) -> Iterator[Part | Refusal]:
    return FORMATS[format_name].parts(file, path=path)


def read(part: Part, *, path: str, index: int, format_name: str, options: ReadingOptions) -> Record | Refusal:
    """Return the record a part holds, with its text, or why there is none."""
    found = FORMATS[format_name].read(part, path=path, index=index, options=options)
    if isinstance(found, Record):
        found.text = sanitizer.plain_text(found.body)
    return found
