"""Pictures are decoded in processes of their own, which may take so much memory and time and no more.

A decoder is a large program that hostile bytes are fed to. Here one that hangs, swells or dies costs one picture, and a
thread waits for its picture only. Nothing runs before the first picture, nor a minute after the last one.
"""

import multiprocessing
import os
import resource
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from . import drawing, inspect, opening
from .formats import PictureRefused
from .inspect import Inspected
from .renditions import Rendition

# How many results of ``each`` wait for those before them, for each process.
AHEAD = 2
# What decoders hold on to for the next picture, or leak, is no picture's; a process that holds more is ended.
HELD_BYTES = 128 * opening.MEGABYTE
ENDING_SECONDS = 1
READY = "ready"

_TOO_SLOW = "The picture takes too long to open."
_DIED = "The picture cannot be opened: the program that reads it breaks down."

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one job may take, of memory beyond what the process has when the job begins."""

    memory_bytes: int
    processor_seconds: int
    # On a machine that is busy with other work a picture may take longer than its processor time.
    seconds: float


# What is kept must open within the first; drawing may need a picture whole, and draws up to 40 of it.
INSPECTING = Limits(memory_bytes=300 * opening.MEGABYTE, processor_seconds=10, seconds=60)
DRAWING = Limits(memory_bytes=700 * opening.MEGABYTE, processor_seconds=60, seconds=300)


class Died(Exception):
    """The process ended before it answered."""


class Job(NamedTuple):
    """``function(data, *arguments)``, a function of a module, since the other process finds it by its name."""

    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    limits: Limits


class Workshop:
    """Inspects and draws in up to ``places`` other processes at once, one for each core where nothing is said.

    Safe to use from any number of threads, and after a fork.
    """

    def __init__(
        self,
        *,
        places: int | None = None,
        inspecting: Limits = INSPECTING,
        drawing: Limits = DRAWING,
        idle_seconds: float = 60,
    ) -> None:
        self.places = places or _cores()
        self._inspecting = inspecting
        self._drawing = drawing
        self._idle_seconds = idle_seconds
        self._begin()
        os.register_at_fork(after_in_child=self._begin)

    def _begin(self) -> None:
        self._lock = threading.Lock()
        self._free_places = threading.BoundedSemaphore(self.places)
        self._idle: list[_Process] = []

    def inspect(self, data: bytes) -> Inspected:
        """Return what ``inspect.inspect`` finds. Raises PictureRefused."""
        found: Inspected = self.do(Job(_inspected, (), self._inspecting), data)
        return found if found.data else replace(found, data=data)

    def render(self, data: bytes, renditions: Sequence[Rendition]) -> list[bytes]:
        """Return what ``drawing.render`` draws. Raises ValueError, PictureRefused."""
        drawn: list[bytes] = self.do(Job(drawing.render, (list(renditions),), self._drawing), data)
        return drawn

    def each(self, do: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Yield ``do(item)`` for each item in order, as many at once as there are places.

        ``do`` runs in threads; ``items`` is drawn from in this one, only a few ahead of what was yielded.
        """
        threads = ThreadPoolExecutor(self.places)
        waiting: deque[Future[Result]] = deque()
        try:
            for item in items:
                waiting.append(threads.submit(do, item))
                if len(waiting) > AHEAD * self.places:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            threads.shutdown(cancel_futures=True)

    def do(self, job: Job, data: bytes) -> Any:
        """Return what the job makes of ``data``, or raise what it raises. Raises PictureRefused at a limit."""
        with self._free_places:
            # A process may also have been killed from outside: it is the picture's fault the second time.
            for take in (self._taken, _Process):
                process = take()
                try:
                    answer = process.do(job, data)
                except Died:
                    continue
                self._give_back(process)
                if isinstance(answer, Exception):
                    raise answer
                return answer
        raise PictureRefused(_DIED)

    def close(self) -> None:
        """End the processes that wait for work."""
        with self._lock:
            idle, self._idle = self._idle, []
        for process in idle:
            process.retirement.cancel()
            process.end()

    def _taken(self) -> "_Process":
        with self._lock:
            process = self._idle.pop() if self._idle else None
        if process is None:
            return _Process()
        process.retirement.cancel()
        return process

    def _give_back(self, process: "_Process") -> None:
        if process.held_bytes > HELD_BYTES:
            process.end()
            return
        process.retirement = threading.Timer(self._idle_seconds, self._retire, [process])
        process.retirement.daemon = True
        with self._lock:
            self._idle.append(process)
            process.retirement.start()

    def _retire(self, process: "_Process") -> None:
        with self._lock:
            if process not in self._idle:
                return
            self._idle.remove(process)
        process.end()


class _Process:
    """One other process, as the thread that drives it sees it."""

    def __init__(self) -> None:
        # Not forked: a copy of this process would share its database connections, threads and locks.
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        # A daemon is ended when Python ends; where Python itself is killed, the pipe ends.
        self._process = context.Process(target=_serve, args=(theirs,), daemon=True)
        with _signals_left_to_this_process():
            self._process.start()
        # With no other copy of its end, the pipe ends when the process does.
        theirs.close()
        self.held_bytes = 0
        self.retirement: threading.Timer
        self._wait_until_ready()

    def _wait_until_ready(self) -> None:
        try:
            self._pipe.recv()
        except (EOFError, OSError) as error:
            self.end()
            # No picture's fault.
            raise ChildProcessError("no process that opens pictures can be started") from error
        except BaseException:
            self.end()
            raise

    def do(self, job: Job, data: bytes) -> Any:
        """Return what the job returned or raised. Raises Died and PictureRefused; the process is gone after either."""
        try:
            # Bytes as bytes: packing 40 MB into a message would copy them twice.
            self._pipe.send(job)
            self._pipe.send_bytes(data)
            if not self._pipe.poll(job.limits.seconds):
                raise PictureRefused(_TOO_SLOW)
            answer, self.held_bytes = self._pipe.recv()
            return answer
        except (EOFError, OSError) as error:
            # It is about to end by itself, and says why.
            self._process.join(ENDING_SECONDS)
            self.end()
            if self._process.exitcode == -signal.SIGXCPU:
                raise PictureRefused(_TOO_SLOW) from error
            raise Died from error
        except BaseException:
            self.end()
            raise

    def end(self) -> None:
        self._process.kill()
        self._process.join()
        self._pipe.close()


def _cores() -> int:
    available = getattr(os, "sched_getaffinity", None)
    return len(available(0)) if available else os.cpu_count() or 1


@contextmanager
def _signals_left_to_this_process() -> Iterator[None]:
    """Ctrl-C reaches every process of a terminal; what is started here never sees it, not even while it starts."""
    # A process of Python's own comes with the first of them, and lets Ctrl-C through again.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGHUP})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _inspected(data: bytes) -> Inspected:
    found = inspect.inspect(data)
    # Most are kept as they came, and need not be sent back.
    return replace(found, data=b"") if found.data == data else found


def _serve(pipe: Connection) -> None:
    """Do what is asked for until who asks closes the pipe, or is gone, however it went."""
    opening.load_decoders()
    bare_bytes = _address_space_bytes()
    with suppress(EOFError, OSError):
        pipe.send(READY)
        while True:
            job: Job = pipe.recv()
            _limit(job.limits)
            answer = _answer(job, pipe.recv_bytes())
            pipe.send((answer, _address_space_bytes() - bare_bytes))
            # Or the process would wait with the last picture in its hands.
            del answer


def _answer(job: Job, data: bytes) -> Any:
    try:
        return job.function(data, *job.arguments)
    except (PictureRefused, ValueError) as error:
        # Anew, since the one that was raised holds on to all that was decoded.
        return type(error)(*error.args)


def _limit(limits: Limits) -> None:
    if held_bytes := _address_space_bytes():
        _set_limit(resource.RLIMIT_AS, held_bytes + limits.memory_bytes)
    used = resource.getrusage(resource.RUSAGE_SELF)
    _set_limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + limits.processor_seconds)


def _set_limit(what: int, value: int) -> None:
    # Not every system has every limit, and one that has none is left its own.
    with suppress(ValueError, OSError):
        resource.setrlimit(what, (value, resource.getrlimit(what)[1]))


def _address_space_bytes() -> int:
    """Return how large this process is, or 0 where the system does not say, nor holds it to a limit: macOS."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    except OSError:
        return 0


def _disown_what_the_parent_started() -> None:
    # Or a copy of this program would end the processes of the original as it ends itself. Python does so for
    # the copies that multiprocessing makes.
    multiprocessing.process._children.clear()  # type: ignore[attr-defined]  # private, and not in its types


os.register_at_fork(after_in_child=_disown_what_the_parent_started)
shared = Workshop()
