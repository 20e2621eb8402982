"""Ghost's cards: what stands between paragraphs, in the payloads that Lexical and Mobiledoc share.

Source: the editor's documented cards, by the names that exports hold.
"""

import re
from collections.abc import Callable

from ...text import markdown
from ...text.embeds import player_card
from ..payloads import (
    Payload,
    card,
    element,
    figure,
    image,
    link,
    paragraph,
    rows,
    text,
    unwrapped,
    words,
)
from ..record import Warning

FRAME = re.compile(r"<iframe\b[^>]*?\ssrc\s*=\s*[\"']?([^\s\"'>]+)", re.I)
LANGUAGE = re.compile(r"[\w+#.-]{1,30}")
# What a card of unknown shape may hold for readers, in the order that it would be shown.
SHOWN = (
    "header",
    "heading",
    "title",
    "subheader",
    "text",
    "textValue",
    "content",
    "html",
    "description",
    "caption",
)


def render(name: str, payload: Payload, warnings: list[Warning]) -> str:
    """Return a card as HTML; of one nobody knows the words are kept, and what is for e-mail alone is told of."""
    if name in NOT_FOR_READERS:
        warnings.append(Warning("card", f"{name}: {NOT_FOR_READERS[name]}"))
        return ""
    if name in CARDS:
        return CARDS[name](payload)
    warnings.append(Warning("card", name[:100] or "without a name"))
    return "".join(element("div", text(payload, key)) for key in SHOWN)


def _image(payload: Payload) -> str:
    return figure(
        link(text(payload, "href"), image(payload)) if image(payload) else "", text(payload, "caption")
    )


def _gallery(payload: Payload) -> str:
    return figure(
        "".join(map(image, rows(payload.get("images")))), text(payload, "caption"), **{"class": "gallery"}
    )


def _bookmark(payload: Payload) -> str:
    metadata = payload.get("metadata")
    page = metadata if isinstance(metadata, dict) else payload
    address = text(payload, "url") or text(page, "url")
    described = element("p", words(text(page, "description")))
    return card(address, text(page, "title") or address) + described + paragraph(text(payload, "caption"))


def _embed(payload: Payload) -> str:
    """Return what the other site gave to embed, or a link where that is a frame nobody knows."""
    html, address = text(payload, "html"), text(payload, "url")
    frame = FRAME.search(html)
    is_shown = html and (not frame or player_card(frame[1].replace("&amp;", "&")))
    metadata = payload.get("metadata")
    title = text(metadata, "title") if isinstance(metadata, dict) else ""
    shown = html if is_shown else card(address or (frame[1] if frame else ""), title or address)
    return shown + paragraph(text(payload, "caption"))


def _html(payload: Payload) -> str:
    return text(payload, "html")


def _markdown(payload: Payload) -> str:
    return markdown.render(text(payload, "markdown"))


def _code(payload: Payload) -> str:
    code, caption = payload.get("code"), text(payload, "caption")
    found = LANGUAGE.fullmatch(text(payload, "language"))
    written_in = f"language-{found[0]}" if found else ""
    shown = element("code", words(code if isinstance(code, str) else ""), **{"class": written_in})
    return figure(element("pre", shown), caption) if caption else element("pre", shown)


def _rule(payload: Payload) -> str:
    return "<hr>"


def _callout(payload: Payload) -> str:
    said = unwrapped(text(payload, "calloutText"))
    return element("aside", said and f"<p>{words(text(payload, 'calloutEmoji'))} {said}</p>")


def _button(payload: Payload) -> str:
    return element("p", link(text(payload, "buttonUrl"), words(text(payload, "buttonText"))))


def _toggle(payload: Payload) -> str:
    return element("h4", text(payload, "heading")) + element("div", text(payload, "content"))


def _file(payload: Payload) -> str:
    address = text(payload, "src")
    label = text(payload, "fileTitle", "title", "fileName") or address
    return card(address, label) + paragraph(words(text(payload, "fileCaption")) or text(payload, "caption"))


def _product(payload: Payload) -> str:
    picture = image({"src": payload.get("productImageSrc")})
    title = element("h4", text(payload, "productTitle"))
    button = link(text(payload, "productUrl"), words(text(payload, "productButton")))
    return (
        element("p", picture)
        + title
        + element("div", text(payload, "productDescription"))
        + element("p", button)
    )


def _header(payload: Payload) -> str:
    picture = image({"src": payload.get("backgroundImageSrc")})
    heads = element("h2", text(payload, "header", "heading")) + element(
        "p", text(payload, "subheader", "subheading")
    )
    return element("p", picture) + heads + _button(payload)


def _call_to_action(payload: Payload) -> str:
    return (
        element("p", image({"src": payload.get("imageUrl")}))
        + element("div", text(payload, "textValue"))
        + _button(payload)
    )


def _quote(payload: Payload) -> str:
    return element("blockquote", text(payload, "html", "text"))


CARDS: dict[str, Callable[[Payload], str]] = {
    "image": _image,
    "gallery": _gallery,
    "bookmark": _bookmark,
    "embed": _embed,
    "html": _html,
    "markdown": _markdown,
    "card-markdown": _markdown,
    "code": _code,
    "codeblock": _code,
    "hr": _rule,
    "horizontalrule": _rule,
    "callout": _callout,
    "button": _button,
    "toggle": _toggle,
    "video": _file,
    "audio": _file,
    "file": _file,
    "product": _product,
    "header": _header,
    "call-to-action": _call_to_action,
    "quote": _quote,
}
NOT_FOR_READERS = {
    "email": "shown in e-mail only",
    "email-cta": "shown in e-mail only",
    "signup": "a form to subscribe with",
    "paywall": "what follows was for members",
}
