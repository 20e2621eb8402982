"""What an article's HTML may hold: one table, which drives the sanitizer's every pass."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .addresses import UnsafeAddress, safe_address
from .vocabulary import names

Rule = Callable[[str], str | None]

ID_PREFIX = "text-"
_WEB = names("http https")
_LINKS = _WEB | {"mailto"}
_CLASSES = re.compile(
    r"language-[\w+#.-]{1,30}|embed-card|gallery|align-(?:left|center|right)"
    r"|footnote-(?:ref|item|backref|anchor)|footnotes|footnotes-(?:list|sep)"
)
_RELATIONS = re.compile(r"nofollow|noopener|noreferrer|sponsored|ugc")


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The allowed elements and attributes, and what becomes of the rest.

    An element in none of the tables is unwrapped: its tag goes, its text stays.
    """

    elements: Mapping[str, frozenset[str]]
    everywhere: frozenset[str]
    rules: Mapping[str, Rule]
    schemes: Mapping[str, frozenset[str]]
    renamed: Mapping[str, str]
    dropped: frozenset[str]
    reported: frozenset[str]
    void: frozenset[str]
    needs_attribute: frozenset[str]

    def allows(self, element: str, attribute: str) -> bool:
        """Return whether ``element`` may carry ``attribute``, whatever its value."""
        return attribute in self.everywhere or attribute in self.elements.get(element, ())

    def value(self, element: str, attribute: str, value: str) -> str | None:
        """Return the value ``attribute`` may have on ``element``, or None if it may not be there.

        Settled: a returned value is returned unchanged when asked again. Raises UnsafeAddress for an address
        whose scheme is not allowed.
        """
        if not self.allows(element, attribute):
            return None
        if attribute in self.schemes:
            return self._address(attribute, value)
        return self.rules[attribute](value)

    def last_word(self, element: str, attribute: str, value: str) -> str | None:
        """Do what ``value`` does, with None where it raises."""
        try:
            return self.value(element, attribute, value)
        except UnsafeAddress:
            return None

    def _address(self, attribute: str, value: str) -> str | None:
        if attribute == "href" and value.strip().startswith("#"):
            return _fragment(value.strip())
        return safe_address(value, self.schemes[attribute]) or None


def _matching(pattern: str) -> Rule:
    whole = re.compile(pattern)
    return lambda value: value if whole.fullmatch(value) else None


def _any_text(value: str) -> str:
    return value


def _pixels(value: str) -> str | None:
    found = re.fullmatch(r"\s*(\d{1,5})(?:px)?\s*", value, re.ASCII)
    return found[1] if found else None


def _tokens(pattern: re.Pattern[str]) -> Rule:
    return lambda value: " ".join(token for token in value.split() if pattern.fullmatch(token)) or None


def _identifier(value: str) -> str | None:
    """Prefix every id, so that none can pass for one of the page's own or for a script's global variable."""
    bare = value.removeprefix(ID_PREFIX)
    return ID_PREFIX + bare if re.fullmatch(r"[\w:.\-]{1,64}", bare) else None


def _fragment(value: str) -> str:
    target = value[1:].removeprefix(ID_PREFIX).replace(" ", "%20")
    return f"#{target}" if target in ("", "top") else f"#{ID_PREFIX}{target}"


def _elements(**attributes: str) -> dict[str, frozenset[str]]:
    return {element.rstrip("_"): names(allowed) for element, allowed in attributes.items()}


def _bare(spaced: str) -> dict[str, frozenset[str]]:
    return dict.fromkeys(names(spaced), frozenset())


_BOXES = names(
    "article aside center details dialog fieldset footer form header hgroup main marquee nav option search"
    " section"
)
_LANGUAGE = _matching(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8}){0,8}")
_NUMBER = _matching(r"-?[0-9]{1,6}")
_SPAN = _matching(r"[0-9]{1,3}")
_MOMENT = _matching(r"[0-9A-Za-z:+.\- ]{1,40}")

POLICY = Policy(
    elements=_bare(
        "address b bdi bdo br caption cite dd dl em figcaption i kbd mark rb rp rt ruby s samp"
        " small span strong sub tbody tfoot thead tr u var wbr"
    )
    | _elements(
        a="href title hreflang rel id class",
        abbr="title",
        blockquote="cite",
        code="class",
        col="span",
        colgroup="span",
        del_="cite datetime",
        dfn="title",
        div="class",
        dt="id",
        figure="class id",
        h2="id",
        h3="id",
        h4="id",
        h5="id",
        h6="id",
        hr="class",
        img="src alt title width height role",
        ins="cite datetime",
        li="id class value",
        ol="class start reversed type",
        p="id class",
        pre="class",
        q="cite",
        sup="class id",
        table="id",
        td="class colspan rowspan",
        th="class colspan rowspan scope abbr",
        time="datetime",
        ul="class",
    ),
    everywhere=names("lang dir"),
    rules={
        "abbr": _any_text,
        "alt": _any_text,
        "class": _tokens(_CLASSES),
        "colspan": _SPAN,
        "datetime": _MOMENT,
        "dir": _matching("ltr|rtl|auto"),
        "height": _pixels,
        "hreflang": _LANGUAGE,
        "id": _identifier,
        "lang": _LANGUAGE,
        "rel": _tokens(_RELATIONS),
        "reversed": lambda value: "",
        # Of a picture that says nothing.
        "role": _matching("presentation"),
        "rowspan": _SPAN,
        "scope": _matching("(?:row|col)(?:group)?"),
        "span": _SPAN,
        "start": _NUMBER,
        "title": _any_text,
        "type": _matching("[1aAiI]"),
        "value": _NUMBER,
        "width": _pixels,
    },
    schemes={"href": _LINKS, "src": _WEB, "cite": _WEB},
    # A box stays a box, so that the text of two neighbours does not run together.
    renamed=dict.fromkeys(_BOXES, "div")
    | {
        "acronym": "abbr",
        "dir": "ul",
        "h1": "h2",
        "legend": "p",
        "listing": "pre",
        "menu": "ul",
        "plaintext": "pre",
        "strike": "s",
        "summary": "p",
        "textarea": "pre",
        "tt": "code",
        "xmp": "pre",
    },
    dropped=names(
        "applet audio base canvas embed frame frameset head iframe input link math meta noembed noframes"
        " noscript object param script source style svg template title track video"
    ),
    reported=names(
        "applet base button embed form frame frameset iframe input link math meta object script select"
        " style svg textarea"
    ),
    void=names("br col hr img wbr"),
    needs_attribute=names("a span"),
)
