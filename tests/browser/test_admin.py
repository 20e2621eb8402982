from collections import Counter

import pytest
from selectolax.lexbor import LexborHTMLParser

from articles.models import Article
from tests.admin.every_element import EVERY_ELEMENT
from tests.factories import make_article, make_author, make_category

from .pages import ADD, LIST, SURFACE, assert_clean, change, grave_faults, save, wait_for_body

# The roles that a migration makes must be there again for who comes next.
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

SAME = {"b": "strong", "i": "em"}
SAID_BY_DEFAULT = (("colspan", "1"), ("rowspan", "1"))
GOOGLE_DOCS = """<b style="font-weight:normal" id="docs-internal-guid-1"><p>
<span style="font-weight:400">平</span>
<span style="font-weight:700">粗</span><span style="font-style:italic">斜</span></p></b>"""
WORD = """<p style="mso-list:l0 level1 lfo1"><span style="mso-list:Ignore">·  </span>一</p>
<p style="mso-list:l0 level1 lfo1"><span style="mso-list:Ignore">·  </span>二</p>
<p style="mso-list:l1 level1 lfo2"><span style="mso-list:Ignore">1. </span>三</p>"""


def paste(page, html):
    page.locator(SURFACE).evaluate(
        """(surface, html) => {
            const clipboardData = new DataTransfer()
            clipboardData.setData("text/html", html)
            const options = { clipboardData, bubbles: true, cancelable: true }
            surface.dispatchEvent(new ClipboardEvent("paste", options))
        }""",
        html,
    )


def inventory(html):
    """What the HTML is made of, and its text, whichever way its inline elements are nested."""
    tree = LexborHTMLParser(html)
    elements = Counter((SAME.get(node.tag, node.tag), *_attributes(node)) for node in tree.css("body *"))
    # An editor puts paragraphs around loose text.
    del elements[("p",)]
    return elements, "".join(tree.body.text().split())


def _attributes(node):
    return sorted(item for item in node.attributes.items() if item not in SAID_BY_DEFAULT)


def test_a_chinese_article_is_written_with_heading_and_link_by_keyboard_alone(desk):
    page = desk(ADD)

    page.keyboard.type("渔村的春天")
    page.keyboard.press("Tab")
    page.keyboard.type("禁渔之后")
    page.locator(SURFACE).focus()
    page.keyboard.press("Control+Alt+2")
    page.keyboard.type("数鱼的人")
    page.keyboard.press("Enter")
    page.keyboard.type("老渔民在等船")
    wait_for_body(page, "等船")
    page.keyboard.press("Shift+Home")
    page.get_by_text("characters selected").wait_for()
    page.keyboard.press("Control+k")
    page.locator("dialog input").first.fill("https://example.com/river")
    page.keyboard.press("Enter")
    wait_for_body(page, "river")
    page.locator(SURFACE).focus()
    page.keyboard.press("Control+s")
    page.locator(".messagelist").wait_for()

    article = Article.objects.get()
    assert (article.headline, article.standfirst, article.language) == ("渔村的春天", "禁渔之后", "zh-Hans")
    assert "<h2>数鱼的人</h2>" in article.body
    assert '<p><a href="https://example.com/river">老渔民在等船</a></p>' in article.body
    assert page.stopped == []


def test_editing_one_word_of_a_body_loses_nothing_of_the_rest(desk):
    article = make_article(body=EVERY_ELEMENT)
    page = desk(change(article))

    page.locator(f"{SURFACE} h2").click()
    page.keyboard.press("End")
    page.keyboard.type("节")
    save(page)

    article.refresh_from_db()
    assert article.version == 2
    expected = EVERY_ELEMENT.replace("一</h2>", "一节</h2>")
    assert inventory(article.body) == inventory(expected)


def test_saving_a_body_unread_changes_nothing(desk):
    article = make_article(body=EVERY_ELEMENT)
    page = desk(change(article))

    page.locator(SURFACE).click()
    save(page)

    article.refresh_from_db()
    assert (article.version, article.body) == (1, EVERY_ELEMENT)


def test_what_the_editor_cannot_hold_is_edited_as_html(desk):
    article = make_article(body="<dl><dt>词</dt><dd>义</dd></dl>")
    page = desk(change(article))

    page.locator("div.kept").dblclick()
    page.locator("dialog textarea").fill("<dl><dt>词</dt><dd>新义</dd></dl>")
    page.get_by_role("button", name="Update").click()
    save(page)

    article.refresh_from_db()
    assert article.body == "<dl><dt>词</dt><dd>新义</dd></dl>"


@pytest.mark.parametrize(
    ("clipboard", "kept"),
    [
        (GOOGLE_DOCS, "<p>平 <strong>粗</strong><em>斜</em></p>"),
        (WORD, "<ul><li>一</li><li>二</li></ul>\n<ol><li>三</li></ol>"),
        ('<div data-kept="1">x</div><p onclick="alert(1)" style="color:red">红</p>', "<p>x</p>\n<p>红</p>"),
    ],
)
def test_pasting_keeps_what_was_meant(desk, clipboard, kept):
    page = desk(ADD)
    page.locator("#id_headline").fill("渔村")
    page.locator(SURFACE).click()

    paste(page, clipboard)
    save(page)

    assert Article.objects.get().body == kept


def test_html_typed_by_hand_runs_nothing(desk):
    page = desk(change(make_article()))

    page.get_by_role("button", name="Edit the HTML").click()
    page.locator("dialog textarea").fill(
        '<dl><dt><img src="/nowhere.png" onerror="alert(1)"></dt></dl><script>alert(2)</script>'
    )
    page.get_by_role("button", name="Update").click()
    page.locator("div.kept").first.wait_for()
    page.wait_for_load_state("networkidle")
    save(page)

    assert page.asked == []
    assert "alert" not in Article.objects.get().body


def test_leaving_with_unsaved_text_asks_first(desk):
    page = desk(change(make_article()), answer="dismiss")
    page.locator("#id_standfirst").fill("禁渔之后")

    page.get_by_role("link", name="Close").click()

    assert page.asked == ["beforeunload"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_list_form_and_first_page_are_accessible_and_fit(desk, width, scheme):
    section, author = make_category(), make_author()
    article = make_article(body=EVERY_ELEMENT, categories=[section], authors=[author], tags=["长江"])
    make_article(language="ar", status="draft", published_at=None)
    page = desk("/admin/", viewport={"width": width, "height": 900}, color_scheme=scheme)

    for address in ["/admin/", LIST, change(article), ADD, f"{LIST}{article.pk}/verb/retire/"]:
        page.goto(address)
        assert_clean(page, grave_faults)
