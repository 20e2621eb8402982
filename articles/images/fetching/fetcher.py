"""Fetch one picture from the web."""

import re
import socket
import ssl
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import cache
from http import HTTPStatus
from math import ceil
from urllib.parse import urljoin

import certifi
from urllib3 import HTTPResponse

from . import addresses
from .addresses import Address, Resolve
from .connection import Deadline, asking, body
from .gate import Gate
from .limits import Limits
from .refusals import FetchRefused, State

# No format by name: a server that can choose would send a copy it made.
ACCEPT = "image/*, */*;q=0.1"
VALIDATOR_CHARACTERS = 256
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_REFUSED_STATUS = {
    401: State.FORBIDDEN,
    402: State.FORBIDDEN,
    403: State.FORBIDDEN,
    404: State.GONE,
    407: State.FORBIDDEN,
    408: State.SERVER_ERROR,
    410: State.GONE,
    425: State.SERVER_ERROR,
    429: State.ASKED_TOO_OFTEN,
    451: State.FORBIDDEN,
}
_NEVER_PICTURES = ("video/", "audio/", "font/", "application/pdf", "application/zip")
# Only unpackers that stop when told to: brotli's does in its latest releases.
_UNPACKED = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})
_PRINTABLE = re.compile(r"[ -~]*")
_SECONDS = re.compile(r"[0-9]{1,9}")
_HAD_ENOUGH = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came: ``address`` is where it was in the end, ``content_type`` what the server calls it.

    ``etag`` and ``modified`` are to be given to the next fetch of it, empty if the server gave none.
    """

    data: bytes
    address: str
    content_type: str
    etag: str
    modified: str


@dataclass(frozen=True, slots=True)
class NotModified:
    """The server says that what came the last time still stands."""

    address: str


class Fetcher:
    """Fetches pictures from the public web, politely; one serves many threads.

    ``private_hosts`` are the exceptions, as ``host:port``. ``tls`` says which certificates are believed.
    Raises ValueError if ``user_agent`` is more than plain ASCII, FetchRefused if an exception is no host.
    """

    def __init__(
        self,
        *,
        user_agent: str,
        private_hosts: Collection[str] = (),
        limits: Limits | None = None,
        gate: Gate | None = None,
        resolve: Resolve = socket.getaddrinfo,
        clock: Callable[[], float] = time.monotonic,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        if not _PRINTABLE.fullmatch(user_agent):
            raise ValueError(f"A User-Agent is plain ASCII, not {user_agent!r}.")
        self.user_agent = user_agent
        self.private_hosts = frozenset(map(addresses.read_authority, private_hosts))
        self.limits = limits or Limits()
        self.gate = gate or Gate()
        self._resolve = resolve
        self._clock = clock
        self._tls = tls or public_certificates()

    def fetch(self, address: str, *, etag: str = "", modified: str = "") -> Fetched | NotModified:
        """Return the picture at ``address``, which is checked anew at each redirect. Raises FetchRefused.

        With ``etag`` or ``modified`` of the last time, it comes only if it changed.
        """
        here = first = addresses.read(address)
        conditions = _conditions(etag, modified)
        asked: set[Address] = set()
        seconds_left = self.limits.total_seconds
        while here not in asked and len(asked) <= self.limits.redirects:
            asked.add(here)
            with self.gate.turn(here.host):
                began = self._clock()
                answer = self._answer(here, first, conditions, seconds_left)
                seconds_left -= self._clock() - began
            if not isinstance(answer, Address):
                return answer
            here = answer
        raise FetchRefused(State.CIRCLES, f"{first.host} leads from one address to the next without end.")

    def _answer(
        self, here: Address, first: Address, conditions: dict[str, str], seconds: float
    ) -> Fetched | NotModified | Address:
        is_elsewhere = here.host != first.host
        try:
            if held_seconds := self.gate.held_seconds(here.host):
                raise _left_alone(here, held_seconds)
            return self._ask(here, {} if is_elsewhere else conditions, seconds)
        except FetchRefused as error:
            error.is_elsewhere = is_elsewhere
            raise

    def _ask(
        self, here: Address, conditions: dict[str, str], seconds: float
    ) -> Fetched | NotModified | Address:
        """Ask once, and return the next address where the server points to one."""
        deadline = Deadline(seconds, clock=self._clock)
        found = addresses.reachable(
            here,
            ports=self.limits.ports,
            private=here.authority in self.private_hosts,
            resolve=self._resolve,
        )
        headers = {
            "User-Agent": self.user_agent,
            "Accept": ACCEPT,
            "Accept-Encoding": "identity",
            **conditions,
        }
        with asking(
            here,
            found,
            headers=headers | {"Connection": "close"},
            limits=self.limits,
            deadline=deadline,
            tls=self._tls,
        ) as response:
            if response.status in _REDIRECTS:
                return _next_address(here, response)
            if response.status == HTTPStatus.NOT_MODIFIED and conditions:
                return NotModified(str(here))
            if response.status != HTTPStatus.OK:
                raise self._refused(here, response)
            return self._fetched(here, response)

    def _fetched(self, here: Address, response: HTTPResponse) -> Fetched:
        content_type = _validator(response, "Content-Type").lower()
        return Fetched(
            data=_read_picture(response, content_type, limits=self.limits),
            address=str(here),
            content_type=content_type,
            etag=_validator(response, "ETag"),
            modified=_validator(response, "Last-Modified"),
        )

    def _refused(self, here: Address, response: HTTPResponse) -> FetchRefused:
        status = response.status
        state = _REFUSED_STATUS.get(status) or (State.SERVER_ERROR if status >= 500 else State.BAD_ANSWER)
        retry_after = _retry_after(response)
        if retry_after is not None:
            retry_after = min(retry_after, self.limits.retry_after_seconds)
        has_had_enough = status in _HAD_ENOUGH
        if has_had_enough:
            self.gate.hold_back(here.host, seconds=retry_after or self.limits.hold_back_seconds)
        words = f"{here.host} answered {status}."
        return FetchRefused(state, words, retry_after=retry_after, has_had_enough=has_had_enough)


@cache
def public_certificates() -> ssl.SSLContext:
    """Return a context that believes who this system believes, and who Mozilla does."""
    context = ssl.create_default_context()
    # Some systems, and Python from python.org on a Mac, have none of their own.
    context.load_verify_locations(certifi.where())
    return context


def _conditions(etag: str, modified: str) -> dict[str, str]:
    given = {"If-None-Match": etag, "If-Modified-Since": modified}
    return {name: value for name, value in given.items() if value and _PRINTABLE.fullmatch(value)}


def _next_address(here: Address, response: HTTPResponse) -> Address:
    location = response.headers.get("Location", "")
    if not location:
        raise FetchRefused(State.BAD_ANSWER, f"{here.host} points elsewhere without saying where.")
    try:
        # Header bytes come as Latin-1; who sends other letters means UTF-8.
        return addresses.read(urljoin(str(here), location.encode("latin-1").decode()))
    except ValueError as error:
        raise FetchRefused(State.BAD_ADDRESS, f"{here.host} points to what is no address.") from error
    except FetchRefused as error:
        raise FetchRefused(error.state, f"{here.host} points to another address. {error.words}") from error


def _left_alone(here: Address, seconds: float) -> FetchRefused:
    words = f"{here.host} asked to be left alone for a while."
    return FetchRefused(State.ASKED_TOO_OFTEN, words, retry_after=ceil(seconds), has_had_enough=True)


def _read_picture(response: HTTPResponse, content_type: str, *, limits: Limits) -> bytes:
    """What it is in truth is for ``inspect``; here only what is plainly no picture ends the reading early."""
    if response.headers.get("Content-Encoding", "").lower() not in _UNPACKED:
        raise FetchRefused(State.BAD_ANSWER, "It is packed in a way that was not asked for.")
    if content_type.startswith(_NEVER_PICTURES):
        raise FetchRefused(State.NOT_AN_IMAGE, f"The server calls it {content_type[:50]}.")
    data = bytearray()
    for piece in body(response, limits=limits):
        # Pictures called text/html are common, and browsers show them; none begins like a page.
        if not data and not content_type.startswith("image/") and piece.lstrip().startswith(b"<"):
            raise FetchRefused(State.NOT_AN_IMAGE, "A page came, not a picture.")
        data += piece
    if not data:
        raise FetchRefused(State.NOT_AN_IMAGE, "Nothing came.")
    return bytes(data)


def _validator(response: HTTPResponse, name: str) -> str:
    """A header that is kept: short and plain, or empty."""
    value: str = response.headers.get(name, "")
    return value if len(value) <= VALIDATOR_CHARACTERS and _PRINTABLE.fullmatch(value) else ""


def _retry_after(response: HTTPResponse) -> int | None:
    """How many seconds the server wants to be left alone, by its own clock."""
    value = response.headers.get("Retry-After", "").strip()
    if _SECONDS.fullmatch(value):
        return int(value)
    try:
        until = parsedate_to_datetime(value)
        now = parsedate_to_datetime(response.headers.get("Date", ""))
        return max(0, round((until - now).total_seconds()))
    # A naive and an aware time can not be subtracted.
    except (ValueError, TypeError, OverflowError):
        return None
