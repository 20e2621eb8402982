"""Write a parsed article again, with only what the policy allows, counting what was dangerous."""

from collections import Counter
from collections.abc import Iterator
from html import escape

from selectolax.lexbor import LexborNode

from .addresses import UnsafeAddress, host_of, safe_address
from .complexity import MAX_DEPTH, MAX_ESCAPES, MAX_TAGS, refuse_over
from .embeds import Card, file_card, player_card
from .policy import POLICY
from .tree import children, printable
from .vocabulary import names

_EMBEDS = names("audio embed iframe object video")
_FILMS = names("audio video")
_WHERE_PLAYERS_ARE_NAMED = ("src", "data", "data-src", "data-lazy-src", "value")
_LONGEST_HOST = 80
_WEB = POLICY.schemes["src"]

# What is still to do: a node to write, or None to close the element opened last.
_Steps = list[LexborNode | None]


class Writer:
    """One writing of one article; ``removed`` counts what was left out, by kind."""

    def __init__(self) -> None:
        self.removed: Counter[str] = Counter()
        self._pieces: list[str] = []
        self._open: list[str] = []
        self._elements = 0
        self._ids: set[str] = set()

    def write(self, body: LexborNode) -> str:
        """Return what ``body`` holds as HTML. Raises TooComplex if that is too deep or too much."""
        # Steps in a list, not recursion: markup nests deeper than Python's stack.
        steps: _Steps = [*reversed(children(body))]
        while steps:
            node = steps.pop()
            if node is None:
                self._pieces.append(f"</{self._open.pop()}>")
            elif node.is_text_node:
                self._write_text(node.text_content or "")
            else:
                steps += self._write_element(node)
        return self._finished()

    def _finished(self) -> str:
        html = printable("".join(self._pieces))
        refuse_over(MAX_TAGS, html.count("<"), "tags")
        refuse_over(MAX_ESCAPES, html.count("&"), "escaped characters")
        return html

    def _write_text(self, text: str) -> None:
        # A parser swallows the newline after <pre>: without any, every reading gives the same.
        if self._pieces and self._pieces[-1].startswith("<pre"):
            text = text.lstrip("\r\n")
        self._pieces.append(_escaped(text))

    def _write_element(self, node: LexborNode) -> _Steps:
        self._elements += 1
        refuse_over(MAX_TAGS, self._elements, "elements")
        tag = node.tag or ""
        if tag in _EMBEDS:
            return self._write_embed(node)
        if tag in POLICY.reported:
            self.removed[tag] += 1
        if tag in POLICY.dropped:
            return []
        return self._write_allowed(POLICY.renamed.get(tag, tag), node)

    def _write_allowed(self, tag: str, node: LexborNode) -> _Steps:
        attributes = self._attributes(tag, node)
        if tag == "img" and "src" not in attributes:
            self._write_text(attributes.get("alt", ""))
            return []
        inside: _Steps = [*reversed(children(node))]
        if tag not in POLICY.elements or (tag in POLICY.needs_attribute and not attributes):
            return inside
        self._pieces.append(f"<{tag}{_in_tag(attributes)}>")
        if tag in POLICY.void:
            return []
        self._open.append(tag)
        refuse_over(MAX_DEPTH, len(self._open), "elements inside each other")
        return [None, *inside]

    def _attributes(self, tag: str, node: LexborNode) -> dict[str, str]:
        attributes = node.attributes
        if tag == "a" and "id" not in attributes and "name" in attributes:
            attributes["id"] = attributes["name"]
        values = {
            name: self._allowed_value(tag, name, printable(raw or "")) for name, raw in attributes.items()
        }
        return {name: value for name, value in values.items() if value is not None}

    def _allowed_value(self, tag: str, name: str, raw: str) -> str | None:
        self._count_attribute(name)
        try:
            value = POLICY.value(tag, name, raw)
        except UnsafeAddress as kind:
            self.removed[f"{kind} address"] += 1
            return None
        if name == "id" and value is not None:
            return self._first_of_its_name(value)
        return value

    def _count_attribute(self, name: str) -> None:
        if name == "style":
            self.removed["style attribute"] += 1
        elif name.startswith("on"):
            self.removed["event handler"] += 1

    def _first_of_its_name(self, identifier: str) -> str | None:
        if identifier in self._ids:
            return None
        self._ids.add(identifier)
        return identifier

    def _write_embed(self, node: LexborNode) -> _Steps:
        card = _card(node)
        if card:
            self._write_card(card)
        else:
            self._count_embed(node)
        return []

    def _write_card(self, card: Card) -> None:
        label = _escaped(card.label)
        if "p" in self._open:
            link = _in_tag({"class": "embed-card", "href": card.address})
            self._pieces.append(f"<a{link}>{label}</a>")
        else:
            link = _in_tag({"href": card.address})
            self._pieces.append(f'<p class="embed-card"><a{link}>{label}</a></p>')

    def _count_embed(self, node: LexborNode) -> None:
        host = host_of(node.attributes.get("src") or "")[:_LONGEST_HOST]
        self.removed[f"{node.tag} from {host}" if host else f"{node.tag}"] += 1


def _card(node: LexborNode) -> Card | None:
    for address in _player_addresses(node):
        card = player_card(address) or (file_card(address) if node.tag in _FILMS else None)
        if card:
            return card
    return None


def _player_addresses(node: LexborNode) -> Iterator[str]:
    for element in (node, *node.css("source, embed, param[name=movie]")):
        for name in _WHERE_PLAYERS_ARE_NAMED:
            try:
                address = safe_address(element.attributes.get(name) or "", _WEB)
            except UnsafeAddress:
                continue
            if address:
                yield address


def _escaped(text: str) -> str:
    """Escape text exactly as nh3 does, so that its output can be compared with ours."""
    return escape(text, quote=False).replace("\xa0", "&nbsp;")


def _in_tag(attributes: dict[str, str]) -> str:
    return "".join([f" {name}={_quoted(value)}" for name, value in attributes.items()]) if attributes else ""


def _quoted(value: str) -> str:
    return '"' + _escaped(value).replace('"', "&quot;") + '"'
