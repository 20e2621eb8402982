"""The preview in a browser: it follows the typing beside the text and over it, and a link shares it."""

import pytest

from articles.models import Article
from tests.factories import make_article, make_author, make_category

from .pages import ADD, DESKTOP, PHONE, SURFACE, assert_clean, change, faults

# The roles that a migration makes must be there again for who comes next.
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

BODY = "".join(f'<p>第{number}段，老渔民在等船。<a href="/第{number}/">船</a></p>' for number in range(60))
FOOTNOTE = (
    '<p>脚注<sup class="footnote-ref" id="text-r"><a href="#text-f">1</a></sup></p><p id="text-f">注</p>'
)
PLACE = "frame.contentDocument.querySelectorAll('.story-text p')[30].getBoundingClientRect().top"


@pytest.fixture
def draft():
    section = make_category("国际")
    return make_article(status="draft", body=BODY + FOOTNOTE, categories=[section], authors=[make_author()])


def pane(page):
    return page.get_by_role("dialog", name="Preview")


def shown(page):
    return page.frame_locator(".preview__frame")


def in_frame(page, script):
    return page.locator(".preview__frame").evaluate(f"frame => {{ {script} }}")


def test_the_page_follows_the_typing_beside_it(desk, draft):
    page = desk(change(draft), viewport=DESKTOP)
    page.locator(SURFACE).wait_for()
    page.locator("#id_headline").focus()
    page.keyboard.press("Control+Shift+P")
    shown(page).get_by_role("heading", level=1, name=draft.headline).wait_for()
    assert page.locator("#id_headline").evaluate("field => field === document.activeElement")

    page.wait_for_load_state("networkidle")
    in_frame(page, "frame.contentDocument.querySelectorAll('.story-text p')[30].stays = true")
    before = in_frame(
        page, f"frame.contentWindow.scrollTo({{ top: 900, behavior: 'instant' }}); return {PLACE}"
    )
    page.locator("#id_headline").fill("正在打的标题")
    page.locator(f"{SURFACE} p").first.click()
    page.keyboard.press("Home")
    page.keyboard.type("新写的一句。")
    shown(page).get_by_text("新写的一句。第0段").wait_for(state="attached")
    assert shown(page).locator("h1").inner_text() == "正在打的标题"
    # What did not change is the same element as before, at the same place: nothing flickers, and nothing scrolls.
    assert in_frame(page, "return frame.contentDocument.querySelectorAll('.story-text p')[30].stays")
    assert abs(in_frame(page, f"return {PLACE}") - before) < 2

    for name, width in {"Desktop": 1280, "Tablet": 768, "Phone": 390}.items():
        page.get_by_role("button", name=name).click()
        assert in_frame(page, "return frame.contentWindow.innerWidth") == width
        assert page.locator(".preview__frame").bounding_box()["x"] >= 720

    page.locator("#id_headline").fill("")
    page.get_by_text("There is no headline yet").wait_for()
    assert shown(page).locator("h1").inner_text() == "正在打的标题"
    page.locator("#id_headline").fill("定稿的标题")
    shown(page).get_by_role("heading", level=1, name="定稿的标题").wait_for()
    assert_clean(page)

    page.keyboard.press("Control+s")
    page.locator(".messagelist").wait_for()
    shown(page).get_by_role("heading", level=1, name="定稿的标题").wait_for()
    assert Article.objects.get().headline == "定稿的标题"


def test_links_of_the_page_open_elsewhere_and_those_within_it_stay(desk, draft):
    page = desk(change(draft), viewport=DESKTOP)
    page.get_by_role("button", name="Preview", exact=True).click()
    shown(page).locator("#text-f").wait_for(state="attached")
    page.wait_for_load_state("networkidle")
    shown(page).locator('a[href="#text-f"]').click()
    page.wait_for_function(
        "() => document.querySelector('.preview__frame').contentWindow.location.hash === '#text-f'"
    )
    with page.expect_popup() as opened:
        shown(page).get_by_role("link", name="国际").first.click()
    assert opened.value.url.endswith("/category/%E5%9B%BD%E9%99%85/")
    assert in_frame(page, "return frame.contentDocument.querySelector('h1').textContent") == draft.headline


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_it_covers_the_text_and_the_keyboard_does_it_all(desk, scheme):
    page = desk(ADD, viewport=PHONE, color_scheme=scheme)
    page.locator(SURFACE).wait_for()
    page.get_by_role("button", name="Preview", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_role("dialog").get_by_text("There is no headline yet").wait_for()
    box = pane(page).bounding_box()
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 390, 844)
    page.keyboard.press("Escape")
    pane(page).wait_for(state="hidden")
    button = page.get_by_role("button", name="Preview", exact=True)
    assert button.evaluate("each => each === document.activeElement")
    assert button.get_attribute("aria-expanded") == "false"

    page.locator("#id_headline").fill("江水复清")
    page.keyboard.press("Control+Shift+P")
    shown(page).get_by_role("heading", level=1, name="江水复清").wait_for()
    assert in_frame(page, "return frame.contentWindow.innerWidth") == 390
    assert_clean(page)
    page.get_by_role("button", name="Close", exact=True).click()
    pane(page).wait_for(state="hidden")


def test_a_link_is_shared_read_without_a_login_and_revoked(desk, draft, open_page):
    page = desk(change(draft), viewport=PHONE, color_scheme="dark")
    page.get_by_role("link", name="Share a preview").click()
    page.get_by_label("30 days").check()
    page.get_by_role("button", name="Make a link").click()
    address = page.get_by_role("textbox", name="The link").input_value()
    page.get_by_role("button", name="Copy").click()
    page.get_by_role("button", name="Copied").wait_for()
    assert_clean(page)

    path = address.removeprefix("http://127.0.0.1:8000")
    reader = open_page(path, viewport=PHONE)
    assert reader.locator("h1").inner_text() == draft.headline
    assert reader.get_by_role("complementary").first.is_visible()
    assert reader.context.cookies() == []
    assert faults(reader) == []

    page.get_by_role("button", name="Revoke the link").click()
    page.get_by_text("No link is open.").wait_for()
    assert reader.goto(path).status == 404
