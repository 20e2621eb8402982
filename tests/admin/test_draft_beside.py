"""The draft beside a live text, as an editor meets it in the form."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.desk import draft_beside, meeting, revisions, working_copies
from articles.models import Article, Event
from tests.factories import NOW, make_article, make_author, make_category, make_user

from .pages import LIST, change, filled, told, words

BODY = "<p>清晨。</p>\n<p>正午。</p>\n<p>黄昏。</p>"
OUTSIDE = ["/", "/feeds/rss/", "/feeds/json/", "/sitemap.xml", "/sitemap-1.xml", "/api/v1/articles/"]


@pytest.fixture
def live(db):
    article = make_article(body=BODY, headline="渔村", categories=[make_category("国际")])
    revisions.keep(article, by=None, at=NOW, why="")
    return article


@pytest.fixture
def ana(db):
    return make_user("Chief", username="Ana")


def keep(article, by, *, number=0, **typed):
    return draft_beside.keep(article, typed, seen=1, number=number, by=by, at=timezone.now()).beside


def send(client, article, *, opened=None, **typed):
    data = opened or filled(client.get(change(article)))
    return client.post(change(article), data | typed, follow=True)


def buttons(page):
    return words(page, ".state__buttons button").splitlines()[:2]


# The buttons say what they do


@pytest.mark.parametrize(
    ("state", "first"),
    [
        ({}, "Save and publish changes"),
        ({"published_at": NOW + timedelta(days=9999)}, "Save and publish changes"),
        ({"status": "draft"}, "Save"),
        ({"status": "retired"}, "Save"),
        ({"retire_at": NOW - timedelta(minutes=30)}, "Save"),
    ],
)
def test_the_button_says_whether_readers_see_it_at_once(chief, state, first):
    page = chief.get(change(make_article(**state)))
    assert buttons(page)[0] == first
    assert ("Keep as a draft" in buttons(page)) == (first != "Save")


def test_a_draft_is_kept_and_shown_with_who_kept_it_while_the_live_text_stays(chief, live):
    page = send(chief, live, headline="新版", _keep_beside="")
    assert "Readers go on seeing the live text." in told(page)[0]
    assert Article.objects.get().headline == "渔村"
    assert filled(page)["headline"] == ["新版"]
    assert "You see the draft beside the live text." in words(page, ".draft-beside")
    assert chief.user.username in words(page, ".draft-beside")
    assert buttons(page) == ["Keep the draft", "Publish changes"]


def test_keeping_again_goes_into_the_draft(chief, live):
    send(chief, live, headline="新版", _keep_beside="")
    send(chief, live, standfirst="导语", _continue="")
    content = working_copies.beside(live).content
    assert (content["headline"], content["standfirst"]) == ("新版", "导语")
    assert Article.objects.get().standfirst == ""


def test_a_draft_that_is_kept_unread_stays_what_it_is(chief, live):
    kept = keep(live, chief.user, headline="新版")
    send(chief, live, _continue="")
    assert working_copies.beside(live).number == kept.number


def test_publishing_puts_the_draft_in_place_and_it_is_gone(chief, live):
    keep(live, chief.user, headline="新版")
    page = send(chief, live, standfirst="导语", _publish_beside="")
    saved = Article.objects.get()
    assert (saved.headline, saved.standfirst) == ("新版", "导语")
    assert told(page) == ["Published: readers see what was in the draft."]
    assert buttons(page)[0] == "Save and publish changes"
    assert "draft-beside" not in page.content.decode()


def test_the_byline_and_the_taxonomy_are_the_drafts_own(chief, live):
    first, second = make_author("林知夏"), make_author("王江")
    culture = make_category("文化")
    meeting.save(live, {"byline": [["林知夏", ""]]}, seen=1, by=None, at=NOW)
    typed = {"bylines-0-author": second.pk, "primary_category": culture.pk, "tags": "长江"}
    page = send(chief, live, **typed, _keep_beside="")
    assert filled(page)["bylines-0-author"] == [str(second.pk)]
    assert filled(page)["primary_category"] == [str(culture.pk)]
    assert [byline.author for byline in Article.objects.get().bylines.all()] == [first]
    send(chief, live, _publish_beside="")
    saved = Article.objects.get()
    assert [byline.author for byline in saved.bylines.all()] == [second]
    assert (saved.primary_category, list(saved.tags.names())) == (culture, ["长江"])


# Which text is shown


def test_the_live_text_can_be_shown_and_saved_while_a_draft_lies_beside(chief, live):
    keep(live, chief.user, headline="新版")
    page = chief.get(change(live), {"text": "article"})
    assert filled(page)["headline"] == ["渔村"]
    assert "You see the text itself." in words(page, ".draft-beside")
    assert buttons(page)[0] == "Save and publish changes"
    chief.post(change(live), filled(page) | {"standfirst": "急"})
    assert Article.objects.get().standfirst == "急"
    assert working_copies.beside(live).content["headline"] == "新版"


def test_what_was_typed_into_the_draft_comes_back_as_that(chief, live):
    kept = keep(live, chief.user, headline="新版")
    typed = kept.content | {"headline": "新版二"}
    working_copies.keep_typing(live, typed, seen=1, number=0, by=chief.user, at=NOW)
    page = chief.get(change(live))
    assert (filled(page)["headline"], filled(page)["beside"]) == (["新版二"], [str(kept.number)])
    assert buttons(page)[0] == "Keep the draft"


def test_what_is_refused_stays_in_the_form_of_the_draft(chief, live):
    keep(live, chief.user, headline="新版")
    page = send(chief, live, headline="", standfirst="打好的")
    assert filled(page)["standfirst"] == ["打好的"]
    assert buttons(page)[0] == "Keep the draft"


def test_a_forged_number_of_a_draft_loses_nothing(chief, live):
    keep(live, chief.user, headline="新版")
    for number in ("9" * 30, "-1", "x", "1"):
        send(chief, live, beside=number, standfirst="导语")
    texts = [version.content["headline"] for version in live.revisions.all()]
    assert "新版" in texts
    assert Article.objects.get().version >= 2


# Compared and given up


def test_the_draft_is_laid_beside_the_live_text_with_what_it_changes_marked(chief, live):
    keep(live, chief.user, body=BODY.replace("清晨", "拂晓"), headline="渔村之春")
    page = chief.get(change(live).replace("change/", "beside/"))
    assert "渔村<ins>之春</ins>" in page.content.decode()
    assert "2 paragraphs unchanged" in words(page, ".compare__field")
    assert "moved on" not in words(page)


def test_a_live_text_that_moved_on_is_told(chief, live, ana):
    keep(live, chief.user, headline="渔村之春")
    meeting.save(live, {"standfirst": "急"}, seen=2, by=ana, at=NOW)
    page = chief.get(change(live).replace("change/", "beside/"))
    assert "The live text moved on" in words(page, ".conflict__note")
    assert "急" not in words(page, ".compare__field")


def test_giving_up_asks_first_and_leaves_the_text_among_the_versions(chief, live):
    keep(live, chief.user, headline="新版")
    address = change(live).replace("change/", "beside/give-up/")
    page = chief.get(address)
    assert working_copies.beside(live)
    page = chief.post(address, filled(page, ".ask"), follow=True)
    assert "stays among the versions" in told(page)[0]
    assert working_copies.beside(live) is None
    assert live.revisions.first().content["headline"] == "新版"


def test_a_draft_that_another_went_on_with_is_not_given_up_unseen(chief, live, ana):
    kept = keep(live, chief.user, headline="新版")
    address = change(live).replace("change/", "beside/give-up/")
    data = filled(chief.get(address), ".ask")
    keep(live, ana, number=kept.number, headline="再改")
    page = chief.post(address, data)
    assert "Another went on with the draft" in told(page)[0]
    assert working_copies.beside(live).content["headline"] == "再改"


@pytest.mark.parametrize("page", ["beside/", "beside/give-up/"])
def test_where_no_draft_lies_beside_the_pages_say_so(chief, live, page):
    assert "No draft lies beside this text." in words(chief.get(change(live).replace("change/", page)))


def test_who_may_not_edit_sees_the_live_text_and_changes_nothing(log_in, live, ana):
    kept = keep(live, ana, headline="新版")
    writer = log_in("Writer")
    page = writer.get(change(live))
    assert "新版" not in page.content.decode()
    address = change(live).replace("change/", "beside/give-up/")
    assert writer.post(address, {"number": kept.number}).status_code == 403
    assert writer.post(change(live), {"_publish_beside": "", "beside": kept.number}).status_code == 403
    assert working_copies.beside(live)


# Two in it


def test_what_two_put_into_the_draft_is_told_to_be_together(chief, live, ana):
    kept = keep(live, chief.user, headline="新版")
    opened = filled(chief.get(change(live)))
    keep(live, ana, number=kept.number, standfirst="导语")
    page = send(chief, live, opened=opened, headline="新版二")
    assert "Others saved meanwhile" in told(page)[0]
    content = working_copies.beside(live).content
    assert (content["headline"], content["standfirst"]) == ("新版二", "导语")


def test_what_another_put_into_the_draft_is_not_published_unseen(chief, live, ana):
    kept = keep(live, chief.user, headline="新版")
    opened = filled(chief.get(change(live)))
    keep(live, ana, number=kept.number, standfirst="导语")
    page = send(chief, live, opened=opened, _publish_beside="")
    assert "Not published: another went on with the draft" in told(page)[-1]
    assert Article.objects.get().headline == "渔村"
    assert buttons(page) == ["Keep the draft", "Publish changes"]


# Verbs


def test_a_verb_keeps_the_draft_and_moves_the_article(chief, live):
    keep(live, chief.user, headline="新版")
    page = send(chief, live, standfirst="导语", _verb="retire")
    page = chief.post(LIST, filled(page, ".ask") | {"word": "图片版权不明"}, follow=True)
    saved = Article.objects.get()
    assert (saved.status, saved.headline) == ("retired", "渔村")
    assert working_copies.beside(live).content["standfirst"] == "导语"
    assert buttons(chief.get(change(live))) == ["Keep the draft", "Put the draft in place of the text"]


@pytest.mark.parametrize(
    ("state", "verb", "status"),
    [("draft", "publish", "ready"), ("draft", "hand_in", "review"), ("retired", "restore", "ready")],
)
def test_a_verb_that_hands_on_takes_the_draft_that_is_seen(chief, live, state, verb, status):
    keep(live, chief.user, headline="新版")
    Article.objects.update(status=state)
    send(chief, live, _verb=verb)
    saved = Article.objects.get()
    assert (saved.status, saved.headline) == (status, "新版")
    assert working_copies.beside(live) is None


def test_a_verb_is_not_done_where_another_went_on_with_the_draft(chief, live, ana):
    kept = keep(live, chief.user, headline="新版")
    Article.objects.update(status="draft")
    opened = filled(chief.get(change(live)))
    keep(live, ana, number=kept.number, standfirst="导语")
    page = send(chief, live, opened=opened, _verb="publish")
    assert "another went on with the draft" in told(page)[-1]
    assert Article.objects.get().status == "draft"


# What readers, and the desk's lists, see of it


def test_readers_see_nothing_of_a_draft(chief, client, live):
    addresses = [live.get_absolute_url(), *OUTSIDE]
    before = [asked(client, address) for address in addresses]
    send(chief, live, headline="新版", standfirst="导语", _keep_beside="")
    send(chief, live, headline="新版二", _continue="")
    assert [asked(client, address) for address in addresses] == before
    assert Event.objects.filter(verb="keep_beside").count() == 2


def asked(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    # Not Last-Modified, which is told once the second of the last change is over.
    return answer.get("ETag"), answer.getvalue()


def test_the_list_and_the_first_page_mark_it(chief, live):
    make_article(headline="无事")
    keep(live, chief.user, headline="新版")
    assert words(chief.get(LIST), ".badge--beside") == "Draft beside"
    assert words(chief.get("/admin/"), ".badge--beside") == "Draft beside"


def test_the_versions_say_which_lay_beside(chief, live):
    keep(live, chief.user, headline="新版")
    page = chief.get(change(live).replace("change/", "versions/"))
    assert "Draft beside the live text" in words(page, ".versions tbody tr").splitlines()[0]


def test_a_draft_that_was_given_up_is_restored_from_the_list(chief, live):
    kept = keep(live, chief.user, headline="新版")
    draft_beside.give_up(live, number=kept.number, by=chief.user, at=NOW)
    row = words(chief.get(change(live).replace("change/", "versions/")), ".versions tbody tr").splitlines()[0]
    assert "As a draft" in row
    chief.post(change(live).replace("change/", f"restore/{kept.number}/"), {"_keep_beside": ""})
    assert working_copies.beside(live).content["headline"] == "新版"


def test_what_a_version_changed_is_told_from_what_the_article_said_before(chief, live):
    draft = keep(live, chief.user, headline="渔村之春")
    send(chief, live, _publish_beside="")
    page = chief.get(change(live).replace("change/", "compare/"))
    assert "渔村<ins>之春</ins>" in page.content.decode()
    page = chief.get(change(live).replace("change/", "compare/"), {"to": draft.number})
    assert "渔村<ins>之春</ins>" in page.content.decode()


@pytest.mark.parametrize("number", [1, 30])
def test_the_pages_take_as_many_queries_for_much_as_for_little(
    chief, live, number, django_assert_max_num_queries
):
    kept = keep(live, chief.user, headline="新版")
    for count in range(number):
        kept = keep(live, chief.user, number=kept.number, headline=f"新版{count}")
    with django_assert_max_num_queries(15):
        chief.get(change(live).replace("change/", "beside/"))
    with django_assert_max_num_queries(15):
        chief.get(change(live).replace("change/", "beside/give-up/"))


def test_a_draft_adds_at_most_a_query_to_the_form(chief, live, django_assert_max_num_queries):
    with CaptureQueriesContext(connection) as plain:
        chief.get(change(live))
    keep(live, chief.user, headline="新版")
    with django_assert_max_num_queries(len(plain) + 1):
        chief.get(change(live))
