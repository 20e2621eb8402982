"""What reading a part comes to, whatever happens on the way."""

from collections.abc import Callable, Iterator

from ...text import sanitizer
from ..record import Part, ReadingOptions, Record, Refusal
from ..refusals import Refused, skipped


def record_or_refusal(
    read_article: Callable[..., Record], part: Part, *, path: str, index: int, options: ReadingOptions
) -> Record | Refusal:
    """Return the record that ``read_article`` makes of a part, or why there is none; raises nothing."""
    try:
        return read_article(part, path=path, index=index, options=options)
    except Refused as refused:
        return Refusal(refused.outcome, refused.reason, index)
    except sanitizer.TooComplex as error:
        return Refusal("failed", str(error), index)
    except Exception as error:
        # One record must never end an import of thousands; the tests call read_article, which hides nothing.
        return Refusal("failed", _own_fault(error), index)


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
