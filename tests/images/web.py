"""A web of ours on loopback: a server that answers as rudely as it is told, and a canary that nobody may visit."""

import socket
import socketserver
import threading
from contextlib import suppress

OK = b"HTTP/1.1 200 OK\r\n"
PICTURE = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 4
FOREVER = 1_000_000


def answer(body=PICTURE, *, status="200 OK", length=None, **headers):
    """An answer as bytes; ``length`` is told instead of the true one, and ``False`` tells none."""
    lines = [f"HTTP/1.1 {status}"]
    if length is not False:
        lines.append(f"Content-Length: {len(body) if length is None else length}")
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


def redirect(location, status="302 Found"):
    return answer(b"", status=status, Location=location)


class Web:
    """Answers by path: bytes, a list of them (one for each visit), or a function that is given the socket.

    ``greet`` is given the socket before anything is asked.
    """

    def __init__(self, answers=None, *, tls=None, host="127.0.0.1", greet=None):
        self.answers = answers or {}
        self.requests = []
        self.closing = threading.Event()
        self._tls = tls
        self._greet = greet
        web = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self):
                # A client that has seen enough hangs up, as it should.
                with suppress(OSError):
                    web._serve(self.request)

        class Server(socketserver.ThreadingTCPServer):
            address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
            allow_reuse_address = True

        self._server = Server((host, 0), Handler)
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *details):
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _serve(self, connection):
        connection.settimeout(1)
        if self._greet:
            self._greet(connection)
        if self._tls:
            connection = self._tls.wrap_socket(connection, server_side=True)
        with connection:
            request = b""
            while b"\r\n\r\n" not in request:
                received = connection.recv(65536)
                if not received:
                    return
                request += received
            self.requests.append(request.decode("latin-1"))
            self._answer(connection, request.split()[1].decode())

    def _answer(self, connection, path):
        given = self.answers.get(path, answer(b"", status="404 Not Found"))
        if isinstance(given, list):
            given = given.pop(0)
        if callable(given):
            given(connection)
        else:
            connection.sendall(given)

    def headers(self, number=-1):
        """The headers of one request, names in lower case."""
        lines = self.requests[number].split("\r\n")[1:]
        return {name.lower(): value for name, _, value in (line.partition(": ") for line in lines) if name}


class Canary:
    """A port on loopback, both of IPv4 and of IPv6 where there is one, that counts who comes."""

    def __init__(self):
        self._listeners = [socket.create_server(("127.0.0.1", 0))]
        self.port = self._listeners[0].getsockname()[1]
        with suppress(OSError):
            self._listeners.append(socket.create_server(("::1", self.port), family=socket.AF_INET6))
        for listener in self._listeners:
            listener.setblocking(False)

    def __enter__(self):
        return self

    def __exit__(self, *details):
        for listener in self._listeners:
            listener.close()

    def visits(self):
        """How many came since the last time; the system finishes a connection before the visitor goes on."""
        return sum(self._visits(listener) for listener in self._listeners)

    def _visits(self, listener):
        number = 0
        with suppress(BlockingIOError):
            while True:
                listener.accept()[0].close()
                number += 1
        return number


class Names:
    """A resolver of ours: what a name means, in order of asking; the last meaning stays. Numbers mean themselves."""

    def __init__(self, **meanings):
        self.meanings = {name.replace("_", "."): list(answers) for name, answers in meanings.items()}
        self.asked = []

    def __call__(self, host, port, **options):
        self.asked.append(host)
        if host not in self.meanings:
            return socket.getaddrinfo(host, port, flags=socket.AI_NUMERICHOST, **options)
        answers = self.meanings[host]
        found = answers.pop(0) if len(answers) > 1 else answers[0]
        if isinstance(found, Exception):
            raise found
        return [_meaning(address, port) for address in found.split()]


def _meaning(address, port):
    if ":" in address:
        return (socket.AF_INET6, socket.SOCK_STREAM, 6, "", (address, port, 0, 0))
    return (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))
