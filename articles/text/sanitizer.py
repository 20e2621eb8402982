"""Clean the HTML of an article: we write what the policy allows, bleach and nh3 judge what we wrote.

The writing exists because bleach keeps the text of a script and cannot say what it took out; it also turns
players into links. Safety does not hang on it: bleach applies the same policy to the result, and nh3 has the
last word, for bleach has had its last release. Where bleach is proven to change nothing, it is not asked: it takes
four times as long as all the rest.
"""

from collections import Counter
from dataclasses import dataclass, field

import nh3
from bleach.sanitizer import Cleaner

from .complexity import TooComplex
from .plain_markup import is_plain
from .policy import POLICY
from .tree import body_of
from .visible_text import plain_text
from .writer import Writer

__all__ = ["Cleaned", "TooComplex", "clean", "judge", "plain_text"]

# Nearly all markup is settled by the first round; a card inside a link, say, needs the second.
_ROUNDS = 6
_SCHEMES = frozenset().union(*POLICY.schemes.values())


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Clean HTML, and how often what was taken out of it: ``{"script": 1, "style attribute": 3}``."""

    html: str
    removed: dict[str, int] = field(default_factory=dict)

    def describe(self) -> str:
        """Say what was removed: ``script ×1, style attribute ×3``, or ``""``."""
        return ", ".join(f"{what} ×{count}" for what, count in self.removed.items())


def clean(html: str) -> Cleaned:
    """Return ``html`` with nothing in it but what the policy allows, and a count of what was dangerous.

    Cleaning what is clean changes nothing. Visible text stays, except inside scripts, frames and drawings.
    Raises TooComplex for markup that would take more than about a second.
    """
    removed: Counter[str] = Counter()
    for _ in range(_ROUNDS):
        writer = Writer()
        written = writer.write(body_of(html))
        removed += writer.removed
        html = judge(written)
        if html == written:
            return Cleaned(html, dict(removed))
    raise TooComplex("Its markup changes with every reading: too tangled to clean safely.")


def judge(html: str) -> str:
    """Return what bleach, then nh3 leave of ``html``: safe by itself, though a script's text may stay."""
    return last_word(html if is_plain(html) else bleached(html))


def bleached(html: str) -> str:
    """Return what bleach leaves of ``html``. It takes most of the time that an article takes."""
    # A cleaner of bleach's keeps a parser's state, so threads cannot share one; making it costs 15 µs.
    return Cleaner(
        tags=POLICY.elements.keys(),
        attributes=lambda element, attribute, value: POLICY.allows(element, attribute),
        protocols=_SCHEMES,
        strip=True,
        strip_comments=True,
    ).clean(html)


def last_word(html: str) -> str:
    """Return what nh3 leaves of ``html``."""
    return _NH3.clean(html)


_NH3 = nh3.Cleaner(
    tags=set(POLICY.elements),
    clean_content_tags=set(POLICY.dropped),
    attributes={element: set(POLICY.everywhere | names) for element, names in POLICY.elements.items()},
    attribute_filter=POLICY.last_word,
    url_schemes=set(_SCHEMES),
    strip_comments=True,
    link_rel=None,
)
