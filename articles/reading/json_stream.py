"""JSON of any size read piece by piece, so that no more than one value of it is ever held."""

import codecs
import json
import math
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from ..text.tree import printable
from .limits import Limit
from .refusals import Refused

CHUNK_BYTES = 1_000_000
# What a decoder may complain of that lies no further from the end may only be cut off there.
LONGEST_TOKEN = 12
SPACE = re.compile(r"[ \t\r\n]*+")
MAX_LEVELS = Limit(200, "levels of nesting in JSON")
MAX_KEYS = Limit(1_000, "keys a record")


def canonical(value: Any) -> bytes:
    """Return the JSON of a value: one form for one value, whatever the order and spacing it came in."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    # Half a surrogate pair has no UTF-8, and is written as the escape that JSON has for it.
    return text.encode("utf-8", "backslashreplace")


def load(data: bytes) -> Any:
    """Return the record that ``canonical`` was given, its texts without what no database keeps. Raises Refused."""
    try:
        value = _printable(DECODER.decode(data.decode("utf-8", "replace")), 0)
    except ValueError as error:
        raise Refused(f"not JSON: {error}") from error
    except RecursionError:
        raise MAX_LEVELS.exceeded() from None
    MAX_KEYS.check(len(value) if isinstance(value, dict) else 0)
    return value


def printable_values(value: Any) -> Any:
    """Return ``value`` with every text in it without control characters and halves of pairs."""
    return _printable(value, 0)


def _printable(value: Any, level: int) -> Any:
    MAX_LEVELS.check(level)
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, list):
        return [_printable(item, level + 1) for item in value]
    if isinstance(value, dict):
        return {printable(key): _printable(item, level + 1) for key, item in value.items()}
    return value


def _number(digits: str) -> float | str:
    number = float(digits)
    return number if math.isfinite(number) else digits


DECODER = json.JSONDecoder(strict=False, parse_float=_number, parse_constant=lambda word: None)


class JsonStream:
    """A JSON text in UTF-8, read forward once: what ``members`` and ``items`` stand at, the caller reads or skips.

    ``most``: the limit of characters that one value may have. Each method raises Refused for what is over it, and
    for what is not JSON.
    """

    def __init__(self, file: BinaryIO, *, most: Limit) -> None:
        self._file = file
        self._most = most
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
        self._text = ""
        self._at = 0
        self._has_ended = False

    def members(self) -> Iterator[str]:
        """Yield each key of the object that comes next, standing at its value; nothing where it is no object."""
        if self._next() != "{":
            self.skip()
            return
        while self._opens("{,", "}"):
            key = self.value()
            self._expect(":")
            yield str(key)

    def items(self) -> Iterator[None]:
        """Yield once for each item of the array that comes next, standing at it; nothing where it is no array."""
        if self._next() != "[":
            self.skip()
            return
        while self._opens("[,", "]"):
            yield

    def skip(self) -> None:
        """Read past the next value, an array item by item."""
        if self._next() != "[":
            self.value()
            return
        for _ in self.items():
            self.value()

    def value(self) -> Any:
        """Return the next value whole."""
        first = self._next()
        while True:
            try:
                value, end = DECODER.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                self._go_on(error)
                continue
            except ValueError as error:
                raise self._malformed(str(error)) from error
            except RecursionError:
                raise MAX_LEVELS.exceeded() from None
            # A number near the end may go on in the next chunk; all else shows where it ends.
            if first not in "-0123456789" or end < len(self._text) - LONGEST_TOKEN or self._has_ended:
                self._at = end
                return value
            self._read_more()

    def _opens(self, before: str, closing: str) -> bool:
        """Step over what opens or parts a collection; False where it is over, its closing mark read."""
        found = self._next()
        if found and found in before:
            self._at += 1
            if found == "," or self._next() != closing:
                return True
            found = closing
        if found != closing:
            raise self._malformed(f"{closing} expected")
        self._at += 1
        return False

    def _expect(self, mark: str) -> None:
        if self._next() != mark:
            raise self._malformed(f"{mark} expected")
        self._at += 1

    def _next(self) -> str:
        """Return the next character that is no space, standing at it; empty at the end."""
        while True:
            space = SPACE.match(self._text, self._at)
            self._at = space.end() if space else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._read_more():
                return ""

    def _go_on(self, error: json.JSONDecodeError) -> None:
        is_cut = error.msg.startswith("Unterminated") or error.pos >= len(self._text) - LONGEST_TOKEN
        if not (is_cut and self._read_more()):
            raise self._malformed(error.msg) from error

    def _read_more(self) -> bool:
        """Read as much again as is held, so that a long value is tried a few times only; False at the end."""
        if self._has_ended:
            return False
        kept = self._text[self._at :]
        self._most.check(len(kept))
        data = self._file.read(max(CHUNK_BYTES, len(kept)))
        self._has_ended = not data
        self._text = kept + self._decoder.decode(data, final=self._has_ended)
        self._at = 0
        return len(self._text) > len(kept) or not self._has_ended

    def _malformed(self, what: str) -> Refused:
        return Refused(f"not JSON from here on: {what}, before {self._text[self._at : self._at + 40]!r}")
