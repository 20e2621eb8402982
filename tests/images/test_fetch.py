"""What servers answer, and what comes of it."""

import gzip
import threading

import pytest

from articles.images.fetching.fetcher import Fetched, Fetcher, NotModified
from articles.images.fetching.gate import Gate
from articles.images.fetching.refusals import State

from .fetching import USER_AGENT, fetch, fetcher_for, refusal
from .web import FOREVER, OK, PICTURE, Names, Web, answer, redirect

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
