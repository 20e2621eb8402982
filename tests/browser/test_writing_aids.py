"""What helps an editor to write: pasting, Markdown, input methods, finding and replacing, counts."""

from pathlib import Path

import pytest

from articles.models import Article
from tests.text.test_counting import CASES

from .pages import ADD, DESKTOP, PHONE, SURFACE, fits, grave_faults, opened, save, wait_for_body

# The roles that a migration makes must be there again for who comes next.
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

CLIPBOARDS = Path(__file__).parent / "clipboards"
ABSENT = {
    "feishu": "1 picture was not pasted: drop it in, or upload it.",
    "word": "1 picture was not pasted: drop it in, or upload it.",
    "word_on_the_web": "1 picture was not pasted: drop it in, or upload it.",
    "wps": "2 pictures were not pasted: drop them in, or upload them.",
}
MARKDOWN = """# 水位

第一段，见[记录](https://example.com/a)。
同一段。

- 重庆
- 宜昌
  - 三峡

| 年 | 尾 |
|---|---|
| 2024 | 9 |
"""
MARKDOWN_AS_TYPED = """<p># 水位</p>
<p>第一段，见[记录](https://example.com/a)。</p>
<p>同一段。</p>
<p>- 重庆</p>
<p>- 宜昌</p>
<p>  - 三峡</p>
<p>| 年 | 尾 |</p>
<p>|---|---|</p>
<p>| 2024 | 9 |</p>"""
MARKDOWN_AS_MEANT = """<h2>水位</h2>
<p>第一段，见<a href="https://example.com/a">记录</a>。同一段。</p>
<ul><li>重庆</li><li>宜昌<ul><li>三峡</li></ul></li></ul>
<table><tbody><tr><th>年</th><th>尾</th></tr><tr><td>2024</td><td>9</td></tr></tbody></table>"""


def body_of(page):
    return page.locator("#id_body").input_value()


def empty(page):
    """An empty paragraph, whatever was in the surface."""
    page.locator(SURFACE).focus()
    page.keyboard.press("Control+a")
    for _ in range(3):
        page.keyboard.press("Backspace")
    assert page.locator(f"{SURFACE} > *").count() == 1


def paste(page, **kinds):
    page.locator(SURFACE).evaluate(
        """(surface, kinds) => {
            const clipboardData = new DataTransfer()
            for (const [kind, text] of Object.entries(kinds)) clipboardData.setData(`text/${kind}`, text)
            const options = { clipboardData, bubbles: true, cancelable: true }
            surface.dispatchEvent(new ClipboardEvent("paste", options))
        }""",
        kinds,
    )


def compose(page, settled, *, letters):
    """Type by an input method: ``letters`` one after the other, which ``settled`` then takes the place of."""
    typing = page.context.new_cdp_session(page)
    for end in range(1, len(letters) + 1):
        place = {"selectionStart": end, "selectionEnd": end}
        typing.send("Input.imeSetComposition", {"text": letters[:end], **place})
    assert letters not in body_of(page)
    typing.send("Input.insertText", {"text": settled})
    typing.detach()


def call_off(page, *, letters):
    """Begin to type by an input method, and think better of it."""
    typing = page.context.new_cdp_session(page)
    for text in (letters, ""):
        place = {"selectionStart": len(text), "selectionEnd": len(text)}
        typing.send("Input.imeSetComposition", {"text": text, **place})
    typing.detach()


# Pasting


def test_what_other_programs_copy_comes_out_clean(desk):
    page = desk(ADD)
    page.locator("#id_headline").fill("禁渔第三年")

    for clipboard in sorted(CLIPBOARDS.glob("*[a-z].html")):
        name = clipboard.stem
        if name.endswith(".clean"):
            continue
        empty(page)
        paste(page, html=clipboard.read_text(encoding="utf-8"))
        expected = (CLIPBOARDS / f"{name}.clean.html").read_text(encoding="utf-8").rstrip("\n")
        assert body_of(page) == expected, name
        notice = page.locator(".picture__notice:not([hidden])").all_text_contents()
        assert notice == [text for program, text in ABSENT.items() if program == name], name

    save(page)
    assert Article.objects.get().body == expected
    assert page.stopped == []


def test_what_was_copied_from_the_surface_is_pasted_whole_and_into_another_article_with_all_its_text(desk):
    given = (
        '<p lang="de" class="align-center">Der <strong>Fluss</strong> (<abbr title="Elbe">E.</abbr>)</p>\n'
        '<h2 id="text-ufer">Ufer</h2>\n<dl><dt>Pegel</dt><dd>3 m</dd></dl>'
    )
    _, page = opened(desk, given)
    page.locator(SURFACE).focus()
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+x")
    assert body_of(page) == ""

    page.keyboard.press("Control+v")
    assert body_of(page) == given

    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(ADD)
    page.locator(SURFACE).focus()
    page.keyboard.press("Control+v")
    assert body_of(page) == (
        '<p lang="de" class="align-center">Der <strong>Fluss</strong> (E.)</p>\n'
        '<h2 id="text-ufer">Ufer</h2>\n<p>Pegel</p>\n<p>3 m</p>'
    )


# Markdown


def test_markdown_becomes_what_it_stands_for_as_it_is_typed_and_undo_gives_the_signs_back(desk):
    page = desk(ADD)
    meant = {
        "## 水": "<h2>水</h2>",
        "- 水": "<ul><li>水</li></ul>",
        "3. 水": '<ol start="3"><li>水</li></ol>',
        "> 水": "<blockquote><p>水</p></blockquote>",
        "```python x": '<pre><code class="language-python">x</code></pre>',
        "---水": "<hr>\n<p>水</p>",
        "水位**很高**了": "<p>水位<strong>很高</strong>了</p>",
        "he *said* so": "<p>he <em>said</em> so</p>",
        "`km` ~~12~~ 14": "<p><code>km</code> <s>12</s> 14</p>",
        "[水](https://example.com/a_(b))位": '<p><a href="https://example.com/a_(b)">水</a>位</p>',
    }
    as_typed = [
        *("＃＃ 水", "－ 水", "1。 水", "》 水", "＊＊水＊＊", "——", "【水】（https://example.com）"),
        *(
            "张*明、李*华",
            "王**、李**说",
            "报告_终稿_2_",
            "5*3*2",
            "2024. 水",
            "snake_case_name",
            "水～～位～～",
        ),
    ]

    for typed, expected in (meant | {each: f"<p>{each}</p>" for each in as_typed}).items():
        empty(page)
        page.keyboard.type(typed)
        assert body_of(page) == expected, typed

    for typed in ("## ", "- ", "1. ", "> ", "```python ", "---", "水**位**", "[水](https://example.com)"):
        for undo in ("Control+z", "Backspace"):
            empty(page)
            page.keyboard.type(typed)
            page.keyboard.press(undo)
            assert page.locator(SURFACE).text_content() == typed, (typed, undo)
            assert page.locator(f"{SURFACE} > p").count() == 1, (typed, undo)


def test_pasted_markdown_is_formatted_and_one_undo_brings_the_plain_text(desk):
    page = desk(ADD)
    page.locator("#id_headline").fill("水位")
    empty(page)

    paste(page, plain=MARKDOWN)
    page.locator(f"{SURFACE} table").wait_for()
    assert body_of(page) == MARKDOWN_AS_MEANT
    page.keyboard.press("Control+z")
    assert body_of(page) == MARKDOWN_AS_TYPED
    page.keyboard.press("Control+Shift+z")
    assert body_of(page) == MARKDOWN_AS_MEANT

    for plain in (MARKDOWN, "1. 一\n2. 二\n3. 三"):
        empty(page)
        page.keyboard.down("Shift")
        paste(page, plain=plain)
        page.keyboard.up("Shift")
        said = page.locator(f"{SURFACE} > p").all_text_contents()
        assert list(filter(None, said)) == list(filter(None, plain.split("\n")))
    for plain in ("- 你好\n- 再见", "#话题# 很热", "2 * 3 * 4", "王** 与 李**"):
        empty(page)
        paste(page, plain=plain)
        assert page.locator(f"{SURFACE} > p").all_text_contents() == plain.split("\n")

    # The newsroom is out of reach, and the text is there all the same.
    page.route("**/markdown/", lambda route: route.abort())
    empty(page)
    with page.expect_event("requestfailed"):
        paste(page, plain=MARKDOWN)
    save(page)
    assert Article.objects.get().body == MARKDOWN_AS_TYPED


# Input methods


def test_an_input_method_is_never_doubled_lost_or_taken_half_composed(desk):
    _, page = opened(
        desk, '<p>江<strong>面</strong></p><figure><img src="https://example.com/a.jpg" alt="江"></figure>'
    )
    page.locator("#id_headline").fill("")
    compose(page, "渔村", letters="yucun")
    page.keyboard.type("**")

    page.locator(f"{SURFACE} > p").click()
    page.keyboard.press("Home")
    compose(page, "长", letters="chang")
    page.keyboard.press("End")
    compose(page, "很静", letters="henjing")
    page.keyboard.press("Enter")
    page.keyboard.type("## ")
    compose(page, "水位", letters="shuiwei")
    page.keyboard.press("Enter")
    page.keyboard.type("- **")
    compose(page, "重庆", letters="chongqing")
    page.keyboard.type("**")
    page.keyboard.press("Enter")
    page.keyboard.type("**")
    compose(page, "宜昌", letters="yichang")
    page.keyboard.type("**")
    # What is called off leaves nothing, and does not format again what was undone.
    page.keyboard.press("Control+z")
    call_off(page, letters="wuhan")
    compose(page, "、", letters="dun")
    page.locator(".ProseMirror figcaption").click()
    compose(page, "清晨", letters="qingchen")
    wait_for_body(page, "清晨")

    page.keyboard.press("Control+f")
    page.locator(".find-bar__words").first.fill("")
    compose(page, "宜昌", letters="yichang")
    page.get_by_text("1 of 1", exact=True).wait_for()
    page.keyboard.press("Escape")
    save(page)

    article = Article.objects.get()
    assert article.headline == "渔村**"
    assert article.body == (
        "<p>长江<strong>面很静</strong></p>\n<h2>水位</h2>\n"
        "<ul><li><strong>重庆</strong></li><li>**宜昌**、</li></ul>\n"
        '<figure><img src="https://example.com/a.jpg" alt="江"><figcaption>清晨</figcaption></figure>'
    )


# Finding


def test_words_are_found_across_marks_and_by_keyboard_alone(desk):
    _, page = opened(
        desk,
        "<p>The river. A <strong>Ri</strong>ver, rivers</p><p>人工<strong>智</strong>能，人工</p><p>智能</p>"
        "<dl><dt>river</dt><dd>江</dd></dl>",
    )
    count = page.locator(".find-bar__count")
    page.locator(SURFACE).focus()
    page.keyboard.press("Control+Home")

    page.keyboard.press("Control+f")
    page.keyboard.type("river")
    assert count.text_content() == "1 of 3 · 1 more in a part that is kept as it is."
    assert page.locator(".found").all_text_contents() == ["river", "Ri", "ver", "river"]
    for key, place in (("Enter", "2"), ("Enter", "3"), ("Enter", "1"), ("Shift+Enter", "3")):
        page.keyboard.press(key)
        assert count.text_content().startswith(f"{place} of 3")
    page.get_by_label("Whole words").check()
    assert count.text_content().startswith("1 of 2")
    page.get_by_label("Match case").check()
    assert count.text_content().startswith("1 of 1")

    page.locator(".find-bar__words").first.fill("人工智能")
    assert count.text_content() == "1 of 1"
    page.locator(".find-bar__words").first.press("Escape")
    assert page.evaluate("getSelection().toString()") == "人工智能"
    assert page.locator(".found").count() == 0
    page.locator(f"{SURFACE}:focus").wait_for()
    page.keyboard.press("Control+f")
    assert page.locator(".find-bar__words").first.input_value() == "人工智能"
    page.keyboard.type("没有")
    assert count.text_content() == "Nothing found."


def test_words_are_replaced_one_by_one_and_all_in_one_step(desk):
    given = '<p>江<strong>水</strong>，江水，<a href="https://example.com">江</a>水</p>\n<p>江水</p>'
    _, page = opened(desk, given)
    other, count = page.get_by_label("Replace with"), page.locator(".find-bar__count")
    page.locator(SURFACE).focus()
    page.keyboard.press("Control+Home")

    page.keyboard.press("Control+h")
    page.keyboard.type("江水")
    other.fill("江水啊")
    other.press("Enter")
    assert body_of(page) == given.replace("江<strong>水</strong>", "江水啊")
    assert count.text_content() == "2 of 4"
    other.fill("江")
    page.get_by_role("button", name="Replace all").click()
    assert body_of(page) == '<p>江啊，江，<a href="https://example.com">江</a></p>\n<p>江</p>'
    assert count.text_content() == "4 replaced."

    page.keyboard.press("Escape")
    page.keyboard.press("Control+z")
    assert body_of(page) == given.replace("江<strong>水</strong>", "江水啊")
    page.keyboard.press("Control+z")
    assert body_of(page) == given


# Counts and looks


def test_counts_follow_the_text_and_its_selection_and_a_long_headline_is_told(desk):
    page = desk(ADD)
    length, counts = page.locator("#id_headline_length"), page.locator(".counts")
    page.locator("#id_headline").fill("渔" * 17)
    assert length.is_hidden()
    page.locator("#id_headline").fill("渔" * 17 + "👩‍🌾")
    assert length.text_content() == "18 of about 30 characters"
    page.locator("#id_headline").fill("渔" * 31)
    assert length.text_content() == "31 characters: longer than about 30"
    page.locator("#id_headline").fill("The river after the ban, three years on, and its fishermen")
    assert length.text_content() == "58 of about 90 characters"

    empty(page)
    assert counts.text_content() == "0 words · 0 characters · 0 minutes to read"
    page.keyboard.type("人工智能 changed the river.")
    page.get_by_text("7 words · 23 characters · 1 minute to read").wait_for()
    page.keyboard.press("Home")
    for _ in range(4):
        page.keyboard.press("Shift+ArrowRight")
    page.get_by_text("4 of 7 words · 4 of 23 characters selected").wait_for()

    counted = page.evaluate(
        """async (cases) => {
            const { counted } = await import("desk/counting")
            return cases.map(({ text, repeated = 1, language }) => counted(text.repeat(repeated), language))
        }""",
        CASES,
    )
    assert [(each["words"], each["minutes"]) for each in counted] == [
        (each["words"], each["minutes"]) for each in CASES
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_aids_are_accessible_and_fit(desk, scheme):
    _, page = opened(desk, "<p>江水，江水</p>", viewport=PHONE, color_scheme=scheme)
    page.locator("#id_headline").fill("渔" * 31)
    page.locator(SURFACE).focus()
    page.keyboard.press("Control+h")
    page.keyboard.type("江")

    for viewport in (PHONE, DESKTOP):
        page.set_viewport_size(viewport)
        assert grave_faults(page) == []
        assert fits(page)
