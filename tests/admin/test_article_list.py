from datetime import datetime, timedelta

import pytest
from django.utils import timezone, translation

from articles.admin import verbs
from articles.models import Article
from tests.factories import (
    NOW,
    make_article,
    make_author,
    make_category,
    make_image,
    make_image_source,
    make_source,
)

from .pages import LIST, filled, told, words

FAR = datetime(2999, 1, 2, 8, 0, tzinfo=NOW.tzinfo)


def headlines(response):
    return [article.headline for article in response.context["cl"].result_list]


def act(client, verb, articles, **typed):
    data = {"action": verb, "_selected_action": [article.pk for article in articles]}
    return client.post(LIST, data | typed, follow=True)


@pytest.mark.parametrize("number", [3, 100])
def test_the_list_takes_at_most_15_queries_however_long_it_is(chief, number, django_assert_max_num_queries):
    section, author, image = make_category(), make_author(), make_image()
    for _ in range(number):
        make_article(categories=[section], authors=[author], lead_image=image, tags=["长江"])
    chief.get(LIST)

    with django_assert_max_num_queries(15):
        chief.get(LIST)


def test_a_line_shows_picture_headline_in_its_script_state_section_byline_and_date(chief):
    make_article(
        language="ar",
        categories=[make_category("ثقافة")],
        authors=[make_author("ليلى حسن")],
        lead_image_source=make_image_source(),
        published_at=datetime(2026, 3, 2, 7, 0, tzinfo=NOW.tzinfo),
        at=timezone.now(),
    )

    response = chief.get(LIST)

    line = words(response, "#result_list tbody tr")
    assert all(part in line for part in ["مكتبة على ظهر جمل", "ثقافة", "ليلى حسن", "2 Mar 2026, 07:00"])
    assert '<span lang="ar" dir="rtl">' in response.content.decode()
    assert 'referrerpolicy="no-referrer"' in response.content.decode()


@pytest.mark.parametrize(
    ("state", "fields"),
    [
        ("draft", {"status": "draft", "published_at": None}),
        ("review", {"status": "review", "published_at": None}),
        ("scheduled", {"published_at": FAR}),
        ("published", {}),
        ("retired", {"status": "retired"}),
        ("retired", {"retire_at": NOW - timedelta(days=1)}),
        ("trashed", {"status": "trashed"}),
    ],
)
def test_the_state_filter_finds_what_its_badge_says(chief, state, fields):
    make_article(headline="渔村", at=datetime(2025, 3, 2, tzinfo=NOW.tzinfo), **fields)
    others = {"draft", "review", "scheduled", "published", "retired", "trashed"} - {state}

    assert headlines(chief.get(LIST, {"state": state})) == ["渔村"]
    assert f"badge--{state}" in chief.get(LIST, {"state": state}).content.decode()
    assert not any(headlines(chief.get(LIST, {"state": other})) for other in others)


def test_the_trash_is_shown_only_when_asked_for(chief):
    make_article(status="trashed")

    assert headlines(chief.get(LIST)) == []


def test_the_category_filter_takes_what_lies_below(chief):
    china = make_category("中国")
    rivers = make_category("江河", parent=china)
    make_article(headline="渔村", categories=[rivers])
    make_article(headline="灯塔", categories=[make_category("海")])

    assert headlines(chief.get(LIST, {"category": china.pk})) == ["渔村"]


@pytest.mark.parametrize(
    ("choice", "found"),
    [
        ({"language": "ar"}, ["مكتبة على ظهر جمل تصل إلى قرى الصحراء"]),
        ({"picture": "yes"}, ["渔村"]),
        ({"origin": "江河日报"}, ["渔村"]),
        ({"q": "渔 林知"}, ["渔村"]),
        ({"q": "禁渔后"}, ["渔村"]),
        ({"q": "LIGHTHOUSE"}, ["The last lighthouse keeper hands over her keys"]),
        ({"q": "骆驼"}, []),
    ],
)
def test_filters_and_search_find_in_every_script(chief, choice, found):
    village = make_article(
        headline="渔村", standfirst="禁渔后的春天", authors=[make_author("林知夏")], lead_image=make_image()
    )
    make_source(article=village, raw=b"")
    make_article(language="ar")
    make_article(language="en")

    assert headlines(chief.get(LIST, choice)) == found


def test_only_what_is_public_links_to_the_site(chief):
    public, scheduled = make_article(), make_article(published_at=FAR)

    page = chief.get(LIST).content.decode()

    assert f'href="{public.get_absolute_url()}"' in page
    assert f'href="{scheduled.get_absolute_url()}"' not in page


def test_an_empty_list_says_so_and_offers_to_begin(chief):
    assert "Begin the first" in words(chief.get(LIST), ".empty")
    assert "Nothing here matches." in words(chief.get(LIST, {"q": "骆驼"}), ".empty")


def test_an_action_tells_what_became_of_each_article(chief):
    drafts = [make_article(status="draft", published_at=None) for _ in range(3)]
    retired = make_article(headline="灯塔", status="retired")

    response = act(chief, "publish", [*drafts, retired])

    assert Article.objects.filter(status="ready").count() == 3
    (message,) = told(response)
    assert message.startswith("3 published; 1 was not: “灯塔” because: ")
    assert "Retired" in message


@pytest.mark.parametrize(
    ("refusals", "said"),
    [
        ([], "已发布 3 篇。"),
        (
            ["《灯塔》：请重新查看。", "《渔村》：请重新查看。"],
            "已发布 3 篇；2 篇未能处理：《灯塔》：请重新查看。《渔村》：请重新查看。",
        ),
    ],
)
def test_what_an_action_did_is_told_in_chinese_with_chinese_marks(refusals, said):
    with translation.override("zh-hans"):
        assert verbs.summary("publish", 3, refusals) == said


def test_of_many_refusals_the_first_are_named_and_the_others_counted():
    told_of_all = verbs.summary("publish", 0, [f"“{number}”." for number in range(12)])

    assert told_of_all.endswith("“8”. “9”. And 2 more.")


def test_an_action_keeps_the_whole_text_in_its_version(chief):
    draft = make_article(status="draft", published_at=None, body="<p>清晨六点。</p>")

    act(chief, "publish", [draft])

    assert draft.revisions.get().content["body"] == "<p>清晨六点。</p>"


def test_an_action_on_everything_takes_the_articles_piece_by_piece(chief, monkeypatch):
    monkeypatch.setattr(verbs, "ARTICLES_A_PIECE", 2)
    drafts = [make_article(status="draft", published_at=None) for _ in range(5)]

    response = act(chief, "publish", drafts[:1], select_across="1")

    assert told(response) == ["5 published."]
    assert Article.objects.filter(status="ready").count() == 5


@pytest.mark.parametrize(
    ("verb", "before", "after"),
    [
        ("hand_in", {"status": "draft", "published_at": None}, "review"),
        ("pull_back", {"published_at": FAR}, "draft"),
        ("restore", {"status": "retired"}, "ready"),
        ("trash", {"status": "review", "published_at": None}, "trashed"),
    ],
)
def test_each_verb_is_an_action(chief, verb, before, after):
    article = make_article(**before)

    act(chief, verb, [article])

    article.refresh_from_db()
    assert article.status == after


@pytest.mark.parametrize(
    ("verb", "status", "after"), [("retire", "ready", "retired"), ("send_back", "review", "draft")]
)
def test_retire_and_send_back_ask_for_words_before_they_do_anything(chief, verb, status, after):
    articles = [make_article(status=status) for _ in range(2)]

    page = act(chief, verb, articles)
    assert not Article.objects.filter(status=after).exists()

    chief.post(LIST, filled(page, ".ask") | {"word": "图片版权不明"})
    assert Article.objects.filter(status=after).count() == 2
    assert articles[0].events.get().data["reason"] == "图片版权不明"


def test_retire_without_a_reason_is_refused_for_each(chief):
    article = make_article()

    response = act(chief, "retire", [article], word=" ")

    assert "Say why it is retired." in told(response)[0]
    article.refresh_from_db()
    assert article.status == "ready"


def test_a_reason_that_is_too_long_is_refused_in_plain_words(chief):
    article = make_article()

    response = act(chief, "retire", [article], word="图" * 301)

    assert "at most 300 characters" in told(response)[0]


def test_a_writer_is_offered_only_to_hand_in(log_in):
    writer = log_in("Writer")
    make_article()

    choices = dict(writer.get(LIST).context["action_form"].fields["action"].choices)

    assert [verb for verb in choices if verb] == ["hand_in"]


def test_an_editors_action_leaves_other_sections_alone(log_in):
    own, other = make_category("新闻"), make_category("文化")
    editor = log_in("Editor", sections=[own])
    inside = make_article(categories=[own], status="draft", published_at=None)
    outside = make_article(categories=[other], status="draft", published_at=None)

    act(editor, "publish", [inside, outside])

    assert list(Article.objects.filter(status="ready")) == [inside]


def test_a_headline_cannot_bring_markup_into_the_list(chief):
    make_article(headline='<img src=x onerror="alert(1)">')

    page = chief.get(LIST).content.decode()

    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


def test_nonsense_in_the_address_of_a_filter_filters_nothing(chief):
    article = make_article()

    response = chief.get(LIST, {"category": "abc"})

    assert article.headline in words(response)
