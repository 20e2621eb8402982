"""A server that speaks S3, on loopback, for the tests of a bucket."""

import socket
from itertools import count

import boto3
import pytest
from moto.server import ThreadedMotoServer

_numbers = count(1)


@pytest.fixture(scope="session")
def s3_server():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def keys(monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "newsroom")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "a secret")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")


@pytest.fixture
def bucket(s3_server, keys, settings):
    """A bucket of its own, in which the newsroom keeps its pictures; gives what speaks to it past the newsroom."""
    name = f"pictures-{next(_numbers)}"
    client = boto3.client("s3", endpoint_url=s3_server)
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
