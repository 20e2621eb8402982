import pytest
from selectolax.lexbor import LexborHTMLParser

from articles.images.markup import Lost
from tests.images.bodies import JPEG, KEPT, REMOTE, WEBP, img, kept, only, show

A, B, C = "/media/originals/a.jpg", "/media/originals/b.jpg", "/media/originals/c.jpg"
LOST = "https://gone.example/river.jpg"
MISSING = "/archive/b.jpg"


def srcset(candidates):
    return ", ".join(f"{address} {width}w" for address, width in candidates)


def rows(html):
    """How many pictures stand in each row of the one gallery."""
    (gallery,) = LexborHTMLParser(html).css("figure.gallery")
    return [len(row.css("figure.picture")) for row in gallery.css(".gallery-row")]


def test_a_paragraph_that_holds_only_a_picture_is_a_figure():
    shown = show(f'<p>a</p><p lang="zh" id="text-x">{img(REMOTE, "火灾")}</p><p>b</p>', {REMOTE: KEPT})
    assert shown.startswith('<p>a</p><figure class="picture" lang="zh" id="text-x"><picture>')
    assert shown.endswith("</picture></figure><p>b</p>")


def test_a_kept_picture_has_all_that_the_page_needs():
    shown = show(f"<p>{img(REMOTE, '火灾')}</p>", {REMOTE: KEPT})
    sizes = "min(42.75rem, 92vw)"
    assert only(shown, "source") == {"type": "image/webp", "srcset": srcset(WEBP), "sizes": sizes}
    assert only(shown, "img") == {
        "src": JPEG[-1][0],
        "srcset": srcset(JPEG),
        "sizes": sizes,
        "width": "2000",
        "height": "1500",
        "alt": "火灾",
        "loading": "lazy",
        "decoding": "async",
    }


def test_words_are_those_of_the_body_and_else_of_the_library():
    found = kept(alt="两名消防员", caption="基辅郊外", credit="新华社")
    shown = show(f"<p>{img(REMOTE)}</p>", {REMOTE: found})
    assert only(shown, "img")["alt"] == "两名消防员"
    assert '<figcaption dir="auto">基辅郊外 <span class="credit">新华社</span></figcaption>' in shown


def test_a_figure_keeps_its_caption_and_gets_the_credit():
    html = f'<figure class="align-left">{img(REMOTE)}<figcaption>港<b>口</b></figcaption></figure>'
    shown = show(html, {REMOTE: kept(caption="别的", credit="新华社")})
    assert '<figcaption>港<b>口</b> <span class="credit">新华社</span></figcaption>' in shown
    assert only(shown, "figure")["class"] == "picture align-left"
    assert "别的" not in shown


def test_a_credit_that_the_caption_names_is_not_said_twice():
    html = f"<figure>{img(REMOTE)}<figcaption>港口（<i>新华社</i>）</figcaption></figure>"
    assert show(html, {REMOTE: kept(credit="新华社")}).count("新华社") == 1


def test_a_picture_in_running_text_stays_there():
    shown = show(f"<p>今天 {img(REMOTE)} 下午</p>", {REMOTE: kept(caption="港口")})
    assert shown.startswith("<p>今天 <picture><source") and shown.endswith("</picture> 下午</p>")
    assert "港口" not in shown


def test_a_mark_in_running_text_stays_as_small_as_the_body_has_it():
    shown = show(f'<p>好 <img src="{A}" width="20" height="99"></p>', {A: kept(72, 72)})
    assert {name: only(shown, "img")[name] for name in ("width", "height", "sizes")} == {
        "width": "20",
        "height": "20",
        "sizes": "20px",
    }


def test_a_paragraph_of_small_marks_is_no_gallery():
    assert "gallery" not in show(f"<p>{img(A)}{img(A)}</p>", {A: kept(32, 32)})


def test_a_link_around_a_picture_stays_around_it():
    shown = show(f'<p><a href="https://x.example/">{img(A)}</a></p>', {A: KEPT})
    assert shown.startswith('<figure class="picture"><a href="https://x.example/"><picture>')
    assert shown.endswith("</picture></a></figure>")


@pytest.mark.parametrize(
    ("html", "figures"),
    [("<div>{}</div>", 1), ("{}", 1), ("<div>a {} b</div>", 0), ("<blockquote><p>{}</p></blockquote>", 1)]
    + [("<h2>{}</h2>", 0), ("<ul><li>{}</li></ul>", 1), ("<p><strong>{}</strong></p>", 0)],
)
def test_a_picture_is_a_figure_where_one_may_stand_and_no_text_is_beside_it(html, figures):
    shown = show(html.format(img(A)), {A: KEPT})
    assert shown.count("<figure") == figures
    assert shown.count("<img") == 1


def test_what_is_upright_is_no_higher_than_a_window():
    shown = show(f"<p>{img(A)}</p>", {A: kept(1500, 2000)})
    picture = only(shown, "img")
    assert [picture[name] for name in ("width", "height", "sizes")] == ["528", "704", "min(33rem, 92vw)"]


def test_an_infographic_is_as_wide_as_the_text_however_high():
    shown = show(f"<p>{img(A)}</p>", {A: kept(800, 4000)})
    picture = only(shown, "img")
    assert [picture[name] for name in ("width", "height", "sizes")] == ["800", "4000", "min(42.75rem, 92vw)"]


def test_a_picture_is_never_asked_for_larger_than_it_is():
    assert only(show(f"<p>{img(A)}</p>", {A: kept(400, 300)}), "img")["sizes"] == "min(25rem, 92vw)"


def test_an_animation_is_shown_as_it_is_and_still_for_who_asks_for_that():
    shown = show(f"<p>{img(A)}</p>", {A: kept(moves=True)})
    picture, sources = only(shown, "img"), LexborHTMLParser(shown).css("source")
    assert picture["src"] == KEPT.address and "srcset" not in picture
    assert {source.attributes["media"] for source in sources} == {"(prefers-reduced-motion: reduce)"}
    assert [source.attributes["srcset"] for source in sources] == [srcset(WEBP), srcset(JPEG)]


@pytest.mark.parametrize("count", [2, 3, 4, 5, 6, 7])
def test_pictures_with_nothing_between_are_a_gallery(count):
    html = "<p>a</p>" + f"<p>{img(A)}</p>\n" * count + "<p>b</p>"
    expected = {2: [2], 3: [1, 2], 4: [2, 2], 5: [2, 3], 6: [2, 2, 2], 7: [2, 2, 3]}
    assert rows(show(html, {A: KEPT})) == expected[count]


@pytest.mark.parametrize(
    "html",
    [
        f"<p>{img(A)}{img(B)}</p>",
        f"<p>{img(A)}<br>\n{img(B)}</p>",
        f"{img(A)}{img(B)}",
        f"<figure>{img(A)}<figcaption>一</figcaption></figure><p>{img(B)}</p>",
        f"<figure>{img(A)}{img(B)}</figure>",
        f'<figure class="gallery"><figure>{img(A)}</figure><figure>{img(B)}</figure></figure>',
    ],
)
def test_however_they_follow_each_other(html):
    assert rows(show(html, {A: KEPT, B: KEPT})) == [2]


def test_text_between_pictures_keeps_them_apart():
    assert "gallery" not in show(f"<p>{img(A)}</p><p>和</p><p>{img(B)}</p>", {A: KEPT, B: KEPT})


def test_a_gallery_of_an_editor_keeps_its_caption_and_those_of_its_pictures():
    one = f"<figure>{img(A)}<figcaption>一</figcaption></figure>"
    shown = show(
        f'<figure class="gallery">{one}{img(B)}<figcaption>图集</figcaption></figure>', {A: KEPT, B: KEPT}
    )
    assert rows(shown) == [2]
    assert shown.endswith("</div><figcaption>图集</figcaption></figure>")
    assert "<figcaption>一</figcaption>" in shown


def test_no_gallery_cuts_what_is_long():
    found = {A: kept(1500, 1000), B: kept(800, 4000), C: kept(3000, 600)}
    shown = show("".join(f"<p>{img(each)}</p>" for each in (A, B, C, A)), found)
    assert rows(shown) == [1, 1, 1, 1]
    sides = [node.attributes["class"] for node in LexborHTMLParser(shown).css("figure.picture")]
    assert sides == ["picture sides-3-2", "picture", "picture", "picture sides-3-2"]


def test_pictures_of_a_row_share_its_width_by_their_sides():
    shown = show(f"<p>{img(A)}{img(B)}</p>", {A: kept(1500, 1000), B: kept(1000, 1000)})
    sizes = [node.attributes["sizes"] for node in LexborHTMLParser(shown).css("img")]
    assert sizes == ["min(25.35rem, 55.2vw - 0.3rem)", "min(16.9rem, 36.8vw - 0.2rem)"]


def test_a_picture_that_waits_is_shown_from_where_it_lies():
    html = f'<p><img src="{REMOTE}" alt="港口" referrerpolicy="unsafe-url" loading="eager" srcset="/x"></p>'
    assert only(show(html), "img") == {
        "class": "elsewhere",
        "src": REMOTE,
        "alt": "港口",
        "loading": "lazy",
        "decoding": "async",
        "referrerpolicy": "no-referrer",
    }


@pytest.mark.parametrize("address", [MISSING, "b.jpg", "", "data:image/png;base64,AA"])
def test_a_picture_that_cannot_be_shown_gives_way_to_a_notice_with_its_text(address):
    shown = show(f'<p lang="ar">{img(address, "حريق في &quot;كييف&quot;")}</p>')
    assert (
        shown
        == '<figure class="picture" lang="ar"><p class="picture-notice">حريق في &quot;كييف&quot;</p></figure>'
    )


def test_the_notice_of_a_lost_picture_knows_where_it_was():
    shown = show(
        f'<figure><a href="/x">{img(LOST, "河")}</a><figcaption>河</figcaption></figure>', {LOST: Lost()}
    )
    notice = f'<p class="picture-notice" data-source="{LOST}"></p>'
    assert shown == f'<figure class="picture">{notice}<figcaption>河</figcaption></figure>'


def test_a_missing_picture_in_running_text_is_its_alternative_text():
    assert show(f"<p>Kyiv {img(MISSING, 'Port')} today{img(MISSING)}</p>") == (
        '<p>Kyiv <span class="picture-missing">Port</span> today</p>'
    )
