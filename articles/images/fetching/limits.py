"""How much of anything a fetch may take."""

from dataclasses import dataclass

from ..inspect import MAX_BYTES


@dataclass(frozen=True, slots=True)
class Limits:
    """What one fetch may cost. ``total_seconds`` is for all of it, redirects included, the queue at the gate not."""

    bytes: int = MAX_BYTES
    header_bytes: int = 64 * 1024
    total_seconds: float = 60
    connect_seconds: float = 5
    silence_seconds: float = 15
    redirects: int = 5
    retry_after_seconds: int = 24 * 60 * 60
    hold_back_seconds: int = 60 * 60
    ports: frozenset[int] = frozenset({80, 443})
