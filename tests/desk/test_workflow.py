from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from articles.desk import workflow, writing
from articles.models import Article, Event, Revision
from tests.factories import NOW, make_article, make_category, make_user

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_published_draft_without_a_date_gets_the_moment(section, editor):
    draft = make_article(status="draft", published_at=None, categories=[section])
    workflow.publish(draft, by=editor, at=NOW)
    assert (draft.status, draft.published_at, str(draft.published_on)) == ("ready", NOW, "2026-03-02")
    assert draft.is_public(NOW)


def test_published_draft_with_a_later_date_is_scheduled(section, editor):
    draft = make_article(status="draft", published_at=NOW + HOUR, categories=[section])
    workflow.publish(draft, by=editor, at=NOW)
    assert draft.state(NOW) == "scheduled"


def test_each_verb_leaves_one_event_and_one_revision(section, editor):
    draft = make_article(status="draft", categories=[section])
    workflow.hand_in(draft, by=editor, at=NOW)
    workflow.publish(draft, by=editor, at=NOW + HOUR)
    assert list(Event.objects.values_list("verb", "by_name")) == [
        ("publish", editor.username),
        ("hand_in", editor.username),
    ]
    assert list(Revision.objects.values_list("number", flat=True)) == [3, 2]


def test_scheduled_article_is_pulled_back(section, editor):
    article = make_article(published_at=NOW + HOUR, categories=[section])
    workflow.pull_back(article, by=editor, at=NOW)
    assert article.status == "draft"


def test_what_readers_have_seen_is_not_pulled_back(section, editor):
    article = make_article(categories=[section])
    with pytest.raises(workflow.TransitionError, match="retire it instead"):
        workflow.pull_back(article, by=editor, at=NOW)


def test_retiring_needs_a_reason(section, editor):
    article = make_article(categories=[section])
    with pytest.raises(workflow.TransitionError, match="Say why"):
        workflow.retire(article, by=editor, at=NOW, reason="  ")


@pytest.mark.parametrize(
    ("verb", "status", "word"), [("retire", "ready", "reason"), ("send_back", "review", "note")]
)
def test_words_that_do_not_fit_are_refused_and_nothing_is_done(verb, status, word, chief):
    article = make_article(status=status)
    with pytest.raises(workflow.TransitionError, match="at most 300 characters"):
        getattr(workflow, verb)(article, by=chief, at=NOW, **{word: "图" * 301})
    article.refresh_from_db()
    assert (article.status, article.version) == (status, 1)


def test_retired_article_is_restored_by_a_chief_alone(section, editor, chief):
    article = make_article(categories=[section])
    workflow.retire(article, by=editor, at=NOW, reason="法院裁定")
    with pytest.raises(PermissionDenied):
        workflow.restore(article, by=editor, at=NOW)
    workflow.restore(article, by=chief, at=NOW)
    assert article.is_public(NOW)


def test_restoring_lifts_a_retirement_time_that_has_come(section, editor, chief):
    article = make_article(categories=[section], retire_at=NOW + HOUR)
    workflow.retire(article, by=editor, at=NOW, reason="过期")
    workflow.restore(article, by=chief, at=NOW + 3 * HOUR)
    assert article.is_public(NOW + 3 * HOUR)


PAST = NOW + 2 * HOUR


@pytest.mark.parametrize(
    ("moment", "opens"),
    [(NOW - 2 * HOUR, {"pull_back", "retire"}), (NOW, {"retire"}), (PAST, {"restore", "trash"})],
)
def test_what_is_open_on_a_ready_article_goes_by_its_state_then(chief, moment, opens):
    article = make_article(retire_at=NOW + HOUR, at=NOW - 2 * HOUR, published_at=NOW - HOUR)
    assert {verb for verb in workflow.TRANSITIONS if workflow.may(chief, verb, article, at=moment)} == opens


def test_article_past_its_retirement_time_is_restored(chief):
    article = make_article(retire_at=NOW + HOUR)
    workflow.restore(article, by=chief, at=PAST)
    assert article.is_public(PAST)
    assert Event.objects.get().data["from"] == "retired"


@pytest.mark.parametrize(("verb", "options"), [("retire", {"reason": "重复"}), ("pull_back", {})])
def test_article_past_its_retirement_time_is_neither_retired_nor_pulled_back(chief, verb, options):
    article = make_article(retire_at=NOW + HOUR, published_at=NOW)
    with pytest.raises(workflow.TransitionError, match="Retired"):
        getattr(workflow, verb)(article, by=chief, at=PAST, **options)


def test_article_that_retired_by_itself_stays_gone_in_the_trash(chief):
    article = make_article(retire_at=NOW + HOUR, at=NOW - 2 * HOUR, published_at=NOW)
    assert not article.was_public
    workflow.trash(article, by=chief, at=PAST)
    assert list(Article.objects.gone(PAST)) == [article]


def test_trashed_article_that_was_public_is_gone_and_a_draft_is_not(section, editor):
    retired = make_article(categories=[section])
    workflow.retire(retired, by=editor, at=NOW, reason="重复")
    workflow.trash(retired, by=editor, at=NOW)
    draft = make_article(status="draft", categories=[section])
    workflow.trash(draft, by=editor, at=NOW)
    assert list(Article.objects.gone(NOW)) == [retired]


def test_editor_of_a_section_edits_what_lies_below_it(section, editor):
    asia = make_category("亚洲", parent=section)
    draft = make_article(status="draft", categories=[asia])
    workflow.publish(draft, by=editor, at=NOW)
    assert draft.is_public(NOW)


def test_editor_of_another_section_is_refused(section):
    stranger = make_user("Editor", sections=[make_category("体育")])
    with pytest.raises(PermissionDenied, match="editors of its section"):
        workflow.publish(make_article(status="draft", categories=[section]), by=stranger, at=NOW)


def test_writer_hands_in_the_own_draft_but_does_not_publish_it(section):
    writer = make_user("Writer")
    draft = make_article(status="draft", categories=[section], created_by=writer)
    workflow.hand_in(draft, by=writer, at=NOW)
    with pytest.raises(PermissionDenied):
        workflow.publish(draft, by=writer, at=NOW)


def test_writer_does_not_hand_in_the_draft_of_a_colleague(section):
    draft = make_article(status="draft", categories=[section], created_by=make_user("Writer"))
    with pytest.raises(PermissionDenied):
        workflow.hand_in(draft, by=make_user("Writer"), at=NOW)


def test_what_comes_out_of_the_trash_is_a_draft(section, editor):
    draft = make_article(status="review", categories=[section])
    workflow.trash(draft, by=editor, at=NOW)
    workflow.recover(draft, by=editor, at=NOW)
    assert draft.status == "draft"


def test_what_readers_have_seen_comes_out_of_the_trash_retired(section, editor):
    article = make_article(categories=[section])
    workflow.retire(article, by=editor, at=NOW, reason="法院裁定")
    workflow.trash(article, by=editor, at=NOW)
    workflow.recover(article, by=editor, at=NOW)
    assert article.status == "retired"


ALLOWED = {
    ("hand_in", "draft"),
    ("send_back", "review"),
    ("publish", "draft"),
    ("publish", "review"),
    ("retire", "ready"),
    ("restore", "retired"),
    ("trash", "draft"),
    ("trash", "review"),
    ("trash", "retired"),
    ("recover", "trashed"),
}


@pytest.mark.parametrize("verb", workflow.TRANSITIONS)
@pytest.mark.parametrize("status", Article.Status.values)
def test_no_other_path_leads_from_a_state_whoever_asks(verb, status, chief):
    article = make_article(status=status)
    options = {"reason": "重复"} if verb == "retire" else {}
    if (verb, status) in ALLOWED:
        getattr(workflow, verb)(article, by=chief, at=NOW, **options)
    else:
        with pytest.raises(workflow.TransitionError):
            getattr(workflow, verb)(article, by=chief, at=NOW, **options)


def test_verb_on_a_stale_copy_is_refused(section, editor):
    article = make_article(status="draft", categories=[section])
    stale = Article.objects.get(pk=article.pk)
    workflow.hand_in(article, by=editor, at=NOW)
    with pytest.raises(writing.EditConflict, match="Someone else"):
        workflow.hand_in(stale, by=editor, at=NOW)


def test_address_stays_when_a_public_article_is_retired_and_restored(section, editor, chief):
    article = make_article(categories=[section])
    address = article.get_absolute_url()
    workflow.retire(article, by=editor, at=NOW, reason="待核实")
    workflow.restore(article, by=chief, at=NOW + 48 * HOUR)
    assert article.get_absolute_url() == address
