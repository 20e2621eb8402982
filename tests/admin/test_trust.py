"""What the desk shows of what an import left in doubt: text that was lost, dates that nobody knows exactly."""

from datetime import UTC, datetime

import pytest

from articles.admin import date_words
from articles.admin.run_words import loss_words
from articles.models import Article, ImportedRecord, ImportRun
from tests.factories import NOW, make_article, make_category, make_source

from .pages import LIST, change, filled, told, words

LOST = "12 % of its text was lost on the way in"
DAY = datetime(2022, 1, 27, tzinfo=UTC)
FROM_FILE_NAME = {"date_origin": "file name", "date_precision": "day", "zone_stated": False}


def headlines(client, **choice):
    return {article.headline for article in client.get(LIST, choice).context["cl"].result_list}


# A look


def test_the_list_marks_what_needs_a_look_and_finds_it(chief):
    make_article(headline="缺字", status="draft", needs_look=LOST)
    make_article(headline="全文")

    page = chief.get(LIST, {"look": "no"})
    assert words(page, "#result_list .field-status") == "Draft Needs a look"
    assert f'title="{LOST}"' in page.content.decode()
    assert headlines(chief, look="no") == {"缺字"}
    assert headlines(chief, look="x") == {"缺字", "全文"}


def test_the_form_says_why_it_needs_a_look_and_a_button_says_that_it_is_fine(chief):
    article = make_article(status="draft", published_at=None, needs_look=LOST)
    page = chief.get(change(article))
    assert words(page, ".state__look") == f"Needs a look: {LOST}"
    assert "It is fine" in words(page, ".state__buttons")

    answer = chief.post(change(article), filled(page) | {"_verb": "looked_at"}, follow=True)

    assert told(answer)[-1] == "1 looked at."
    assert words(answer, ".state__look") == ""
    assert "It is fine" not in words(answer, ".state__buttons")
    assert Article.objects.get().needs_look == ""


def test_the_first_button_of_the_form_saves(chief):
    """A browser presses it when Enter is."""
    page = chief.get(change(make_article(status="draft", needs_look=LOST)))
    assert words(page, "#article_form [type=submit]").splitlines()[0] == "Save"


def test_many_are_said_to_be_fine_at_once(chief):
    articles = [make_article(status="draft", needs_look=LOST) for _ in range(3)]
    data = {"action": "looked_at", "_selected_action": [article.pk for article in articles]}
    answer = chief.post(LIST, data, follow=True)

    assert told(answer) == ["3 looked at."]
    assert not Article.objects.exclude(needs_look="").exists()


def test_an_editor_of_another_section_is_not_asked_to_look(log_in):
    editor = log_in("Editor", sections=[make_category("文化")])
    article = make_article(status="draft", needs_look=LOST)
    page = editor.get(change(article))

    assert LOST in words(page, ".state")
    assert "It is fine" not in words(page, ".state__buttons")


# What was lost


@pytest.mark.parametrize(
    ("loss", "said"),
    [
        ({}, ""),
        (
            {"removed": {}, "before": 10_033, "after": 8_829, "meant": 0},
            "10,033 characters came, 8,829 stayed, 1,204 were lost",
        ),
        (
            {"removed": {"script": 2, "onclick": 1}, "before": 100, "after": 80, "meant": 20},
            "100 characters came, 80 stayed, 0 were lost, 20 left out knowingly; taken out: onclick ×1, script ×2",
        ),
    ],
)
def test_a_loss_is_told_in_words(loss, said):
    assert loss_words(loss) == said


def test_an_article_tells_what_was_lost_of_its_text(chief):
    article = make_article()
    run = ImportRun.objects.create(origin="江河日报", started_at=NOW)
    loss = {"removed": {"script": 2}, "before": 100, "after": 90, "meant": 0}
    ImportedRecord.objects.create(
        run=run, origin=run.origin, path="a.md", outcome="created", article=article, loss=loss
    )

    shown = words(chief.get(change(article)), ".beside .facts")
    assert "100 characters came, 90 stayed, 10 were lost; taken out: script ×2" in shown


# Dates


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (FROM_FILE_NAME, "This date is from the file's name, the day alone, zone assumed."),
        ({"date_origin": "feed"}, "This date is from a feed."),
        ({"date_origin": "export", "date_precision": "year"}, "This date is from an export, the year alone."),
        (
            {"date_origin": "", "date_precision": ""},
            "This date is from nobody knows where, nobody knows how exact.",
        ),
        ({}, ""),
        (FROM_FILE_NAME | {"published_at": None}, ""),
    ],
)
def test_what_is_known_of_a_date_is_told_in_words(fields, said):
    assert date_words.known_of_date(Article(**{"published_at": DAY} | fields)) == said


def test_the_form_tells_where_the_date_is_from_until_an_editor_sets_it(chief):
    article = make_article(published_at=DAY, **FROM_FILE_NAME)
    page = chief.get(change(article))
    known = "This date is from the file's name, the day alone, zone assumed."
    assert known in words(page, ".field-published_at")

    chief.post(change(article), filled(page) | {"headline": "新标题", "_continue": ""})
    assert known in words(chief.get(change(article)), ".field-published_at")

    chief.post(
        change(article), filled(page) | {"published_at": "2022-01-27T09:30", "seen": 2, "_continue": ""}
    )
    assert known not in words(chief.get(change(article)), ".field-published_at")
    assert Article.objects.get().date_origin == "desk"


@pytest.mark.parametrize(
    ("precision", "shown"),
    [
        ("second", "27 Jan 2022, 00:00"),
        ("day", "27 Jan 2022"),
        ("month", "Jan 2022"),
        ("year", "2022"),
        ("", "27 Jan 2022"),
    ],
)
def test_the_list_shows_a_date_as_exactly_as_it_is_known(chief, precision, shown):
    make_article(published_at=DAY, date_precision=precision)
    assert words(chief.get(LIST), "#result_list .field-published_at") == shown


def test_dates_are_chosen_by_whether_they_are_certain(chief):
    make_article(headline="desk")
    make_article(headline="minute", date_origin="feed", date_precision="minute")
    make_article(headline="name", date_origin="file name")
    make_article(headline="day", date_origin="front matter", date_precision="day")
    make_article(headline="zone", date_origin="front matter", zone_stated=False)
    make_article(headline="unknown", date_origin="", date_precision="")
    make_article(headline="undated", status="draft", published_at=None, date_origin="", date_precision="")

    assert headlines(chief, date="certain") == {"desk", "minute"}
    assert headlines(chief, date="uncertain") == {"name", "day", "zone", "unknown"}
    assert len(headlines(chief, date="x")) == 7


def test_articles_are_chosen_by_the_name_of_their_origin(chief):
    article = make_article(headline="渔村")
    make_source(article=article).origin.__class__.objects.update(name="公报")
    make_article(headline="别处")

    assert "公报" in words(chief.get(LIST), "#changelist-filter")
    assert headlines(chief, origin="江河日报") == {"渔村"}
