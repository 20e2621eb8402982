"""Threads that wait for servers while this one writes to the database."""

import threading
from collections.abc import Callable
from functools import partial
from queue import Empty, SimpleQueue
from typing import Generic, NoReturn, TypeVar

Given = TypeVar("Given")
Found = TypeVar("Found")


class Threads(Generic[Given, Found]):
    """``number`` threads that do ``work``; they end with the process, which need not wait for a slow server."""

    def __init__(self, number: int, work: Callable[[Given], Found]) -> None:
        self._work = work
        self._number = number
        self._given: SimpleQueue[Given | None] = SimpleQueue()
        self._finished: SimpleQueue[tuple[Given, Callable[[], Found]]] = SimpleQueue()
        for _ in range(number):
            threading.Thread(target=self._go_on, daemon=True).start()

    def __enter__(self) -> "Threads[Given, Found]":
        return self

    def __exit__(self, *details: object) -> None:
        for _ in range(self._number):
            self._given.put(None)

    def begin(self, given: Given) -> None:
        self._given.put(given)

    def finished(self, *, wait_seconds: float | None) -> tuple[Given, Found] | None:
        """Return what was given and what came of it, as soon as any is done; None where none is in that time.

        Raises what the work raised.
        """
        try:
            given, outcome = self._finished.get(timeout=wait_seconds)
        except Empty:
            return None
        return given, outcome()

    def _go_on(self) -> None:
        while (given := self._given.get()) is not None:
            self._finished.put((given, self._outcome(given)))

    def _outcome(self, given: Given) -> Callable[[], Found]:
        try:
            found = self._work(given)
        except BaseException as error:
            return partial(_raise, error)
        return lambda: found


def _raise(error: BaseException) -> NoReturn:
    raise error
