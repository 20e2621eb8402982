"""How many characters of some HTML a reader would see, counted crudely and by no parser.

What a parser loses, to a comment that nobody closed or a quote that is missing, it cannot count.
"""

import re
from html import unescape

from .vocabulary import names

# What is between the tags of these is not for readers; what nobody closes hides nothing here.
HIDING = names(
    "script style template title noscript iframe noembed noframes svg math object canvas audio video applet"
)
COMMENT = "!--"
# Never one inside another: the second shows that nobody closed the first.
_NEVER_NESTED = names("iframe audio video canvas")
_NAMES = "|".join(sorted(HIDING))
# Nearly no story has one; the first letters tell so ten times as fast.
_FIRST = "".join(sorted({letter for name in HIDING for letter in (name[0], name[0].upper())}))
_OPENING = re.compile(rf"<(?=[!{_FIRST}])(?:{COMMENT}(?!-?>)|(?:{_NAMES})(?=[\s/>]))", re.I)
_OPENING_OR_CLOSING = re.compile(
    rf"<(?P<opening>{COMMENT}(?!-?>)|(?:{_NAMES})(?=[\s/>]))|(?P<closing>--!?>|</(?:{_NAMES})(?=[\s/>]))",
    re.I,
)
# A value may hold ">", but no "<": a quote that is missing must not hide the text up to the next one.
_TAG = re.compile(r"<[a-zA-Z/!?](?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+'|[\"'])*+>")
# An address that stands for a player is ours and not the story's.
_CARD = re.compile(
    r"(<(p|a)\b[^<>]{0,40} class=\"embed-card\"|<(p|a) class=\"embed-card\")[^<>]*>(?:<a\b[^<>]*>)?[^<>]*"
)


def count(html: str) -> int:
    """Return the number of characters that would be seen of ``html``, space not counted. Linear in its length."""
    if "embed-card" in html:
        html = _CARD.sub("", html)
    text = _TAG.sub("", without_hidden(html)).replace("<!--", "")
    if "&" in text:
        text = unescape(text)
    return len("".join(text.split()))


def without_hidden(html: str) -> str:
    """Return ``html`` without its comments and the elements that readers do not see, where they are closed."""
    spans = _hidden(html)
    if not spans:
        return html
    pieces, at = [], 0
    for start, end in spans:
        pieces.append(html[at:start])
        at = end
    return "".join([*pieces, html[at:]])


def unclosed(html: str) -> list[tuple[str, int]]:
    """Return the name and place of each comment (``!--``) and hiding element that nobody closes, in order."""
    found: list[tuple[str, int]] = []
    _scan(html, [], found)
    return found


def _hidden(html: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    _scan(html, spans, [])
    return spans


def _scan(html: str, spans: list[tuple[int, int]], unclosed: list[tuple[str, int]]) -> None:
    if not _OPENING.search(html):
        return
    marks = list(_OPENING_OR_CLOSING.finditer(html))
    last = {_name(mark): place for place, mark in enumerate(marks) if mark["closing"]}
    opened: re.Match[str] | None = None
    for place, mark in enumerate(marks):
        name = _name(mark)
        if opened is not None and mark["closing"] and name == _name(opened):
            spans.append((opened.start(), html.find(">", mark.end() - 1) + 1 or len(html)))
            opened = None
        elif mark["opening"] and (opened is None or name == _name(opened) and name in _NEVER_NESTED):
            unclosed += [(_name(opened), opened.start())] if opened else []
            opened = mark if last.get(name, -1) > place else None
            unclosed += [] if opened else [(name, mark.start())]


def _name(mark: re.Match[str]) -> str:
    name = (mark["opening"] or mark["closing"]).lower().lstrip("</")
    return COMMENT if name.startswith("--") else name
