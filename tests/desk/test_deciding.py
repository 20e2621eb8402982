"""Deciding between what was typed and what it met: both texts stay, whatever is chosen."""

import pytest

from articles.desk import deciding, draft_beside, meeting, revisions, working_copies, writing
from articles.desk.proposals import Choice, Side, Undecided
from articles.models import Article, Event
from tests.factories import NOW

from .days import BODY, begun

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(section):
    return begun(categories=[section], headline="渔村")


def meet(article, ana, ben):
    """Ana saves; Ben typed into the same headline and the same paragraph."""
    mine = {"headline": "甲", "body": BODY.replace("正午", "甲的正午")}
    meeting.save(article, mine, seen=1, by=ana, at=NOW)
    typed = {"headline": "乙", "body": BODY.replace("正午", "乙的正午").replace("黄昏", "乙的黄昏")}
    meeting.save(article, typed, seen=1, by=ben, at=NOW)
    article.refresh_from_db()
    return deciding.waiting(article, ben)


BODIES = {
    "ours": Choice(Side.OURS),
    "theirs": Choice(Side.THEIRS),
    "piece of ours": Choice(Side.MERGED, pieces={1: "<p>甲的正午。</p>"}),
    "piece by hand": Choice(Side.MERGED, pieces={1: "<p>手写。</p>"}),
}
HEADLINES = {
    "ours": Choice(Side.OURS),
    "theirs": Choice(Side.THEIRS),
    "by hand": Choice(Side.BY_HAND, by_hand={"headline": "丙"}),
}


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("headline", HEADLINES)
def test_both_texts_stay_whatever_is_chosen(article, ana, ben, headline, body):
    waits = meet(article, ana, ben)
    choices = {"headline": HEADLINES[headline], "body": BODIES[body]}
    assert deciding.settle(waits, choices, by=ben, at=NOW).is_saved
    kept = [version.content for version in article.revisions.all()]
    for text in ("甲的正午", "乙的正午", "乙的黄昏"):
        assert any(text in content["body"] for content in kept)
    assert {"甲", "乙"} <= {content["headline"] for content in kept}
    assert working_copies.typing_of(article, ben) is None


def test_what_was_decided_against_is_nothing_that_the_article_said(article, ana, ben):
    waits = meet(article, ana, ben)
    deciding.settle(waits, {"headline": Choice(Side.OURS), "body": Choice(Side.OURS)}, by=ben, at=NOW)
    now = Article.objects.get()
    meeting.save(now, {"standfirst": "导语"}, seen=now.version, by=ana, at=NOW)
    now.refresh_from_db()
    assert revisions.said_at(now, now.version - 1)["headline"] == "甲"
    assert [version.why for version in article.revisions.filter(content__has_key="aside")] == [
        "Typed, and decided against"
    ]


def test_a_decision_leaves_what_was_chosen_in_the_log(article, ana, ben):
    waits = meet(article, ana, ben)
    deciding.settle(waits, {"headline": Choice(Side.OURS), "body": Choice(Side.THEIRS)}, by=ben, at=NOW)
    event = Event.objects.get(verb="settle_conflict")
    assert event.data == {"fields": {"headline": "ours", "body": "theirs"}}


def test_a_decision_about_what_has_moved_on_is_refused_and_leaves_nothing(article, ana, ben):
    waits = meet(article, ana, ben)
    now = Article.objects.get()
    meeting.save(now, {"headline": "丁"}, seen=2, by=ana, at=NOW)
    with pytest.raises(writing.EditConflict):
        deciding.settle(waits, {"headline": Choice(Side.OURS), "body": Choice(Side.OURS)}, by=ben, at=NOW)
    assert working_copies.typing_of(article, ben)
    assert article.revisions.count() == 3


def test_a_gap_in_the_decision_is_named(article, ana, ben):
    with pytest.raises(Undecided) as gap:
        deciding.settle(meet(article, ana, ben), {"headline": Choice(Side.OURS)}, by=ben, at=NOW)
    assert gap.value.field == "body"


def test_a_decision_about_the_draft_beside_leaves_the_article_alone(article, ana, ben):
    draft_beside.keep(article, {"headline": "甲"}, seen=1, by=ana, at=NOW)
    draft_beside.keep(article, {"headline": "乙"}, seen=1, by=ben, at=NOW)
    article.refresh_from_db()
    waits = deciding.waiting(article, ben)
    assert waits.saved_since()[0].by == ana
    deciding.settle(waits, {"headline": Choice(Side.OURS)}, by=ben, at=NOW)
    assert working_copies.beside(article).content["headline"] == "甲"
    assert Article.objects.get().headline == "渔村"
    assert "乙" in [version.content["headline"] for version in article.revisions.all()]


def test_nothing_waits_where_nothing_was_typed(article, ana):
    assert deciding.waiting(article, ana) is None
