"""The page where someone decides between what they typed and what others saved meanwhile."""

import re

import pytest
from django.utils import timezone
from selectolax.lexbor import LexborHTMLParser

from articles.desk import draft_beside, meeting, revisions, working_copies
from articles.models import Article, WorkingCopy
from tests.factories import NOW, make_article, make_author, make_category, make_user

from .pages import change, filled, told, words

FOG, PIER, FISH = "<p>雾还没有散去。</p>", "<p>老渔民在等船。</p>", "<p>鱼正在回来。</p>"
FORM = "#meeting_form"
HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(1)">'


def place(article):
    return change(article).replace("change/", "meeting/")


@pytest.fixture
def article(db):
    article = make_article(body="\n".join([FOG, PIER, FISH]), headline="渔村", status="draft")
    revisions.keep(article, by=None, at=NOW, why="")
    return article


@pytest.fixture
def ben(db):
    return make_user("Chief", username="Ben")


def theirs(article, ben, **saved):
    """What another saves while the form is open."""
    now = Article.objects.get(pk=article.pk)
    meeting.save(now, saved, seen=now.version, by=ben, at=timezone.now())


def meet(client, article, ben, saved, **typed):
    """The page that is shown after both changed the article."""
    data = filled(client.get(change(article)))
    theirs(article, ben, **saved)
    return client.post(change(article), data | typed, follow=True)


def send(client, article, *, form=None, **chosen):
    data = form or filled(client.get(place(article)), FORM)
    return client.post(place(article), data | chosen, follow=True)


def headlines_meet(client, article, ben, **typed):
    return meet(client, article, ben, {"headline": "渔村的春天"}, headline="渔村的夏天", **typed)


def paragraphs_meet(client, article, ben):
    saved = {"body": "\n".join([FOG.replace("雾", "大雾"), PIER.replace("老", "女"), FISH])}
    mine = "\n".join([FOG, PIER.replace("老", "小"), FISH.replace("鱼", "江豚")])
    return meet(client, article, ben, saved, body=mine)


def test_the_three_texts_stand_side_by_side_with_who_saved_and_when(chief, article, ben):
    page = headlines_meet(chief, article, ben)
    base, ours, typed = words(page, ".side__name").splitlines()
    assert (base, typed) == ("When you opened it", "What you typed")
    assert re.fullmatch(r"What Ben saved, \d+ \w+ \d{4}, \d\d:\d\d", ours)
    assert "渔村的<ins>春天</ins>" in page.content.decode() or "<ins>的春天</ins>" in page.content.decode()


@pytest.mark.parametrize(
    ("chosen", "headline"),
    [
        ({"headline": "ours"}, "渔村的春天"),
        ({"headline": "theirs"}, "渔村的夏天"),
        ({"headline": "by hand", "headline-by-hand": "渔村四季"}, "渔村四季"),
    ],
)
def test_each_choice_is_what_the_article_says_and_both_stay(chief, article, ben, chosen, headline):
    headlines_meet(chief, article, ben)
    page = send(chief, article, **chosen)
    assert Article.objects.get().headline == headline
    assert told(page) == ["Saved as you decided. The other text stays among the versions."]
    assert page.redirect_chain[-1][0] == change(article)
    assert "渔村的春天" in [version.content["headline"] for version in article.revisions.all()]
    assert not WorkingCopy.objects.exists()


def test_writing_by_hand_begins_with_what_was_typed(chief, article, ben):
    headlines_meet(chief, article, ben)
    assert filled(chief.get(place(article)), FORM)["headline-by-hand"] == ["渔村的夏天"]


def test_without_a_choice_nothing_is_saved_and_the_typing_stays(chief, article, ben):
    headlines_meet(chief, article, ben)
    page = send(chief, article)
    assert "Choose which text stands." in words(page, ".errorlist")
    assert Article.objects.get().headline == "渔村的春天"
    assert working_copies.typing_of(article, chief.user).content["headline"] == "渔村的夏天"


def test_paragraphs_that_do_not_overlap_are_listed_as_brought_together(chief, article, ben):
    page = paragraphs_meet(chief, article, ben)
    assert words(page, ".conflict__summary").splitlines() == [
        "1 paragraph that you alone changed is in.",
        "1 paragraph that others alone changed is in.",
        "1 place was changed by both: choose below.",
    ]
    assert words(page, ".piece__words").splitlines() == ["Ben changed it", "You changed it"]


@pytest.mark.parametrize(
    ("choice", "middle"),
    [
        ("ours", ["女渔民在等船。"]),
        ("theirs", ["小渔民在等船。"]),
        ("both", ["女渔民在等船。", "小渔民在等船。"]),
        ("by hand", ["都在等船。"]),
    ],
)
def test_a_paragraph_is_decided_alone(chief, article, ben, choice, middle):
    paragraphs_meet(chief, article, ben)
    send(chief, article, **{"piece-1": choice, "piece-1-by-hand": f"<p>都在等船。</p>{HOSTILE}"})
    body = Article.objects.get().body
    assert re.findall("<p>(.*?)</p>", body) == ["大雾还没有散去。", *middle, "江豚正在回来。"]
    assert "script" not in body


def test_a_plain_paragraph_is_written_as_text(chief, article, ben):
    paragraphs_meet(chief, article, ben)
    page = chief.get(place(article))
    assert filled(page, FORM)["piece-1-by-hand"] == ["小渔民在等船。"]
    send(chief, article, **{"piece-1": "by hand", "piece-1-by-hand": "雨 < 雪 & 风。\r\n\r\n都在等船。"})
    assert "<p>雨 &lt; 雪 &amp; 风。</p>\n<p>都在等船。</p>" in Article.objects.get().body


def test_a_paragraph_that_is_more_than_text_is_written_as_html(chief, article, ben):
    theirs_now, mine = (f'<p>老<a href="https://e.example/">{who}</a>在等船。</p>' for who in ("甲", "乙"))
    meet(chief, article, ben, {"body": f"{FOG}\n{theirs_now}\n{FISH}"}, body=f"{FOG}\n{mine}\n{FISH}")
    form = filled(chief.get(place(article)), FORM)
    assert form["piece-1-by-hand"] == [mine]
    send(chief, article, form=form, **{"piece-1": "by hand"})
    assert mine in Article.objects.get().body


def test_a_paragraph_is_taken_out_by_hand(chief, article, ben):
    paragraphs_meet(chief, article, ben)
    send(chief, article, **{"piece-1": "by hand", "piece-1-by-hand": ""})
    assert re.findall("<p>(.*?)</p>", Article.objects.get().body) == ["大雾还没有散去。", "江豚正在回来。"]


def test_fields_that_came_together_are_named(chief, article, ben):
    page = meet(
        chief,
        article,
        ben,
        {"headline": "甲", "standfirst": "导语"},
        headline="乙",
        source_url="https://a.example/",
    )
    assert "Standfirst · Source address" in words(page, "details.conflict__group summary")
    send(chief, article, headline="theirs")
    saved = Article.objects.get()
    assert (saved.headline, saved.standfirst, saved.source_url) == ("乙", "导语", "https://a.example/")


# A third saves meanwhile


def test_where_a_third_saves_meanwhile_the_page_is_shown_anew_with_the_answers_that_fit(chief, article, ben):
    saved = {"headline": "甲", "body": "\n".join([FOG, PIER.replace("老", "女"), FISH.replace("鱼", "白鱼")])}
    mine = "\n".join([FOG, PIER.replace("老", "小"), FISH.replace("鱼", "江豚")])
    meet(chief, article, ben, saved, headline="乙", body=mine)
    form = filled(chief.get(place(article)), FORM)
    # What changes in the first paragraph moves the places of the others; the last is another one now.
    theirs(
        article,
        ben,
        headline="丙",
        body="\n".join(["<p>大雾。</p>", PIER.replace("老", "女"), "<p>白鱼回来。</p>"]),
    )
    chosen = {"headline": "by hand", "headline-by-hand": "写好的", "piece-1": "theirs", "piece-2": "by hand"}
    page = send(chief, article, form=form, **chosen, **{"piece-2-by-hand": "<p>写好的段。</p>"})

    assert "Someone saved again" in told(page)[0]
    assert Article.objects.get().headline == "丙"
    again = filled(page, FORM)
    assert ("headline" in again, again["headline-by-hand"]) == (False, ["写好的"])
    assert (again["piece-1"], again["piece-2-by-hand"], "piece-2" in again) == (
        ["theirs"],
        ["<p>写好的段。</p>"],
        False,
    )
    page = send(chief, article, form=again, headline="theirs", **{"piece-2": "by hand"})
    assert Article.objects.get().body == "\n".join(
        ["<p>大雾。</p>", PIER.replace("老", "小"), "<p>写好的段。</p>"]
    )


def test_what_was_written_for_a_place_that_is_gone_is_kept_at_the_next(chief, article, ben):
    paragraphs_meet(chief, article, ben)
    form = filled(chief.get(place(article)), FORM)
    theirs(article, ben, body="<p>全部</p>\n<p>重写</p>")
    page = send(chief, article, form=form, **{"piece-1": "by hand", "piece-1-by-hand": "<p>写好的段。</p>"})
    assert ["<p>写好的段。</p>"] in filled(page, FORM).values()


def test_where_the_third_takes_the_difference_away_nothing_is_left_to_decide(chief, article, ben):
    headlines_meet(chief, article, ben)
    theirs(article, ben, headline="渔村的夏天")
    page = chief.get(place(article))
    assert "fits with all that others saved" in words(page, "#content")


def test_typing_that_went_on_in_another_window_is_looked_at_again(chief, article, ben):
    headlines_meet(chief, article, ben)
    form = filled(chief.get(place(article)), FORM)
    typing = working_copies.typing_of(article, chief.user)
    newer = typing.content | {"headline": "又打了几个字"}
    working_copies.keep_typing(article, newer, seen=typing.seen, number=typing.number, by=chief.user, at=NOW)
    page = send(chief, article, form=form, headline="theirs")
    assert "又打了几个字" in words(page, ".side--theirs")
    assert Article.objects.get().headline == "渔村的春天"


@pytest.mark.parametrize("sent", [{"version": "x"}, {"typing": "9" * 30}, {"draft": ""}, {"headline": "?"}])
def test_a_forged_form_changes_nothing(chief, article, ben, sent):
    headlines_meet(chief, article, ben)
    assert send(chief, article, **{"headline": "theirs"} | sent).status_code == 200
    assert Article.objects.get().headline == "渔村的春天"


# What cannot stand


def test_an_unknown_author_is_told_beside_the_field(chief, article, ben):
    make_author("林知夏")
    headlines_meet(chief, article, ben)
    theirs(article, ben, byline=[["林知夏", ""]])
    typing = working_copies.typing_of(article, chief.user)
    typing.content |= {"byline": [["王江", ""]]}
    typing.save()
    page = send(chief, article, headline="ours", byline="by hand", **{"byline-by-hand": "陌生人"})
    assert "There is no author “陌生人” here." in words(page, ".errorlist")
    assert [byline.author.name for byline in Article.objects.get().bylines.all()] == ["林知夏"]


def test_what_is_ready_keeps_its_publication_time(chief, ben):
    article = make_article()
    revisions.keep(article, by=None, at=NOW, why="")
    meet(
        chief,
        article,
        ben,
        {"published_at": "2026-03-02T06:00:00+00:00"},
        published_at="2026-03-02T05:00:00",
    )
    page = send(chief, article, published_at="by hand", **{"published_at-by-hand": ""})
    assert "What is ready has a publication time" in words(page, ".errorlist")


# The verb that was pressed


def test_a_verb_that_was_pressed_is_told_not_to_be_done(chief, article, ben):
    page = headlines_meet(chief, article, ben, _verb="publish")
    assert "“Publish” was not done" in words(page, ".conflict__note")
    address = page.redirect_chain[-1][0]
    page = chief.post(address, filled(page, FORM) | {"headline": "theirs"}, follow=True)
    assert told(page)[1] == "“Publish” was not done: press it again."
    assert Article.objects.get().status == "draft"


# The draft beside


def test_two_in_the_draft_decide_for_the_draft_and_readers_see_nothing_of_it(chief, ben, client):
    live = make_article(headline="渔村")
    revisions.keep(live, by=None, at=NOW, why="")
    number = draft_beside.keep(live, {"headline": "一"}, seen=1, by=ben, at=NOW).beside.number
    data = filled(chief.get(change(live)))
    draft_beside.keep(live, {"headline": "二"}, seen=1, number=number, by=ben, at=NOW)
    page = chief.post(change(live), data | {"headline": "三"}, follow=True)
    assert "went on with the draft" in words(page, "#content")
    assert words(page, ".side__text").splitlines()[0] == "一"
    page = send(chief, live, headline="theirs")
    assert "Kept in the draft as you decided" in told(page)[0]
    assert working_copies.beside(live).content["headline"] == "三"
    assert Article.objects.get().headline == "渔村"


def test_publishing_a_draft_over_a_live_text_that_moved_on_decides_for_the_article(chief, ben):
    live = make_article(headline="渔村")
    revisions.keep(live, by=None, at=NOW, why="")
    draft_beside.keep(live, {"headline": "新版"}, seen=1, by=ben, at=NOW)
    data = filled(chief.get(change(live)))
    meeting.save(live, {"headline": "急改"}, seen=1, by=ben, at=NOW)
    page = chief.post(change(live), data | {"_publish_beside": ""}, follow=True)
    assert "What Ben saved" in words(page, ".side--ours .side__name")
    send(chief, live, headline="theirs")
    assert Article.objects.get().headline == "新版"
    assert working_copies.beside(live) is None


# Nothing waits, and who


def test_where_nothing_waits_the_page_says_so(chief, article):
    assert "Nothing that you typed here waits" in words(chief.get(place(article)), "#content")
    assert chief.post(place(article), {"headline": "theirs"}).status_code == 200


def test_only_ones_own_typing_is_shown(log_in, chief, article, ben):
    headlines_meet(chief, article, ben)
    assert "Nothing that you typed here waits" in words(log_in("Chief").get(place(article)), "#content")


@pytest.mark.parametrize("role", ["Writer", "Editor", "Admin"])
def test_who_may_not_edit_decides_nothing(log_in, article, role):
    client = log_in(role)
    assert (client.get(place(article)).status_code, client.post(place(article)).status_code) == (403, 403)


def test_no_text_of_any_side_is_ever_run(chief, article, ben):
    page = meet(
        chief,
        article,
        ben,
        {
            "headline": HOSTILE,
            "standfirst": HOSTILE,
            "tags": [HOSTILE],
            "body": f"<p>&lt;script&gt;</p>{PIER}",
        },
        headline=HOSTILE + "x",
        standfirst=HOSTILE + "x",
        body=f"<p>&lt;img onerror=x&gt;</p>{PIER}",
    )
    tree = LexborHTMLParser(page.content)
    assert tree.css("#content script, #content img, #content [onerror]") == []
    assert "alert(1)" in tree.css_first("#content").text()


@pytest.mark.parametrize("number", [2, 60])
def test_the_page_takes_as_many_queries_for_much_as_for_little(
    chief, ben, number, django_assert_max_num_queries
):
    texts = [f"<p>第{each}段。</p>" for each in range(number)]
    article = make_article(body="\n".join(texts), categories=[make_category()])
    revisions.keep(article, by=None, at=NOW, why="")
    meet(
        chief,
        article,
        ben,
        {"body": "\n".join(text.replace("第", "他第") for text in texts), "tags": ["江"]},
        body="\n".join(text.replace("段", "节") for text in texts),
    )
    with django_assert_max_num_queries(15):
        chief.get(place(article))
