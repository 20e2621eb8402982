from uuid import uuid4

import pytest
from django.test import Client

from articles.desk import draft_beside, meeting, working_copies
from articles.models import Article, Sitting, WorkingCopy
from tests.factories import NOW, make_article, make_author, make_category, make_user

from .pages import LIST, change, filled, told, words

ADD, NEW = f"{LIST}add/", f"{LIST}typing/"


def typing(article):
    return change(article).replace("change/", "typing/")


def send(client, article, *, form=None, **typed):
    data = form or filled(client.get(change(article)))
    return client.post(typing(article), data | {"who": client.user.pk} | typed).json()


def begin(client, key, **typed):
    data = filled(client.get(ADD)) | {"who": client.user.pk, "key": key, "number": "0"} | typed
    return client.post(NEW, data).json()


@pytest.fixture
def section():
    return make_category("国际")


@pytest.fixture
def ana(log_in, section):
    return log_in("Editor", username="ana", sections=[section])


@pytest.fixture
def ben(log_in, section):
    return log_in("Editor", username="ben", sections=[section])


@pytest.fixture
def article(section):
    return make_article(categories=[section], authors=[make_author()], tags=["长江"])


def test_what_is_typed_is_kept_and_the_article_says_what_it_said(ana, article):
    answer = send(ana, article, headline="打到一半", body="<p>新的一段。</p>")

    copy = working_copies.typing_of(article, ana.user)
    assert (answer["state"], answer["number"], answer["errors"]) == ("kept", copy.number, [])
    assert (copy.content["headline"], copy.content["body"]) == ("打到一半", "<p>新的一段。</p>")
    assert Article.objects.get().headline == article.headline
    assert not article.revisions.exists() and not article.events.exists()


def test_a_form_that_nobody_touched_keeps_nothing(ana, article):
    assert send(ana, article)["state"] == "same"
    assert not WorkingCopy.objects.exists()


def test_typing_that_was_taken_back_is_forgotten(ana, article):
    form = filled(ana.get(change(article)))
    number = send(ana, article, form=form, headline="打到一半")["number"]

    answer = send(ana, article, form=form, number=number)

    assert (answer["state"], answer["number"]) == ("same", 0)
    assert not WorkingCopy.objects.exists()


def test_the_same_typing_sent_again_is_not_kept_again(ana, article):
    form = filled(ana.get(change(article)))
    first = send(ana, article, form=form, headline="打到一半")
    assert send(ana, article, form=form, headline="打到一半") == first | {"state": "same"}


def test_what_cannot_be_saved_is_kept_all_the_same_and_told_in_words(ana, article):
    answer = send(ana, article, headline="", standfirst="导语")
    assert (answer["state"], answer["errors"], answer["left_out"]) == ("kept", ["Headline is missing."], [])
    assert working_copies.typing_of(article, ana.user).content["standfirst"] == "导语"


def test_what_cannot_be_kept_is_told(ana, article):
    answer = send(ana, article, embargo_until="gestern", standfirst="导语")
    assert answer["left_out"] == ["Embargo until"]
    assert answer["errors"] == ["Embargo until: Enter a valid date/time."]


def test_a_text_too_tangled_to_be_cleaned_is_not_taken_for_kept(ana, article):
    answer = send(ana, article, body="<b>" * 3000)
    assert answer["left_out"] == ["Body"]
    assert answer["errors"]


def test_an_older_window_is_told_of_the_newer_one_and_writes_over_nothing(ana, article):
    older = filled(ana.get(change(article)))
    newer = send(ana, article, headline="新窗口")

    answer = send(ana, article, form=older, headline="旧窗口")

    assert (answer["state"], answer["newer"]["number"]) == ("overtaken", newer["number"])
    assert working_copies.typing_of(article, ana.user).content["headline"] == "新窗口"


def test_going_on_with_an_older_window_all_the_same_takes_the_number_of_the_newer(ana, article):
    older = filled(ana.get(change(article)))
    newer = send(ana, article, headline="新窗口")
    answer = send(ana, article, form=older, headline="旧窗口", number=newer["number"])
    assert answer["state"] == "kept"
    assert working_copies.typing_of(article, ana.user).content["headline"] == "旧窗口"


def test_a_window_without_typing_hears_that_another_one_went_on(ana, article):
    newer = send(ana, article, headline="新窗口")
    data = {"beat": 1, "who": ana.user.pk, "seen": 1, "number": 0}
    assert ana.post(typing(article), data).json()["newer"]["number"] == newer["number"]


def test_saving_an_older_window_asks_before_what_the_newer_kept_is_forgotten(ana, article):
    older = filled(ana.get(change(article)))
    send(ana, article, headline="新窗口")

    asked = ana.post(change(article), older | {"standfirst": "旧窗口"})

    assert "You went on in another window" in words(asked, ".errorlist")
    assert "See what you typed in the other window" in words(asked, ".notice")
    assert working_copies.typing_of(article, ana.user).content["headline"] == "新窗口"
    ana.post(change(article), filled(asked))
    assert Article.objects.get().standfirst == "旧窗口"
    assert not WorkingCopy.objects.exists()


def test_saving_the_form_that_was_kept_forgets_the_typing(ana, article):
    form = filled(ana.get(change(article)))
    number = send(ana, article, form=form, headline="打到一半")["number"]
    ana.post(change(article), form | {"headline": "打完了", "number": number})
    assert Article.objects.get().headline == "打完了"
    assert not WorkingCopy.objects.exists()


def test_the_form_opens_with_what_was_typed_and_says_so(ana, article):
    send(ana, article, headline="打到一半")
    page = ana.get(change(article))
    assert filled(page)["headline"] == ["打到一半"]
    assert "and did not save it." in words(page, ".notice")
    stands = ana.get(change(article), {"text": "article"})
    assert filled(stands)["headline"] == [article.headline]
    assert "it is not shown here" in words(stands, ".notice")


def test_who_may_not_edit_any_more_is_told_and_nothing_is_kept(ana, article, section):
    form = filled(ana.get(change(article)))
    ana.user.sections.clear()
    answer = send(ana, article, form=form, headline="x")
    assert (answer["state"], answer["errors"]) == ("refused", ["You may not edit this article any more."])
    assert not WorkingCopy.objects.exists()


def test_what_one_person_typed_is_not_kept_as_anothers_who_logged_in_meanwhile(ana, ben, article):
    form = filled(ana.get(change(article)))
    answer = send(ben, article, form=form, headline="x", who=ana.user.pk)
    assert answer["state"] == "refused"
    assert not WorkingCopy.objects.exists()


def test_without_a_session_or_a_token_nothing_is_kept(ana, article, client):
    assert client.post(typing(article), {"headline": "x"}).status_code == 302
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ana.user)
    assert strict.post(typing(article), {"headline": "x"}).status_code == 403
    assert ana.get(typing(article)).status_code == 405


def test_a_text_bigger_than_the_newsroom_takes_is_an_error(ana, article, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = ana.post(typing(article), {"who": ana.user.pk, "body": "江" * 1000})
    assert answer.status_code == 400


@pytest.mark.parametrize("number", ["-1", "x", "9" * 30, "١"])
def test_numbers_that_are_none_are_no_errors(ana, article, number):
    sent = {"number": number, "seen": number, "beat": 1}
    assert send(ana, article, **sent)["state"] == "same"
    del sent["beat"]
    assert send(ana, article, headline="x", **sent)["state"] == "kept"


# New articles


def test_a_new_article_is_kept_by_its_key_and_gone_on_with(ana, section):
    key, author = str(uuid4()), make_author("林知夏")
    begin(ana, key, headline="渔村", body="<p>清晨。</p>", **{"bylines-0-author": author.pk})

    assert "You began “ 渔村 ”" in words(ana.get(ADD), ".begun")
    page = ana.get(ADD, {"key": key})
    form = filled(page)
    assert (form["headline"], form["body"], form["key"]) == (["渔村"], ["<p>清晨。</p>"], [key])
    assert form["bylines-0-author"] == [str(author.pk)]
    assert words(page, ".begun") == ""

    ana.post(ADD, form | {"_continue": ""})
    assert list(Article.objects.get().authors.all()) == [author]
    assert not WorkingCopy.objects.exists()


def test_a_new_article_begun_without_a_headline_is_called_untitled(ana):
    begin(ana, str(uuid4()), headline="", body="<p>清晨。</p>")
    assert "You began “ Untitled ”" in words(ana.get(ADD), ".begun")


def test_a_new_article_without_a_name_is_told_to_be_opened_anew(ana):
    answer = begin(ana, "no-key", headline="渔村")
    assert answer["state"] == "refused"
    assert "open the form anew" in answer["errors"][0]


def test_a_form_opened_by_a_name_that_is_none_gets_one(ana):
    assert filled(ana.get(ADD, {"key": "../../x"}))["key"] != ["../../x"]


def test_nobody_sees_what_others_began(ana, ben):
    key = str(uuid4())
    begin(ana, key, headline="渔村")
    assert words(ben.get(ADD), ".begun") == ""
    assert ben.get(f"{NEW}{key}/").status_code == 302


def test_discarding_a_new_article_shows_it_first(ana):
    key = str(uuid4())
    begin(ana, key, headline="渔村", body="<p>清晨。</p>")
    page = ana.get(f"{NEW}{key}/")
    assert "清晨" in words(page, ".compare__field")
    ana.post(f"{NEW}{key}/", filled(page, "form.submit-row") | {"do": "discard"})
    assert not WorkingCopy.objects.exists()


# Who else is there


def test_the_other_person_at_the_form_is_told(ana, ben, article):
    send(ana, article, headline="打到一半")
    (person,) = send(ben, article)["people"]
    assert (person["name"], person["is_idle"]) == ("ana", False)
    assert person["typed_at"]


def test_who_leaves_is_not_there_any_more(ana, ben, article):
    send(ana, article)
    assert ana.post(f"{typing(article)}leave/").status_code == 204
    assert send(ben, article)["people"] == []


def test_the_list_says_who_is_editing(ana, ben, article):
    send(ana, article)
    assert "ana is editing" in words(ben.get(LIST), ".field-status")


def test_who_may_only_look_is_not_listened_to(log_in, article):
    page = log_in("Writer").get(change(article))
    assert page.status_code == 200
    assert words(page, ".typing") == ""


def test_what_was_saved_meanwhile_is_told_with_a_comparison(ana, ben, article):
    form = filled(ana.get(change(article)))
    meeting.save(article, {"standfirst": "乙"}, seen=1, by=ben.user, at=NOW)
    version = send(ana, article, form=form)["version"]
    assert (version["number"], version["by"], version["is_mine"]) == (2, "ben", False)
    assert ana.get(version["compare"]).status_code in (200, 404)


def test_taking_over_is_told_to_the_other_whose_typing_stays_kept(ana, ben, article):
    send(ana, article, headline="甲")
    taken = ben.post(f"{typing(article)}take-over/").json()
    assert [person["is_looking"] for person in taken["people"]] == [True]
    assert taken["typed"][0]["name"] == "ana"

    form = filled(ana.get(change(article)))
    answer = send(ana, article, form=form, headline="甲乙")
    assert (answer["state"], answer["taken_over_by"]["name"]) == ("kept", "ben")
    assert ana.post(f"{typing(article)}go-on/").json()["taken_over_by"] is None


def test_a_stranger_takes_nothing_over(log_in, article):
    assert log_in("Writer").post(f"{typing(article)}take-over/").status_code == 403
    assert not Sitting.objects.exists()


def test_what_another_typed_is_looked_at_and_put_in(ana, ben, article):
    send(ana, article, standfirst="她写的导语")
    assert "ana typed something that is not saved" in words(ben.get(change(article)), ".typing__others")
    address = f"{typing(article)}by/{ana.user.pk}/"

    page = ben.get(address)
    assert "她写的导语" in words(page, ".compare__field")
    answer = ben.post(address, filled(page, "form.submit-row") | {"do": "put_in"}, follow=True)

    assert told(answer) == ["What ana typed is in the article."]
    assert Article.objects.get().standfirst == "她写的导语"
    assert article.revisions.first().why == "Typed by ana, put in by ben"


def test_what_was_typed_after_the_look_is_looked_at_again(ana, ben, article):
    form = filled(ana.get(change(article)))
    number = send(ana, article, form=form, standfirst="一")["number"]
    address = f"{typing(article)}by/{ana.user.pk}/"
    looked_at = filled(ben.get(address), "form.submit-row")
    send(ana, article, form=form, standfirst="一二", number=number)
    answer = ben.post(address, looked_at | {"do": "put_in"}, follow=True)
    assert told(answer) == ["More was typed meanwhile: look at it again."]
    assert Article.objects.get().standfirst == article.standfirst


def test_discarding_shows_what_is_lost_and_forgets_it(ana, article):
    send(ana, article, standfirst="不要了")
    address = f"{typing(article)}by/{ana.user.pk}/"
    page = ana.get(address)
    assert "不要了" in words(page, ".compare__field")
    answer = ana.post(address, filled(page, "form.submit-row") | {"do": "discard"}, follow=True)
    assert told(answer) == ["What you typed is discarded."]
    assert not WorkingCopy.objects.exists()


def test_what_may_not_be_saved_as_it_was_typed_is_told_when_it_is_put_in(ana, ben, article):
    working_copies.keep_typing(
        article, {"published_at": "2099-01-01T00:00:00+00:00"}, seen=1, number=0, by=ana.user, at=NOW
    )
    address = f"{typing(article)}by/{ana.user.pk}/"
    data = filled(ben.get(address), "form.submit-row") | {"do": "put_in"}
    (refusal,) = told(ben.post(address, data, follow=True))
    assert "Readers have seen it already" in refusal
    assert working_copies.typing_of(article, ana.user)


def test_who_typed_something_too_is_led_to_it_before_putting_in(ana, ben, article):
    send(ana, article, standfirst="她的")
    send(ben, article, standfirst="他的")
    address = f"{typing(article)}by/{ana.user.pk}/"
    data = filled(ben.get(address), "form.submit-row") | {"do": "put_in"}
    answer = ben.post(address, data, follow=True)
    assert "save it or discard it first" in told(answer)[0]
    assert "他的" in words(answer, ".compare__field")


def test_strangers_look_at_nothing(log_in, ana, article):
    send(ana, article, standfirst="秘密")
    assert log_in("Writer").get(f"{typing(article)}by/{ana.user.pk}/").status_code == 403


def test_a_draft_that_another_kept_beside_is_no_news_to_who_writes_in_the_live_text(ana, ben, section):
    live = make_article(categories=[section])
    form = filled(ana.get(change(live))) | {"who": ana.user.pk}
    draft_beside.keep(live, {"headline": "新版"}, seen=1, by=ben.user, at=NOW)
    assert ana.post(typing(live), form | {"beat": 1}).json()["version"] is None


# How much is asked of the database


def test_the_forms_ask_no_more_where_much_was_typed_by_many(
    ana, article, section, django_assert_max_num_queries
):
    for number in range(5):
        other = make_user("Editor", username=f"other{number}", sections=[section])
        working_copies.keep_typing(article, {"headline": "别"}, seen=1, number=0, by=other, at=NOW)
        working_copies.keep_typing(
            None, {"headline": "别"}, seen=None, number=0, by=ana.user, at=NOW, key=str(uuid4())
        )
    send(ana, article, headline="甲")
    with django_assert_max_num_queries(15):
        ana.get(change(article))
    with django_assert_max_num_queries(9):
        ana.get(ADD)


def test_a_beat_and_a_keeping_ask_the_same_of_a_big_archive(ana, ben, article, django_assert_num_queries):
    for _ in range(20):
        make_article(categories=list(article.categories.all()), authors=list(article.authors.all()))
    form = filled(ana.get(change(article))) | {"who": ana.user.pk}
    send(ben, article, standfirst="乙")
    first = ana.post(typing(article), form | {"headline": "甲"}).json()
    with django_assert_num_queries(9):
        ana.post(typing(article), {"beat": 1, "who": ana.user.pk, "seen": 1, "number": first["number"]})
    with django_assert_num_queries(23):
        ana.post(typing(article), form | {"headline": "甲乙", "number": first["number"]})
