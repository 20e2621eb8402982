"""Whom the fetcher believes to be who it is."""

import ssl
import subprocess

import pytest

from articles.images.fetching.limits import Limits
from articles.images.fetching.refusals import State

from .fetching import fetch, refusal
from .web import PICTURE, Web, answer


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate of our own for pictures.example; key and certificate in one file."""
    path = tmp_path_factory.mktemp("tls") / "pictures.pem"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
    names = ["-subj", "/CN=pictures.example", "-addext", "subjectAltName=DNS:pictures.example"]
    try:
        files = ["-keyout", str(path), "-out", str(path.with_suffix(".crt"))]
        subprocess.run([*command.split(), *names, *files], check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("openssl makes the certificate and is not here")
    path.write_text(path.read_text() + path.with_suffix(".crt").read_text())
    return path


@pytest.fixture
def secure_web(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with Web({"/a.jpg": answer()}, tls=context) as web:
        web.names = []
        context.sni_callback = lambda connection, name, context: web.names.append(name)
        yield web


def believing(certificate):
    return ssl.create_default_context(cafile=certificate.with_suffix(".crt"))


def test_a_certificate_is_asked_for_by_name_although_connected_by_number(secure_web, certificate):
    found = fetch(secure_web, host="pictures.example", scheme="https", tls=believing(certificate))
    assert found.data == PICTURE
    assert secure_web.names == ["pictures.example"]


def test_a_certificate_for_another_name_is_refused(secure_web, certificate):
    refused = refusal(secure_web, host="web.example", scheme="https", tls=believing(certificate))
    assert (refused.state, refused.is_final) == (State.BAD_CERTIFICATE, False)
    assert secure_web.requests == []


def test_a_certificate_that_nobody_signed_is_refused(secure_web):
    assert refusal(secure_web, host="pictures.example", scheme="https").state == State.BAD_CERTIFICATE
    assert secure_web.requests == []


def test_a_server_without_tls_is_refused_at_an_https_address():
    with Web(greet=lambda connection: connection.sendall(answer(status="400 Bad Request"))) as web:
        assert refusal(web, scheme="https").state == State.BAD_CERTIFICATE


def test_a_handshake_that_drips_ends():
    def drip(connection):
        connection.sendall(b"\x16\x03\x03\x30\x00\x02\x00\x2f\xfc\x03\x03")
        for _ in range(150):
            web.closing.wait(0.01)
            connection.sendall(b"0")

    with Web(greet=drip) as web:
        assert refusal(web, scheme="https", limits=Limits(connect_seconds=0.1)).state == State.TOO_SLOW
