"""What reading a part comes to, whatever happens on the way."""

import json
from collections.abc import Callable, Iterator

from ...text import sanitizer
from ..limits import Limit
from ..record import Part, ReadingOptions, Record, Refusal
from ..refusals import Refused, skipped

MAX_STANDFIRST_CHARACTERS = Limit(100_000, "characters a standfirst")
MAX_KEPT_KEYS = Limit(1_000, "fields kept beside an article")
MAX_KEPT_CHARACTERS = Limit(500_000, "characters kept beside an article")


def record_or_refusal(
    read_article: Callable[..., Record], part: Part, *, path: str, index: int, options: ReadingOptions
) -> Record | Refusal:
    """Return the record that ``read_article`` makes of a part, or why there is none; raises nothing."""
    try:
        record = read_article(part, path=path, index=index, options=options)
        _refuse_too_much_beside(record)
        return record
    except Refused as refused:
        return Refusal(refused.outcome, refused.reason, index)
    except sanitizer.TooComplex as error:
        return Refusal("failed", str(error), index)
    except Exception as error:
        # One record must never end an import of thousands; the tests call read_article, which hides nothing.
        return Refusal("failed", _own_fault(error), index)


def _refuse_too_much_beside(record: Record) -> None:
    """Raise Refused where what is no body would fill the database."""
    MAX_STANDFIRST_CHARACTERS.check(len(record.standfirst))
    MAX_KEPT_KEYS.check(len(record.extra))
    MAX_KEPT_CHARACTERS.check(len(json.dumps(record.extra, default=str)))


def parts_or_refusal(found: Iterator[Part | Refusal], *, nothing: str) -> Iterator[Part | Refusal]:
    """Yield what is found, and a refusal at the end where that was cut short, or where ``nothing`` was found.

    Raises nothing but what the disk does.
    """
    count = 0
    try:
        for part in found:
            yield part
            count += 1
        if not count:
            raise skipped(nothing)
    except Refused as refused:
        yield Refusal(refused.outcome, refused.reason, count)
    except OSError:
        raise
    except Exception as error:
        yield Refusal("failed", _own_fault(error), count)


def _own_fault(error: Exception) -> str:
    return f"the reader itself failed: {type(error).__name__}: {error}"[:500]
