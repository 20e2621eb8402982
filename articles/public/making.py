"""Renditions that are made because somebody asks for them: once however many ask, and few at a time."""

from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYet
from threading import BoundedSemaphore, Lock

AT_ONCE = 2
ASKING_AT_MOST = 32
PATIENCE_SECONDS = 10


class Busy(Exception):
    """So much is being made that this has to be asked for again later."""


class Making:
    """Calls ``make`` for a name and shares what came of it with all who ask meanwhile.

    ``at_once``: how many are made at a time; ``asking``: how many may wait in all, ``patience``: for how many seconds.
    """

    def __init__(
        self,
        make: Callable[[str], bool],
        *,
        at_once: int = AT_ONCE,
        asking: int = ASKING_AT_MOST,
        patience: float = PATIENCE_SECONDS,
    ) -> None:
        self._make = make
        self._turns = BoundedSemaphore(at_once)
        self._places = BoundedSemaphore(asking)
        self._patience = patience
        self._lock = Lock()
        self._under_way: dict[str, Future[bool]] = {}

    def made(self, name: str) -> bool:
        """Return whether there is a rendition of this name now. Raises Busy, and what ``make`` raises."""
        if not self._places.acquire(blocking=False):
            raise Busy
        try:
            return self._made(name)
        finally:
            self._places.release()

    def _made(self, name: str) -> bool:
        with self._lock:
            shared = self._under_way.get(name)
            own = None if shared else self._under_way.setdefault(name, Future())
        if own:
            self._make_for_all(name, own)
        try:
            return (shared or own).result(timeout=self._patience)
        except NotYet as error:
            raise Busy from error

    def _make_for_all(self, name: str, future: "Future[bool]") -> None:
        try:
            if not self._turns.acquire(timeout=self._patience):
                raise Busy
            try:
                future.set_result(self._make(name))
            finally:
                self._turns.release()
        # Whatever it is, those who wait are told too.
        except BaseException as error:
            future.set_exception(error)
        finally:
            with self._lock:
                del self._under_way[name]
