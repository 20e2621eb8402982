"""One question to one checked network address, its answer read under a deadline and within a number of bytes."""

import io
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from http.client import HTTPException
from http.client import HTTPResponse as PlainResponse
from typing import Any

from urllib3 import HTTPResponse
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    NewConnectionError,
    ProtocolError,
    SSLError,
)
from urllib3.exceptions import TimeoutError as Urllib3Timeout

from .addresses import Address
from .limits import Limits
from .refusals import FetchRefused, State

PIECE_BYTES = 64 * 1024


class Deadline:
    """The moment at which a fetch must be over."""

    def __init__(self, seconds: float, *, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._end = clock() + seconds

    def seconds_left(self) -> float:
        """Return what is left, above zero; raises FetchRefused when it is over."""
        left = self._end - self._clock()
        if left <= 0:
            raise FetchRefused(State.TOO_SLOW, "The server took too long.")
        return left


class Budget:
    """What may still come over the wire: so many bytes until the deadline, never a silence of ``silence_seconds``."""

    def __init__(self, deadline: Deadline, *, silence_seconds: float) -> None:
        self._deadline = deadline
        self._silence_seconds = silence_seconds
        self._bytes_left = 0
        self._refusal = FetchRefused(State.BAD_ANSWER, "")

    def allow(self, number_of_bytes: int, *, refusal: FetchRefused) -> None:
        self._bytes_left, self._refusal = number_of_bytes, refusal

    def wait_seconds(self) -> float:
        return min(self._silence_seconds, self._deadline.seconds_left())

    def spend(self, number_of_bytes: int) -> None:
        self._bytes_left -= number_of_bytes
        if self._bytes_left < 0:
            raise self._refusal


class _Wire(io.RawIOBase):
    """What a socket receives. A timeout of the socket alone would begin anew with each byte of a slow drip."""

    def __init__(self, sock: socket.socket, raw: io.RawIOBase, budget: Budget) -> None:
        self._socket = sock
        self._raw = raw
        self._budget = budget

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self._socket.settimeout(self._budget.wait_seconds())
        received = self._raw.readinto(buffer)
        self._budget.spend(received or 0)
        return received

    def close(self) -> None:
        self._raw.close()
        super().close()


class _Response(PlainResponse):
    """The standard library's response, its bytes taken from a wire with a budget."""

    def __init__(self, sock: socket.socket, *args: Any, budget: Budget, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self.fp = io.BufferedReader(_Wire(sock, self.fp.detach(), budget))


@contextmanager
def asking(
    address: Address,
    found: list[str],
    *,
    headers: Mapping[str, str],
    limits: Limits,
    deadline: Deadline,
    tls: ssl.SSLContext,
) -> Iterator[HTTPResponse]:
    """Ask for ``address`` at one of the network addresses in ``found`` and yield the answer, its body unread.

    Whatever goes wrong, also while the body is read, raises FetchRefused.
    """
    with _refusing_what_went_wrong(address), ExitStack() as stack:
        connection = _connect(address, found, limits=limits, deadline=deadline, tls=tls, stack=stack)
        budget = Budget(deadline, silence_seconds=limits.silence_seconds)
        budget.allow(limits.header_bytes, refusal=_too_many_headers(address))
        connection.response_class = partial(_Response, budget=budget)  # type: ignore[assignment]  # any maker does
        connection.timeout = budget.wait_seconds()
        headers = {"Host": address.host_header, **headers}
        connection.request("GET", address.target, headers=headers, preload_content=False)
        response = stack.enter_context(closing(connection.getresponse()))
        # Chunks have some wrapping of their own.
        budget.allow(2 * limits.bytes, refusal=too_large(limits))
        yield response


def _connect(
    address: Address,
    found: list[str],
    *,
    limits: Limits,
    deadline: Deadline,
    tls: ssl.SSLContext,
    stack: ExitStack,
) -> HTTPConnection:
    """Connect to the first of ``found`` that lets us; ``stack`` closes it."""
    for number, host in enumerate(found, start=1):
        connection = stack.enter_context(closing(_connection(address, host, tls=tls)))
        connection.timeout = min(limits.connect_seconds, deadline.seconds_left())
        try:
            connection.connect()
            break
        except (NewConnectionError, ConnectTimeoutError):
            if number == len(found):
                raise
    return connection


def _connection(address: Address, host: str, *, tls: ssl.SSLContext) -> HTTPConnection:
    """Connect by number, so that no second look at the name can lead elsewhere; TLS still asks for the name."""
    if address.scheme == "http":
        return HTTPConnection(host, address.port)
    return HTTPSConnection(host, address.port, ssl_context=tls, server_hostname=address.bare_host)


def body(response: HTTPResponse, *, limits: Limits) -> Iterator[bytes]:
    """Yield the body in pieces, unpacked; raises FetchRefused as soon as it is more than ``limits.bytes``."""
    if (response.length_remaining or 0) > limits.bytes:
        raise too_large(limits)
    received = 0
    for piece in response.stream(PIECE_BYTES, decode_content=True):
        received += len(piece)
        if received > limits.bytes:
            raise too_large(limits)
        yield piece


@contextmanager
def _refusing_what_went_wrong(address: Address) -> Iterator[None]:
    try:
        yield
    except FetchRefused:
        raise
    except tuple(kind for kind, _, _ in _WENT_WRONG) as error:
        state, words = next((state, words) for kind, state, words in _WENT_WRONG if isinstance(error, kind))
        raise FetchRefused(state, f"{address.host} {words}.") from error


# The first that fits: what is further down is more general.
_WENT_WRONG: tuple[tuple[type[Exception], State, str], ...] = (
    (ssl.SSLError, State.BAD_CERTIFICATE, "did not prove who it is"),
    (SSLError, State.CUT_SHORT, "broke the connection off"),
    (ConnectTimeoutError, State.UNREACHABLE, "can not be reached"),
    (NewConnectionError, State.UNREACHABLE, "can not be reached"),
    (TimeoutError, State.TOO_SLOW, "took too long"),
    (Urllib3Timeout, State.TOO_SLOW, "took too long"),
    (ProtocolError, State.CUT_SHORT, "broke off before the end"),
    (HTTPException, State.BAD_ANSWER, "did not answer as a web server does"),
    (HTTPError, State.BAD_ANSWER, "did not answer as a web server does"),
    (OSError, State.UNREACHABLE, "broke the connection off"),
    # Numbers that are none, in the sizes of chunks.
    (ValueError, State.BAD_ANSWER, "did not answer as a web server does"),
)


def too_large(limits: Limits) -> FetchRefused:
    return FetchRefused(State.TOO_LARGE, f"It is larger than {limits.bytes / 1024 / 1024:.0f} MB.")


def _too_many_headers(address: Address) -> FetchRefused:
    return FetchRefused(State.BAD_ANSWER, f"{address.host} says too much before the picture.")
