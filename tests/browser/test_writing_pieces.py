"""Links, ruby, cards of players and footnotes, as a writer sets them."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from articles.text import markdown, sanitizer
from tests.factories import make_article, make_category

from .test_picker import DESKTOP, PHONE, SURFACE, change, desk, opened, saved_body  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def press(page, *keys):
    """Move the cursor, and let the editor notice."""
    for key in keys:
        page.keyboard.press(key)
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def test_a_link_to_an_own_article_is_found_by_words_changed_and_removed_by_keyboard(desk):  # noqa: F811
    river = make_article(headline="长江禁渔第三年")
    make_article(headline="没有日期的草稿", status="draft", published_at=None)
    article, page = opened(
        desk, '<p>清晨。<a href="https://example.com/a" title="旧" hreflang="ja">雾</a></p>'
    )
    page.locator(SURFACE).click()
    press(page, "Home", "Shift+ArrowRight")

    page.keyboard.press("Control+k")
    page.locator(".link__option").nth(2).wait_for()
    page.keyboard.type("草稿")
    page.locator(".link__option:only-child", has_text="no publication day").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.locator(".link__status").text_content().startswith("It has no publication day yet")
    page.keyboard.press("Control+a")
    page.keyboard.type("第三年 长江")
    page.locator(".link__option[aria-selected=true]", has_text="禁渔第三年").wait_for()
    assert page.locator(".link__option .badge").all_text_contents() == ["Published"]
    page.keyboard.press("Enter")
    press(page, "End")
    page.keyboard.press("Control+k")
    page.keyboard.type("example.com/b")
    page.keyboard.press("Enter")
    own = river.get_absolute_url()
    link = '<a hreflang="ja" href="https://example.com/b" title="旧">雾</a>'
    assert saved_body(article, page) == f'<p><a href="{own}">清</a>晨。{link}</p>'

    page.locator(SURFACE).click()
    press(page, "Home", "ArrowRight")
    page.keyboard.press("Control+k")
    page.get_by_role("button", name="Remove the link").last.click()
    assert saved_body(article, page) == f"<p>清晨。{link}</p>"
    assert page.stopped == []
