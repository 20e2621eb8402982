"""A headline out of a feed, whose text may be HTML or may speak of it."""

from .. import headlines


def headline(words: str, *, is_html: bool) -> str:
    """Return the headline; where it is plain text, "<" is a character like any other."""
    if is_html or "<" not in words:
        return headlines.clean(words)
    # What cleaning decodes is encoded once more than that, and is no tag to it then.
    hidden = words.replace("<", "&" + "amp;" * headlines.TIMES_ENCODED + "lt;")
    return headlines.clean(hidden).replace("&lt;", "<")
