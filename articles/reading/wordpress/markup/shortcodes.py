"""WordPress's shortcodes: ``[gallery ids="3,4"]`` in a text stands for markup that WordPress makes when it shows it."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import escape, unescape

from ...formats import PICTURE_SUFFIXES, suffix_of
from ...limits import MAX_BODY_CHARACTERS
from ...record import Warning
from . import embeds

# No bracket may stand within one, so that a text of brackets only is read once.
SHORTCODE = re.compile(r"\[(\[?)(/?)([a-zA-Z][\w-]{0,60}+)(?![\w-])([^\[\]]*+)\](\]?)")
ATTRIBUTE = re.compile(r"([\w-]++)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s'\"]++))|\"([^\"]*+)\"|(\S++)")
CURLY_QUOTE = re.compile(r"[“”„″]|&#82(?:20|21|43);|&[lr]dquo;")
STATES_A_VALUE = re.compile(r"^=|\s[\w-]{1,60}=[\"'\w]")
PICTURE_FIRST = re.compile(
    r"\s*(?P<picture>(?:<a\b[^<>]*>\s*)?<img\b[^<>]*>(?:\s*</a>)?)(?P<words>.*)", re.I | re.S
)
ADDRESS = re.compile(r"https?://[^\s<>\"'\[\]]+")
ALIGNMENT = re.compile(r"align(left|center|right)")
FILM_ATTRIBUTES = ("src", "mp4", "m4v", "webm", "ogv", "mov", "flv", "mp3", "m4a", "ogg", "wav", "wma")
# How the address of a player is made of the number that some of these hold instead of one.
PLAYERS = {
    "youtube": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}",
    "dailymotion": "https://www.dailymotion.com/embed/video/{}",
    "bilibili": "https://player.bilibili.com/player.html?bvid={}",
}
NUMBER = re.compile(r"\d{1,20}")
LISTS = ("gallery", "playlist")
PLAYER_NUMBER = re.compile(r"[\w-]{4,20}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachments:
    """What a shortcode may refer to: each attachment's address and words, and the numbers of the article's own."""

    described: dict[str, dict[str, str]] = field(default_factory=dict)
    own: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Call:
    """One use of a shortcode."""

    name: str
    attributes: dict[str, str]
    content: str
    attachments: Attachments

    def shown(self) -> list[dict[str, str]]:
        """Return the attachments that a gallery or a playlist is of, in its order."""
        left_out = NUMBER.findall(self.attributes.get("exclude", ""))
        numbers = numbers_in(self.attributes) or self._own()
        described = self.attachments.described
        return [described[number] for number in numbers if number in described and number not in left_out]

    def _own(self) -> list[str]:
        is_turned = self.attributes.get("order", "").upper() == "DESC"
        return self.attachments.own[::-1] if is_turned else self.attachments.own


def expanded(text: str, attachments: Attachments, warnings: list[Warning]) -> str:
    """Return ``text`` with the shortcodes we know as HTML; others stay as text and are warned of by name.

    ``[[gallery]]`` is how an article about shortcodes writes ``[gallery]``.
    """
    if "[" not in text:
        return text
    reading = _Reading(text, attachments)
    expanded_text = reading.expanded()
    if listed := ", ".join(f"{name} ×{count}" for name, count in reading.unknown.items() if count):
        warnings.append(Warning("shortcode", listed))
    return expanded_text


def lists(text: str) -> Iterator[list[str]]:
    """Yield the numbers of the attachments that each gallery or playlist of a text states, which may be none."""
    for found in SHORTCODE.finditer(text):
        if found[3].lower() in LISTS and not found[2]:
            yield numbers_in(_attributes(found[4]))


def numbers_in(attributes: dict[str, str]) -> list[str]:
    """Return the numbers of the attachments that a gallery or a playlist states."""
    return NUMBER.findall(attributes.get("ids") or attributes.get("include") or "")


class _Reading:
    """One pass over one text."""

    def __init__(self, text: str, attachments: Attachments) -> None:
        self.unknown: Counter[str] = Counter()
        self._text = text
        self._characters = len(text)
        self._attachments = attachments
        self._closers = {found[3].lower() for found in SHORTCODE.finditer(text) if found[2]}

    def expanded(self) -> str:
        pieces = []
        at = 0
        while found := SHORTCODE.search(self._text, at):
            pieces.append(self._text[at : found.start()])
            written, at = self._written(found)
            pieces.append(written)
        return "".join([*pieces, self._text[at:]])

    def _written(self, found: re.Match[str]) -> tuple[str, int]:
        """Return what stands for the shortcode that ``found`` begins, and where the text goes on."""
        if found[1] and found[5]:
            return found[0][1:-1], found.end()
        name = found[3].lower()
        handler = HANDLERS.get(name)
        html, end = self._handled(handler, name, found) if handler and not found[2] else ("", 0)
        if html:
            # One short line may show the same gallery again and again.
            self._characters += len(html)
            MAX_BODY_CHARACTERS.check(self._characters)
            return f"{found[1]}{html}", end
        if handler or self._is_shortcode(name, found):
            self.unknown[name] += 0 if found[2] else 1
        return found[0], found.end()

    def _handled(self, handler: "Handler", name: str, found: re.Match[str]) -> tuple[str, int]:
        # A second bracket after it is the text's own.
        content, end = self._content(name, found.end(4) + 1)
        return handler(_Call(name, _attributes(found[4]), content, self._attachments)), end

    def _content(self, name: str, start: int) -> tuple[str, int]:
        """Return what a shortcode encloses, where its closing comes before the next opening of its name."""
        if name not in self._closers:
            return "", start
        for other in SHORTCODE.finditer(self._text, start):
            if other[3].lower() == name:
                return (self._text[start : other.start()], other.end(4) + 1) if other[2] else ("", start)
        return "", start

    def _is_shortcode(self, name: str, found: re.Match[str]) -> bool:
        """Say whether brackets are a shortcode's: they state a value, are closed again, or stand alone."""
        if STATES_A_VALUE.search(found[4]) or name in self._closers:
            return True
        around = (
            self._text[max(0, found.start() - 1) : found.start()] + self._text[found.end() : found.end() + 1]
        )
        is_alone = not around.strip("\n<>")
        return not found[4] and found[3].islower() and (is_alone or "_" in name or "-" in name)


def _attributes(stated: str) -> dict[str, str]:
    """Return the attributes; what stands alone is keyed by its place, "0" first."""
    attributes: dict[str, str] = {}
    lone = 0
    # A text editor made the quotes curly, unless straight ones stand around them.
    straight = stated if '"' in stated else CURLY_QUOTE.sub('"', stated)
    for name, *values in ATTRIBUTE.findall(straight.strip("/ ")):
        value = unescape(next(filter(None, values), ""))
        if name:
            attributes[name.lower()] = value
        elif value:
            attributes[str(lone)] = value.lstrip("=")
            lone += 1
    return attributes


def _caption(call: _Call) -> str:
    found = PICTURE_FIRST.fullmatch(call.content)
    if not found:
        return ""
    picture = found["picture"].strip()
    # A link that a hurried hand left open would take the whole story in.
    picture += "</a>" if picture[:2].lower() == "<a" and not picture.lower().endswith("</a>") else ""
    # An old article has the words as an attribute, where they may be HTML that was escaped.
    words = found["words"].strip() or call.attributes.get("caption", "")
    caption = f"<figcaption>{words}</figcaption>" if words else ""
    aligned = ALIGNMENT.match(call.attributes.get("align", ""))
    side = f' class="align-{aligned[1]}"' if aligned else ""
    return f"\n\n<figure{side}>{picture}{caption}</figure>\n\n"


def _gallery(call: _Call) -> str:
    figures = "".join(_figure(shown) for shown in call.shown() if suffix_of(shown["url"]) in PICTURE_SUFFIXES)
    return f'\n\n<figure class="gallery">{figures}</figure>\n\n' if figures else ""


def _figure(shown: dict[str, str]) -> str:
    caption = f"<figcaption>{shown['caption']}</figcaption>" if "caption" in shown else ""
    return (
        f'<figure><img src="{escape(shown["url"])}" alt="{escape(shown.get("alt", ""))}">{caption}</figure>'
    )


def _playlist(call: _Call) -> str:
    films = (shown["url"] for shown in call.shown() if suffix_of(shown["url"]) not in PICTURE_SUFFIXES)
    return "".join(map(embeds.film, films))


def _film(call: _Call) -> str:
    stated = [call.attributes[name] for name in (*FILM_ATTRIBUTES, "0") if name in call.attributes]
    address = next((address for address in [*stated, *ADDRESS.findall(call.content)] if "/" in address), "")
    return embeds.film(address) if address else ""


def _embed(call: _Call) -> str:
    """Return what shows the address that the shortcode holds, or the player of the number that it holds."""
    found = ADDRESS.search(" ".join([call.content, *call.attributes.values()]))
    if found:
        return embeds.embedded(unescape(found[0]))
    stated = call.attributes.get("id") or call.attributes.get("0") or call.content.strip()
    if call.name not in PLAYERS or not PLAYER_NUMBER.fullmatch(stated):
        return ""
    return embeds.embedded(PLAYERS[call.name].format(stated))


Handler = Callable[[_Call], str]
HANDLERS: dict[str, Handler] = {
    **dict.fromkeys(("caption", "wp_caption"), _caption),
    **{"gallery": _gallery, "playlist": _playlist},
    **dict.fromkeys(("audio", "video"), _film),
    **dict.fromkeys(("embed", "soundcloud", "spotify", "tweet", "instagram", "facebook", *PLAYERS), _embed),
}
