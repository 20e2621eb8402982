"""Whom the fetcher never asks: a canary listens where it must not go, and nobody comes."""

from contextlib import suppress

import pytest
from pytest_socket import SocketConnectBlockedError

from articles.images.fetching import addresses
from articles.images.fetching.fetcher import Fetcher
from articles.images.fetching.gate import Gate
from articles.images.fetching.limits import Limits
from articles.images.fetching.refusals import FetchRefused, State

from .web import PICTURE, Canary, Names, answer, redirect

PUBLIC = "93.184.215.14"
PUBLIC_IPV6 = "2606:2800:21f:cb07:6820:80da:af6b:8b2c"


@pytest.fixture
def canary():
    with Canary() as canary:
        yield canary


def fetcher_near(canary, web=None, *, ports=None, private_hosts=(), **names):
    """A fetcher to whom the canary's port is as good as 80, so that the rule for addresses stands alone."""
    exceptions = [f"web.example:{web.port}"] if web else []
    return Fetcher(
        user_agent="Newsroom",
        private_hosts=[*exceptions, *private_hosts],
        limits=Limits(
            ports=ports or frozenset({80, 443, canary.port}), silence_seconds=0.5, connect_seconds=0.5
        ),
        gate=Gate(pause_seconds=0),
        resolve=Names(**{"web_example": ["127.0.0.1"]} | names),
    )


def refusal(fetcher, address):
    with pytest.raises(FetchRefused) as caught:
        fetcher.fetch(address)
    return caught.value


def test_the_canary_sees_who_is_let_in(canary):
    fetcher = fetcher_near(canary, private_hosts=[f"127.0.0.1:{canary.port}", f"[::1]:{canary.port}"])
    refusal(fetcher, f"http://127.0.0.1:{canary.port}/")
    assert canary.visits() == 1


# Spellings of this very machine and of what lies behind it

FORBIDDEN = {
    "http://127.0.0.1:PORT/": State.UNSAFE_ADDRESS,
    "https://127.0.0.1:PORT/": State.UNSAFE_ADDRESS,
    "http://127.0.0.1.:PORT/": State.UNSAFE_ADDRESS,
    "http://127.9.9.9:PORT/": State.UNSAFE_ADDRESS,
    "http://0.0.0.0:PORT/": State.UNSAFE_ADDRESS,
    "http://localhost:PORT/": State.UNSAFE_ADDRESS,
    "http://LocalHost.:PORT/": State.UNSAFE_ADDRESS,
    "http://inside.example:PORT/": State.UNSAFE_ADDRESS,
    "http://inside6.example:PORT/": State.UNSAFE_ADDRESS,
    "http://both.example:PORT/": State.UNSAFE_ADDRESS,
    "http://both-turned.example:PORT/": State.UNSAFE_ADDRESS,
    # Numbers that resolvers, and curl, take for 127.0.0.1
    "http://2130706433:PORT/": State.BAD_ADDRESS,
    "http://0x7f000001:PORT/": State.BAD_ADDRESS,
    "http://0x7f.0.0.1:PORT/": State.BAD_ADDRESS,
    "http://0X7F.1:PORT/": State.BAD_ADDRESS,
    "http://0177.0.0.1:PORT/": State.BAD_ADDRESS,
    "http://017700000001:PORT/": State.BAD_ADDRESS,
    "http://127.1:PORT/": State.BAD_ADDRESS,
    "http://127.0.1:PORT/": State.BAD_ADDRESS,
    "http://127.0.0.01:PORT/": State.BAD_ADDRESS,
    "http://127.0.0.1.1:PORT/": State.BAD_ADDRESS,
    "http://0:PORT/": State.BAD_ADDRESS,
    "http://0x:PORT/": State.BAD_ADDRESS,
    # Full-width and circled digits, and a dot of another script
    "http://１２７.０.０.１:PORT/": State.BAD_ADDRESS,
    "http://①②⑦.⓪.⓪.①:PORT/": State.BAD_ADDRESS,
    "http://127。0。0。1:PORT/": State.BAD_ADDRESS,
    "http://ⓛocalhost:PORT/": State.BAD_ADDRESS,
    # IPv6, plain and with an IPv4 address inside
    "http://[::1]:PORT/": State.UNSAFE_ADDRESS,
    "http://[0:0:0:0:0:0:0:1]:PORT/": State.UNSAFE_ADDRESS,
    "http://[::]:PORT/": State.UNSAFE_ADDRESS,
    "http://[::ffff:127.0.0.1]:PORT/": State.UNSAFE_ADDRESS,
    "http://[::ffff:7f00:1]:PORT/": State.UNSAFE_ADDRESS,
    "http://[::127.0.0.1]:PORT/": State.UNSAFE_ADDRESS,
    "http://[64:ff9b::127.0.0.1]:PORT/": State.UNSAFE_ADDRESS,
    "http://[64:ff9b:1::7f00:1]:PORT/": State.UNSAFE_ADDRESS,
    "http://[2002:7f00:1::]:PORT/": State.UNSAFE_ADDRESS,
    "http://[2001:0:7f00:1::]:PORT/": State.UNSAFE_ADDRESS,
    "http://[fe80::1]:PORT/": State.UNSAFE_ADDRESS,
    "http://[fe80::1%25lo]:PORT/": State.BAD_ADDRESS,
    "http://[::1%25lo]:PORT/": State.BAD_ADDRESS,
    "http://[::1%lo]:PORT/": State.BAD_ADDRESS,
    "http://::1:PORT/": State.BAD_ADDRESS,
    "http://[127.0.0.1]:PORT/": State.BAD_ADDRESS,
    "http://[v1.127]:PORT/": State.BAD_ADDRESS,
    # A name and a host that look like each other
    "http://web.example@127.0.0.1:PORT/": State.BAD_ADDRESS,
    "http://127.0.0.1:PORT@web.example/": State.BAD_ADDRESS,
    "http://@127.0.0.1:PORT/": State.UNSAFE_ADDRESS,
    "http://web.example:80@127.0.0.1:PORT/": State.BAD_ADDRESS,
    "http://web.example%40127.0.0.1:PORT/": State.BAD_ADDRESS,
    "http://127.0.0.1%00.example:PORT/": State.BAD_ADDRESS,
    "http://127.0.0.1%20.example:PORT/": State.BAD_ADDRESS,
    "http://web..example:PORT/": State.BAD_ADDRESS,
    "http://" + "a" * 64 + ".example:PORT/": State.BAD_ADDRESS,
    "http://:PORT/": State.BAD_ADDRESS,
    # What is no address of the web
    "file:///etc/passwd": State.BAD_ADDRESS,
    "file://127.0.0.1:PORT/a.jpg": State.BAD_ADDRESS,
    "gopher://127.0.0.1:PORT/_GET": State.BAD_ADDRESS,
    "ftp://127.0.0.1:PORT/a.jpg": State.BAD_ADDRESS,
    "data:image/gif;base64,R0lGODlhAQABAAAAACw=": State.BAD_ADDRESS,
    "javascript:alert(1)": State.BAD_ADDRESS,
    "unix:///var/run/docker.sock": State.BAD_ADDRESS,
    "http:127.0.0.1:PORT/": State.BAD_ADDRESS,
    "http:/127.0.0.1:PORT/": State.BAD_ADDRESS,
    "http:///127.0.0.1:PORT/": State.BAD_ADDRESS,
    "http:\\\\127.0.0.1:PORT\\": State.BAD_ADDRESS,
    "http://127.0.0.1:PORT0000/": State.BAD_ADDRESS,
    "http://127.0.0.1:-1/": State.BAD_ADDRESS,
    "http://127.0.0.1:１/": State.BAD_ADDRESS,
}
INSIDE = {
    "localhost": ["127.0.0.1 ::1"],
    "inside_example": ["127.0.0.1"],
    "inside6_example": ["::1"],
    "both_example": [f"{PUBLIC} 127.0.0.1"],
    "both-turned_example": [f"127.0.0.1 {PUBLIC}"],
}


@pytest.mark.parametrize(("address", "state"), FORBIDDEN.items())
def test_a_forbidden_address_is_never_asked(canary, address, state):
    refused = refusal(fetcher_near(canary, **INSIDE), address.replace("PORT", str(canary.port)))
    assert (refused.state, refused.is_final) == (state, True)
    assert canary.visits() == 0


@pytest.mark.parametrize("host", ["%31%32%37.0.0.1", "127%2e0.0.1", "%6cocalhost", "inside%2eexample"])
def test_a_host_behind_percent_signs_is_never_asked(canary, host):
    """The parser may unwrap it or not, by its release; both are well."""
    refused = refusal(fetcher_near(canary, **INSIDE), f"http://{host}:{canary.port}/")
    assert refused.state in (State.BAD_ADDRESS, State.UNSAFE_ADDRESS)
    assert canary.visits() == 0


@pytest.mark.parametrize("address", FORBIDDEN)
def test_nobody_can_redirect_to_a_forbidden_address(canary, web, address):
    location = address.replace("PORT", str(canary.port))
    # "http:/path" without a host is a place on the same server, where nothing is.
    web.answers["/a.jpg"] = redirect(location)
    refused = refusal(fetcher_near(canary, web, **INSIDE), f"http://web.example:{web.port}/a.jpg")
    assert refused.state in (State.BAD_ADDRESS, State.UNSAFE_ADDRESS, State.GONE)
    assert canary.visits() == 0


@pytest.mark.parametrize(
    "location", ["//127.0.0.1:PORT/", "///127.0.0.1:PORT/", "/\\127.0.0.1:PORT/", "\\\\127.0.0.1:PORT/"]
)
def test_nobody_can_redirect_there_without_a_scheme(canary, web, location):
    web.answers["/a.jpg"] = redirect(location.replace("PORT", str(canary.port)))
    refusal(fetcher_near(canary, web), f"http://web.example:{web.port}/a.jpg")
    assert canary.visits() == 0


@pytest.mark.parametrize(
    "text",
    [
        "http://web.example/a\r\nHost: b",
        "http://web.example/\0",
        "http://we\tb.example/",
        "\nhttp://a.example/",
    ],
)
def test_an_address_with_control_characters_is_never_asked(canary, text):
    assert refusal(fetcher_near(canary), text).state == State.BAD_ADDRESS


@pytest.mark.parametrize("line_end", [b"\r\n ", b"\r", b"\n\t", b"\0", b"\x0b"])
def test_a_location_with_control_characters_adds_nothing_to_the_next_question(canary, web, line_end):
    place = f"http://web.example:{web.port}/b.jpg".encode()
    web.answers["/a.jpg"] = b"HTTP/1.1 302 Found\r\nLocation: " + place + line_end + b"X-Evil: 1\r\n\r\n"
    web.answers["/b.jpg"] = answer()
    with suppress(FetchRefused):
        fetcher_near(canary, web).fetch(f"http://web.example:{web.port}/a.jpg")
    assert not any("X-Evil: 1\r\n" in request for request in web.requests)


def test_a_host_may_be_long_but_an_address_has_an_end(canary):
    refused = refusal(fetcher_near(canary), "http://web.example/" + "a" * 5000)
    assert refused.state == State.BAD_ADDRESS


def test_a_backslash_ends_the_host_as_in_a_browser(canary, web):
    refusal(fetcher_near(canary, web), f"http://web.example:{web.port}\\@127.0.0.1:{canary.port}/")
    assert [request.split()[1] for request in web.requests] == [f"/%5C@127.0.0.1:{canary.port}/"]
    assert canary.visits() == 0


# Names that change their mind


def test_a_name_is_looked_up_once_and_the_checked_address_is_the_one_connected_to(canary):
    fetcher = fetcher_near(canary, rebinding_example=[PUBLIC, "127.0.0.1"])
    # This suite lets nobody out, and says whom it stopped.
    with pytest.raises((SocketConnectBlockedError, UserWarning), match=PUBLIC):
        fetcher.fetch(f"http://rebinding.example:{canary.port}/a.jpg")
    assert fetcher._resolve.asked == ["rebinding.example"]
    assert canary.visits() == 0


def test_a_name_is_looked_up_again_for_each_redirect(canary, web):
    web.answers["/a.jpg"] = redirect(f"http://web.example:{canary.port}/b.jpg")
    fetcher = fetcher_near(canary, web)
    assert refusal(fetcher, f"http://web.example:{web.port}/a.jpg").state == State.UNSAFE_ADDRESS
    assert fetcher._resolve.asked == ["web.example", "web.example"]
    assert canary.visits() == 0


def test_one_private_address_among_public_ones_refuses_all(canary):
    names = {"both_example": [f"{PUBLIC} {PUBLIC_IPV6} fd00::1"]}
    refused = refusal(fetcher_near(canary, **names), "http://both.example/a.jpg")
    assert refused.state == State.UNSAFE_ADDRESS
    assert refused.words == "both.example is not on the public network."


# Ports


@pytest.mark.parametrize("port", [22, 25, 6379, 8080, 0, 65535])
def test_an_odd_port_is_not_asked(canary, port):
    fetcher = fetcher_near(canary, ports=frozenset({80, 443}), web_example=[PUBLIC])
    refused = refusal(fetcher, f"http://web.example:{port}/")
    assert (refused.state, refused.words) == (State.BAD_ADDRESS, f"Port {port} of web.example is not asked.")
    assert fetcher._resolve.asked == []


def test_only_the_ports_of_the_web_are_asked_by_default():
    assert Limits().ports == {80, 443}


# Exceptions of ours


def test_a_private_host_is_an_exception_with_its_port_only(canary, web):
    web.answers["/a.jpg"] = answer()
    fetcher = fetcher_near(canary, web)
    assert fetcher.fetch(f"http://WEB.example.:{web.port}/a.jpg").data == PICTURE
    refused = refusal(fetcher, f"http://web.example:{canary.port}/a.jpg")
    assert refused.state == State.UNSAFE_ADDRESS
    assert canary.visits() == 0


def test_an_exception_does_not_hold_for_what_it_redirects_to(canary, web):
    web.answers["/a.jpg"] = redirect(f"http://127.0.0.1:{web.port}/b.jpg")
    web.answers["/b.jpg"] = answer()
    refused = refusal(fetcher_near(canary, web), f"http://web.example:{web.port}/a.jpg")
    assert refused.state == State.BAD_ADDRESS
    assert len(web.requests) == 1


@pytest.mark.parametrize("written", ["Bücher.Example.:PORT", "XN--BCHER-KVA.example:PORT"])
def test_an_exception_may_be_written_as_any_address_is(canary, web, written):
    web.answers["/a.jpg"] = answer()
    names = {"xn--bcher-kva_example": ["127.0.0.1"]}
    fetcher = fetcher_near(canary, private_hosts=[written.replace("PORT", str(web.port))], **names)
    assert fetcher.fetch(f"http://bücher.example:{web.port}/a.jpg").data == PICTURE


@pytest.mark.parametrize("written", ["", "*", "http://web.example:80", "editor@web.example", "0x7f.1:80"])
def test_an_exception_that_is_no_host_is_told_at_once(written):
    with pytest.raises(FetchRefused, match="bad address"):
        Fetcher(user_agent="Newsroom", private_hosts=[written])


def test_an_exception_is_no_pattern(canary):
    fetcher = fetcher_near(canary, private_hosts=["example:80"], web_example=["127.0.0.1"])
    assert refusal(fetcher, "http://web.example/").state == State.UNSAFE_ADDRESS


# The network itself


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "100.64.0.1",
        "100.100.100.200",
        "127.0.0.1",
        "168.63.129.16",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.9",
        "192.0.0.192",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:93.184.215.14",
        "::93.184.215.14",
        "64:ff9b::5db8:d70e",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:10::1",
        "2001:20::1",
        "2001:db8::1",
        "2002:5db8:d70e::1",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fe80::1%eth0",
        "2606:2800::1%eth0",
        "fec0::1",
        "ff02::1",
        "/var/run/docker.sock",
        "",
    ],
)
def test_a_network_address_that_is_not_public_is_told(address):
    assert not addresses.is_public(address)


@pytest.mark.parametrize(
    "address", [PUBLIC, "1.1.1.1", "172.32.0.1", "223.255.255.255", PUBLIC_IPV6, "2001:4860:4860::8888"]
)
def test_a_public_network_address_is_told(address):
    assert addresses.is_public(address)


def test_an_address_reads_the_same_a_second_time():
    address = addresses.read("HTTPS://Bücher.Example.:0443/Ä b?q=ü#top")
    assert str(address) == "https://xn--bcher-kva.example/%C3%84%20b?q=%C3%BC"
    assert addresses.read(str(address)) == address
