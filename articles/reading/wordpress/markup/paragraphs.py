"""Paragraphs out of blank lines, as WordPress makes them when it shows an article (it calls this autop).

A blank line parts two paragraphs and a single newline is a line break. Text that touches a block's tag, such as
``<li>one</li>``, is left as it is; between blocks, and wherever a blank line shows that paragraphs were meant,
it is wrapped. What stands in ``<pre>``, scripts and players is not touched.
Source: the documentation of WordPress's wpautop.
"""

import re
from collections.abc import Iterator

from ....text.vocabulary import names

BLOCKS = names(
    "address article aside blockquote body caption center col colgroup dd details dialog dir div dl dt fieldset"
    " figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav"
    " noscript ol optgroup option p section select summary table tbody td tfoot th thead tr ul"
)
# Taken whole, as blocks or within the line; their newlines mean something else or nothing.
WHOLE_BLOCKS = names("audio iframe object pre script style video")
WHOLE_INLINE = names("svg textarea")
VOID = names("hr col")
# Where no text is expected, and a paragraph least of all.
SKELETONS = names("col colgroup dl frameset html menu ol optgroup select table tbody tfoot thead tr ul")
# Where a blank line is two line breaks, since no paragraph may stand in them.
LINES = names("caption dt figcaption h1 h2 h3 h4 h5 h6 legend option summary")
# Whose text is a paragraph even when it touches the tags.
ALWAYS_WRAPPED = names("blockquote body")

TOKEN = re.compile(
    r"<!--|<(?P<slash>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?P<rest>(?:[^<>\"']|\"[^\"<]*+\"|'[^'<]*+')*+)>"
)
COMMENT_END = re.compile(r"-->")
ENDS = {name: re.compile(rf"</{name}\s*>", re.I) for name in WHOLE_BLOCKS | WHOLE_INLINE}
MORE = re.compile(r"<!--\s*more\b", re.I)
TWO_BREAKS = re.compile(r"<br\s{0,9}/?>\s{0,99}<br\s{0,9}/?>", re.I)
BLANK_LINE = re.compile(r"\n[ \t\xa0]*\n\s*")
BREAK = re.compile(r"(?:<br\b[^<>]*>|(?<![ \t]))[ \t]*\n[ \t]*", re.I)
TAG = re.compile(r"<[^<>]*>")
SHOWS = re.compile(r"<(?:img|input|button|embed|canvas|picture|br)\b", re.I)


def paragraphed(text: str) -> str:
    """Return HTML with paragraphs where ``text`` has blank lines, and breaks where it has newlines."""
    writer = _Writer()
    for token in _tokens(TWO_BREAKS.sub("\n\n", text)):
        writer.take(token)
    return writer.finished()


class _Token:
    """A block's tag, a block taken whole, or what stands within a line."""

    def __init__(
        self, text: str, *, block: str = "", is_closing: bool = False, is_whole: bool = False
    ) -> None:
        self.text = text
        self.block = block
        self.is_closing = is_closing
        self.is_whole = is_whole


def _tokens(text: str) -> Iterator[_Token]:
    at = 0
    while found := TOKEN.search(text, at):
        yield _Token(text[at : found.start()])
        at = _end(text, found)
        yield _token(found, text[found.start() : at], is_whole=at > found.end())
    yield _Token(text[at:])


def _end(text: str, found: re.Match[str]) -> int:
    """Return where the token that begins as ``found`` ends; what is never closed takes the rest, as in a browser."""
    name = (found["name"] or "").lower()
    ending = ENDS.get(name) if name else COMMENT_END
    if ending is None or found["slash"]:
        return found.end()
    end = ending.search(text, found.end())
    return end.end() if end else len(text)


def _token(found: re.Match[str], text: str, *, is_whole: bool) -> _Token:
    name = (found["name"] or "").lower()
    if not name:
        return (
            _Token(text, block="more", is_whole=True) if MORE.match(text) else _Token(text.replace("\n", " "))
        )
    if name in WHOLE_BLOCKS and is_whole:
        return _Token(text, block=name, is_whole=True)
    if name in BLOCKS:
        return _Token(text, block=name, is_closing=bool(found["slash"]), is_whole=name in VOID)
    return _Token(text.replace("\n", " "))


class _Writer:
    """Takes tokens in turn and knows which blocks are open."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._line: list[str] = []
        self._open: list[str] = []

    def take(self, token: _Token) -> None:
        if not token.block:
            self._line.append(token.text)
            return
        self._write_line()
        self._pieces.append(token.text)
        if token.is_closing:
            self._close(token.block)
        elif not token.is_whole:
            self._open_block(token.block)
        if token.is_closing or token.is_whole or token.block in SKELETONS:
            self._pieces.append("\n")

    def finished(self) -> str:
        self._write_line()
        return "".join(self._pieces).strip()

    def _write_line(self) -> None:
        line = "".join(self._line)
        self._line.clear()
        if line.strip():
            self._pieces.append(_written(line, self._open[-1] if self._open else ""))

    def _open_block(self, name: str) -> None:
        # A paragraph ends where a block begins, whether or not it was closed.
        if self._open[-1:] == ["p"]:
            self._open.pop()
        self._open.append(name)

    def _close(self, name: str) -> None:
        if name in self._open:
            while self._open.pop() != name:
                pass


def _written(line: str, parent: str) -> str:
    """Return what stands between two tags of blocks, as befits the block ``parent`` that it stands in."""
    paragraphs = [_with_breaks(words) for words in BLANK_LINE.split(line) if words.strip()]
    if parent in SKELETONS:
        return line.strip()
    if parent in LINES:
        return "<br>\n<br>\n".join(paragraphs)
    if parent == "p":
        return "</p>\n<p>".join(paragraphs)
    if parent and parent not in ALWAYS_WRAPPED and not BLANK_LINE.search(line):
        return paragraphs[0]
    return "".join(map(_wrapped, paragraphs))


def _wrapped(words: str) -> str:
    is_shown = TAG.sub("", words).strip() or SHOWS.search(words)
    return f"<p>{words}</p>\n" if is_shown else words


def _with_breaks(words: str) -> str:
    return BREAK.sub("<br>\n", words.strip())
