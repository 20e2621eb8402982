from datetime import timedelta

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from articles.desk import contents, corrections, pruning, revisions, workflow, working_copies
from articles.desk.pruning import Version, prunable
from articles.models import Revision
from tests.factories import NOW, make_article, make_source, make_user, save

DAY = timedelta(days=1)
LATER = NOW + 400 * DAY


def version(number, *, age=100, status="draft", **facts):
    return Version(number, NOW - age * DAY, status, **facts)


def drafts(count):
    return [version(number, age=200 - number) for number in range(1, count + 1)]


def may_go(versions, *, begun_from=(), before=NOW - 30 * DAY):
    return prunable(versions, begun_from=begun_from, before=before)


def test_the_first_and_the_last_two_stay():
    assert may_go(drafts(6)) == [2, 3, 4]
    assert may_go(drafts(3)) == may_go(drafts(1)) == may_go([]) == []


def test_what_is_younger_stays():
    young = [version(number, age=40 - 5 * number) for number in range(1, 8)]
    assert may_go(young) == []
    assert may_go([version(number, age=40 - number) for number in range(1, 20)]) == list(range(2, 10))


def test_what_readers_could_see_stays():
    public = {"status": "ready", "published_at": (NOW - 300 * DAY).isoformat()}
    versions = [version(number, age=200 - number, **public) for number in range(1, 9)]
    assert may_go(versions) == []


def test_what_waited_for_its_time_and_never_had_it_may_go():
    waiting = {"status": "ready", "published_at": (NOW + DAY).isoformat()}
    versions = [version(number, age=200 - number, **waiting) for number in range(1, 9)]
    assert may_go(versions) == [2, 3, 4, 5, 6]


def test_what_stood_under_embargo_only_or_after_its_end_was_not_seen():
    times = {"published_at": (NOW - 300 * DAY).isoformat(), "retire_at": (NOW - 250 * DAY).isoformat()}
    ended = [version(number, age=200 - number, status="ready", **times) for number in range(1, 6)]
    held = {"published_at": times["published_at"], "embargo_until": (NOW + DAY).isoformat()}
    under = [version(number, age=200 - number, status="ready", **held) for number in range(1, 6)]
    assert may_go(ended) == may_go(under) == [2, 3]


def test_the_versions_on_either_side_of_a_change_of_state_stay():
    states = ["draft"] * 4 + ["review"] * 4 + ["draft"] * 4
    versions = [
        version(number, age=200 - number, status=state) for number, state in enumerate(states, start=1)
    ]
    assert may_go(versions) == [2, 3, 6, 7, 10]


def test_the_versions_on_either_side_of_a_correction_stay():
    told = ["[]"] * 4 + ['[["correction"]]'] * 4
    versions = [
        version(number, age=200 - number, corrections=text) for number, text in enumerate(told, start=1)
    ]
    assert may_go(versions) == [2, 3, 6]


def test_what_something_began_from_stays_or_what_stands_for_it():
    assert may_go(drafts(9), begun_from={4}) == [2, 3, 5, 6, 7]
    with_a_gap = [each for each in drafts(9) if each.number not in (4, 5)]
    assert may_go(with_a_gap, begun_from={5}) == [2, 6, 7]


def test_a_draft_beside_stays_while_it_is_there_and_stands_for_no_version_that_the_article_said():
    history = [each._replace(beside="2") if each.number in (5, 6) else each for each in drafts(9)]
    assert may_go(history, begun_from={6}) == [2, 3, 5, 7]


def test_a_version_of_which_too_little_is_known_stays():
    versions = [each._replace(status=None) for each in drafts(6)]
    assert may_go(versions) == []


moments = st.none() | st.integers(0, 300).map(lambda days: (NOW - days * DAY).isoformat())
facts = st.builds(
    dict,
    status=st.sampled_from(["draft", "review", "ready", "retired", "trashed"]),
    published_at=moments,
    embargo_until=moments,
    retire_at=moments,
    corrections=st.sampled_from(["[]", None, '[["correction"]]', '[["correction"], ["update"]]']),
)
histories = st.lists(st.tuples(st.integers(1, 3), st.integers(0, 9), facts), max_size=25)


@given(histories, st.sets(st.integers(1, 60)), st.integers(0, 200))
def test_whatever_happened_nothing_goes_that_readers_saw_or_that_something_needs(history, begun, days):
    versions, number, age = [], 0, 200
    for step, passed, said in history:
        number, age = number + step, max(0, age - passed)
        versions.append(version(number, age=age, **said))
    before = NOW - days * DAY
    gone = set(prunable(versions, begun_from=begun, before=before))
    left = [each for each in versions if each.number not in gone]

    assert {each.number for each in (*versions[:1], *versions[-2:])}.isdisjoint(gone)
    assert all(each.at < before for each in versions if each.number in gone)
    for seen in begun:
        assert _newest(left, seen) == _newest(versions, seen)
    for moment in range(201):
        at = NOW - moment * DAY
        standing = [each for each in versions if each.at <= at][-1:]
        assert all(each in left for each in standing if _is_public(each, at))
    # The states and corrections that the trail tells are the same, in the same order.
    assert _turns(left) == _turns(versions)


def _newest(versions, seen):
    return max((each.number for each in versions if each.number <= seen), default=None)


def _is_public(each, at):
    opened = max(filter(None, (each.published_at, each.embargo_until)), default=None)
    is_over = each.retire_at is not None and each.retire_at <= at.isoformat()
    return each.status == "ready" and (opened is None or opened <= at.isoformat()) and not is_over


def _turns(versions):
    told = [(each.status, each.corrections or "[]") for each in versions]
    return [now for before, now in zip([None, *told], told, strict=False) if now != before]


@given(histories, st.sets(st.integers(1, 60)))
def test_pruning_again_takes_nothing_more(history, begun):
    versions, number = [], 0
    for step, _passed, said in history:
        number += step
        versions.append(version(number, **said))
    gone = prunable(versions, begun_from=begun, before=NOW)
    left = [each for each in versions if each.number not in gone]
    assert not {each.number for each in left} - {each.number for each in versions}
    assert prunable(left, begun_from=begun, before=NOW) == []


def write(article, *texts, by=None, at=NOW):
    for text in texts:
        article.body = f"<p>{text}</p>"
        save(article, by=by, at=at)
        article.refresh_from_db()


def numbers_of(article):
    return list(article.revisions.order_by("number").values_list("number", flat=True))


@pytest.fixture
def draft(db):
    article = make_article(status="draft")
    write(article, *"一二三四五六七八")
    return article


def test_old_versions_of_a_draft_go_and_its_published_record_stays(draft):
    workflow.publish(draft, by=None, at=NOW)
    write(draft, "九", "十")
    corrections.correct(draft, kind="correction", text="有误", by=None, at=NOW)
    assert numbers_of(draft) == list(range(2, 14))
    assert pruning.prune(days=30, at=LATER) == 6
    assert numbers_of(draft) == [2, 9, 10, 11, 12, 13]
    assert pruning.prune(days=30, at=LATER) == 0


def test_a_dry_run_counts_and_takes_nothing(draft):
    assert pruning.prune(days=30, at=LATER, dry_run=True) == 5
    assert len(numbers_of(draft)) == 8


def test_what_is_typed_from_an_old_version_keeps_it(draft):
    working_copies.keep_typing(draft, {}, seen=4, number=0, by=make_user("Chief"), at=NOW)
    pruning.prune(days=30, at=LATER)
    assert numbers_of(draft) == [2, 4, 8, 9]


def test_the_version_that_an_import_wrote_stays_to_be_compared_with(draft):
    make_source(article=draft, article_version=5)
    pruning.prune(days=30, at=LATER)
    assert numbers_of(draft) == [2, 5, 8, 9]


def test_pruning_takes_a_few_queries_and_one_for_each_article_that_loses_any(
    draft, django_assert_max_num_queries
):
    for _ in range(5):
        write(make_article(status="draft"), *"一二三四五")
    with django_assert_max_num_queries(10 + 6):
        pruning.prune(days=30, at=LATER)
    assert Revision.objects.count() == 6 * 3


def test_a_version_says_what_the_policy_looks_at_on_every_database(draft):
    (article, numbers), *_others = pruning._prunable_of([draft.pk], LATER)
    assert (article, numbers) == (draft.pk, [3, 4, 5, 6, 7])
    assert set(pruning.READ) - set(revisions.UNSAID) <= contents.of(draft).keys(), connection.vendor
