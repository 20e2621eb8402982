"""A header's text to its keys and values, whichever format it is in and however broken."""

import json
import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Literal

from ...text.tree import printable
from ..limits import MAX_HEADER_CHARACTERS, MAX_HEADER_KEYS, MAX_HEADER_VALUES, MAX_NESTING
from ..record import Warning
from . import delimiters, line_reader, yaml_text
from .yaml_text import HeaderBroken, Value


@dataclass(slots=True)
class Headed:
    """A file's header (``format`` is empty where there is none) and the body below it.

    Values are text, lists and dicts, and from TOML also dates and times.
    """

    format: Literal["yaml", "toml", "json", "meta", ""]
    values: dict[str, Value]
    body: str
    warnings: list[Warning] = field(default_factory=list)


def read(text: str) -> Headed:
    """Return what a file's header states and its body; raises Refused over a limit or for a YAML tag."""
    split = delimiters.split(text)
    if split is None:
        return Headed("", {}, text)
    MAX_HEADER_CHARACTERS.check(len(split.header))
    headed = Headed(split.format, {}, split.body)
    if not split.is_whole:
        headed.warnings.append(Warning("header-repaired", "a delimiter is missing"))
    headed.values = {
        printable(key): _printable(value) for key, value in _load(split, headed.warnings).items()
    }
    return headed


def _printable(value: Value) -> Value:
    """Return the value without what no database takes, which an escape such as ``\\u0000`` may have written."""
    if isinstance(value, dict):
        return {printable(key): _printable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_printable(item) for item in value]
    return printable(value) if isinstance(value, str) else value


def _load(split: delimiters.Split, warnings: list[Warning]) -> dict[str, Value]:
    load = LOADERS[split.format]
    first_warnings: list[Warning] = []
    try:
        values = load(split.header, first_warnings)
        warnings += first_warnings
    except HeaderBroken:
        warnings.append(Warning("header-repaired", f"not valid {split.format.upper()}, read line by line"))
        return line_reader.read(split.header, load, warnings)
    if split.format in ("yaml", "meta"):
        _restore_headline(values, split.header)
    return values


def _restore_headline(values: dict[str, Value], header: str) -> None:
    """Give a headline back its brackets, braces or number sign, which YAML took for its own."""
    for key in [key for key in values if key.lower() == "title"]:
        value, words = values[key], line_reader.raw_value(header, key.lower())
        if (words.startswith(("[", "{")) and not isinstance(value, str)) or (
            words[:1] in "#!&*" and not value
        ):
            values[key] = words


def _load_toml(text: str, warnings: list[Warning]) -> dict[str, Value]:
    try:
        values = tomllib.loads(text, parse_float=str)
    except RecursionError:
        raise MAX_NESTING.exceeded() from None
    except ValueError as error:
        raise HeaderBroken(str(error)) from error
    return _as_text(values)


def _load_json(text: str, warnings: list[Warning]) -> dict[str, Value]:
    def pairs(found: list[tuple[str, Value]]) -> dict[str, Value]:
        values: dict[str, Value] = {}
        for key, value in found:
            yaml_text.put(values, key, value, warnings)
        return values

    try:
        value = json.loads(
            text, object_pairs_hook=pairs, parse_int=str, parse_float=str, parse_constant=str, strict=False
        )
    except RecursionError:
        raise MAX_NESTING.exceeded() from None
    except ValueError:
        # JSON with a comma too many, or with single quotes, is still YAML.
        return yaml_text.load(text, warnings)
    if not isinstance(value, dict):
        raise HeaderBroken("not an object")
    return _as_text(value)


def _load_meta(text: str, warnings: list[Warning]) -> dict[str, Value]:
    """Read it as YAML, which much of it is; else each line is its key's words, and nothing is broken about that."""
    try:
        return yaml_text.load(text, warnings)
    except HeaderBroken:
        return line_reader.read(text, yaml_text.load, warnings)


LOADERS: dict[str, line_reader.Load] = {
    "yaml": yaml_text.load,
    "meta": _load_meta,
    "toml": _load_toml,
    "json": _load_json,
}
WORDS = {True: "true", False: "false", None: ""}


def _as_text(values: dict[str, Value]) -> dict[str, Value]:
    """Return the same with every scalar as text, as YAML's reader gives it; dates and times stay."""
    counts = {"keys": 0, "values": 0}

    def convert(value: Value, depth: int) -> Value:
        MAX_NESTING.check(depth)
        counts["values"] += 1
        MAX_HEADER_VALUES.check(counts["values"])
        if isinstance(value, dict):
            counts["keys"] += len(value)
            MAX_HEADER_KEYS.check(counts["keys"])
            return {key: convert(item, depth + 1) for key, item in value.items()}
        if isinstance(value, list):
            return [convert(item, depth + 1) for item in value]
        if isinstance(value, (str, date, datetime, time)):
            return value
        return WORDS[value] if value is None or isinstance(value, bool) else str(value)

    converted: dict[str, Value] = convert(values, 0)
    return converted
