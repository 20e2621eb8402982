"""A command that is told to stop, or that nobody listens to any more, ends in order and says so in one line."""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import OutputWrapper

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Interrupted(KeyboardInterrupt):
    """The command was told to stop; ``returncode`` is what a shell expects after that signal."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.returncode = 128 + number


@contextmanager
def on_signals() -> Iterator[None]:
    """Raise Interrupted at the first of the signals; a second one ends the process at once.

    A signal that is ignored, as under nohup, stays so. Outside the main thread nothing is changed.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in SIGNALS}
    handled = [number for number, was in before.items() if was not in (signal.SIG_IGN, None)]
    for number in handled:
        signal.signal(number, _interrupt)
    try:
        yield
    finally:
        for number in handled:
            signal.signal(number, before[number])


def _interrupt(number, frame):
    for other in SIGNALS:
        if signal.getsignal(other) is _interrupt:
            signal.signal(other, signal.SIG_DFL)
    raise Interrupted(number)


def say(stream: OutputWrapper, text: str) -> None:
    """Write to a command's standard output what the work came to. Raises OSError where it cannot be written.

    Where the reader is gone, such as ``head``, or the stream was closed, nobody is told.
    """
    if sys.stdout is None:
        return
    try:
        stream.write(text)
        stream.flush()
    except OSError as error:
        _write_into_nothing()
        if not isinstance(error, BrokenPipeError):
            raise


def _write_into_nothing() -> None:
    """Let what is left in the stream's buffer go nowhere, which Python would try to write at the end."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, sys.stdout.fileno())
    os.close(nothing)
