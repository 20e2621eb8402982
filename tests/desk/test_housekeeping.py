from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection

from articles.desk import (
    draft_beside,
    erasing,
    housekeeping,
    previewing,
    removing,
    trash,
    undoing,
    workflow,
    working_copies,
)
from articles.models import Article, Event, Image, PreviewLink, Redirect, Sitting, WorkingCopy
from tests.factories import NOW, make_article, make_image, make_image_source, make_user
from tests.importing.archives import outcomes, run_import, story, write
from tests.public.visits import visit

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
OVER = NOW + 31 * DAY


def trashed(*, at=NOW, **fields):
    article = make_article(**{"status": "draft"} | fields)
    return workflow.trash(article, by=None, at=at)


def test_what_was_in_the_trash_for_30_days_is_removed_by_the_newsroom_itself():
    article, younger = trashed(), trashed(at=NOW + 2 * DAY)
    assert housekeeping.tidy(NOW + 30 * DAY).articles == 0
    assert housekeeping.tidy(OVER).articles == 1
    assert list(Article.objects.all()) == [younger]
    stub = Event.objects.get(verb="remove")
    assert (stub.by, stub.at, stub.data) == (
        None,
        OVER,
        {"thing": article.pk, "reason": "30 days in the trash"},
    )


def test_the_days_count_from_the_last_time_it_was_trashed():
    article = trashed()
    workflow.recover(article, by=None, at=NOW + 20 * DAY)
    workflow.trash(article, by=None, at=NOW + 25 * DAY)
    assert housekeeping.tidy(OVER).articles == 0
    assert housekeeping.tidy(NOW + 56 * DAY).articles == 1


def test_what_taking_an_import_back_put_away_goes_too():
    undoing.put_away(make_article(), by=None, at=NOW, why="")
    assert housekeeping.tidy(OVER).articles == 1


def test_an_article_that_somebody_took_out_in_time_stays():
    article = trashed()
    over = trash.time_over(OVER).get().pk
    workflow.recover(article, by=None, at=OVER)
    assert removing.remove_from_trash(over, at=OVER) is False
    assert Article.objects.get().status == "draft"


def test_what_readers_had_seen_answers_410_afterwards_and_what_they_had_not_404():
    seen, unseen = make_article(), make_article(status="draft")
    Redirect.objects.create(old_path="/alt/", article=unseen)
    addresses = [seen.get_absolute_url(), unseen.get_absolute_url(), "/alt/"]
    workflow.retire(seen, by=None, at=NOW, reason="法院裁定")
    for article in (seen, unseen):
        workflow.trash(article, by=None, at=NOW)
    housekeeping.tidy(OVER)
    assert [visit(address).status_code for address in addresses] == [410, 404, 404]


def test_its_file_does_not_come_in_again(tmp_path):
    write(tmp_path, {"a.md": story()})
    run_import(tmp_path)
    undoing.put_away(Article.objects.get(), by=None, at=NOW, why="")
    housekeeping.tidy(OVER)
    assert outcomes(run_import(tmp_path)) == {"a.md": "skipped"}
    assert not Article.objects.exists()


def test_pictures_that_came_with_it_go_and_those_of_the_library_stay():
    uploaded, came = make_image(added_by=make_user("Chief")), make_image()
    make_image_source(image=came)
    article = make_article(status="draft", lead_image=uploaded)
    article.article_images.create(image=came, position=0)
    workflow.trash(article, by=None, at=NOW)
    housekeeping.tidy(OVER)
    assert list(Image.objects.all()) == [uploaded]


def test_a_part_of_a_full_trash_goes_at_a_time():
    for _ in range(3):
        trashed()
    done = housekeeping.tidy(OVER, most_articles=2)
    assert (done.articles, done.is_whole, Article.objects.count()) == (2, False, 1)
    assert housekeeping.tidy(OVER, most_articles=2).is_whole


def test_emptying_looks_at_what_is_in_the_trash_alone(django_assert_max_num_queries):
    make_article()
    with django_assert_max_num_queries(1):
        assert list(trash.time_over(OVER).values_list("pk", flat=True)) == []
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            sql, parameters = trash.time_over(OVER).values("pk").query.sql_with_params()
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", parameters)
            plan = " ".join(str(row) for row in cursor.fetchall())
            assert "article_by_status" in plan or "ready_in_order" in plan or "article_by_day" in plan
            assert "event_of_article" in plan


def test_typing_sittings_links_and_logins_go_when_their_time_is_over():
    chief, article = make_user("Chief"), make_article(status="draft")
    working_copies.keep_typing(article, {}, seen=1, number=0, by=chief, at=NOW)
    Sitting.objects.create(article=article, by=chief, since=NOW, at=NOW)
    previewing.share(article, by=chief, at=NOW)
    revoked, _secret = previewing.share(article, by=chief, at=NOW, lives=timedelta(days=90))
    previewing.revoke(revoked, by=chief, at=NOW)
    Session.objects.create(session_key="a", session_data="", expire_date=NOW)
    kept = Sitting.objects.create(article=article, by=make_user("Chief"), since=NOW, at=NOW + 88 * DAY)

    early = housekeeping.tidy(NOW + 88 * DAY)
    assert (early.typing, early.sittings, early.links, early.logins) == (0, 1, 0, 1)
    late = housekeeping.tidy(NOW + 98 * DAY)
    assert (late.typing, late.sittings, late.links, late.logins) == (1, 1, 2, 0)
    assert not (PreviewLink.objects.exists() or WorkingCopy.objects.exists())
    assert not Sitting.objects.filter(pk=kept.pk).exists()


def test_a_draft_beside_a_live_article_is_never_forgotten():
    article = make_article()
    draft_beside.keep(article, {}, seen=1, by=make_user("Chief"), at=NOW)
    assert housekeeping.tidy(NOW + 4000 * DAY).typing == 0


def test_versions_stay_for_ever_unless_the_setting_says_otherwise(settings):
    article = make_article(status="draft")
    for number in range(2, 8):
        article.revisions.create(number=number, content={"status": "draft"}, at=NOW)
    assert housekeeping.tidy(OVER).versions == 0
    settings.VERSIONS_KEPT = 30
    assert housekeeping.tidy(OVER).versions == 3
    assert Event.objects.get(verb="prune_versions").data == {"number": 3, "older_than_days": 30}
    housekeeping.tidy(OVER)
    assert Event.objects.filter(verb="prune_versions").count() == 1


def test_a_dry_run_counts_the_same_and_does_nothing():
    trashed()
    before = Event.objects.count()
    assert housekeeping.tidy(OVER, dry_run=True) == housekeeping.Tidied(articles=1)
    assert (Article.objects.count(), Event.objects.count()) == (1, before)


def said_by_tidy(*options):
    said = StringIO()
    call_command("tidy", *options, stdout=said)
    return said.getvalue().splitlines()


def test_the_command_says_in_words_what_went():
    trashed(at=NOW - 4000 * DAY)
    line = "        1  articles that were in the trash for 30 days"
    kept = "Versions are kept for ever: VERSIONS_KEPT says so."
    assert said_by_tidy("--dry-run") == [line, "This was a dry run: nothing went.", kept]
    assert said_by_tidy() == [line, "All of that is gone.", kept]
    assert said_by_tidy() == ["There is nothing to throw away.", kept]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_after_a_removal_the_database_is_written_anew_once():
    article = make_article(headline="长江")
    removing.remove(article, headline="长江", reason="法院裁定", by=make_user("Admin"), at=NOW)
    housekeeping.tidy(OVER)
    housekeeping.tidy(OVER + DAY)
    assert [event.at for event in Event.objects.filter(verb=erasing.ERASED)] == [OVER]
