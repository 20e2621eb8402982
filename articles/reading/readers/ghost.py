"""Ghost's export file: posts and pages as JSON, with the tables that belong to them."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from ..ghost import export
from ..ghost.post import read_article
from ..record import Part, ReadingOptions, Record, Refusal
from .outcome import parts_or_refusal, record_or_refusal

DATABASE = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"db"\s*:\s*\[\s*\{')
DATA = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"(?:meta|data)"\s*:\s*\{')
TABLES = re.compile(rb'"exported_on"\s*:|"posts"\s*:\s*\[')


def claims(head: bytes, path: str) -> bool:
    """Whether a file that begins so is a Ghost export: the object its tables are in comes first."""
    return bool(DATABASE.match(head) or (DATA.match(head) and TABLES.search(head)))


def parts(file: BinaryIO, *, path: str) -> Iterator[Part | Refusal]:
    """Yield each post in turn; ``file`` must be one that can seek. Raises nothing.

    ``raw`` is the post's JSON in one canonical form. Held at a time: one post, and the names and numbers of the
    tables, about 1 KB a post.
    """
    return parts_or_refusal(export.parts(file), nothing="an export without posts")


def read(part: Part, *, path: str, index: int, options: ReadingOptions) -> Record | Refusal:
    """Return the record of a post, or why there is none; raises nothing."""
    return record_or_refusal(read_article, part, path=path, index=index, options=options)
