"""What a reader's browser makes of the pictures: what it asks for, when, and whether anything moves."""

import re
from datetime import UTC, datetime

import pytest

from articles.desk.pictures import keeping
from tests.factories import make_article, make_category, make_image_source
from tests.images.pictures import animation, encode, scene

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

# The server asks the real clock.
LONG_AGO = datetime(2024, 3, 2, 8, 0, tzinfo=UTC)
SIZES = {"lead": (1800, 1200), "wide": (1600, 900), "upright": (1200, 1800)}
SIZES |= {"infographic": (700, 2800), "mark": (200, 150)}
WAITING = "https://example.com/wp-content/river.jpg"
SMALLEST = SIZES["mark"][0]
WINDOWS = {390: 844, 768: 1024, 1440: 900}

OBSERVE = """
window.moved = [];
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.moved.push(entry.value);
}).observe({type: "layout-shift", buffered: true});
"""
# Goes from picture to picture as a reader does, so that whatever is lazy is asked for.
READ_ALL = """async () => {
  for (const image of document.images) {
    if (!image.checkVisibility()) continue;
    image.scrollIntoView({block: "center", behavior: "instant"});
    await image.decode().catch(() => "turned away");
  }
}"""
SHOWN = """() => [...document.images]
  .filter(image => image.currentSrc.startsWith(location.origin) && image.checkVisibility())
  .map(image => ({
    sent: image.currentSrc,
    offered: image.parentElement.matches("picture") ? image.parentElement.firstElementChild.srcset : "",
    box: image.getBoundingClientRect().width * devicePixelRatio,
  }))"""


def keep(width, height):
    return keeping.store(encode(scene(width, height)), alt="江").saved()


@pytest.fixture
def story():
    """A story with a picture of every kind, and enough others for a front page and a category.

    No picture is on a page twice: Chromium shows what it has already, however large, instead of asking again.
    """
    rivers = make_category("江河")
    kept = {name: keep(*size) for name, size in SIZES.items()}
    moving = keeping.store(animation("GIF"), alt="moving").saved()
    text = "<p>清晨六点，江面上的雾还没有散去，老渔民已经站在码头上等船。</p>" * 4
    alone = "".join(
        f'{text}<p><img src="{kept[name].url}"></p>' for name in ("wide", "upright", "infographic")
    )
    row = [(1610, 900), (1300, 1300), (1210, 1800), (1810, 1200), (1620, 900)]
    together = "".join(f'<p><img src="{keep(*size).url}"></p>' for size in row)
    odd = f'<p>江 <img src="{kept["mark"].url}" width="40"> 面</p><p><img src="{moving.url}"></p>'
    lost = f'<p><img src="/archive/lost.jpg" alt="雾"></p>{text}<p><img src="{WAITING}" alt="江"></p>{text}'
    for number in range(7):
        image = keep(1400 + number, 900 if number % 3 else 1700)
        make_article(at=LONG_AGO, categories=[rivers], lead_image=image)
    return make_article(
        at=LONG_AGO,
        categories=[rivers],
        lead_image=kept["lead"],
        body=f"{text}{alone}{text}{together}{odd}{text}{lost}",
    )


@pytest.fixture
def waiting_story():
    source = make_image_source(WAITING)
    return make_article(at=LONG_AGO, language="en", lead_image_source=source)


def read(open_page, address, **options):
    """Open the page, read it to its end, and return it."""
    page = open_page("/healthz", **options)
    page.add_init_script(OBSERVE)
    page.goto(address)
    page.evaluate(READ_ALL)
    return page


def pages(story):
    return [story.get_absolute_url(), "/", story.primary_category.get_absolute_url()]


def width_sent(picture):
    """The width in the name of a rendition; an animation is shown as it came."""
    found = re.search(r"(\d+)\.(?:webp|jpg)$", picture["sent"])
    return int(found[1]) if found else 0


@pytest.mark.parametrize("width", WINDOWS)
def test_nothing_moves_and_no_picture_is_more_than_twice_its_box(width, story, open_page):
    for address in pages(story):
        page = read(open_page, address, viewport={"width": width, "height": WINDOWS[width]})
        assert page.evaluate("moved") == [], address
        assert page.evaluate("document.documentElement.scrollWidth") == width
        shown = page.evaluate(SHOWN)
        assert len(shown) > 5
        # A mark in running text has nothing smaller to be sent.
        too_wide = [each for each in shown if width_sent(each) > max(2 * each["box"], SMALLEST)]
        assert too_wide == [], address


@pytest.mark.parametrize("density", [1, 2, 3])
def test_on_a_phone_each_picture_is_the_smallest_that_fills_its_box(density, story, open_page):
    for address in pages(story):
        page = read(open_page, address, viewport={"width": 390, "height": 844}, device_scale_factor=density)
        for each in page.evaluate(SHOWN):
            offered = sorted(int(found) for found in re.findall(r" (\d+)w", each["offered"]))
            # A box that is a hair narrower than was said makes no other picture.
            enough = [width for width in offered if width >= each["box"] * 1.06] or offered[-1:]
            assert not width_sent(each) or width_sent(each) <= enough[0], each


def test_lead_picture_is_asked_for_before_the_style_sheet_has_come(story, open_page):
    for address in pages(story):
        page = open_page("/healthz", viewport={"width": 390, "height": 844})
        asked, held = [], []

        def hold(route, *, held=held):
            held.append(route)

        page.route("**/site.css", hold)
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        # It comes, whole, while the style sheet is held back.
        with page.expect_event("requestfinished", lambda request: "/renditions/" in request.url):
            page.goto(address, wait_until="commit")
        page.unroute("**/site.css", hold)
        for route in held:
            route.continue_()
        page.wait_for_load_state("load")
        lead = page.evaluate("document.querySelector('main img').currentSrc")
        assert asked.count(lead) == 1
        assert asked.index(lead) <= 3
        assert page.locator("main img").first.get_attribute("fetchpriority") == "high"


def test_no_picture_is_asked_for_twice(story, open_page):
    page = open_page("/healthz")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(story.get_absolute_url())
    page.evaluate(READ_ALL)
    pictures = [url for url in asked if "/media/" in url]
    assert len(pictures) == len(set(pictures)) > 5


def test_nothing_moves_when_a_picture_comes_from_its_source(waiting_story, open_page):
    page = open_page("/healthz", viewport={"width": 768, "height": 1024})
    page.add_init_script(OBSERVE)
    upright = encode(scene(300, 900))
    page.route(WAITING, lambda route: route.fulfill(body=upright, content_type="image/jpeg"))
    page.goto(waiting_story.get_absolute_url())
    page.wait_for_function("() => document.querySelector('.pending').naturalWidth > 0")
    assert page.evaluate("moved") == []


@pytest.mark.parametrize(("motion", "suffix"), [("reduce", ".webp"), ("no-preference", ".gif")])
def test_an_animation_stands_still_for_who_asks_for_that(motion, suffix, story, open_page):
    page = read(open_page, story.get_absolute_url(), reduced_motion=motion)
    assert page.evaluate("document.querySelector('img[alt=moving]').currentSrc").endswith(suffix)


def test_pictures_of_a_row_are_as_high_as_each_other(story, open_page):
    for width in WINDOWS:
        page = read(open_page, story.get_absolute_url(), viewport={"width": width, "height": 900})
        rows = page.evaluate(
            "[...document.querySelectorAll('.gallery-row')].map(row =>"
            " [...row.querySelectorAll('img')].map(image => image.getBoundingClientRect().height))"
        )
        assert [len(row) for row in rows] == [2, 3] or len(rows) > 1
        assert all(max(row) - min(row) < 1 for row in rows)


def test_the_keyboard_stops_at_no_picture(story, open_page):
    page = open_page(story.get_absolute_url())
    assert page.locator(".story-text :is(a, [tabindex], button)").count() == 0


def test_missing_picture_says_so_in_the_language_of_the_page(story, open_page):
    page = open_page(story.get_absolute_url())
    notice = page.locator(".picture-notice")
    assert notice.is_visible()
    assert "雾" in notice.inner_text()


@pytest.mark.parametrize("allowed", [True, False])
def test_policy_for_contents_opens_to_other_servers_only_where_pictures_may_come_from_them(
    allowed, settings, story, open_page
):
    settings.HOTLINK_PICTURES = allowed
    page = read(open_page, story.get_absolute_url())
    assert [request.url for request in page.foreign] == ([WAITING] if allowed else [])
    assert [request.headers.get("referer") for request in page.foreign] == ([None] if allowed else [])
    assert page.locator(".picture-notice").count() == (1 if allowed else 2)
