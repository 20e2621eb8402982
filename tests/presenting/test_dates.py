from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone, translation

from articles.presenting import dates
from tests.factories import NOW, make_article

AT = datetime(2022, 1, 27, 20, 13, 46, tzinfo=UTC)
# precision: in ISO 8601, in English, in Chinese; the newsroom's zone is hours ahead of the moment's.
SHOWN = {
    "second": ("2022-01-28T04:13:46+08:00", "Jan. 28, 2022", "2022年1月28日"),
    "minute": ("2022-01-28T04:13:46+08:00", "Jan. 28, 2022", "2022年1月28日"),
    "day": ("2022-01-28", "Jan. 28, 2022", "2022年1月28日"),
    "month": ("2022-01", "January 2022", "2022年1月"),
    "": ("2022-01-28", "Jan. 28, 2022", "2022年1月28日"),
}


@pytest.mark.parametrize("precision", SHOWN)
def test_moment_is_told_no_more_exactly_than_it_is_known(precision):
    iso, english, chinese = SHOWN[precision]
    moment = dates.Moment(AT, precision)
    with timezone.override("Asia/Shanghai"):
        assert moment.iso == iso
        for language, words in (("en", english), ("zh-hans", chinese)):
            with translation.override(language):
                assert moment.day == words


def test_of_a_year_alone_only_the_year_is_told():
    moment = dates.Moment(AT, "year")
    with translation.override("en"):
        assert (moment.iso, moment.utc, moment.day, moment.has_time) == ("2022", "2022", "2022", False)


def test_machines_are_told_a_known_time_in_utc():
    with timezone.override("Asia/Shanghai"):
        assert dates.Moment(AT).utc == "2022-01-27T20:13:46+00:00"
        assert dates.Moment(AT, "day").utc == "2022-01-28"


@pytest.mark.parametrize(
    ("precision", "zone_stated", "has_zone"),
    [("second", True, True), ("second", False, False), ("day", True, False)],
)
def test_zone_is_told_where_a_time_is_and_the_zone_was_stated(precision, zone_stated, has_zone):
    assert dates.Moment(AT, precision, zone_stated).has_zone == has_zone


@pytest.mark.django_db
def test_story_under_embargo_became_public_at_a_known_moment():
    embargo = NOW - timedelta(minutes=30)
    article = make_article(date_precision="day", embargo_until=embargo)
    assert dates.of_publication(article) == dates.Moment(embargo, "second")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("modified_at", "precision"),
    [(datetime(2022, 1, 28, tzinfo=UTC), "day"), (datetime(2022, 1, 28, 0, 1, tzinfo=UTC), "second")],
)
def test_modification_at_midnight_sharp_was_stated_as_a_day(modified_at, precision):
    assert dates.of_modification(make_article(modified_at=modified_at)).precision == precision


@pytest.mark.django_db
def test_story_that_was_never_modified_has_no_such_date():
    assert dates.of_modification(make_article()) is None
