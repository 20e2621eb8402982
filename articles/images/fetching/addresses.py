"""Which addresses may be asked: on the web as written, and on the network as their name resolves."""

import ipaddress
import re
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from .refusals import FetchRefused, State

Resolve = Callable[..., Sequence[tuple[Any, ...]]]

DEFAULT_PORTS = {"http": 80, "https": 443}
MAX_CHARACTERS = 4096
MAX_HOST_CHARACTERS = 253
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f]")
_NAME = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")
# A host whose last label is a number is an address to a resolver, however it is written (WHATWG URL, "host parsing").
_ENDS_IN_A_NUMBER = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)")

# The one part of IPv6 that is given out to the public: loopback, mapped IPv4, NAT64 and private ones lie outside.
_PUBLIC_IPV6 = ipaddress.IPv6Network("2000::/3")
# Python's own table knows some of these only in its latest releases.
# Source: IANA special-purpose address registries.
_NEVER = [
    ipaddress.ip_network(network)
    for network in (
        "168.63.129.16/32",  # the host of a machine at Azure, metadata included
        "192.0.0.0/24",  # protocol assignments; metadata at Oracle
        "192.88.99.0/24",  # relays of 6to4
        "2001::/23",  # protocol assignments: Teredo, ORCHID, benchmarks
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4, which carries any IPv4 address
        "3fff::/20",  # documentation
    )
]


@dataclass(frozen=True, slots=True)
class Address:
    """A web address taken apart and normalised; ``host`` of IPv6 has its brackets, ``target`` begins with a slash."""

    scheme: str
    host: str
    port: int
    target: str

    def __str__(self) -> str:
        return f"{self.scheme}://{self.host_header}{self.target}"

    @property
    def host_header(self) -> str:
        return self.host if self.port == DEFAULT_PORTS[self.scheme] else self.authority

    @property
    def authority(self) -> str:
        """Host and port, as FETCH_PRIVATE_HOSTS names them."""
        return f"{self.host}:{self.port}"

    @property
    def bare_host(self) -> str:
        """The host without the brackets of IPv6, as a resolver and a certificate know it."""
        return self.host.strip("[]")


def read(text: str) -> Address:
    """Take a web address apart; spaces and letters of any script in its path are encoded.

    Raises FetchRefused with ``bad address`` for whatever is no plain address of the web.
    """
    text = text.strip(" ")
    if len(text) > MAX_CHARACTERS or _UNPRINTABLE.search(text):
        raise _bad("It is too long, or has characters that no address has.")
    try:
        url = parse_url(text)
    except (LocationParseError, ValueError) as error:
        raise _bad("It can not be read.") from error
    if url.scheme not in DEFAULT_PORTS:
        raise _bad("Only http and https are asked.")
    if url.auth is not None:
        raise _bad("It holds a user name.")
    # Port 0 is no port, yet false.
    port = DEFAULT_PORTS[url.scheme] if url.port is None else url.port
    query = "" if url.query is None else f"?{url.query}"
    return Address(url.scheme, _read_host(url.host or ""), port, (url.path or "/") + query)


def read_authority(text: str) -> str:
    """Return ``host:port`` written as ``Address.authority`` writes it. Raises FetchRefused for anything else."""
    address = read(f"http://{text}/")
    if address.target != "/":
        raise _bad(f"{text!r} is more than a host and a port.")
    return address.authority


def _read_host(host: str) -> str:
    if host.startswith("["):
        return _read_ipv6(host)
    host = host.removesuffix(".")
    if len(host) > MAX_HOST_CHARACTERS or not _NAME.fullmatch(host):
        raise _bad("Its host is no name.")
    if _ENDS_IN_A_NUMBER.fullmatch(host):
        return _read_ipv4(host)
    return host


def _read_ipv4(host: str) -> str:
    """Take four decimal numbers only: octal, hexadecimal and shortened forms mean other hosts to other readers."""
    try:
        return str(ipaddress.IPv4Address(host))
    except ValueError as error:
        raise _bad("Its host is a number in an odd form.") from error


def _read_ipv6(host: str) -> str:
    try:
        address = ipaddress.IPv6Address(host[1:-1])
    except ValueError as error:
        raise _bad("Its host is no IPv6 address.") from error
    if address.scope_id is not None:
        raise _bad("Its host names a network card.")
    return f"[{address}]"


def reachable(address: Address, *, ports: frozenset[int], private: bool, resolve: Resolve) -> list[str]:
    """Return the network addresses that may be connected to, in the resolver's order; each was checked.

    One that is not public refuses all: who answers with both kinds is up to something. ``private`` says that this
    host is an exception of ours. Raises FetchRefused.
    """
    if not private and address.port not in ports:
        raise _bad(f"Port {address.port} of {address.host} is not asked.")
    found = _resolve(address, resolve)
    if not private and not all(map(is_public, found)):
        raise FetchRefused(State.UNSAFE_ADDRESS, f"{address.host} is not on the public network.")
    return found


def _resolve(address: Address, resolve: Resolve) -> list[str]:
    try:
        answers = resolve(address.bare_host, address.port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        if error.errno in (socket.EAI_AGAIN, socket.EAI_FAIL):
            raise FetchRefused(State.UNREACHABLE, f"No name server answered for {address.host}.") from error
        raise _unknown(address) from error
    except (OSError, UnicodeError) as error:
        raise _unknown(address) from error
    found = list(dict.fromkeys(str(answer[4][0]) for answer in answers))
    if not found:
        raise _unknown(address)
    return found


def is_public(text: str) -> bool:
    """Whether a network address belongs to one host of the public Internet; a form that hides another is not."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    if address.version == 6 and (address.scope_id is not None or address not in _PUBLIC_IPV6):
        return False
    return (
        address.is_global
        and not address.is_multicast
        and not any(network.version == address.version and address in network for network in _NEVER)
    )


def _bad(words: str) -> FetchRefused:
    return FetchRefused(State.BAD_ADDRESS, words)


def _unknown(address: Address) -> FetchRefused:
    return FetchRefused(State.NAME_NOT_FOUND, f"There is no host {address.host}.")
