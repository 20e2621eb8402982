"""One module for each format an archive may be in, and the table that names them."""

from collections.abc import Callable
from typing import Protocol

from ..record import ReadingOptions, Record, Refusal
from . import front_matter


class Reader(Protocol):
    """Bytes of one file in, one Record or Refusal for each article in it out; never raises."""

    def __call__(self, data: bytes, *, path: str, options: ReadingOptions) -> list[Record | Refusal]: ...


READERS: dict[str, Reader] = {"front-matter": front_matter.read}
# Asked in order; the first that knows its own wins, and front matter takes what nobody else claims.
DETECTORS: tuple[tuple[str, Callable[[bytes, str], bool]], ...] = (("front-matter", lambda data, path: True),)


class UnknownFormat(ValueError):
    """There is no reader for a format of this name."""


def detect(data: bytes, path: str) -> str:
    """Return the name of the format a file is in, judged by what it holds before its suffix."""
    return next(name for name, claims in DETECTORS if claims(data, path))


def reader_for(data: bytes, *, path: str, format: str = "auto") -> Reader:
    """Return the reader of a file; ``auto`` judges the format by content. Raises UnknownFormat."""
    name = detect(data, path) if format == "auto" else format
    if name not in READERS:
        raise UnknownFormat(f"no reader for {name}; there are {', '.join(sorted(READERS))}")
    return READERS[name]
