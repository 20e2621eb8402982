"""How an article is shown elsewhere, and templates, as an editor meets them in a browser."""

import pytest

from articles.desk.pictures import keeping
from articles.models import Article, ArticleTemplate
from tests.factories import make_article, make_category
from tests.images.pictures import encode, scene

from .pages import ADD, DESKTOP, LIST, SURFACE, assert_clean, change, grave_faults, save, wait_for_body

# The roles that a migration makes must be there again for who comes next.
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

TEMPLATES = "/admin/articles/articletemplate/"


def says(page, card, part):
    return page.locator(f".share__card--{card} .share__{part}").text_content()


def test_cards_follow_what_is_typed_and_the_lead_image_that_is_chosen(desk):
    keeping.store(encode(scene(900, 600))).saved()
    article = make_article(headline="渔村迎来春天", standfirst="禁渔之后")
    page = desk(change(article), viewport=DESKTOP)
    page.locator("summary", has_text="On cards and when shared").click()

    assert (says(page, "site", "title"), says(page, "link", "title")) == ("渔村迎来春天", "渔村迎来春天")
    assert page.locator("#id_social_description").get_attribute("placeholder") == "禁渔之后"
    page.locator("#id_headline").fill("渔村的春天来了")
    page.locator("#id_short_headline").fill("渔村之春")
    page.locator("#id_social_title").fill("鱼回来了吗？")
    page.locator("#id_social_description").fill("江" * 81)

    assert [says(page, card, "title") for card in ("site", "link", "search")] == [
        "渔村之春",
        "鱼回来了吗？",
        "渔村的春天来了",
    ]
    assert page.locator("#id_short_headline_count").text_content() == "4 of 120"
    assert "the beginning only" in page.locator("#id_social_description_count").text_content()
    assert page.locator(".share__picture img").count() == 0
    page.locator(".lead-image").get_by_role("button", name="Choose").click()
    page.locator(".picker__tile").first.click()
    page.locator(".lead-image img").wait_for()
    pictures = page.locator(":is(.lead-image__picture, .share__picture) img")
    assert pictures.evaluate_all("all => [all.length, new Set(all.map(each => each.src)).size]") == [3, 1]
    save(page)

    article.refresh_from_db()
    assert (article.short_headline, article.social_title) == ("渔村之春", "鱼回来了吗？")
    page.locator("#id_short_headline").wait_for()
    assert page.stopped == []


def test_a_template_is_written_and_an_article_begun_with_it_by_keyboard(desk):
    section = make_category("体育")
    page = desk(f"{TEMPLATES}add/")
    page.locator("#id_name").focus()
    page.keyboard.type("赛报")
    page.locator(SURFACE).focus()
    page.keyboard.type("上半场")
    wait_for_body(page, "上半场")
    page.locator("#id_section").select_option(str(section.pk))
    page.keyboard.press("Control+s")
    page.locator(".messagelist").wait_for()
    page.goto(LIST)
    page.locator(".templates summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator(".templates__begun").wait_for()
    page.locator("#id_headline").fill("三比二")
    page.locator(SURFACE).click()
    page.keyboard.press("Control+End")
    page.keyboard.type("：三比二")
    wait_for_body(page, "三比二")
    save(page)

    article = Article.objects.get()
    assert (article.headline, article.body, article.primary_category) == (
        "三比二",
        "<p>上半场：三比二</p>",
        section,
    )
    assert ArticleTemplate.objects.get().content["body"] == "<p>上半场</p>"
    assert page.stopped == []


def test_a_template_is_made_of_an_article_and_begun_with_where_no_script_runs(desk):
    article = make_article(standfirst="导语", tags=["长江"])
    page = desk(change(article), java_script_enabled=False)
    page.get_by_role("link", name="Make a template").click()
    page.locator("#id_name").fill("江河")
    page.get_by_role("button", name="Make the template").click()
    page.locator(".messagelist").wait_for()

    page.goto("/admin/")
    page.locator(".templates summary").click()
    page.locator(".templates a").click()
    page.locator("#id_headline").fill("又一个春天")
    save(page)

    begun = Article.objects.get(headline="又一个春天")
    assert (begun.standfirst, begun.body, list(begun.tags.names())) == ("导语", article.body, ["长江"])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_the_screens_are_accessible_and_fit(desk, width, scheme):
    article = make_article(short_headline="渔村之春", categories=[make_category()])
    content = {"body": "<h2>一</h2><p>二</p>"}
    template = ArticleTemplate.objects.create(name="一份名字很长的模板" * 4, content=content)
    page = desk("/admin/", viewport={"width": width, "height": 900}, color_scheme=scheme)
    screens = ["/admin/", LIST, ADD, f"{ADD}?template={template.pk}", change(article)]
    screens += [TEMPLATES, f"{TEMPLATES}{template.pk}/change/", f"{LIST}{article.pk}/template/"]

    for address in screens:
        page.goto(address)
        page.wait_for_load_state("networkidle")
        page.evaluate("document.querySelector('.templates')?.setAttribute('open', '')")
        assert_clean(page, grave_faults)
