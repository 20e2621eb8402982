"""A header read line by line, for what its own format cannot read whole."""

import re
import textwrap
from collections.abc import Callable, Iterator

from ..limits import MAX_HEADER_KEYS
from ..record import Warning
from .yaml_text import HeaderBroken, Value, put

Load = Callable[[str, list[Warning]], dict[str, Value]]
KEY_LINE = re.compile(
    r"(?P<quote>[\"']?)(?P<key>[^\W\d][\w.-]{0,60})(?P=quote)[ \t]*[:：=](?!//)(?P<value>.*)"
)


def read(header: str, load: Load, warnings: list[Warning]) -> dict[str, Value]:
    """Return what each key states.

    Every key is first given to ``load`` with the lines that belong to it, so that one bad line costs nothing
    but itself; what ``load`` calls HeaderBroken is taken as the words that stand there.
    """
    values: dict[str, Value] = {}
    for number, lines in enumerate(_chunks(header), 1):
        MAX_HEADER_KEYS.check(number)
        try:
            stated = load("\n".join(lines), warnings)
        except HeaderBroken:
            stated = _as_words(lines)
        for key, value in stated.items():
            put(values, key, value, warnings)
    return values


def raw_value(header: str, key: str) -> str:
    """Return the words after a key on its own line, as they stand, or an empty text."""
    for line in header.split("\n"):
        found = KEY_LINE.match(line)
        if found and found["key"].lower() == key:
            return found["value"].strip()
    return ""


def _chunks(header: str) -> Iterator[list[str]]:
    """Yield each key's line with those that follow up to the next key."""
    chunk: list[str] = []
    for line in textwrap.dedent(header).strip("\n").split("\n"):
        if chunk and KEY_LINE.match(line):
            yield chunk
            chunk = []
        chunk.append(line)
    yield chunk


ITEM = re.compile(r"\s*[-|*•–]\s*(?P<item>.*)")


def _as_words(lines: list[str]) -> dict[str, Value]:
    found = KEY_LINE.match(lines[0])
    if not found:
        return {}
    first, rest = found["value"].strip(), [line.strip() for line in lines[1:] if line.strip()]
    items = [item["item"] or "" for item in map(ITEM.match, rest) if item]
    if items and not first:
        return {found["key"]: [_unquoted(item) for item in items]}
    return {found["key"]: _listed(found["key"], " ".join([first, *rest]).strip())}


def _listed(key: str, words: str) -> Value:
    """Return ``[a, b]`` as a list, save for a headline, which may well begin with a bracket."""
    words = words.removesuffix(",").rstrip()
    if key.lower() != "title" and words.startswith("[") and words.endswith("]"):
        return [_unquoted(item) for item in re.split(r"[,，]", words[1:-1])]
    return _unquoted(words)


def _unquoted(words: str) -> str:
    words = words.strip().rstrip(",")
    if len(words) > 1 and words[0] == words[-1] and words[0] in "\"'":
        return words[1:-1]
    return words
