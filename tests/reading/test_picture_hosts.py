import pytest

from articles.reading.picture_hosts import is_stand_in, is_tracker, original

from .stories import codes, record_of


@pytest.mark.parametrize(
    ("address", "unwrapped"),
    [
        ("https://images.weserv.nl/?url=https://a.org/b.jpg&w=1", "https://a.org/b.jpg"),
        ("https://images.weserv.nl/?url=a.org/b.jpg", "https://a.org/b.jpg"),
        ("https://wsrv.nl/?url=ssl:a.org/b.jpg%3Fx=1", "https://a.org/b.jpg?x=1"),
        ("https://i0.wp.com/a.org/c.jpg?resize=1", "https://a.org/c.jpg"),
        ("/_next/image?url=%2Fimg%2Fd.png&w=64&q=75", "/img/d.png"),
        ("https://x.org/_next/image?url=%2Fimg%2Fd.png&w=64", "https://x.org/img/d.png"),
        ("https://x.org/_next/image?url=https%3A%2F%2Fa.org%2Fd.png&w=64", "https://a.org/d.png"),
        ("https://x.org/cdn-cgi/image/width=80,quality=75/https://a.org/e.png", "https://a.org/e.png"),
        ("https://x.org/cdn-cgi/image/width=80/img/e.png", "https://x.org/img/e.png"),
        ("https://res.cloudinary.com/x/image/fetch/w_80,f_auto/https://a.org/x.png", "https://a.org/x.png"),
        ("https://a-org.cdn.ampproject.org/i/s/a.org/x.jpg", "https://a.org/x.jpg"),
        ("https://www.google.com/imgres?imgurl=https://a.org/x.jpg&x=1", "https://a.org/x.jpg"),
    ],
)
def test_picture_behind_a_proxy_has_its_own_address(address, unwrapped):
    assert original(address) == unwrapped


@pytest.mark.parametrize(
    "address",
    [
        "https://e.org/a.jpg?url=https://b.org/c.jpg",
        "https://www.google.com/logo.png",
        "https://i0.wp.com/",
        "https://images.weserv.nl/",
        "http://[::1",
        "a.jpg",
    ],
)
def test_any_other_address_stays(address):
    assert original(address) == address


def test_proxied_picture_of_a_body_is_listed_by_its_own_address():
    record = record_of(body="<p>一<img src='https://i1.wp.com/a.org/c.jpg?w=9&amp;ssl=1'></p>")

    assert [picture.address for picture in record.pictures] == ["https://a.org/c.jpg"]


@pytest.mark.parametrize(
    ("link", "led"),
    [
        ("https://www.google.com/url?q=https://a.org/x&amp;sa=D", "https://a.org/x"),
        ("https://link.zhihu.com/?target=https%3A//a.org/x", "https://a.org/x"),
        ("https://www.oschina.net/action/GoToLink?url=https%3A%2F%2Fa.org%2Fx", "https://a.org/x"),
        (
            "https://www.google.com/search?q=https://a.org/x",
            "https://www.google.com/search?q=https://a.org/x",
        ),
        ("https://link.zhihu.com/?target=javascript:x", "https://link.zhihu.com/?target=javascript:x"),
    ],
)
def test_link_through_a_site_that_sends_on_leads_where_it_led(link, led):
    assert record_of(body=f"<a href='{link}'>一</a>").body == f'<a href="{led}">一</a>'


@pytest.mark.parametrize(
    "address", ["https://www.google-analytics.com/collect?v=1", "https://www.facebook.com/tr?id=1"]
)
def test_counter_is_no_picture(address):
    assert is_tracker(address)
    assert record_of(body=f"<p>一<img src='{address}'></p>").pictures == []


@pytest.mark.parametrize(
    "address",
    [
        "https://picsum.photos/800/600",
        "https://source.unsplash.com/random",
        "https://a.org/api/random.php?x=1",
    ],
)
def test_lead_picture_that_is_another_each_time_gives_way(address):
    record = record_of(f"headimg: {address}\nthumbnail: https://a.org/b.jpg")

    assert is_stand_in(address)
    assert record.lead_picture.address == "https://a.org/b.jpg"
    assert codes(record) == ["image-dropped"]


@pytest.mark.parametrize(
    "address", ["https://notcnzz.com/x.gif", "https://a.org/randomness.jpg", "http://[::1"]
)
def test_picture_only_called_alike_is_one(address):
    assert not is_tracker(address)
    assert not is_stand_in(address)
