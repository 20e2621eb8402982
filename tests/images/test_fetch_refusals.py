"""What comes of answers that are no picture: refusals of the server, pages, and what is broken."""

import socket

import pytest

from articles.images.fetching.gate import Gate
from articles.images.fetching.limits import Limits
from articles.images.fetching.refusals import FetchRefused, State

from .fetching import SMALL, fetcher_for, refusal
from .web import FOREVER, OK, PICTURE, Names, Web, answer, redirect

# Refusals of the server


@pytest.mark.parametrize(
    ("status", "state", "is_final"),
    [
        ("404 Not Found", State.GONE, True),
        ("410 Gone", State.GONE, True),
        ("401 Unauthorized", State.FORBIDDEN, True),
        ("403 Forbidden", State.FORBIDDEN, True),
        ("451 Unavailable For Legal Reasons", State.FORBIDDEN, True),
        ("429 Too Many Requests", State.ASKED_TOO_OFTEN, False),
        ("408 Request Timeout", State.SERVER_ERROR, False),
        ("500 Internal Server Error", State.SERVER_ERROR, False),
        ("503 Service Unavailable", State.SERVER_ERROR, False),
        ("599 ?", State.SERVER_ERROR, False),
        ("204 No Content", State.BAD_ANSWER, False),
        ("206 Partial Content", State.BAD_ANSWER, False),
        ("300 Multiple Choices", State.BAD_ANSWER, False),
        ("101 Switching Protocols", State.BAD_ANSWER, False),
        ("418 I'm a teapot", State.BAD_ANSWER, False),
    ],
)
def test_a_refusal_of_the_server_has_its_state(web, status, state, is_final):
    web.answers["/a.jpg"] = answer(b"", status=status)
    refused = refusal(web)
    assert (refused.state, refused.is_final) == (state, is_final)
    assert refused.words == f"web.example answered {status[:3]}."


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
@pytest.mark.parametrize(("told", "seconds"), [("120", 120), (None, SMALL.hold_back_seconds)])
def test_who_has_had_enough_is_not_asked_again_by_the_same_gate(web, status, told, seconds):
    web.answers["/a.jpg"] = answer(b"", status=status, **({"Retry_After": told} if told else {}))
    fetcher = fetcher_for(web, gate=Gate(pause_seconds=0, clock=lambda: 0))
    for number in range(5):
        with pytest.raises(FetchRefused) as caught:
            fetcher.fetch(f"http://web.example:{web.port}/{'b' if number else 'a'}.jpg")
        assert caught.value.has_had_enough
    assert (caught.value.state, caught.value.retry_after) == (State.ASKED_TOO_OFTEN, seconds)
    assert len(web.requests) == 1


def test_who_has_had_enough_is_left_alone_although_another_host_leads_there(web):
    there = f"http://web.example:{web.port}"
    web.answers |= {"/to": redirect(f"{there}/a.jpg"), "/a.jpg": answer(b"", status="429 Too Often")}
    fetcher = fetcher_for(web)
    for _ in range(3):
        with pytest.raises(FetchRefused) as caught:
            fetcher.fetch(f"http://pictures.example:{web.port}/to")
        assert caught.value.is_elsewhere
    assert [request.split()[1] for request in web.requests] == ["/to", "/a.jpg", "/to", "/to"]


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        ("120", 120),
        ("999999999", 86400),
        ("Wed, 05 Mar 2014 10:01:30 GMT", 90),
        ("Wed, 05 Mar 2014 09:00:00 GMT", 0),
        ("Wed, 05 Mar 9999 09:00:00 GMT", 86400),
        ("-5", None),
        ("²", None),
        ("9" * 5000, None),
        ("tomorrow", None),
        ("", None),
    ],
)
def test_how_long_to_wait_is_told_in_seconds(web, told, seconds):
    date = "Wed, 05 Mar 2014 10:00:00 GMT"
    web.answers["/a.jpg"] = answer(b"", status="503 Busy", Retry_After=told, Date=date)
    assert refusal(web).retry_after == seconds


def test_a_date_to_wait_for_is_of_no_use_without_the_server_clock(web):
    later = "Wed, 05 Mar 2014 10:01:30 GMT"
    web.answers["/a.jpg"] = answer(b"", status="503 Busy", Retry_After=later)
    assert refusal(web).retry_after is None


# No picture


@pytest.mark.parametrize("page", [b"<!DOCTYPE html><p>Not here", b"\r\n\t <html>", b"<?xml version='1.0'?>"])
def test_a_page_is_no_picture(web, page):
    web.answers["/a.jpg"] = answer(page, Content_Type="text/html; charset=utf-8")
    refused = refusal(web)
    assert (refused.state, refused.words) == (State.NOT_AN_IMAGE, "A page came, not a picture.")


def test_the_rest_of_a_page_is_not_read(web):
    web.answers["/a.jpg"] = answer(b"<html>" + b"x" * FOREVER, length=False, Content_Type="text/html")
    assert refusal(web, limits=Limits(bytes=FOREVER // 2)).state == State.NOT_AN_IMAGE


@pytest.mark.parametrize("kind", ["video/mp4", "audio/mpeg", "application/pdf"])
def test_what_the_server_calls_something_else_is_no_picture(web, kind):
    web.answers["/a.jpg"] = answer(Content_Type=kind)
    refused = refusal(web)
    assert (refused.state, refused.words) == (State.NOT_AN_IMAGE, f"The server calls it {kind}.")


def test_nothing_is_no_picture(web):
    web.answers["/a.jpg"] = answer(b"")
    assert refusal(web).state == State.NOT_AN_IMAGE


# Broken


def test_a_body_shorter_than_declared_is_cut_short(web):
    web.answers["/a.jpg"] = answer(PICTURE, length=len(PICTURE) + 1)
    assert refusal(web).state == State.CUT_SHORT


@pytest.mark.parametrize(
    "chunks", [b"", b"5\r\nab", b"2\r\nab\r\n", b"zz\r\nab\r\n", b"-2\r\nab\r\n", b"-1\r\nab", b"\r\n\r\n"]
)
def test_broken_chunks_are_no_picture(web, chunks):
    web.answers["/a.jpg"] = OK + b"Transfer-Encoding: chunked\r\n\r\n" + chunks
    assert refusal(web).state in (State.CUT_SHORT, State.BAD_ANSWER)


def test_packing_that_is_broken_is_no_answer(web):
    web.answers["/a.jpg"] = answer(PICTURE, Content_Encoding="gzip")
    assert refusal(web).state == State.BAD_ANSWER


@pytest.mark.parametrize(
    "garbage",
    [
        PICTURE,
        b"<html>HTTP/0.9",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"HTTP/1.1 two hundred\r\n\r\n",
        b"HTTP/1.1 20000 OK\r\n\r\n",
        b"HTTP/1.1 200 " + b"x" * 70_000,
        b"HTTP/1.1 100 Continue\r\n\r\n" * 10_000,
        OK + b"X-Many: 1\r\n" * 150 + b"\r\n",
        OK + b"X-Large: " + b"x" * 70_000 + b"\r\n\r\n",
        OK + (b"X-Large: " + b"x" * 9_000 + b"\r\n") * 9 + b"\r\n",
        OK + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
        b"",
    ],
    ids=lambda data: repr(data[:12]),
)
def test_what_is_no_answer_of_a_web_server_is_told(web, garbage):
    web.answers["/a.jpg"] = garbage
    assert refusal(web).state == State.BAD_ANSWER


@pytest.mark.parametrize(
    ("sent", "state"),
    [(b"", State.UNREACHABLE), (answer(PICTURE, length=5000), State.CUT_SHORT)],
    ids=["before the answer", "in the body"],
)
def test_a_connection_reset_is_told(web, sent, state):
    def reset(connection):
        connection.sendall(sent)
        linger_not = b"\1\0\0\0\0\0\0\0"
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger_not)

    web.answers["/a.jpg"] = reset
    assert refusal(web, limits=Limits(bytes=10_000, silence_seconds=1)).state == state


def test_a_closed_port_is_unreachable():
    with Web() as gone:
        pass
    refused = refusal(gone)
    assert (refused.state, refused.is_final) == (State.UNREACHABLE, False)


@pytest.mark.parametrize(
    ("trouble", "state"),
    [
        (socket.gaierror(socket.EAI_NONAME, "unknown"), State.NAME_NOT_FOUND),
        (socket.gaierror(socket.EAI_AGAIN, "try again"), State.UNREACHABLE),
        (UnicodeError("label too long"), State.NAME_NOT_FOUND),
        ("", State.NAME_NOT_FOUND),
    ],
)
def test_a_name_that_is_not_known_is_told(web, trouble, state):
    assert refusal(web, names=Names(web_example=[trouble])).state == state
