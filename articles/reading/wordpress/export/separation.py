"""Items that run into one another because the text of the first has no end."""

import re
from io import BytesIO
from xml.parsers import expat

from ...refusals import Refused

BOUNDARY = re.compile(rb"(?<=</item>)\s{0,200}(?=<item[\s>])")
END = b"</item>"
CDATA, END_OF_CDATA = b"<![CDATA[", b"]]>"


def separated(raw: bytes) -> list[bytes]:
    """Return the items that ``raw`` holds: one, unless it is broken and another begins within it.

    An article about exports may show the boundary of two items; its own item is then well-formed.
    """
    if raw.find(END, 0, -1) < 0 or not BOUNDARY.search(raw) or _is_well_formed(raw):
        return [raw]
    return BOUNDARY.split(raw)


def refuse_unclosed(raw: bytes) -> None:
    """Raise Refused where an item ends within a text that was not closed."""
    if raw.rfind(CDATA) > raw.rfind(END_OF_CDATA):
        raise Refused("cut off: its text has no end before the next item begins")


def _is_well_formed(raw: bytes) -> bool:
    # An item stands inside a document, where no entity can be declared, so nothing can expand here.
    try:
        expat.ParserCreate().ParseFile(BytesIO(raw))
    except expat.ExpatError:
        return False
    return True
