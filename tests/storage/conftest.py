"""A server that speaks S3, on loopback, for the tests of a bucket."""

import socket
import threading
from contextlib import suppress
from itertools import count
from urllib.request import Request, urlopen

import boto3
import pytest

_numbers = count(1)


@pytest.fixture(scope="session")
def s3_server():
    moto = pytest.importorskip("moto.server", reason="no server that speaks S3 is found")
    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def keys(monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "newsroom")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "a secret")


@pytest.fixture
def suspicious(s3_server):
    """The server asks from now on who may do what, and knows nobody."""
    _let_in(s3_server, "0")
    yield
    _let_in(s3_server, "inf")


def _let_in(server, number):
    """Tell the server how many questions it answers before it looks at the keys."""
    told = Request(
        f"{server}/moto-api/reset-auth", data=number.encode(), headers={"Content-Type": "text/plain"}
    )
    urlopen(told).close()


@pytest.fixture
def bucket(s3_server, keys, settings):
    """A bucket of its own, in which the newsroom keeps its pictures; gives what speaks to it past the newsroom."""
    name = f"pictures-{next(_numbers)}"
    client = boto3.client("s3", endpoint_url=s3_server, region_name="us-east-1")
    client.create_bucket(Bucket=name)
    use(settings, f"s3://{name}/site?endpoint={s3_server}")
    return Raw(client, name)


def use(settings, address):
    from newsroom.environment import storage

    settings.STORAGES = settings.STORAGES | {"default": storage(address)}


@pytest.fixture
def unused_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class Playing:
    """A server that gives each question the same answer, and counts them."""

    def __init__(self, head, body=b""):
        self.answer = head + b"\r\nConnection: close\r\n\r\n", body
        self.asked = 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.thread = threading.Thread(target=self._play, daemon=True)
        self.thread.start()

    def _play(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            with connection, suppress(OSError):
                asked = connection.recv(65536)
                self.asked += 1
                head, body = self.answer
                connection.sendall(head + (b"" if asked.startswith(b"HEAD") else body))

    def stop(self):
        with suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.thread.join()


@pytest.fixture
def playing():
    """Start a server that answers with this head and body."""
    servers = []

    def start(*answer):
        servers.append(Playing(*answer))
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


class Raw:
    """The bucket as its server holds it."""

    def __init__(self, client, name):
        self.client = client
        self.name = name

    def files(self):
        return sorted(
            each["Key"] for each in self.client.list_objects_v2(Bucket=self.name).get("Contents", ())
        )

    def head(self, key):
        return self.client.head_object(Bucket=self.name, Key=key)
