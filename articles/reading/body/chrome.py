"""The page that was scraped around a story: menus, share bars, lists of other stories, what stands below it.

Conservative: what may be the story's own text stays, and what goes is counted and told.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from ...text import visible_characters
from ...text.vocabulary import names
from ..record import Warning

STORY = "article, main, [role=main], [itemprop=articleBody]"
BOXES = names("div section ul ol dl nav aside header footer form p menu")
# The words that the class, id or role of a box is made of, and what such a box is.
KINDS = {
    word: kind
    for kind, words in {
        "navigation": "nav navbar navigation menu breadcrumb breadcrumbs crumbs pagination pager prevnext",
        "share bar": "share sharing sharebar shares social addtoany sharedaddy jiathis bshare bdsharebuttonbox addthis",
        "related stories": "related recommend recommended recommendations readmore trending popular yarpp",
        "notice": "cookie cookies gdpr consent skip skiplink newsletter subscribe subscription paywall",
        "form": "search searchform respond commentform login",
        "advertisement": "advert advertisement adsbygoogle sponsor sponsored promo",
        "header": "banner masthead",
        "footer": "contentinfo colophon",
        "sidebar": "sidebar complementary",
        "byline": "meta",
    }.items()
    for word in words.split()
}
ELEMENTS = {"nav": "navigation", "form": "form", "header": "header", "footer": "footer", "aside": "sidebar"}
# What stands around a page and not in it: of these a long one goes too, where the story is elsewhere.
AROUND = names("header footer sidebar")
# What a body without any chrome has none of; its first letters tell most tags apart.
MARKED = re.compile(
    r"<(?=[nhfamdsuop])(?:(?:nav|header|footer|aside|main|article|form)\b"
    r"|(?:div|section|ul|ol|dl|p|menu)\s[^<>]*?(?:class|id|role|itemprop)\s*=)",
    re.I,
)
WORDS = re.compile(r"[a-z]+", re.I)
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
# A box that holds one of these says something, whatever it is called.
SAYS_SOMETHING = names("iframe video audio blockquote table pre embed object h1")
WHOLE = names("figure blockquote table pre")
LINKS = names("a button option label")
UNSEEN = names("script style title noscript template meta link base")
COPYRIGHT = re.compile(r"©|\(c\) ?\d{4}|copyright|all rights reserved|版权|版權|著作権|حقوق", re.I)
# What says a sentence of its own; the others say a word or two beside their links.
NOTICES = names("notice form advertisement")
SHORT = 200
LABEL = 40
PAGE_PART = 2_000
PARAGRAPH = 30
# How much text that is no link may stand beside the element that holds the story, in all.
BESIDE = 120
SAYING = "p, blockquote, h1, table, pre, iframe, video, figure"
MOST_STORIES = 5


@dataclass(slots=True)
class _Sizes:
    """How many characters each element holds, and how many of them in links and buttons.

    ``speaking``: those that hold something to be seen that is no text; ``in_story``: those that hold a marked story.
    """

    whole: dict[int, int] = field(default_factory=dict)
    linked: dict[int, int] = field(default_factory=dict)
    speaking: set[int] = field(default_factory=set)
    in_story: set[int] = field(default_factory=set)

    def of(self, node: LexborNode) -> int:
        return self.whole.get(node.mem_id, 0)

    def add(self, own: int, *, to: int) -> None:
        self.whole[to] = self.whole.get(to, 0) + self.whole.get(own, 0)
        self.linked[to] = self.linked.get(to, 0) + self.linked.get(own, 0)
        for group in (self.speaking, self.in_story):
            group.update({to} if own in group else ())

    def unlinked(self, node: LexborNode) -> int:
        return self.of(node) - self.linked.get(node.mem_id, 0)


def drop(body: LexborNode, html: str, warnings: list[Warning]) -> int:
    """Take the page around the story away; return how many characters went, and tell of it in ``warnings``."""
    if not MARKED.search(html):
        return 0
    sizes = _measured(body)
    dropped: Counter[str] = Counter()
    gone = 0
    for kind, node in list(_boxes(body, sizes)):
        gone += _dropped(node, kind, dropped)
    if body.css_first(STORY):
        gone += _drop_outside(body, dropped)
    if dropped:
        listed = ", ".join(f"{kind} ×{count}" for kind, count in dropped.items())
        warnings.append(Warning("page-chrome", f"{listed}: {gone} characters"))
    return gone


def _dropped(node: LexborNode, kind: str, dropped: Counter[str]) -> int:
    characters = visible_characters.count(node.html or "")
    dropped[kind] += 1
    node.decompose()
    return characters


def _measured(body: LexborNode) -> _Sizes:
    """Measure every element in one walk, the innermost first."""
    sizes = _Sizes()
    sizes.in_story = {node.mem_id for node in body.css(STORY)}
    for node in reversed(list(body.traverse(include_text=True))):
        _measure(node, sizes)
        if node.parent is not None:
            sizes.add(node.mem_id, to=node.parent.mem_id)
    return sizes


def _measure(node: LexborNode, sizes: _Sizes) -> None:
    """Note what an element is by itself; what it holds is known already."""
    own = node.mem_id
    if node.is_text_node:
        sizes.whole[own] = len("".join((node.text_content or "").split()))
    elif node.tag in UNSEEN:
        sizes.whole[own] = sizes.linked[own] = 0
    elif node.tag in LINKS:
        sizes.linked[own] = sizes.of(node)
        # A picture in a link is an icon or the sign of another story.
        sizes.speaking.discard(own)
    elif node.tag in SAYS_SOMETHING or node.tag == "img":
        sizes.speaking.add(own)


def _boxes(body: LexborNode, sizes: _Sizes) -> Iterator[tuple[str, LexborNode]]:
    """Yield each box that is clearly no part of the story, the outermost only."""
    left = sizes.of(body)
    steps = [(body, False)]
    while steps:
        node, is_in_story = steps.pop()
        kind = _kind(node)
        if kind and _is_chrome(node, kind, sizes, left=left, is_in_story=is_in_story):
            left -= sizes.of(node)
            yield kind, node
            continue
        if node.tag in WHOLE:
            continue
        inside = is_in_story or node.tag in ("article", "main")
        steps += [(child, inside) for child in reversed(list(node.iter()))]


def _kind(node: LexborNode) -> str:
    """Return what kind of a box an element is by its class, id, role or name; empty for most."""
    if node.tag not in BOXES:
        return ""
    stated = node.attributes
    named = " ".join(filter(None, (stated.get("class"), stated.get("id"), stated.get("role"))))
    words = WORDS.findall(CAMEL.sub(" ", named)) if named else ()
    return next((KINDS[word.lower()] for word in words if word.lower() in KINDS), "") or ELEMENTS.get(
        node.tag or "", ""
    )


def _is_chrome(node: LexborNode, kind: str, sizes: _Sizes, *, left: int, is_in_story: bool) -> bool:
    """Whether a box of a kind is no story: it is short or of links, and never more than what else there is."""
    own = sizes.of(node)
    if own * 2 > left or node.mem_id in sizes.speaking or node.mem_id in sizes.in_story:
        return False
    if kind == "byline":
        return own <= SHORT and node.css_first("time, [rel=author], [rel~=category]") is not None
    is_linked = sizes.linked.get(node.mem_id, 0) * 2 >= own
    if kind not in AROUND:
        return is_linked or own <= (SHORT if kind in NOTICES else LABEL)
    if kind == "header" and is_in_story:
        return False
    if own <= SHORT and COPYRIGHT.search(node.text()):
        return True
    is_outside = not is_in_story and bool(sizes.in_story)
    return (is_linked and own > 0) or (is_outside and own <= PAGE_PART and not _has_paragraph(node))


def _has_paragraph(node: LexborNode) -> bool:
    """Whether a box holds a paragraph of its own words, as a story has them."""
    return any(
        len(words) >= PARAGRAPH and not COPYRIGHT.search(words)
        for words in ("".join(paragraph.text().split()) for paragraph in node.css("p, blockquote"))
    )


def _drop_outside(body: LexborNode, dropped: Counter[str]) -> int:
    """Take away what stands around the one element that holds the story, where none of it reads like one."""
    story = _story(body)
    if story is None:
        return 0
    gone = 0
    node = story
    while (parent := node.parent) is not None and node.tag != "body":
        for other in [child for child in parent.iter(include_text=True) if child.mem_id != node.mem_id]:
            if _is_empty(other):
                continue
            gone += _dropped(other, "beside the story", dropped)
        node = parent
    return gone


def _is_empty(node: LexborNode) -> bool:
    is_space = node.is_text_node and not (node.text_content or "").strip()
    return is_space or node.tag in UNSEEN


def _story(body: LexborNode) -> LexborNode | None:
    """Return the innermost element that is marked as the story and has nothing of it outside."""
    sizes = _measured(body)
    whole, unlinked = sizes.of(body), sizes.unlinked(body)
    marked = [node for node in body.css(STORY) if sizes.of(node) * 10 >= whole * 8]
    marked.sort(key=sizes.of)
    for node in marked[:MOST_STORIES]:
        if unlinked - sizes.unlinked(node) <= BESIDE and not _says_something_outside(body, node):
            return node
    return None


def _says_something_outside(body: LexborNode, story: LexborNode) -> bool:
    """Whether a paragraph of some length, a headline or a picture with its words stands outside the story."""
    inside = {node.mem_id for node in story.css(SAYING)}
    outside = (node for node in body.css(SAYING) if node.mem_id not in inside)
    return any(node.tag != "p" or len("".join(node.text().split())) >= PARAGRAPH for node in outside)
