"""The pictures of a body's blocks, small, so that a text which is laid beside another shows them too."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from articles.models import ImageSource
from articles.models.kept_pictures import images_at
from articles.text.complexity import TooComplex
from articles.text.tree import body_of

from . import marks

MOST_SHOWN = 60
BDI, INS, DEL = map(mark_safe, ("bdi", "ins", "del"))


class BodyPictures:
    """Shows the pictures of blocks; ``bodies``: all the HTML that will be asked, to find them by."""

    def __init__(self, bodies):
        addresses = list(dict.fromkeys(address for html in bodies for address, _alt in _pictures(html)))
        self.images = images_at(addresses) if addresses else {}

    def shown(self, blocks):
        return self._figures((BDI, picture) for picture in _pictures("".join(blocks)))

    def marked(self, before, after):
        """Those of ``after``, the new ones marked as such, and those of ``before`` that went."""
        old, new = (dict(_pictures("".join(blocks))) for blocks in (before, after))
        entries = [(BDI if address in old else INS, (address, alt)) for address, alt in new.items()]
        return self._figures(
            entries + [(DEL, (address, alt)) for address, alt in old.items() if address not in new]
        )

    def _figures(self, entries):
        return in_frames((tag, self._thumbnail(address), alt or address) for tag, (address, alt) in entries)

    def _thumbnail(self, address):
        image = self.images.get(address)
        return marks.thumbnail(image, None if image else ImageSource(url=address))


def in_frames(pictures):
    """The pictures in a row, each ``(element, thumbnail, words)``."""
    frames = format_html_join(
        "", '<{0} class="block-picture">{1} <span dir="auto">{2}</span></{0}>', pictures
    )
    return format_html('<span class="block-pictures">{}</span>', frames) if frames else ""


def differ(before, after):
    """Whether the blocks show other pictures."""
    return [address for address, _alt in _pictures("".join(before))] != [
        address for address, _alt in _pictures("".join(after))
    ]


def _pictures(html):
    """The pictures as ``[(address, alternative text), …]``."""
    if "<img" not in html:
        return []
    try:
        found = body_of(html).css("img")[:MOST_SHOWN]
    except TooComplex:
        return []
    return [(image.attributes.get("src") or "", image.attributes.get("alt") or "") for image in found]
