from datetime import timedelta

import pytest
from django.utils import timezone
from selectolax.lexbor import LexborHTMLParser

from articles.desk import workflow
from articles.models import Article
from tests.factories import make_article, make_category, make_user

from .pages import LIST, change, filled, told, words

pytestmark = pytest.mark.django_db
TRASH = f"{LIST}?state=trashed"


def trashed(*, days=0, **fields):
    article = make_article(status="draft", **fields)
    return workflow.trash(article, by=None, at=timezone.now() - timedelta(days=days))


def act(client, verb, *articles, page=LIST):
    data = {"action": verb, "_selected_action": [article.pk for article in articles]}
    return client.post(page, data, follow=True)


def way_back(response):
    return LexborHTMLParser(response.content).css_first("button.take-back")


@pytest.mark.parametrize(("days", "said"), [(18, "12 days left"), (29, "1 day left"), (31, "Goes tonight")])
def test_the_trash_says_for_how_long_each_article_comes_back(chief, days, said):
    article = trashed(days=days)
    assert said in words(chief.get(TRASH), "#result_list tbody tr")
    assert said in words(chief.get(change(article)), ".state")


def test_other_articles_say_nothing_of_the_trash(chief):
    assert "removed for good" not in words(chief.get(change(make_article())), ".state")


def test_the_list_says_what_becomes_of_what_lies_in_the_trash(chief):
    trashed()
    assert "What lies here for 30 days is removed for good" in words(chief.get(TRASH))
    assert "What lies here" not in words(chief.get(LIST))


def test_an_empty_trash_says_so(chief):
    make_article()
    assert "The trash is empty." in words(chief.get(TRASH), ".empty")


def test_a_search_in_the_trash_without_a_find_does_not_say_that_it_is_empty(chief):
    trashed()
    assert "The trash is empty." not in words(chief.get(f"{TRASH}&q=没有"))


def test_what_is_in_the_trash_can_only_be_taken_out(chief):
    trashed()
    options = LexborHTMLParser(chief.get(TRASH).content).css("select[name=action] option")
    assert [option.attributes["value"] for option in options] == ["", "recover"]


def test_an_article_is_taken_out_of_the_trash_from_its_list(chief):
    article = trashed()
    response = act(chief, "recover", article, page=TRASH)
    assert told(response) == ["1 taken out of the trash."]
    assert Article.objects.get().status == "draft"


def test_what_was_just_trashed_can_be_taken_back_from_the_message(chief):
    articles = [make_article(status="draft") for _ in range(2)]
    button = way_back(act(chief, "trash", *articles))
    assert (button.text(), button.attributes["form"]) == ("Take them back", "take-back")
    response = chief.post(f"{LIST}take-back/", {"articles": button.attributes["value"]}, follow=True)
    assert told(response) == ["2 taken out of the trash."]
    assert set(Article.objects.values_list("status", flat=True)) == {"draft"}


def test_one_that_was_trashed_from_its_form_comes_back_to_its_form(chief):
    article = make_article(status="draft")
    form = filled(chief.get(change(article)))
    button = way_back(chief.post(change(article), form | {"_verb": "trash"}, follow=True))
    assert button.text() == "Take it back"
    response = chief.post(f"{LIST}take-back/", {"articles": button.attributes["value"]}, follow=True)
    assert response.request["PATH_INFO"] == change(article)


def test_a_headline_in_the_message_stays_text(chief):
    public = make_article(headline="<b>李</b>", published_at=timezone.now() - timedelta(days=1))
    page = act(chief, "trash", public, make_article(status="draft"))
    assert "&lt;b&gt;李" in page.content.decode()
    assert way_back(page) is not None


def test_nobody_takes_back_what_they_may_not(log_in):
    article = trashed(categories=[make_category("国际")])
    writer = log_in(user=make_user("Writer"))
    writer.post(f"{LIST}take-back/", {"articles": f"{article.pk},x,99999999"})
    assert Article.objects.get().status == "trashed"
    assert writer.get(f"{LIST}take-back/").status_code == 405


def test_more_than_a_message_holds_is_taken_back_from_the_trash_alone(chief):
    articles = [make_article(status="draft") for _ in range(101)]
    assert way_back(act(chief, "trash", *articles)) is None


def test_the_trash_takes_the_same_queries_however_much_lies_in_it(chief, django_assert_max_num_queries):
    section = make_category("国际")
    for _ in range(12):
        trashed(categories=[section])
    with django_assert_max_num_queries(15):
        chief.get(TRASH)
