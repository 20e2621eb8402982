"""Reading in other processes, since sanitizing is most of an import's work and needs no database."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from articles.reading import readers
from articles.reading.record import ReadingOptions, Record, Refusal

from .entries import Entry

# Enough a task that sending it costs little beside reading it.
ENTRIES_A_TASK = 10

Results = list[Record | Refusal]


class ReadingPool:
    """Reads entries with ``workers`` processes, or in this one where ``workers`` is 1."""

    def __init__(self, workers: int, options: ReadingOptions) -> None:
        self.workers = workers
        self.options = options
        self._pool: ProcessPoolExecutor | None = None

    def start(self, entries: Sequence[Entry]) -> "Reading":
        """Begin to read the entries; ask the Reading for its results when they are needed."""
        chunks = [entries[start : start + ENTRIES_A_TASK] for start in range(0, len(entries), ENTRIES_A_TASK)]
        if self.workers == 1:
            return Reading(self, chunks, [])
        try:
            return Reading(self, chunks, self._submit(chunks))
        except BrokenProcessPool:
            self.close()
            return Reading(self, chunks, self._submit(chunks))

    def read_again(self, entries: Sequence[Entry]) -> Results:
        """Read one by one, each in a process that may die of it, after a process died of one of them."""
        return [self._read_alone(entry) for entry in entries]

    def close(self) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def _submit(self, chunks: list[Sequence[Entry]]) -> list[Future[Results]]:
        return [self._executor().submit(read_all, chunk, self.options) for chunk in chunks]

    def _read_alone(self, entry: Entry) -> Record | Refusal:
        try:
            return self._executor().submit(read_all, [entry], self.options).result()[0]
        except BrokenProcessPool:
            self.close()
        # A process may also have been killed from outside: it is the entry's fault the second time.
        try:
            return self._executor().submit(read_all, [entry], self.options).result()[0]
        except BrokenProcessPool:
            self.close()
            return Refusal("failed", "the process that read it died of it")

    def _executor(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # Not forked: a copy of this process would share its database connections.
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self.workers, mp_context=context, initializer=_begin)
        return self._pool


class Reading:
    """A batch that is being read."""

    def __init__(
        self, pool: ReadingPool, chunks: list[Sequence[Entry]], futures: list[Future[Results]]
    ) -> None:
        self._pool, self._chunks, self._futures = pool, chunks, futures

    def results(self) -> Results:
        """Return what the entries hold, in their order."""
        if not self._futures:
            return [result for chunk in self._chunks for result in read_all(chunk, self._pool.options)]
        found: Results = []
        for chunk, future in zip(self._chunks, self._futures, strict=True):
            try:
                found += future.result()
            except BrokenProcessPool:
                self._pool.close()
                found += self._pool.read_again(chunk)
        return found


def read_all(entries: Sequence[Entry], options: ReadingOptions) -> Results:
    return [
        readers.read(
            entry.part, path=entry.path, index=entry.index, format_name=entry.format, options=options
        )
        for entry in entries
    ]


def _begin() -> None:
    """Let Ctrl-C end the import in its own process, and end here when that process is gone, however it went."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
