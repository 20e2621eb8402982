"""The ending that an origin's headlines have in common, taken off what comes in."""

from collections.abc import Iterable

from articles.models import Origin
from articles.reading import headlines
from articles.reading.record import Record, Refusal


def ending_of(origin: str) -> str:
    """Return what the origin of this key wants taken off its headlines, ``""`` for nothing."""
    known = Origin.objects.filter(key=origin).values_list("headline_suffix", flat=True)
    return known.first() or ""


def take_off(ending: str, results: Iterable[Record | Refusal]) -> None:
    """Shorten the headlines that end so; the whole one is kept with its record."""
    for result in results:
        if isinstance(result, Record):
            whole, result.headline = result.headline, headlines.without(result.headline, ending=ending)
            if result.headline != whole:
                result.extra.setdefault("title", whole)
