"""Where the fetcher leaves: at too much, and after too long."""

import gzip
import itertools
import socket
import zlib

import pytest

from articles.images.fetching.limits import Limits
from articles.images.fetching.refusals import State

from .fetching import refusal
from .web import FOREVER, OK, PICTURE, answer, redirect

# Too large


def test_a_declared_length_over_the_limit_is_refused_before_reading(web):
    web.answers["/a.jpg"] = answer(PICTURE, length=10**12)
    assert refusal(web).state == State.TOO_LARGE


def test_an_endless_body_is_left(web):
    def pour(connection):
        connection.sendall(answer(b"", length=False))
        for _ in range(FOREVER):
            connection.sendall(PICTURE)

    web.answers["/a.jpg"] = pour
    assert refusal(web).state == State.TOO_LARGE


def test_endless_chunks_are_left(web):
    def pour(connection):
        connection.sendall(OK + b"Transfer-Encoding: chunked\r\n\r\n")
        for _ in range(FOREVER):
            connection.sendall(b"1\r\nx\r\n")

    web.answers["/a.jpg"] = pour
    assert refusal(web).state == State.TOO_LARGE


@pytest.mark.parametrize("kind", ["gzip", "deflate"])
def test_a_packed_bomb_is_left_before_it_is_unpacked(web, kind):
    packer = zlib.compressobj(9, wbits=31 if kind == "gzip" else 15)
    data = b"".join([packer.compress(bytes(1 << 20)) for _ in range(8)] + [packer.flush()])
    web.answers["/a.jpg"] = answer(data, Content_Encoding=kind)
    assert len(data) < FOREVER < 8 << 20
    assert refusal(web, limits=Limits(bytes=FOREVER)).state == State.TOO_LARGE


@pytest.mark.parametrize("kind", ["gzip, gzip", "br", "zstd", "compress", "aes128gcm"])
def test_other_packing_than_the_common_one_is_no_answer(web, kind):
    web.answers["/a.jpg"] = answer(Content_Encoding=kind)
    refused = refusal(web)
    assert (refused.state, refused.words) == (
        State.BAD_ANSWER,
        "It is packed in a way that was not asked for.",
    )


def test_packing_that_unpacks_to_nothing_is_left(web):
    def pour(connection):
        connection.sendall(answer(b"", length=False, Content_Encoding="gzip"))
        empty = gzip.compress(b"") * 50
        for _ in range(FOREVER):
            connection.sendall(empty)

    web.answers["/a.jpg"] = pour
    assert refusal(web).state == State.TOO_LARGE


# Too slow


def test_a_silent_server_is_left(web):
    web.answers["/a.jpg"] = lambda connection: web.closing.wait(1.5)
    assert refusal(web, limits=Limits(silence_seconds=0.05)).state == State.TOO_SLOW


def test_a_server_that_falls_silent_in_the_body_is_left(web):
    def stop_midway(connection):
        connection.sendall(answer(PICTURE, length=len(PICTURE) + 1))
        web.closing.wait(1.5)

    web.answers["/a.jpg"] = stop_midway
    assert refusal(web, limits=Limits(silence_seconds=0.05)).state == State.TOO_SLOW


@pytest.mark.parametrize(
    "beginning",
    [
        b"",
        b"HTTP/1.1 ",
        OK + b"X-Slow: ",
        answer(b"", length=2000),
        OK + b"Transfer-Encoding: chunked\r\n\r\n",
    ],
    ids=["nothing", "status", "header", "body", "chunk size"],
)
def test_a_slow_drip_ends_at_the_deadline_wherever_it_drips(web, beginning):
    def drip(connection):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.sendall(beginning)
        for _ in range(150):
            web.closing.wait(0.01)
            connection.sendall(b"0")

    web.answers["/a.jpg"] = drip
    assert refusal(web, limits=Limits(total_seconds=0.15, silence_seconds=0.1)).state == State.TOO_SLOW


def test_all_redirects_share_the_time(web):
    web.answers = {f"/{number}": redirect(f"/{number + 1}") for number in range(6)}
    seconds = itertools.count(step=3)
    refused = refusal(web, "/0", limits=Limits(total_seconds=40), clock=lambda: float(next(seconds)))
    assert refused.state == State.TOO_SLOW
    assert 1 <= len(web.requests) < 6
