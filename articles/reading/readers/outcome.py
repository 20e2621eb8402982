"""What reading a part comes to, whatever happens on the way."""

from collections.abc import Callable

from ...text import sanitizer
from ..record import Part, ReadingOptions, Record, Refusal
from ..refusals import Refused


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
        return Refusal("failed", f"the reader itself failed: {type(error).__name__}: {error}"[:500], index)
