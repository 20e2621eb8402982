"""What the writing surface is told of the newsroom's own articles, to link to one."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from tests.factories import NOW, make_article, make_author

pytestmark = pytest.mark.django_db
OWN = reverse("admin:articles_article_own")


def asked(client, words=""):
    return client.get(OWN, {"q": words}).json()["articles"]


def headlines(articles):
    return [article["headline"] for article in articles]


def test_an_article_is_told_with_its_path_its_script_and_its_state(chief):
    article = make_article(language="ar")
    assert asked(chief) == [
        {
            "headline": article.headline,
            "language": "ar",
            "direction": "rtl",
            "address": article.get_absolute_url(),
            "state": "published",
            "state_words": "Published",
            "when": "2 Mar 2026, 07:00",
            "note": "",
        }
    ]


@pytest.mark.parametrize(
    ("typed", "found"),
    [("禁渔 长江", ["长江禁渔"]), ("林知夏", ["长江禁渔"]), ("LIGHT", ["Lighthouse"]), ("\0灯塔 长江", [])],
)
def test_articles_are_found_by_every_word_as_in_the_list(chief, typed, found):
    make_article(headline="长江禁渔", authors=[make_author("林知夏")])
    make_article(headline="Lighthouse", language="en")
    assert headlines(asked(chief, typed)) == found


def test_drafts_and_published_articles_come_together_the_newest_first(chief):
    for days, status in [(3, "ready"), (1, "ready"), (2, "draft"), (4, "retired")]:
        at = NOW - timedelta(days=days)
        make_article(headline=f"{days}", status=status, published_at=at, changed_at=at)
    assert headlines(asked(chief)) == ["1", "2", "3", "4"]


def test_at_most_20_articles_come_and_none_from_the_trash(chief):
    for number in range(21):
        make_article(headline=f"{number}")
    make_article(headline="trash", status="trashed")
    assert headlines(asked(chief)) == [str(number) for number in range(20, 0, -1)]


def test_an_article_without_a_publication_day_has_no_address_and_says_why(chief):
    make_article(status="draft", published_at=None)
    (article,) = asked(chief)
    assert (article["address"], article["state_words"]) == ("", "Draft")
    assert article["note"] == "It has no publication day yet, and so no address: it cannot be linked."


@pytest.mark.parametrize(
    ("fields", "state", "note"),
    [
        ({"status": "draft"}, "draft", "Readers cannot open it yet."),
        ({"status": "review"}, "review", "Readers cannot open it yet."),
        ({"published_at": timezone.now() + timedelta(days=9)}, "scheduled", "Readers cannot open it yet."),
        ({"retire_at": NOW}, "retired", "Taken down: readers no longer find it."),
    ],
)
def test_what_readers_cannot_open_is_told_beside_its_address(chief, fields, state, note):
    article = make_article(**fields)
    (told,) = asked(chief)
    assert (told["state"], told["note"]) == (state, note)
    assert told["address"] == article.get_absolute_url() != ""


def test_a_scheduled_article_says_when_it_comes(chief):
    make_article(published_at=NOW.replace(year=2999))
    assert asked(chief)[0]["state_words"] == "Scheduled · 2 Mar 2999, 08:00"


def test_only_who_may_see_articles_is_told_of_them(log_in, client):
    assert client.get(OWN).status_code == 302
    writer = log_in("Writer")
    assert writer.get(OWN).status_code == 200
    assert writer.post(OWN).status_code == 405
    Permission.objects.get(codename="view_article").group_set.clear()
    assert writer.get(OWN).status_code == 403


def test_the_answer_takes_the_same_queries_however_many_there_are(chief, django_assert_num_queries):
    def queries():
        # Session, user, the permissions of user and groups, a query a status.
        with django_assert_num_queries(7):
            asked(chief, "江")

    make_article()
    queries()
    for _ in range(30):
        make_article(headline="江")
    queries()
