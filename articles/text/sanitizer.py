"""First working shape; being deepened."""

from dataclasses import dataclass, field

import nh3
from selectolax.lexbor import LexborHTMLParser


class TooComplex(ValueError):
    """The markup is too large or too deep to be cleaned in good time."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Clean HTML and what was taken out of it."""

    html: str
    removed: dict[str, int] = field(default_factory=dict)

    def describe(self) -> str:
        """Say what was removed, as ``script ×1, style attribute ×3``."""
        return ", ".join(f"{what} ×{count}" for what, count in self.removed.items())


def clean(html: str) -> Cleaned:
    """Return ``html`` with nothing dangerous left in it."""
    return Cleaned(nh3.clean(html, link_rel=None))


def plain_text(html: str) -> str:
    """Return the visible text of ``html``, its blocks separated by newlines."""
    body = LexborHTMLParser(html).body
    return body.text(separator="\n", strip=True) if body else ""
