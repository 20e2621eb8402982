"""Sets of names, written as readable lines."""


def names(spaced: str) -> frozenset[str]:
    """Return the names in ``spaced``, which whitespace separates."""
    return frozenset(spaced.split())
