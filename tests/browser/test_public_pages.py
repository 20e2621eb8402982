from datetime import UTC, datetime
from functools import partial
from io import BytesIO

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.urls import reverse
from PIL import Image as Picture

from articles.models import Article
from tests.factories import (
    make_article,
    make_author,
    make_category,
    make_correction,
    make_image,
    make_image_source,
)

# The roles that a migration makes must be there again for who comes next.
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

# The server asks the real clock.
LONG_AGO = datetime(2024, 3, 2, 8, 0, tzinfo=UTC)
NARROWEST_PHONE = {"width": 320, "height": 640}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CHINESE_BODY = """
<p>清晨六点，<em>老渔民</em>已经站在码头上等船，看见了<ruby>胭脂鱼<rt>yān zhī yú</rt></ruby>。</p>
<h2>数鱼的人</h2>
<blockquote><p>江是慢慢好起来的，就像它当年是慢慢坏下去的一样。</p></blockquote>
<table><thead><tr><th scope="col">种类</th><th scope="col">2024年</th></tr></thead>
<tbody><tr><td>胭脂鱼</td><td>3</td></tr></tbody></table>
<table><caption>六个断面的鱼，按月份计</caption>
<thead><tr><th scope="col">监测断面的名称</th><th scope="col">一月的数量</th><th scope="col">二月的数量</th>
<th scope="col">三月的数量</th><th scope="col">四月的数量</th><th scope="col">五月的数量</th></tr></thead>
<tbody><tr><th scope="row">上游的老渔村</th><td>1,204</td><td>1,377</td><td>1,590</td><td>2,018</td><td>2,466</td></tr></tbody></table>
<ul><li>监测断面：6处</li></ul>
<p class="embed-card"><a href="https://www.bilibili.com/video/BV1xx411c7mD">Bilibili · bilibili.com</a></p>
<h3>一本账</h3>
<pre><code>https://example.com/an/address/that/is/longer/than/any/phone/is/wide/and/has/no/space</code></pre>
"""


@pytest.fixture
def newspaper():
    """A small newspaper in three scripts; what stands at each kind of address."""
    story = partial(make_article, at=LONG_AGO)
    china, arab = make_category("中国"), make_category("العالم العربي")
    rivers = make_category("江河", parent=china)
    author = make_author(biography="写江河，也写住在江边的人。")
    chinese = story(
        categories=[rivers], authors=[author], tags=["长江"], body=CHINESE_BODY, lead_image=_kept_picture()
    )
    make_correction(chinese)
    arabic = story(language="ar", categories=[arab], authors=[author])
    english = story(language="en", categories=[china], lead_image_source=make_image_source())
    retired = story(language="en", headline="The bridge that was never built")
    Article.objects.filter(pk=retired.pk).update(status="retired")
    day = f"/{chinese.published_on:%Y/%m/%d}/"
    return {
        "front page": "/",
        "Chinese article": chinese.get_absolute_url(),
        "Arabic article": arabic.get_absolute_url(),
        "English article": english.get_absolute_url(),
        "category": rivers.get_absolute_url(),
        "author": author.get_absolute_url(),
        "tag": reverse("articles:tag", args=["长江"]),
        "year": day[:6],
        "month": day[:9],
        "day": day,
        "address of nothing": "/2024/03/02/nothing/",
        "address of a retired article": retired.get_absolute_url(),
    }


PAGES = [
    "front page",
    "Chinese article",
    "Arabic article",
    "English article",
    "category",
    "author",
    "tag",
    "year",
    "month",
    "day",
    "address of nothing",
    "address of a retired article",
]


def _kept_picture():
    picture = BytesIO()
    Picture.new("RGB", (160, 90), "#567").save(picture, "JPEG")
    name = default_storage.save("originals/00/river.jpg", ContentFile(picture.getvalue()))
    return make_image(file=name, width=160, height=90, caption="三月的江面", credit="林知夏")


def problems(page):
    """What axe finds wrong: the rule and the elements."""
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    return [(each["id"], [node["target"] for node in each["nodes"]]) for each in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_wrong_on_the(name, scheme, newspaper, open_page):
    page = open_page(newspaper[name], color_scheme=scheme)
    assert problems(page) == []


@pytest.mark.parametrize("name", ["front page", "Chinese article", "Arabic article"])
def test_axe_finds_nothing_wrong_on_a_phone_on_the(name, newspaper, open_page):
    page = open_page(newspaper[name], viewport=NARROWEST_PHONE)
    assert problems(page) == []


def test_axe_finds_nothing_wrong_on_an_empty_front_page(open_page):
    assert problems(open_page("/")) == []


def test_axe_finds_nothing_wrong_on_the_page_for_failures(open_page):
    page = open_page("/")
    page.set_content(render_to_string("500.html"), wait_until="load")
    assert problems(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_nothing_scrolls_sideways_on_the_narrowest_phone(name, newspaper, open_page):
    page = open_page(newspaper[name], viewport=NARROWEST_PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") == NARROWEST_PHONE["width"]


@pytest.mark.parametrize("name", [name for name in PAGES if name != "English article"])
def test_page_without_waiting_pictures_asks_no_other_host_for_anything(name, newspaper, open_page):
    newest = Article.objects.filter(lead_image_source__isnull=False)
    newest.update(lead_image_source=None)
    page = open_page(newspaper[name])
    page.wait_for_load_state("networkidle")
    assert page.foreign == []


def test_waiting_picture_is_asked_for_without_telling_which_page_asks(newspaper, open_page):
    page = open_page(newspaper["English article"])
    page.wait_for_load_state("networkidle")
    assert [request.headers.get("referer") for request in page.foreign] == [None]


def test_waiting_lead_picture_has_a_column_and_is_never_drawn_larger_than_it_is(newspaper, open_page):
    page = open_page(newspaper["English article"], viewport={"width": 1440, "height": 900})
    picture = page.locator("figure.lead img")
    assert picture.bounding_box()["width"] == 768
    assert picture.evaluate("element => getComputedStyle(element).objectFit") == "scale-down"


def test_wide_table_scrolls_in_its_box_by_the_keyboard(newspaper, open_page):
    page = open_page(newspaper["Chinese article"], viewport=NARROWEST_PHONE)
    box = page.locator(".wide-table").nth(1)
    box.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("box => box.scrollLeft > 0", arg=box.element_handle())


def test_page_needs_no_javascript(newspaper, open_page):
    page = open_page(newspaper["Chinese article"], java_script_enabled=False)
    assert page.locator("h1").is_visible()
    assert page.locator("script:not([type='application/ld+json'])").count() == 0


def test_policy_for_contents_stops_nothing_of_the_page(newspaper, open_page):
    page = open_page("/")
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(newspaper["Chinese article"])
    assert [text for text in complaints if "Content Security Policy" in text] == []


def test_arabic_page_reads_from_the_right(newspaper, open_page):
    page = open_page(newspaper["Arabic article"], viewport={"width": 1280, "height": 800})
    byline, text = page.locator(".byline").bounding_box(), page.locator(".story-text").bounding_box()
    assert byline["x"] > text["x"] + text["width"]


@pytest.mark.parametrize(("language", "direction"), [("zh-Hans", "ltr"), ("ar", "rtl"), ("en", "ltr")])
def test_each_headline_on_the_front_page_tells_its_language(language, direction, newspaper, open_page):
    headline = open_page("/").locator(f"main .headline:lang({language})").first
    assert headline.evaluate("element => getComputedStyle(element).direction") == direction


def test_skip_link_is_the_first_stop_and_leads_past_the_masthead(newspaper, open_page):
    page = open_page("/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_lead_picture_is_fetched_before_the_others(newspaper, open_page):
    page = open_page(newspaper["Chinese article"])
    assert page.locator("figure.lead img").get_attribute("fetchpriority") == "high"
