"""What generators fill in when they build a page: Hugo's shortcodes, Hexo's tags, Jekyll's Liquid, as HTML.

Those with a plain meaning become it; every other stays as the text that stands there and is warned of by name.
"""

import re
from collections import Counter
from html import unescape

from ..limits import MAX_BODY_CHARACTERS
from ..record import Warning
from .template_calls import Call, arguments
from .template_tags import PAIRED, SINGLE, VERBATIM, address

MARK = re.compile(r"\{[{%:#.]|&#(?:123|x7b);|\[toc\]", re.I)
# One pass over the text: code, whose braces are its own, and the tags outside it.
TOKEN = re.compile(
    r"(?P<fence>^[ \t]{0,3}(?:`{3,}|~{3,}))"
    r"|(?P<span>(?<!`)`[^`\n]+`(?!`))"
    r"|(?P<element></?(?:pre|code|script|style)\b)"
    r"|(?P<noise>^(?:[*+-]|\d\.)[ \t]+\S[^\n]{0,60}\n\{:[ ]?toc[^{}\n]{0,100}\}|^\[toc\][ \t]*$|\{:[^{}\n]{1,200}\})"
    r"|^(?P<heading>#{1,6}[ \t][^\n{}]{0,500})\{[#.][^{}\n]{0,200}\}[ \t]*$"
    r"|(?P<raw>\{%-?\s*raw\s*-?%\})"
    r"|\{\{[<%]-?\s*(?P<escaped>/\*\s*)?(?P<hugo>/?[\w./-]{1,60}+)(?P<hugo_stated>[^{}]*+)(?<=[%>])\}\}"
    r"|\{%-?\s*(?P<tag>[\w-]{1,60}+)(?P<tag_stated>[^{}%]*+(?:(?:%(?!\})|\{(?!%)|\}(?!\}))[^{}%]*+)*?)-?%\}"
    r"|\{\{-?(?P<output>[^{}<>%][^{}]*?)-?\}\}",
    re.M | re.I,
)
TAG_ENTITY = re.compile(r"&#60;/?(?:p|div|br|a|blockquote|strong|h[1-6]|ul|img|span|font)\b", re.I)
ESCAPES = re.compile(r"(?<=[<%])/\*|\*/(?=[%>])")
HUGO_END = re.compile(r"\s*/?\s*-?[%>]$")
AS_IT_IS = ("fence", "span", "element", "raw")
END_RAW = re.compile(r"\{%-?\s*endraw\s*-?%\}", re.I)


def expanded(text: str, *, path: str, is_markdown: bool, warnings: list[Warning]) -> str:
    """Return ``text`` with the tags we know as HTML, as the file at ``path`` meant them.

    Of Markdown, what only gives a look or a name goes as well: ``{: .wide}``, ``## Words {#words}``, ``[TOC]``.
    """
    if TAG_ENTITY.search(text) and "<" not in text:
        # A program encoded a whole page once more than it should, code and all.
        text = text.replace("&#60;", "<").replace("&#62;", ">")
    if not MARK.search(text):
        return text
    reading = _Reading(text, path, is_markdown=is_markdown)
    shown = _with_braces(reading.expanded(), text)
    if listed := ", ".join(f"{name} ×{count}" for name, count in reading.unknown.items()):
        warnings.append(Warning("shortcode", listed))
    return shown


BRACES = {"&#123;": "{", "&#125;": "}", "&#x7b;": "{", "&#x7d;": "}"}
BRACE = re.compile("|".join(BRACES), re.I)


def _with_braces(shown: str, text: str) -> str:
    """Return braces as they are where a whole file has them written as entities, in its code as well."""
    if "{" in text or "}" in text:
        return shown
    return BRACE.sub(lambda found: BRACES[found[0].lower()], shown)


class _Reading:
    """One pass over one text."""

    def __init__(self, text: str, path: str, *, is_markdown: bool) -> None:
        self.unknown: Counter[str] = Counter()
        self._text = text
        self._path = path
        self._is_markdown = is_markdown
        self._fence = ""
        self._elements: Counter[str] = Counter()
        self._unclosed: set[str] = set()
        self._characters = len(text)

    def expanded(self) -> str:
        pieces = []
        at = 0
        while found := TOKEN.search(self._text, at):
            pieces.append(self._text[at : found.start()])
            written, at = self._written(found)
            pieces.append(written)
        return "".join([*pieces, self._text[at:]])

    def _written(self, found: re.Match[str]) -> tuple[str, int]:
        """Return what stands for a token, and where the text goes on."""
        if found["raw"]:
            ending = END_RAW.search(self._text, found.end()) if "raw" not in self._unclosed else None
            if ending:
                return self._text[found.end() : ending.start()], ending.end()
            self._unclosed.add("raw")
            self.unknown["raw"] += 1
        if found["fence"] or found["element"]:
            self._turn_code(found)
        if self._fence or +self._elements or found.lastgroup in AS_IT_IS:
            return found[0], found.end()
        if found["noise"] or found["heading"]:
            return (found["heading"] or "") if self._is_markdown else found[0], found.end()
        if found["escaped"]:
            return ESCAPES.sub("", found[0]), found.end()
        html, end = self._shown(found)
        # One short tag may stand for much.
        self._characters += len(html)
        MAX_BODY_CHARACTERS.check(self._characters)
        return html, end

    def _turn_code(self, found: re.Match[str]) -> None:
        if found["fence"]:
            fence = found["fence"].strip()
            if not self._fence:
                self._fence = fence
            elif fence.startswith(self._fence):
                self._fence = ""
        elif not self._fence:
            name = found["element"].strip("</").lower()
            step = -1 if found["element"].startswith("</") else 1
            self._elements[name] = max(0, self._elements[name] + step)

    def _shown(self, found: re.Match[str]) -> tuple[str, int]:
        if found["output"] is not None:
            shown = address(found["output"].strip())
            if shown is None:
                self.unknown["{{ }}"] += 1
            return found[0] if shown is None else shown, found.end()
        name = (found["hugo"] or found["tag"]).lower()
        is_hugo = found["hugo"] is not None
        stated = HUGO_END.sub("", found["hugo_stated"]) if is_hugo else found["tag_stated"]
        call = Call(name, arguments(unescape(stated)), stated.strip(), self._path, is_hugo=is_hugo)
        if name in PAIRED and (closing := self._closing(name, found)):
            inside = self._text[found.end() : closing.start()]
            return PAIRED[name](call, inside if name in VERBATIM else self._inner(inside)), closing.end()
        html = SINGLE[name](call) if name in SINGLE else ""
        if not html and not name.startswith(("/", "end")):
            self.unknown[name] += 1
        return html or found[0], found.end()

    def _inner(self, text: str) -> str:
        """Return what a tag encloses with its own tags shown; no name encloses itself, so that this ends."""
        reading = _Reading(text, self._path, is_markdown=self._is_markdown)
        shown = reading.expanded()
        self.unknown += reading.unknown
        return shown

    def _closing(self, name: str, found: re.Match[str]) -> re.Match[str] | None:
        """Return where a tag is closed; that nobody closes a name is remembered, so that it is asked once."""
        if name in self._unclosed:
            return None
        ending = rf"\{{\{{[<%]\s*/{name}\s*[%>]\}}\}}" if found["hugo"] else rf"\{{%-?\s*end{name}\s*-?%\}}"
        closing = re.compile(ending, re.I).search(self._text, found.end())
        if closing is None:
            self._unclosed.add(name)
        return closing
