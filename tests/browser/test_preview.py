"""The preview in a browser: it follows the typing beside the text and over it, and a link shares it."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client

from articles.models import Article
from tests.factories import make_article, make_author, make_category, make_user

# The roles that a migration makes must be there again for who comes next.
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

LIST = "/admin/articles/article/"
BODY = "".join(f'<p>第{number}段，老渔民在等船。<a href="/第{number}/">船</a></p>' for number in range(60))
FOOTNOTE = (
    '<p>脚注<sup class="footnote-ref" id="text-r"><a href="#text-f">1</a></sup></p><p id="text-f">注</p>'
)
PLACE = "frame.contentDocument.querySelectorAll('.story-text p')[30].getBoundingClientRect().top"
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1440, "height": 900}


@pytest.fixture
def desk(open_page):
    """A function that opens a page as a Chief; ``page.stopped`` keeps errors and what the policy stopped."""
    client = Client()
    client.force_login(make_user("Chief", username="周编辑"))
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "path": "/"}
    cookie |= {"expires": -1, "httpOnly": True, "secure": False, "sameSite": "Lax", "domain": "localhost"}

    def desk(address, **options):
        page = open_page("/healthz", storage_state={"cookies": [cookie], "origins": []}, **options)
        page.set_default_timeout(8000)
        page.stopped = []
        page.on("pageerror", lambda error: page.stopped.append(str(error)))
        page.on("console", lambda said: page.stopped.append(said.text) if "Policy" in said.text else None)
        # What is typed and not saved is left without a question.
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(address)
        return page

    return desk


@pytest.fixture
def draft():
    section = make_category("国际")
    return make_article(status="draft", body=BODY + FOOTNOTE, categories=[section], authors=[make_author()])


def change(article):
    return f"{LIST}{article.pk}/change/"


def pane(page):
    return page.get_by_role("dialog", name="Preview")


def shown(page):
    return page.frame_locator(".preview__frame")


def in_frame(page, script):
    return page.locator(".preview__frame").evaluate(f"frame => {{ {script} }}")


def assert_clean(page):
    """Nothing that the policy stopped, nothing wider than the screen, nothing for axe to find."""
    page.wait_for_load_state("networkidle")
    assert page.stopped == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(page).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
    # What axe does to a page is not the page's.
    page.stopped.clear()


def test_the_page_follows_the_typing_beside_it(desk, draft):
    page = desk(change(draft), viewport=DESKTOP)
    page.locator(".ProseMirror").wait_for()
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
    page.locator(".ProseMirror p").first.click()
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
    page = desk(f"{LIST}add/", viewport=PHONE, color_scheme=scheme)
    page.locator(".ProseMirror").wait_for()
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
    found = Axe().run(reader).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []

    page.get_by_role("button", name="Revoke the link").click()
    page.get_by_text("No link is open.").wait_for()
    assert reader.goto(path).status == 404
