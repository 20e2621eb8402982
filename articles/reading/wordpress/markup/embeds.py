"""Players and posts of other sites that an article names by their address alone."""

import re
from html import escape, unescape

from ....text.embeds import player_card

LONE_ADDRESS = re.compile(r"^[ \t]*(https?://[^\s<>\"\[\]]{4,2000})[ \t]*$", re.M)
LONE_IN_PARAGRAPH = re.compile(r"<p(?: [^<>]*)?>\s*(https?://[^\s<>\"\[\]]{4,2000})\s*</p>", re.I)
VIMEO = re.compile(r"https?://(?:www\.)?vimeo\.com/(?:\w+/){0,3}(\d+)")


def expanded(text: str) -> str:
    """Return ``text`` with each address that stands alone on a line, or in a paragraph, as a player or a link."""
    if "http" not in text:
        return text
    text = LONE_IN_PARAGRAPH.sub(lambda found: embedded(unescape(found[1])), text)
    return LONE_ADDRESS.sub(lambda found: embedded(unescape(found[1])), text)


def embedded(address: str) -> str:
    """Return a block that shows ``address``: a link, or a known player's frame, of which the sanitizer makes a card."""
    address = VIMEO.sub(r"https://player.vimeo.com/video/\1", address)
    quoted = escape(address)
    if player_card(address):
        return f'\n\n<iframe src="{quoted}"></iframe>\n\n'
    return f'\n\n<p><a href="{quoted}">{quoted}</a></p>\n\n'


def film(address: str) -> str:
    """Return a block that stands for a film or a recording at ``address``."""
    if player_card(VIMEO.sub(r"https://player.vimeo.com/video/\1", address)):
        return embedded(address)
    return f'\n\n<video src="{escape(address)}"></video>\n\n'
