"""Reading in other processes, since sanitizing is most of an import's work and needs no database.

Each process is driven by a thread of its own, over a pipe of its own: one that dies, at whatever moment, takes nothing
with it but what it was reading.
"""

import multiprocessing
import signal
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection

from articles.reading import readers
from articles.reading.record import ReadingOptions, Record, Refusal

from .entries import Entry
from .errors import ImportStoppedError

# Enough a task that sending it costs little beside reading it.
ENTRIES_A_TASK = 10
# One that is killed from outside while it starts is started again; what cannot start at all is no entry's fault.
STARTS = 5
READY = "ready"

Results = list[Record | Refusal]


class ProcessDied(Exception):
    """The process ended before it answered."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A batch that is being read, in parts."""

    parts: list[Callable[[], Results]]

    def results(self) -> Results:
        """Return what the entries hold, in their order, as soon as all are read."""
        return [result for part in self.parts for result in part()]


class ReadingPool:
    """Reads entries with ``workers`` processes, or in this one where ``workers`` is 1."""

    def __init__(self, workers: int, options: ReadingOptions) -> None:
        self.workers = workers
        self.options = options
        self._drivers = ThreadPoolExecutor(workers)
        self._own = threading.local()
        self._processes: set[_Process] = set()
        self._lock = threading.Lock()
        self._is_closed = False

    def start(self, entries: Sequence[Entry]) -> Reading:
        """Begin to read the entries; ask the Reading for its results when they are needed."""
        chunks = [entries[start : start + ENTRIES_A_TASK] for start in range(0, len(entries), ENTRIES_A_TASK)]
        if self.workers == 1:
            return Reading([partial(read_all, chunk, self.options) for chunk in chunks])
        return Reading([self._drivers.submit(self._read, chunk).result for chunk in chunks])

    def close(self) -> None:
        """End the processes, whatever they are doing."""
        with self._lock:
            self._is_closed = True
        for process in self._processes:
            process.end()
        self._drivers.shutdown(cancel_futures=True)
        for process in self._processes:
            process.bury()

    def _read(self, chunk: Sequence[Entry]) -> Results:
        try:
            return self._process().read(chunk)
        except ProcessDied:
            return [self._read_alone(entry) for entry in chunk]

    def _read_alone(self, entry: Entry) -> Record | Refusal:
        # A process may also have been killed from outside: it is the entry's fault the second time.
        for _ in range(2):
            try:
                return self._process().read([entry])[0]
            except ProcessDied:
                continue
        return Refusal("failed", "the process that read it died of it")

    def _process(self) -> "_Process":
        """Return the process of this thread, a new one where the last one died."""
        process: _Process | None = getattr(self._own, "process", None)
        if process is None or process.is_dead:
            process = self._own.process = self._new_process()
        return process

    def _new_process(self) -> "_Process":
        for _ in range(STARTS):
            with self._lock:
                if self._is_closed:
                    raise CancelledError
                process = _Process(self.options)
                self._processes = {process, *(known for known in self._processes if not known.is_dead)}
            if process.is_ready():
                return process
        raise ImportStoppedError("no process that reads could be started; --workers 1 goes without them")


class _Process:
    """One process that reads, as the thread that drives it sees it."""

    def __init__(self, options: ReadingOptions) -> None:
        # Not forked: a copy of this process would share its database connections.
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, options), daemon=True)
        _leave_ctrl_c_to_the_main_thread()
        self._process.start()
        # With no other copy of its end, the pipe ends when the process does.
        theirs.close()
        self.is_dead = False

    def is_ready(self) -> bool:
        try:
            return bool(self._pipe.recv() == READY)
        except (EOFError, OSError):
            self.bury()
            return False

    def read(self, entries: Sequence[Entry]) -> Results:
        """Return what the entries hold. Raises ProcessDied."""
        try:
            self._pipe.send(entries)
            results: Results = self._pipe.recv()
        except (EOFError, OSError) as error:
            self.bury()
            raise ProcessDied from error
        return results

    def end(self) -> None:
        """Kill it, which its thread is told by the pipe."""
        self._process.kill()

    def bury(self) -> None:
        self.is_dead = True
        self._process.kill()
        self._process.join()
        self._pipe.close()


def read_all(entries: Sequence[Entry], options: ReadingOptions) -> Results:
    return [
        readers.read(
            entry.part, path=entry.path, index=entry.index, format_name=entry.format, options=options
        )
        for entry in entries
    ]


def _leave_ctrl_c_to_the_main_thread() -> None:
    """Block what a terminal sends in this thread, and so from their first moment in the processes that it starts."""
    signals = {signal.SIGINT, signal.SIGHUP}
    signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    # A process of Python's own comes with the first of them, and lets Ctrl-C through again.
    resource_tracker.ensure_running()
    signal.pthread_sigmask(signal.SIG_BLOCK, signals)


def _serve(pipe: Connection, options: ReadingOptions) -> None:
    """Read what is asked for until the import closes the pipe, or is gone, however it went."""
    try:
        pipe.send(READY)
        while True:
            pipe.send(read_all(pipe.recv(), options))
    except (EOFError, OSError):
        return
