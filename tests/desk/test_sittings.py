from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from articles.desk import sittings
from articles.models import Sitting
from tests.factories import NOW, make_article, make_user

pytestmark = pytest.mark.django_db
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


@pytest.fixture
def article(section):
    return make_article(categories=[section])


def names(article, by, at):
    return [sitting.by.username for sitting in sittings.others(article, by, at=at)]


def test_others_at_the_form_are_seen_and_oneself_is_not(article, ana, ben):
    sittings.note(article, by=ana, at=NOW)
    sittings.note(article, by=ben, at=NOW + SECOND)
    assert names(article, ben, NOW + SECOND) == ["ana"]
    assert names(article, ana, NOW + SECOND) == ["ben"]


def test_since_when_stays_while_the_browser_is_heard_of(article, ana):
    sittings.note(article, by=ana, at=NOW)
    assert sittings.note(article, by=ana, at=NOW + MINUTE, has_typed=True).since == NOW
    sitting = Sitting.objects.get()
    assert (sitting.since, sitting.at, sitting.typed_at) == (NOW, NOW + MINUTE, NOW + MINUTE)


def test_a_browser_that_is_not_heard_of_is_gone_and_its_person_sits_anew_on_coming_back(article, ana, ben):
    sittings.note(article, by=ana, at=NOW, has_typed=True)
    assert names(article, ben, NOW + 2 * MINUTE) == []
    back = sittings.note(article, by=ana, at=NOW + 2 * MINUTE)
    assert (back.since, back.typed_at) == (NOW + 2 * MINUTE, None)


def test_who_leaves_is_gone_at_once(article, ana, ben):
    sittings.note(article, by=ana, at=NOW)
    sittings.leave(article, by=ana, at=NOW + SECOND)
    assert names(article, ben, NOW + SECOND) == []


def test_who_types_nothing_for_a_while_is_idle(article, ana):
    assert sittings.is_idle(sittings.note(article, by=ana, at=NOW), NOW)
    typing = sittings.note(article, by=ana, at=NOW, has_typed=True)
    assert not sittings.is_idle(typing, NOW + MINUTE)
    assert sittings.is_idle(typing, NOW + 6 * MINUTE)


def test_taking_over_is_told_to_who_was_there(article, ana, ben):
    sittings.note(article, by=ana, at=NOW)
    sittings.take_over(article, by=ben, at=NOW + SECOND)
    told = sittings.note(article, by=ana, at=NOW + 2 * SECOND)
    assert (told.taken_over_by, told.since) == (ben, NOW + SECOND)
    assert sittings.note(article, by=ben, at=NOW + SECOND).taken_over_by is None


def test_a_take_over_outlasts_opening_the_form_anew_while_the_taker_is_there(article, ana, ben):
    sittings.note(article, by=ana, at=NOW)
    sittings.take_over(article, by=ben, at=NOW)
    sittings.leave(article, by=ana, at=NOW + SECOND)
    assert sittings.note(article, by=ana, at=NOW + 2 * SECOND).taken_over_by == ben
    sittings.leave(article, by=ana, at=NOW + 3 * SECOND)
    sittings.leave(article, by=ben, at=NOW + 3 * SECOND)
    assert sittings.note(article, by=ana, at=NOW + 4 * SECOND).taken_over_by is None


def test_who_goes_on_all_the_same_writes_beside_the_other(article, ana, ben):
    sittings.note(article, by=ana, at=NOW)
    sittings.take_over(article, by=ben, at=NOW)
    sittings.go_on(article, by=ana, at=NOW + SECOND)
    assert {sitting.taken_over_by for sitting in Sitting.objects.all()} == {None}


def test_taking_over_back_moves_the_place(article, ana, ben):
    sittings.note(article, by=ana, at=NOW)
    sittings.take_over(article, by=ben, at=NOW)
    sittings.take_over(article, by=ana, at=NOW + SECOND)
    assert sittings.note(article, by=ana, at=NOW + SECOND).taken_over_by is None
    assert sittings.note(article, by=ben, at=NOW + SECOND).taken_over_by == ana


def test_who_may_not_edit_takes_nothing_over(article, ana):
    sittings.note(article, by=ana, at=NOW)
    with pytest.raises(PermissionDenied):
        sittings.take_over(article, by=make_user("Writer"), at=NOW)


def test_old_sittings_are_forgotten(article, ana):
    sittings.note(article, by=ana, at=NOW)
    assert not sittings.old(NOW + timedelta(hours=23)).exists()
    assert sittings.old(NOW + timedelta(hours=25)).count() == 1
