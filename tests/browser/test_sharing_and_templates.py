"""How an article is shown elsewhere, and templates: written at the desk, and seen where readers meet it."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from articles.models import Article, ArticleTemplate
from tests.factories import make_article, make_category

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

LIST = "/admin/articles/article/"
PHONE = {"width": 390, "height": 844}
WIDE = {"width": 1440, "height": 900}
HEADLINE = "禁捕第一个五年，汐水边的人和鱼"
STANDFIRST = "江豚在晨雾里换气，声音像有人轻轻叹息。"


def change(article):
    return f"{LIST}{article.pk}/change/"


def follow(page, control):
    """Use what leads to another page, and wait until that is there."""
    with page.expect_navigation():
        control.click()


def save(page):
    follow(page, page.locator("[name=_continue]"))
    page.locator(".messagelist .success").wait_for()


def assert_fine(page):
    """Nothing that the policy stopped, nothing wider than the screen, nothing grave for axe to find."""
    assert page.stopped == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(page).response["violations"]
    grave = [each for each in found if each["impact"] in ("serious", "critical")]
    assert [(each["id"], each["nodes"][0]["html"]) for each in grave] == []
    # The checker itself sets styles.
    page.stopped.clear()


def card(page, kind):
    box = page.locator(f".share__card--{kind}")
    return box.locator(".share__title").inner_text(), box.locator(".share__description").inner_text()


def shared(page, name):
    return page.locator(f"meta[property='og:{name}']").get_attribute("content")


def test_cards_follow_the_typing_and_readers_see_what_they_showed(desk, open_page):
    article = make_article(status="ready", headline=HEADLINE, standfirst=STANDFIRST)
    page = desk(change(article), viewport=PHONE, color_scheme="dark")
    page.get_by_text("On cards and when shared").click()
    assert card(page, "site") == card(page, "link") == card(page, "search") == (HEADLINE, STANDFIRST)
    assert page.locator("#id_short_headline").get_attribute("placeholder") == HEADLINE

    page.locator("#id_short_headline").fill("汐水禁捕五年")
    page.locator("#id_social_title").fill("鱼回来了吗？")
    page.locator("#id_social_description").fill("江边五年")
    assert card(page, "site") == ("汐水禁捕五年", STANDFIRST)
    assert card(page, "link") == ("鱼回来了吗？", "江边五年")
    assert card(page, "search") == (HEADLINE, "江边五年")
    assert_fine(page)
    save(page)

    reader = open_page("/", viewport=PHONE)
    assert reader.locator(".headline", has_text="汐水禁捕五年").count() == 1
    reader.goto(article.get_absolute_url())
    assert (shared(reader, "title"), shared(reader, "description")) == ("鱼回来了吗？", "江边五年")
    assert reader.locator("h1").inner_text() == HEADLINE


def test_emptied_again_the_fields_leave_the_word_to_headline_and_standfirst(desk, open_page):
    words = {"short_headline": "汐水", "social_title": "鱼呢？", "social_description": "江边"}
    article = make_article(status="ready", headline=HEADLINE, standfirst=STANDFIRST, **words)
    page = desk(change(article), viewport=WIDE)
    assert card(page, "link") == ("鱼呢？", "江边")
    for name in words:
        page.locator(f"#id_{name}").fill("")
    page.locator("#id_headline").fill("江豚回来了")
    assert card(page, "site") == card(page, "link") == ("江豚回来了", STANDFIRST)
    save(page)

    reader = open_page("/", viewport=WIDE)
    assert reader.locator(".headline", has_text="江豚回来了").count() == 1
    reader.goto(article.get_absolute_url())
    assert (shared(reader, "title"), shared(reader, "description")) == ("江豚回来了", STANDFIRST)


def test_an_article_is_made_a_template_and_the_next_begins_with_it(desk):
    make_category("体育")
    match = make_article(
        status="draft", headline="汐州三比一", standfirst="谁赢了", body="<p>上半场</p>\n<p>下半场</p>"
    )
    page = desk(change(match), viewport=PHONE, color_scheme="dark")
    follow(page, page.get_by_role("link", name="Make a template"))
    assert_fine(page)
    page.locator("#id_name").fill("赛报")
    page.locator("#id_section").select_option(label="体育")
    follow(page, page.get_by_role("button", name="Make the template"))
    page.locator(".ProseMirror p").first.wait_for()
    assert_fine(page)
    page.locator(".ProseMirror p").first.click()
    page.keyboard.press("End")
    page.keyboard.type("：")
    save(page)
    assert ArticleTemplate.objects.get().content["body"] == "<p>上半场：</p>\n<p>下半场</p>"

    page.goto(LIST)
    page.locator(".templates > summary").click()
    assert_fine(page)
    follow(page, page.locator(".templates a", has_text="赛报"))
    page.get_by_text("Begun with the template “赛报”").wait_for()
    assert_fine(page)
    page.locator("#id_headline").fill("汐州零比零")
    page.locator(".ProseMirror p").first.click()
    page.keyboard.press("End")
    page.keyboard.type("没有进球。")
    save(page)

    new = Article.objects.get(headline="汐州零比零")
    assert (new.standfirst, str(new.primary_category), new.status) == ("谁赢了", "体育", "draft")
    assert new.body == "<p>上半场：没有进球。</p>\n<p>下半场</p>"
    match.refresh_from_db()
    assert match.body == "<p>上半场</p>\n<p>下半场</p>"
