"""How any part of the reading says no: one exception, which the reader turns into a Refusal."""

from typing import Literal

from .record import Refusal


class Refused(Exception):
    """A file gives no record; ``outcome`` is ``failed`` (a human is needed) or ``skipped``."""

    def __init__(self, reason: str, *, outcome: Literal["failed", "skipped"] = "failed") -> None:
        super().__init__(reason)
        self.reason = reason
        self.outcome = outcome

    def as_refusal(self) -> Refusal:
        """Return what the report states of it."""
        return Refusal(self.outcome, self.reason)


def skipped(reason: str) -> Refused:
    """Return a Refused for a file that holds nothing to read."""
    return Refused(reason, outcome="skipped")
