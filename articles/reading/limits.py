"""How much one file may hold. Every limit has a name, and a refusal says which one was met and by what.

The figures lie far above what newsrooms write and far below what would stall an import.
"""

from dataclasses import dataclass

from .refusals import Refused


@dataclass(frozen=True, slots=True)
class Limit:
    """The most of one thing: ``most`` of ``what``."""

    most: int
    what: str

    def check(self, found: int) -> None:
        """Raise Refused when ``found`` is over the limit."""
        if found > self.most:
            raise self.exceeded(f"{found:,}")

    def exceeded(self, found: str = "more") -> Refused:
        """Return the refusal that names the limit and what was found."""
        return Refused(f"over the limit of {self.most:,} {self.what}: found {found}")


MAX_FILE_BYTES = Limit(10_000_000, "bytes a file")
MAX_HEADER_CHARACTERS = Limit(100_000, "characters a header")
MAX_HEADER_KEYS = Limit(300, "keys a header")
MAX_HEADER_VALUES = Limit(5_000, "values a header")
MAX_NESTING = Limit(10, "levels of nesting in a header")
MAX_CATEGORIES = Limit(50, "categories an article")
MAX_CATEGORY_DEPTH = Limit(8, "levels in a category path")
MAX_TAGS = Limit(200, "tags an article")
MAX_AUTHORS = Limit(50, "authors an article")
MAX_NAME_CHARACTERS = Limit(200, "characters a name")
MAX_CORRECTIONS = Limit(100, "corrections an article")
MAX_OLD_ADDRESSES = Limit(100, "old addresses an article")
MAX_PICTURES = Limit(500, "images an article")
# The sanitizer has limits of its own, on how deep and how tangled markup may be.
MAX_BODY_CHARACTERS = Limit(2_000_000, "characters a body")

# These two cut or drop with a warning instead of refusing.
HEADLINE_CHARACTERS = 300
ADDRESS_CHARACTERS = 2_000
OLD_PATH_CHARACTERS = 500
PATH_CHARACTERS = 1_000

# What is longer than an article keeps of it stays among its other keys.
SHARED_CHARACTERS = {"short_headline": 120, "social_title": 200, "social_description": 300}
