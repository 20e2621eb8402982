"""Whose picture is asked for next: the hosts in turn, so that a slow one keeps nobody waiting but itself."""

from collections import Counter, deque
from collections.abc import Iterable

PER_HOST = 2
FAILURES_OF_A_HOST = 3
HOSTS_OF_A_NETWORK = 4


class Turns:
    """The pictures to be asked for, by their hosts; who keeps the order must say what came of each question.

    ``sources``: ``(key, host)`` of each, those of one host in the order in which they are to be asked for.
    """

    def __init__(self, sources: Iterable[tuple[int, str]]) -> None:
        self._waiting: dict[str, deque[int]] = {}
        for key, host in sources:
            self._waiting.setdefault(host, deque()).append(key)
        # Each host has so many places; who holds one may ask.
        self._places = deque([*self._waiting] * PER_HOST)
        self._failures: Counter[str] = Counter()
        self._gave: set[str] = set()
        self._had_enough: set[str] = set()

    def __len__(self) -> int:
        return sum(map(len, self._waiting.values()))

    def next(self) -> int | None:
        """Return the key of the next one; None where there is none, or none whose host has a place."""
        while self._places:
            host = self._places.popleft()
            if waiting := self._waiting.get(host):
                return waiting.popleft()
        return None

    def gave(self, host: str) -> None:
        """The host gave a picture, or an answer about this one alone."""
        self._gave.add(host)
        self._places.append(host)

    def had_enough(self, host: str) -> None:
        """The host is there and wants to be left alone."""
        self._had_enough.add(host)
        self._places.append(host)

    def failed(self, host: str) -> None:
        """Nobody answered for the host."""
        self._failures[host] += 1
        self._places.append(host)

    def has_given(self, host: str) -> bool:
        return host in self._gave

    def is_out_of_reach(self, host: str) -> bool:
        """Whether so many questions to the host failed, and none did not, that the next one would fail too."""
        return self._failures[host] >= FAILURES_OF_A_HOST and host not in self._gave | self._had_enough

    @property
    def is_network_away(self) -> bool:
        """Whether several hosts were asked and nobody answered for any of them."""
        return not (self._gave | self._had_enough) and len(self._failures) >= HOSTS_OF_A_NETWORK

    def give_up(self, host: str) -> int:
        """Ask the host for nothing more; return how many were left."""
        return len(self._waiting.pop(host, ()))

    def give_up_all(self) -> int:
        """Ask nobody for anything more; return how many were left."""
        left = len(self)
        self._waiting.clear()
        return left
