"""The elements of an item: XML where it is well-formed, and what was meant where it is not.

No document type, no entity but the five, the numeric ones and HTML's own, each read once: nothing here can expand.
What is well-formed reads as any XML parser reads it; the tests hold it against one.
"""

import html
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ...headlines import ENTITY
from ...limits import Limit

MAX_ELEMENTS = Limit(100_000, "elements an item")
MAX_UNCLOSED = Limit(10, "elements without an end an item")

CDATA = "<![CDATA["
END_OF_CDATA = "]]>"
# How an exporter writes the end of a CDATA section that stands in the text itself.
ESCAPED_END = "]]]]><![CDATA[>"
PASSED_OVER = {CDATA: END_OF_CDATA, "<!--": "-->"}
OPENING = re.compile(
    r"<!\[CDATA\[|<!--|<(?P<name>[^\W\d][\w:.-]*+)(?P<rest>(?:[^<>\"']|\"[^\"<]*+\"|'[^'<]*+')*+)>"
)
# An element from its tag to its closing one, found in one step; what looks like its end within CDATA is not.
WHOLE = (
    r"<(?P<name>[^\W\d][\w:.-]*+)(?P<rest>(?:[^<>\"'/]|\"[^\"<]*+\"|'[^'<]*+')*+)>"
    r"(?P<inside>(?:[^<]++|<!\[CDATA\[(?:[^\]]++|\](?!\]>))*+\]\]>|<(?!!\[CDATA\[|/(?P=name)\s*+>))*+)"
    r"</(?P=name)\s*+>"
)
# The next of elements that stand side by side, or else that something odd comes next.
SIBLING = re.compile(rf"\s*+(?:{WHOLE}|(?P<odd>\S)(?s:.)*+)")
ATTRIBUTE = re.compile(r"([\w:.-]++)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)')")
SECTION = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.S)
ONE_SECTION = re.compile(r"\s*<!\[CDATA\[(.*)\]\]>\s*", re.S)


class Element(NamedTuple):
    """An element: its name with its prefix, its attributes, and what stands in it as written."""

    name: str
    attributes: dict[str, str]
    content: str

    @property
    def text(self) -> str:
        """The characters that the element holds, CDATA taken as it is and entities read."""
        if CDATA not in self.content:
            return _with_entities(self.content)
        if self.content.startswith(CDATA) and self.content.find(END_OF_CDATA) == len(self.content) - len(
            END_OF_CDATA
        ):
            return self.content[len(CDATA) : -len(END_OF_CDATA)]
        sections = SECTION.split(self.content)
        if any("<" in outside or END_OF_CDATA in outside for outside in sections[::2]):
            sections = _as_one_section(self.content) or sections
        sections[::2] = map(_with_entities, sections[::2])
        return "".join(sections)

    def children(self) -> Iterator["Element"]:
        """Yield the elements that stand directly in this one."""
        return elements(self.content)


def elements(content: str) -> Iterator[Element]:
    """Yield the elements that stand side by side in ``content``; one that is not closed is passed over.

    Raises Refused over MAX_ELEMENTS or MAX_UNCLOSED.
    """
    if content.count("</") > MAX_ELEMENTS.most:
        return _elements_among_others(content)
    siblings = SIBLING.findall(content.rstrip())
    if siblings and siblings[-1][-1]:
        return _elements_among_others(content)
    return (Element(name, _attributes(rest), inside) for name, rest, inside, _ in siblings)


def _elements_among_others(content: str) -> Iterator[Element]:
    """Do what ``elements`` does step by step, where comments, words and unclosed elements stand in between."""
    at = found = unclosed = 0
    while opening := OPENING.search(content, at):
        end = _end(content, opening)
        if end is None:
            unclosed += 1
            MAX_UNCLOSED.check(unclosed)
            at = opening.end()
            continue
        if opening["name"]:
            found += 1
            MAX_ELEMENTS.check(found)
            yield Element(opening["name"], _attributes(opening["rest"]), content[opening.end() : end[0]])
        at = end[1]


def _attributes(rest: str) -> dict[str, str]:
    if not rest:
        return {}
    return {name: _with_entities(double or single) for name, double, single in ATTRIBUTE.findall(rest)}


def _end(content: str, opening: re.Match[str]) -> tuple[int, int] | None:
    """Return where what ``opening`` opens ends, before and after its closing; None where it does not."""
    if closing := PASSED_OVER.get(opening[0]):
        end = content.find(closing, opening.end())
        return None if end < 0 else (end, end + len(closing))
    if opening["rest"].endswith("/"):
        return opening.end(), opening.end()
    return _closing_tag(content, opening["name"], opening.end())


def _closing_tag(content: str, name: str, at: int) -> tuple[int, int] | None:
    while found := _cdata_or_closing(name).search(content, at):
        if found[0] != CDATA:
            return found.span()
        end = content.find(END_OF_CDATA, found.end())
        if end < 0:
            return None
        at = end + len(END_OF_CDATA)
    return None


@lru_cache(maxsize=256)
def _cdata_or_closing(name: str) -> re.Pattern[str]:
    return re.compile(rf"<!\[CDATA\[|</{re.escape(name)}\s*>")


def _as_one_section(content: str) -> list[str]:
    """Return a text whose writer forgot that "]]>" ends a CDATA section, as the one section it was meant to be."""
    whole = ONE_SECTION.fullmatch(content)
    return ["", whole[1].replace(ESCAPED_END, END_OF_CDATA), ""] if whole else []


def _with_entities(text: str) -> str:
    return ENTITY.sub(lambda entity: html.unescape(entity[0]), text) if "&" in text else text
