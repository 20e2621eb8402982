"""Politeness: how many may ask one host at a time, how soon one after another, and who is left alone."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Gate:
    """Lets ``per_host`` threads ask one host at a time, beginning ``pause_seconds`` apart.

    One gate serves all threads of a process.
    """

    def __init__(
        self,
        *,
        per_host: int = 2,
        pause_seconds: float = 0.2,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.per_host = per_host
        self.pause_seconds = pause_seconds
        self._clock = clock
        self._sleep = sleep
        self._changed = threading.Condition()
        self._inside: Counter[str] = Counter()
        self._next_start: dict[str, float] = {}
        self._held_until: dict[str, float] = {}

    @property
    def hosts(self) -> set[str]:
        """The hosts that are asked, or were so lately that the next must wait."""
        return set(self._next_start)

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Wait until ``host`` may be asked, and hold one of its places meanwhile."""
        wait_seconds = self._enter(host)
        try:
            if wait_seconds > 0:
                self._sleep(wait_seconds)
            yield
        finally:
            self._leave(host)

    def hold_back(self, host: str, *, seconds: float) -> None:
        """Leave ``host`` alone for so long, whoever comes for it."""
        with self._changed:
            self._held_until[host] = max(self._held_until.get(host, 0), self._clock() + seconds)

    def held_seconds(self, host: str) -> float:
        """How long ``host`` is still left alone; 0 where it may be asked."""
        with self._changed:
            return max(0, self._held_until.get(host, 0) - self._clock())

    def _enter(self, host: str) -> float:
        with self._changed:
            self._changed.wait_for(lambda: self._inside[host] < self.per_host)
            self._inside[host] += 1
            now = self._clock()
            start = max(now, self._next_start.get(host, now))
            self._next_start[host] = start + self.pause_seconds
            return start - now

    def _leave(self, host: str) -> None:
        with self._changed:
            self._inside[host] -= 1
            self._forget_the_quiet()
            self._changed.notify_all()

    def _forget_the_quiet(self) -> None:
        """An archive names more hosts than need be remembered."""
        now = self._clock()
        for host in [
            host for host, start in self._next_start.items() if start <= now and not self._inside[host]
        ]:
            del self._next_start[host], self._inside[host]
