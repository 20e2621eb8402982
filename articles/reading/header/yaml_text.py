"""YAML read as text: PyYAML's C parser, with every scalar the words that stand in the file.

YAML 1.1 reads ``no`` as False and ``12:00`` as 720, which no headline means. Only the parser's events are
used, so that no tag is ever obeyed and no alias multiplies unseen.
"""

from dataclasses import dataclass, field
from typing import Any

import yaml

from ..limits import MAX_HEADER_KEYS, MAX_HEADER_VALUES, MAX_NESTING
from ..record import Warning
from ..refusals import Refused

Value = Any
"""Text, a list of values, or a dict of values by text."""


class HeaderBroken(ValueError):
    """The header is not what its format says."""


def load(text: str, warnings: list[Warning]) -> dict[str, Value]:
    """Return the mapping that ``text`` states, each scalar as text; of a key stated twice, the first value.

    Raises HeaderBroken when it is no YAML mapping; Refused for tags, alias bombs and what is over a limit.
    """
    try:
        value = _Builder(text, warnings).build()
    except yaml.YAMLError as error:
        raise HeaderBroken(str(error)) from error
    if isinstance(value, dict):
        return value
    if value in ("", None):
        return {}
    raise HeaderBroken("not a mapping")


def put(values: dict[str, Value], key: str, value: Value, warnings: list[Warning]) -> None:
    """Set a key unless it already says something; a second saying is told."""
    if key in values:
        warnings.append(Warning("duplicate-key", key))
    values[key] = values.get(key) or value


CORE_TAGS = frozenset(
    f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "timestamp", "seq", "map")
)
EMPTY_WORDS = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(slots=True)
class _Builder:
    text: str
    warnings: list[Warning]
    keys: int = 0
    anchored: dict[str, tuple[Value, int]] = field(default_factory=dict)
    values: int = 0
    loader: Any = None

    def build(self) -> Value:
        self.loader = yaml.CBaseLoader(self.text)
        try:
            return self._document()
        finally:
            self.loader.dispose()

    def _document(self) -> Value:
        self.loader.get_event()
        if not isinstance(self.loader.get_event(), yaml.DocumentStartEvent):
            return None
        value = self._node(self.loader.get_event(), 0)
        self.loader.get_event()
        if not isinstance(self.loader.get_event(), yaml.StreamEndEvent):
            raise HeaderBroken("more than one document")
        return value

    def _node(self, event: Any, depth: int) -> Value:
        MAX_NESTING.check(depth)
        before = self.values
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        self._count(1)
        value = self._build_node(event, depth)
        if event.anchor:
            self.anchored[event.anchor] = (value, self.values - before)
        return value

    def _count(self, values: int) -> None:
        self.values += values
        MAX_HEADER_VALUES.check(self.values)

    def _alias(self, event: Any) -> Value:
        if event.anchor not in self.anchored:
            raise HeaderBroken(f"unknown alias {event.anchor}")
        value, size = self.anchored[event.anchor]
        try:
            self._count(size)
        except Refused as refused:
            raise Refused(f"YAML aliases that multiply: {refused.reason}") from None
        return value

    def _build_node(self, event: Any, depth: int) -> Value:
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        if event.tag and event.tag not in CORE_TAGS:
            raise _tag_refused(event.tag)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(depth)
        return self._mapping(depth)

    def _sequence(self, depth: int) -> list[Value]:
        items = []
        while not isinstance(event := self.loader.get_event(), yaml.SequenceEndEvent):
            items.append(self._node(event, depth + 1))
        return items

    def _mapping(self, depth: int) -> dict[str, Value]:
        values: dict[str, Value] = {}
        while not isinstance(event := self.loader.get_event(), yaml.MappingEndEvent):
            self.keys += 1
            MAX_HEADER_KEYS.check(self.keys)
            key = self._node(event, depth + 1)
            if not isinstance(key, str):
                raise HeaderBroken("a key that is no text")
            put(values, key, self._node(self.loader.get_event(), depth + 1), self.warnings)
        return values

    def _scalar(self, event: Any) -> str:
        is_plain = event.style in (None, "")
        if event.tag and event.tag != "!" and event.tag not in CORE_TAGS:
            return _words_with_tag(event, is_plain=is_plain)
        if event.anchor and is_plain and f"*{event.anchor}" not in self.text:
            # An anchor nobody refers to is a headline that begins with an ampersand.
            return f"&{event.anchor} {event.value}".strip()
        return "" if is_plain and event.value in EMPTY_WORDS else str(event.value)


def _words_with_tag(event: Any, *, is_plain: bool) -> str:
    """Return ``!Breaking news`` as the words it is; anything that names a type is refused."""
    if not is_plain or not event.tag.startswith("!") or event.tag.startswith("!!") or ":" in event.tag:
        raise _tag_refused(event.tag)
    return f"{event.tag} {event.value}".strip()


def _tag_refused(tag: str) -> Refused:
    return Refused(f"YAML tag {tag!r}: a header may not ask for types")
