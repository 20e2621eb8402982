"""What servers answer, and what comes of it."""

import gzip
import itertools
import socket
import ssl
import subprocess
import threading
import zlib

import pytest

from articles.images.fetching.fetcher import Fetched, Fetcher, NotModified
from articles.images.fetching.gate import Gate
from articles.images.fetching.limits import Limits
from articles.images.fetching.refusals import FetchRefused, State

from .web import FOREVER, OK, PICTURE, Names, Web, answer, redirect

USER_AGENT = "Newsroom (+https://tageblatt.example/)"
SMALL = Limits(bytes=4096, silence_seconds=1, connect_seconds=1, total_seconds=2)


@pytest.fixture
def web():
    with Web() as web:
        yield web


def fetcher_for(*webs, names=None, limits=SMALL, gate=None, **options):
    """A fetcher for which the servers are at web.example and pictures.example, by an exception of their ports."""
    hosts = ("web.example", "pictures.example", "bücher.example".encode("idna").decode())
    return Fetcher(
        user_agent=USER_AGENT,
        private_hosts={f"{host}:{web.port}" for host in hosts for web in webs},
        limits=limits,
        gate=gate or Gate(pause_seconds=0),
        resolve=names or Names(**{host.replace(".", "_"): ["127.0.0.1"] for host in hosts}),
        **options,
    )


def fetch(web, path="/a.jpg", *, host="web.example", scheme="http", **options):
    conditions = {name: options.pop(name) for name in ("etag", "modified") if name in options}
    return fetcher_for(web, **options).fetch(f"{scheme}://{host}:{web.port}{path}", **conditions)


def refusal(web, path="/a.jpg", **options):
    with pytest.raises(FetchRefused) as caught:
        fetch(web, path, **options)
    return caught.value


# What comes


def test_a_picture_comes_with_what_the_server_says_of_it(web):
    modified = "Wed, 05 Mar 2014 10:00:00 GMT"
    web.answers["/a.jpg"] = answer(Content_Type="Image/JPEG", ETag='"v1"', Last_Modified=modified)
    assert fetch(web) == Fetched(
        PICTURE, f"http://web.example:{web.port}/a.jpg", "image/jpeg", '"v1"', modified
    )


def test_who_asks_is_told_and_nothing_else(web):
    web.answers["/a.jpg"] = answer(Set_Cookie="spy=1")
    fetcher = fetcher_for(web)
    for _ in range(2):
        fetcher.fetch(f"http://web.example:{web.port}/a.jpg")
    assert web.headers() == {
        "host": f"web.example:{web.port}",
        "user-agent": USER_AGENT,
        "accept": "image/*, */*;q=0.1",
        "accept-encoding": "identity",
        "connection": "close",
    }


def test_the_environment_can_not_send_it_through_a_proxy(web, monkeypatch, tmp_path):
    (tmp_path / ".netrc").write_text("machine web.example login editor password secret")
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    web.answers["/a.jpg"] = answer()
    assert fetch(web).data == PICTURE
    assert "authorization" not in web.headers()


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("/my photo.jpg", "/my%20photo.jpg"),
        ("/江边.jpg?名=晨", "/%E6%B1%9F%E8%BE%B9.jpg?%E5%90%8D=%E6%99%A8"),
        ("/100%25.jpg", "/100%25.jpg"),
        ("/100%.jpg", "/100%25.jpg"),
        ("/a/../b.jpg#top", "/b.jpg"),
        ("?id=7", "/?id=7"),
        ("", "/"),
    ],
)
def test_letters_and_spaces_in_an_address_are_encoded(web, address, asked):
    web.answers[asked] = answer()
    assert fetch(web, address).data == PICTURE


@pytest.mark.parametrize(
    "host", ["bücher.example", "BÜCHER.example", "xn--bcher-kva.example", "bücher.example."]
)
def test_a_host_in_any_letters_is_asked_by_its_one_name(web, host):
    web.answers["/a.jpg"] = answer()
    assert fetch(web, host=host).data == PICTURE
    assert web.headers()["host"] == f"xn--bcher-kva.example:{web.port}"


def test_a_server_is_reached_by_ipv6():
    try:
        web = Web({"/a.jpg": answer()}, host="::1")
    except OSError:
        pytest.skip("this machine has no IPv6")
    with web:
        fetcher = Fetcher(user_agent=USER_AGENT, private_hosts=[f"[::1]:{web.port}"])
        assert fetcher.fetch(f"http://[0:0::1]:{web.port}/a.jpg").address == f"http://[::1]:{web.port}/a.jpg"


def test_the_next_network_address_is_tried_where_the_first_is_dead(web):
    web.answers["/a.jpg"] = answer()
    assert fetch(web, names=Names(web_example=["::1 127.0.0.1"])).data == PICTURE


def test_chunks_are_put_together(web):
    web.answers["/a.jpg"] = (
        OK + b"Transfer-Encoding: chunked\r\n\r\n3\r\n\xff\xd8\xff\r\n2;x=y\r\nab\r\n0\r\n\r\n"
    )
    assert fetch(web).data == b"\xff\xd8\xffab"


def test_a_body_without_a_length_ends_with_the_connection(web):
    web.answers["/a.jpg"] = answer(length=False)
    assert fetch(web).data == PICTURE


def test_what_is_packed_although_nobody_asked_is_unpacked(web):
    web.answers["/a.jpg"] = answer(gzip.compress(PICTURE), Content_Encoding="gzip")
    assert fetch(web).data == PICTURE


def test_a_picture_that_is_called_a_page_comes(web):
    web.answers["/a.jpg"] = answer(Content_Type="text/html")
    assert fetch(web).data == PICTURE


def test_continue_comes_before_the_answer(web):
    web.answers["/a.jpg"] = b"HTTP/1.1 100 Continue\r\n\r\n" * 3 + answer()
    assert fetch(web).data == PICTURE


@pytest.mark.parametrize("user_agent", ["新闻", "News\r\nCookie: a=b"])
def test_a_name_that_no_header_can_hold_is_told_at_once(user_agent):
    with pytest.raises(ValueError, match="A User-Agent is plain ASCII"):
        Fetcher(user_agent=user_agent)


# Once more


def test_what_did_not_change_does_not_come_again(web):
    web.answers["/a.jpg"] = answer(b"", status="304 Not Modified")
    found = fetch(web, etag='"v1"', modified="Wed, 05 Mar 2014 10:00:00 GMT")
    assert found == NotModified(f"http://web.example:{web.port}/a.jpg")
    assert web.headers()["if-none-match"] == '"v1"'
    assert web.headers()["if-modified-since"] == "Wed, 05 Mar 2014 10:00:00 GMT"


def test_not_modified_is_no_answer_to_a_first_question(web):
    web.answers["/a.jpg"] = answer(b"", status="304 Not Modified")
    assert refusal(web).state == State.BAD_ANSWER


def test_a_mark_goes_to_the_host_that_gave_it_only(web):
    web.answers["/a.jpg"] = redirect("/b.jpg")
    web.answers["/b.jpg"] = redirect(f"http://pictures.example:{web.port}/c.jpg")
    web.answers["/c.jpg"] = answer()
    fetch(web, etag='"v1"')
    assert ["if-none-match" in web.headers(number) for number in range(3)] == [True, True, False]


@pytest.mark.parametrize("etag", ['"' + "x" * 300 + '"', '"caf\xe9"', '"tab\there"'])
def test_a_mark_that_is_long_or_odd_is_not_kept(web, etag):
    web.answers["/a.jpg"] = answer().replace(
        b"\r\n\r\n", b"\r\nETag: " + etag.encode("latin-1") + b"\r\n\r\n", 1
    )
    assert fetch(web).etag == ""


def test_a_kept_mark_can_not_add_a_header(web):
    web.answers["/a.jpg"] = answer()
    assert fetch(web, etag='"v1"\r\nCookie: a=b').data == PICTURE
    assert {"if-none-match", "cookie"}.isdisjoint(web.headers())


def test_lost_today_and_there_tomorrow(web):
    web.answers["/a.jpg"] = [answer(b"", status="404 Not Found"), answer()]
    assert refusal(web).state == State.GONE
    assert fetch(web).data == PICTURE


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


# Redirects


@pytest.mark.parametrize(
    ("at", "location", "final"),
    [
        ("/old/a.jpg", "/b.jpg", "/b.jpg"),
        ("/old/a.jpg", "b.jpg", "/old/b.jpg"),
        ("/old/a.jpg", "../b.jpg", "/b.jpg"),
        ("/old/a.jpg", "?size=full", "/old/a.jpg?size=full"),
        ("/old/a.jpg", "/my photo.jpg", "/my%20photo.jpg"),
        ("/old/a.jpg", "/江.jpg", "/%E6%B1%9F.jpg"),
        ("/old/a.jpg", "/caf\xe9.jpg#top", "/caf%C3%A9.jpg"),
    ],
)
def test_a_redirect_is_followed_from_where_it_was_given(web, at, location, final):
    web.answers = {at: redirect(location), final: answer()}
    assert fetch(web, at).address == f"http://web.example:{web.port}{final}"


@pytest.mark.parametrize(
    "status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"]
)
def test_each_kind_of_redirect_is_followed(web, status):
    web.answers = {"/a.jpg": redirect("/b.jpg", status), "/b.jpg": answer()}
    assert fetch(web).data == PICTURE


def test_five_redirects_are_followed_and_six_are_not(web):
    web.answers = {f"/{number}": redirect(f"/{number + 1}") for number in range(6)} | {"/6": answer()}
    assert fetch(web, "/1").data == PICTURE
    assert refusal(web, "/0").state == State.CIRCLES
    assert len(web.requests) == 6 + 6


@pytest.mark.parametrize("location", ["/a.jpg", "/b.jpg", "#top"])
def test_a_circle_is_told_at_once(web, location):
    web.answers = {"/a.jpg": redirect(location, "301 Moved"), "/b.jpg": redirect("/a.jpg")}
    assert refusal(web).state == State.CIRCLES
    assert len(web.requests) <= 2


def test_a_redirect_without_an_address_is_no_answer(web):
    web.answers["/a.jpg"] = answer(b"", status="302 Found")
    assert refusal(web).state == State.BAD_ANSWER


def test_the_page_of_a_redirect_is_not_read(web):
    web.answers = {"/a.jpg": redirect("/b.jpg") + b"x" * FOREVER, "/b.jpg": answer()}
    assert fetch(web).data == PICTURE


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


# Certificates


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


# Politeness


def test_the_pictures_of_a_host_are_asked_for_one_after_the_other(web):
    web.answers = {"/a.jpg": redirect("/b.jpg"), "/b.jpg": answer()}
    slept = []
    gate = Gate(pause_seconds=3, clock=lambda: 100.0, sleep=slept.append)
    fetch(web, gate=gate)
    fetch(web, "/b.jpg", gate=gate)
    assert slept == [3.0, 6.0]


def test_one_fetcher_serves_many_threads(web):
    web.answers["/a.jpg"] = answer()
    fetcher, found = fetcher_for(web), []

    def ask():
        found.append(fetcher.fetch(f"http://web.example:{web.port}/a.jpg").data)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [PICTURE] * 8
