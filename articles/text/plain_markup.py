"""Tell markup so plain that bleach would return it unchanged, so that it need not be run.

The proof, rule by rule, is in docs/decisions/0005-plain-markup-passes-bleach.md; whoever widens a table here
widens it there, and in tests/text/test_plain_markup.py, which asks bleach itself.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from .policy import POLICY
from .tree import printable
from .vocabulary import names

# Elements that may stand wherever text may, unless something around them bars them.
_ANYWHERE = names(
    "a abbr address b bdi bdo blockquote br cite code del dfn div dl em figcaption figure h2 h3 h4 h5 h6 hr i img"
    " ins kbd mark ol p pre q rb ruby s samp small span strong sub sup table time u ul var wbr"
)
# What may stand in an element whose end tags or wrappers a parser would otherwise supply.
_ONLY = {
    "ul": names("li"),
    "ol": names("li"),
    "dl": names("dt dd"),
    "ruby": _ANYWHERE | names("rp rt"),
    "table": names("caption colgroup thead tbody tfoot"),
    "colgroup": names("col"),
    "thead": names("tr"),
    "tbody": names("tr"),
    "tfoot": names("tr"),
    "tr": names("td th"),
}
_CLOSES_A_PARAGRAPH = names(
    "address blockquote dd div dl dt figcaption figure h2 h3 h4 h5 h6 hr li ol p pre table ul"
)
# A parser reopens these, or closes one for the next of its name, unless they nest neatly and never in themselves.
_FORMATTING = names("a b code em i s small strong u")
# What each element bars from everything inside it.
_BARS = (
    dict.fromkeys(names("p h2 h3 h4 h5 h6 pre"), _CLOSES_A_PARAGRAPH)
    | {name: frozenset({name}) for name in _FORMATTING}
    | {"table": names("table")}
)

_TAG = re.compile("<[^<>]*>")
_BARE = {f"<{name}>": name for name in POLICY.elements}
_WITH_ATTRIBUTES = re.compile('<([a-z][a-z0-9]*+)((?: [a-z]++="[^"]*+")++)>')
_ATTRIBUTE = re.compile(' ([a-z]+)="([^"]*)"')
# An address in which bleach sees no scheme, or one that the policy allows, however it reads the rest.
_ADDRESS = re.compile(
    r"(?:(?:https?://[A-Za-z0-9.-]+(?::[0-9]+)?|/?[A-Za-z0-9_.%-]+)(?:[/?#].*)?|[?#].*|/|mailto:[A-Za-z].*)",
    re.S,
)
_OTHER_AMPERSAND = re.compile("&(?!(?:amp|gt|lt|nbsp|quot);)")
_SWALLOWED_NEWLINE = re.compile("<pre[^<>]*>\n")
# Text between the parts of a table would be moved out before it.
_TEXT_BETWEEN_CELLS = re.compile(
    "<(?:table|/?(?:colgroup|col|thead|tbody|tfoot|tr)|/(?:caption|td|th))(?: [^<>]*)?>[ \t\n]*+[^ \t\n<]"
)


class _Place(NamedTuple):
    """Where a tag stands: what may open here, and what may not until the elements around are closed."""

    allowed: frozenset[str]
    barred: frozenset[str]


_OUTSIDE = _Place(_ANYWHERE, frozenset())


def is_plain(html: str) -> bool:
    """Return whether bleach, with our policy, is known to return ``html`` unchanged. Linear in its length."""
    tags = _TAG.findall(html)
    return (
        len(tags) == html.count("<") == html.count(">")
        and printable(html) == html
        and not _OTHER_AMPERSAND.search(html)
        and not ("<pre" in html and _SWALLOWED_NEWLINE.search(html))
        and not ("<table" in html and _TEXT_BETWEEN_CELLS.search(html))
        and _are_well_nested(tags)
    )


def _are_well_nested(tags: list[str]) -> bool:
    place = _OUTSIDE
    around: list[tuple[str, _Place]] = []
    for tag in tags:
        if tag.startswith("</"):
            if not around or tag != around[-1][0]:
                return False
            _, place = around.pop()
            continue
        name = _BARE.get(tag) or _name_with_attributes(tag)
        if name not in place.allowed:
            return False
        if name not in POLICY.void:
            around.append((f"</{name}>", place))
            place = _inside(name, place)
    return not around


@lru_cache(maxsize=1024)
def _inside(name: str, place: _Place) -> _Place:
    barred = place.barred | _BARS.get(name, frozenset())
    return _Place(_ONLY.get(name, _ANYWHERE) - barred, barred)


def _name_with_attributes(tag: str) -> str:
    """Return the name of a start tag, or "" if it is not written as we write it."""
    found = _WITH_ATTRIBUTES.fullmatch(tag)
    if not found:
        return ""
    name, attributes = found[1], _ATTRIBUTE.findall(found[2])
    if len(dict(attributes)) != len(attributes):
        return ""
    return name if all(_is_settled(name, *attribute) for attribute in attributes) else ""


def _is_settled(name: str, attribute: str, value: str) -> bool:
    is_address = attribute in POLICY.schemes
    return POLICY.allows(name, attribute) and (not is_address or bool(_ADDRESS.fullmatch(value)))
