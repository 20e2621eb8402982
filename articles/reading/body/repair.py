"""An article's body made whole: pictures that load, one of each, nothing twice, no wrapper around it.

Works on parsed HTML and sanitizes nothing; the sanitizer has the last word after it.
"""

import re
from dataclasses import dataclass, field, replace

from selectolax.lexbor import LexborNode

from ...text import sanitizer, visible_characters
from ...text.tree import body_of
from .. import headlines
from ..addresses import is_same_picture, resolved_link
from ..dialects import FILE_MARK
from ..limits import MAX_BODY_CHARACTERS, MAX_PICTURES
from ..picture_hosts import target
from ..record import Picture, Warning
from . import chrome, pictures


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a body's repair has to know: the file it is in, and what the header states."""

    path: str
    headline: str = ""
    source_url: str = ""
    lead: Picture | None = None


@dataclass(slots=True)
class Repaired:
    """A body made whole, with the headline, lead picture and standfirst it gave where the header had none.

    ``meant``: how many visible characters were taken away knowingly.
    """

    html: str
    headline: str
    lead: Picture | None
    standfirst: str = ""
    warnings: list[Warning] = field(default_factory=list)
    meant: int = 0


def repair(html: str, around: Surroundings) -> Repaired:
    """Return the repaired body; raises Refused or, for markup no parser reads in time, TooComplex.

    Each ``<img src>`` left is an http(s) address or ``/archive/`` and a path below the root.
    """
    MAX_BODY_CHARACTERS.check(len(html))
    body = body_of(html)
    warnings: list[Warning] = []
    _drop_comments(body)
    meant = _drop_permalinks(body)
    headline, said = _take_headline(body, around.headline)
    meant += said + chrome.drop(body, html, warnings)
    _unwrap(body)
    pictures.mend(body, path=around.path, warnings=warnings)
    MAX_PICTURES.check(len(body.css("img")))
    _resolve_links(body, around.source_url)
    if not headline:
        headline, said = _first_heading(body)
        meant += said
        headline = headline or _page_title(body)
    lead, caption = _take_lead(body, around.lead)
    _unwrap(body)
    whole, standfirst = _split_at_more(body.inner_html or "")
    return Repaired(whole, headline, lead, standfirst, warnings, meant + caption)


PERMALINK_MARKS = frozenset({"", "#", "¶", "§", "🔗"})


def _drop_permalinks(body: LexborNode) -> int:
    """Drop the sign beside a heading that only links to it; return how many characters it had."""
    dropped = 0
    for link in body.css(":is(h1, h2, h3, h4, h5, h6) > a[href^='#']"):
        mark = link.text().strip()
        if mark in PERMALINK_MARKS and link.css_first("img") is None:
            dropped += len(mark)
            link.decompose()
    return dropped


MORE = re.compile(r"\s*(?:more\b|PELICAN_END_SUMMARY)", re.I)
MORE_MARK = re.compile(r"<!--\s*(?:more\b|PELICAN_END_SUMMARY).{0,200}?-->", re.I)


def _drop_comments(body: LexborNode) -> None:
    """Drop every comment but the first "more"."""
    comments = [node for node in body.traverse(include_text=True) if node.is_comment_node]
    marks = [node.mem_id for node in comments if MORE.match(node.comment_content or "")]
    for node in comments:
        if node.mem_id not in marks[:1]:
            node.decompose()


def _split_at_more(html: str) -> tuple[str, str]:
    """Return the body without its "more" mark, and the plain text above the mark."""
    found = MORE_MARK.search(html)
    if not found:
        return html.strip(), ""
    above = " ".join(sanitizer.plain_text(html[: found.start()]).split())
    return f"{html[: found.start()]}{html[found.end() :]}".strip(), above


WRAPPERS = frozenset({"div", "article", "section", "main"})


def _unwrap(body: LexborNode) -> None:
    """Take away each element that stands around the whole body."""
    while (only := _only_child(body)) is not None and only.tag in WRAPPERS:
        # The parser does not unwrap what is empty, and would be asked for ever.
        only.unwrap() if only.child else only.decompose()


def _only_child(body: LexborNode) -> LexborNode | None:
    only = None
    for child in body.iter(include_text=True, skip_empty=True):
        if child.tag in UNSEEN:
            continue
        if only is not None or not child.is_element_node:
            return None
        only = child
    return only


def _resolve_links(body: LexborNode, base: str) -> None:
    for link in body.css("a[href]"):
        href = link.attributes.get("href") or ""
        resolved = resolved_link(FILE_MARK.sub("", href.strip(), count=1), base=base)
        if "?" in resolved:
            resolved = target(resolved)
        if resolved != href:
            link.attrs["href"] = resolved


def _take_headline(body: LexborNode, headline: str) -> tuple[str, int]:
    """Take the first h1 away that is the headline; return the headline and how many characters went."""
    heading = body.css_first("h1")
    words = headlines.clean(heading.text()) if heading else ""
    if not heading or not (words == headline or headlines.is_same(words, headline)):
        return headline, 0
    return headline, _drop(_outermost_alone(heading, words=_words(heading)))


def _page_title(body: LexborNode) -> str:
    """Return what a whole page says of itself in its head: the title it gives to others, else its own."""
    shared = body.css_first("meta[property='og:title']")
    title = body.css_first("title")
    stated = (shared.attributes.get("content") if shared else "") or (title.text() if title else "")
    return headlines.clean(stated)


def _first_heading(body: LexborNode) -> tuple[str, int]:
    """Take the first h1 away, which becomes the headline; return it and how many characters went."""
    heading = body.css_first("h1")
    words = headlines.clean(heading.text()) if heading else ""
    return (words, _drop(_outermost_alone(heading, words=_words(heading)))) if heading and words else ("", 0)


def _words(node: LexborNode) -> str:
    return " ".join(node.text().split())


def _drop(node: LexborNode) -> int:
    """Take a node away; return how many characters of it a reader saw."""
    characters = visible_characters.count(node.html or "")
    node.decompose()
    return characters


def _take_lead(body: LexborNode, lead: Picture | None) -> tuple[Picture | None, int]:
    """Take the lead picture away from the top of the body; its caption there goes with it."""
    first = _first_picture(body)
    if lead is None or first is None:
        return lead, 0
    if not is_same_picture(pictures.address_in(first), lead.address):
        return lead, 0
    shown = pictures.picture_in(first)
    caption = _drop(_outermost_alone(first, words=shown.caption))
    return replace(lead, alt=lead.alt or shown.alt, caption=lead.caption or shown.caption), caption


STANDS_FOR_ITSELF = frozenset({"iframe", "video", "audio", "table", "hr", "embed", "object", "svg"})
CONTENT = ", ".join(["img", *sorted(STANDS_FOR_ITSELF)])


def _first_picture(body: LexborNode) -> LexborNode | None:
    """Return the picture that the body begins with, before any text."""
    for node in body.traverse(include_text=True, skip_empty=True):
        if node.tag == "img":
            return node
        if node.tag in STANDS_FOR_ITSELF or _is_visible_text(node):
            return None
    return None


UNSEEN = frozenset({"script", "style", "title", "template", "meta", "link", "base"})


def _is_visible_text(node: LexborNode) -> bool:
    if not node.is_text_node or not (node.text_content or "").strip():
        return False
    return node.parent is None or node.parent.tag not in UNSEEN


def _outermost_alone(node: LexborNode, *, words: str) -> LexborNode:
    """Return the outermost element that holds nothing but this heading, or this picture, and its ``words``."""
    most = 1 if node.tag == "img" else 0
    while (parent := node.parent) is not None and parent.tag != "body":
        if _words(parent) not in ("", words) or len(parent.css(CONTENT)) > most:
            break
        node = parent
    return node
