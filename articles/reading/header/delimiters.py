"""Where a file's header ends and its body begins."""

import json
import re
from dataclasses import dataclass
from typing import Literal

from ..limits import MAX_NESTING

# "meta" is a header of "Key: words" that no delimiter surrounds and a blank line ends, as Pelican has it.
HeaderFormat = Literal["yaml", "toml", "json", "meta"]


@dataclass(frozen=True, slots=True)
class Split:
    """A file in two; ``is_whole`` when both of its delimiters were there."""

    format: HeaderFormat
    header: str
    body: str
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one kind of header is fenced, and what its lines look like."""

    format: HeaderFormat
    opening: re.Pattern[str]
    closing: re.Pattern[str]
    key_line: re.Pattern[str]
    inner_line: re.Pattern[str]


DIALECTS = (
    Dialect(
        "yaml",
        opening=re.compile(r"-{3,}[ \t]*(?:yaml)?[ \t]*(?:\n|$)", re.I),
        closing=re.compile(r"^(?:-{3,}|\.{3})[ \t]*$", re.M),
        key_line=re.compile(r"[\"']?[^\W\d][\w.-]{0,60}[\"']?[ \t]*:(?!//)"),
        inner_line=re.compile(r"[ \t]|[-|*](?:[ \t]|$)|[\]}#]"),
    ),
    Dialect(
        "toml",
        opening=re.compile(r"\+{3,}[ \t]*(?:\n|$)"),
        closing=re.compile(r"^\+{3,}[ \t]*$", re.M),
        key_line=re.compile(r"[\"']?[^\W\d][\w.\"'-]{0,60}[ \t]*=|\[{1,2}[\w.\"' -]+\]{1,2}[ \t]*(?:#|$)"),
        inner_line=re.compile(r"[ \t]|[\"'\[\]{}#]"),
    ),
)
# A page without its first delimiter begins with one of these, prose hardly ever does.
TELLING_KEY = re.compile(
    r"^[\"']?(?:title|headline|date|author|categories|tags|layout)[\"']?[ \t]*[:=]", re.I | re.M
)
BEFORE_HEADER = re.compile(r"\s*(?:<!--(?:(?!-->).){0,2000}-->\s*){0,5}", re.S)


def split(text: str) -> Split | None:
    """Return the header and the body of a file, or None when it has no header."""
    before = BEFORE_HEADER.match(text)
    start = before.end() if before else 0
    if text.startswith("{", start):
        return _split_json(text, start)
    for dialect in DIALECTS:
        if opening := dialect.opening.match(text, start):
            return _split_opened(text, opening.end(), dialect)
    return next(filter(None, (_split_unopened(text, start, dialect) for dialect in DIALECTS)), None)


def _split_opened(text: str, start: int, dialect: Dialect) -> Split | None:
    closing = dialect.closing.search(text, start)
    stop = closing.start() if closing else len(text)
    end, is_all = _header_run(text, start, stop, dialect, is_closed=closing is not None)
    if closing and is_all and _has_keys(text[start:stop], dialect):
        return Split(dialect.format, text[start:stop], text[closing.end() + 1 :])
    if end > start and _has_keys(text[start:end], dialect):
        return Split(dialect.format, text[start:end], text[end:], is_whole=False)
    # What opens without a key is a rule across the page, not a header.
    return None


def _has_keys(header: str, dialect: Dialect) -> bool:
    return not header.strip() or any(dialect.key_line.match(line.lstrip()) for line in header.split("\n"))


def _split_unopened(text: str, start: int, dialect: Dialect) -> Split | None:
    if not dialect.key_line.match(text, start):
        return None
    closing = dialect.closing.search(text, start)
    if closing:
        end, is_all = _header_run(text, start, closing.start(), dialect, is_closed=True)
        if is_all and TELLING_KEY.search(text, start, end):
            return Split(dialect.format, text[start:end], text[closing.end() + 1 :], is_whole=False)
    end, _ = _header_run(text, start, len(text), dialect, is_closed=False)
    if not TELLING_KEY.search(text, start, end):
        return None
    if dialect.format == "yaml" and META.fullmatch(text, start, end) and text[end : end + 1] in ("\n", ""):
        return Split("meta", text[start:end], text[end:])
    return Split(dialect.format, text[start:end], text[end:], is_whole=False)


META = re.compile(r"(?:[A-Za-z][\w-]{0,60}[ \t]*:[^\n]*\n(?:[ \t]+(?![ \t]|[-|*])[^\n]*\n)*)+")


LINE = re.compile(r"[^\n]*\n|[^\n]+")


def _header_run(text: str, start: int, stop: int, dialect: Dialect, *, is_closed: bool) -> tuple[int, bool]:
    """Return where the lines that look like a header end, and whether that is all of them up to ``stop``.

    A header that is closed may hold lines that do not look like one, but none of them begins a paragraph. One
    that is not closed ends at the first such line, and after a blank line only a key continues it.
    """
    end = start
    follows_blank = False
    for found in LINE.finditer(text, start, stop):
        line = found[0]
        if not line.strip():
            follows_blank = True
            continue
        if not _continues(line, dialect, is_closed=is_closed, follows_blank=follows_blank):
            return end, False
        end, follows_blank = found.end(), False
    return end, True


def _continues(line: str, dialect: Dialect, *, is_closed: bool, follows_blank: bool) -> bool:
    if dialect.key_line.match(line):
        return is_closed or not follows_blank or line.isascii() or TELLING_KEY.match(line) is not None
    looks_inner = dialect.inner_line.match(line) is not None
    return (looks_inner or not follows_blank) if is_closed else (looks_inner and not follows_blank)


JSON_END = re.compile(r"^\}[ \t]*;*[ \t]*$", re.M)
JSON_KEY = re.compile(r"^[ \t]*[\"'][\w.-]+[\"'][ \t]*:", re.M)


def _split_json(text: str, start: int) -> Split | None:
    try:
        _, end = json.JSONDecoder(parse_int=str, parse_float=str).raw_decode(text, start)
        return Split("json", text[start:end], text[end:])
    except RecursionError:
        raise MAX_NESTING.exceeded() from None
    except ValueError:
        pass
    closing = JSON_END.search(text, start)
    end = closing.end() if closing else len(text)
    if not JSON_KEY.search(text, start, end):
        return None
    return Split("json", text[start:end], text[end:], is_whole=False)
