"""Where in an export each item lies, found without holding more than a piece of the file.

Cut by hand on bytes, since half of what is called an export is not well-formed XML, and since nothing here may
expand an entity. Only what bounds an item is looked at: its tags, and the CDATA sections that may hold the same words.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from ...refusals import Refused

CHUNK_BYTES = 262_144
# Longer than anything that is searched for, so that a chunk's end hides none of it.
OVERLAP_BYTES = 64

ABOUT_THE_SITE = ("wp:author", "wp:category", "wp:term", "wp:base_site_url", "wp:base_blog_url", "language")
SPANNED = ("item", *ABOUT_THE_SITE)
CDATA = b"<![CDATA["
ENTITY = b"<!ENTITY"
OUTSIDE = re.compile(
    rb"<!\[CDATA\[|<!--|<!ENTITY|</channel\s{0,20}>|<(?:%s)(?=[\s>])" % "|".join(SPANNED).encode()
)
END_OF_CDATA = re.compile(rb"\]\]>")
PASSED_OVER = {CDATA: END_OF_CDATA, b"<!--": re.compile(rb"-->")}
# An element that lies in the window whole, which nearly all do, is found in one step.
WHOLE = {
    name: re.compile(
        rb"(?:[^<]++|<!\[CDATA\[(?:[^\]]++|\](?!\]>))*+\]\]>|<(?!!\[CDATA\[|/%s\s{0,20}>))*+</%s\s{0,20}>"
        % (name.encode(), name.encode())
    )
    for name in SPANNED
}
CLOSINGS = {name: re.compile(rb"<!\[CDATA\[|</%s\s{0,20}>" % name.encode()) for name in SPANNED}


class Span(NamedTuple):
    """Where an element lies, from its first byte to after its last; the file may end within it."""

    name: str
    start: int
    end: int
    is_whole: bool

    @property
    def length(self) -> int:
        """The bytes of the element."""
        return self.end - self.start


def spans(file: BinaryIO, *, chunk_bytes: int = CHUNK_BYTES) -> Iterator[Span]:
    """Yield the items of an export and what it says of its site, in order.

    A span that is not whole is the last; one without a name says that the file ends before its channel does. The
    file may be read elsewhere between two spans. Raises Refused where the file declares entities of its own.
    """
    window = _Window(file, chunk_bytes)
    is_complete = False
    while token := window.find(OUTSIDE):
        if token.text == ENTITY:
            raise Refused("it declares entities of its own (<!ENTITY), which may expand without end")
        if token.text in PASSED_OVER:
            window.find(PASSED_OVER[token.text])
        elif token.text.startswith(b"</"):
            is_complete = True
        else:
            span = _span(window, token)
            yield span
            if not span.is_whole:
                return
    if not is_complete:
        yield Span("", window.end, window.end, is_whole=False)


def read(file: BinaryIO, span: Span) -> bytes:
    """Return the bytes of a span."""
    file.seek(span.start)
    return file.read(span.length)


class _Token(NamedTuple):
    text: bytes
    start: int
    end: int


def _span(window: "_Window", opening: _Token) -> Span:
    """Return the element that ``opening`` opens: what looks like its end within CDATA is not."""
    name = opening.text[1:].decode()
    if end := window.pass_over(WHOLE[name]):
        return Span(name, opening.start, end, is_whole=True)
    while token := window.find(CLOSINGS[name]):
        if token.text != CDATA:
            return Span(name, opening.start, token.end, is_whole=True)
        window.find(END_OF_CDATA)
    return Span(name, opening.start, window.end, is_whole=False)


class _Window:
    """The piece of a file that is being searched; what lies before it is forgotten."""

    def __init__(self, file: BinaryIO, chunk_bytes: int) -> None:
        self._file = file
        self._chunk_bytes = chunk_bytes
        self._data = b""
        self._at = 0
        self._offset = 0

    @property
    def end(self) -> int:
        """Where in the file the window ends."""
        return self._offset + len(self._data)

    def find(self, pattern: re.Pattern[bytes]) -> _Token | None:
        """Return what ``pattern`` finds next, the file read on as far as needed; None where it ends first."""
        while not (found := pattern.search(self._data, self._at)):
            if not self._read_on():
                self._at = len(self._data)
                return None
        self._at = found.end()
        return _Token(found[0], self._offset + found.start(), self._offset + found.end())

    def pass_over(self, pattern: re.Pattern[bytes]) -> int:
        """Pass over what ``pattern`` matches here, within the window; return where that ends, 0 without a match."""
        found = pattern.match(self._data, self._at)
        if not found:
            return 0
        self._at = found.end()
        return self._offset + self._at

    def _read_on(self) -> bool:
        self._file.seek(self.end)
        chunk = self._file.read(self._chunk_bytes)
        kept = max(self._at, len(self._data) - OVERLAP_BYTES)
        self._data = self._data[kept:] + chunk
        self._offset += kept
        self._at = 0
        return bool(chunk)
