"""One use of a shortcode or tag: its name, and what stands after it."""

import re
from dataclasses import dataclass
from typing import NamedTuple

QUOTED = r"\"((?:[^\"\\]|\\.)*+)\"|'([^']*)'"
ARGUMENT = re.compile(rf"([\w-]+)\s*=\s*(?:{QUOTED}|([^\s\"']+))|{QUOTED}|`([^`]*)`|([^\s\"'`]+)")
ESCAPED = re.compile(r"\\([\"\\])")


class Arguments(NamedTuple):
    """What a tag states: ``named`` by its name, ``plain`` in its order."""

    named: dict[str, str]
    plain: list[str]


def arguments(stated: str) -> Arguments:
    """Return what stands after a tag's name."""
    found = Arguments({}, [])
    for name, *values in ARGUMENT.findall(stated.replace("”", '"').replace("“", '"')):
        value = ESCAPED.sub(r"\1", next(filter(None, values), ""))
        if name:
            found.named[name.lower()] = value
        else:
            found.plain.append(value)
    return found


@dataclass(frozen=True, slots=True)
class Call:
    """One use of a tag in the file at ``path``; ``words`` is all that stands after its name."""

    name: str
    stated: Arguments
    words: str
    path: str
    is_hugo: bool = False

    def first(self, *names: str) -> str:
        """Return the first of the named values, else the first plain one."""
        value = next((self.stated.named[name] for name in names if self.stated.named.get(name)), "")
        return value or next(iter(self.stated.plain), "")

    def named(self, *names: str) -> str:
        return next((self.stated.named[name] for name in names if self.stated.named.get(name)), "")
