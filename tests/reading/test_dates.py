from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from articles.reading.dates import from_file_name, parse_moment

SHANGHAI = ZoneInfo("Asia/Shanghai")
STATED = {
    "Thu, 27 Jan 2022 13:13:46 GMT": "2022-01-27T13:13:46",
    "Thu, 27 Jan 2022 13:13:46 EST": "2022-01-27T18:13:46",
    "Thu, 27 Jan 2022 13:13:46 PDT": "2022-01-27T20:13:46",
    "27 Jan 2022 13:13 +0800": "2022-01-27T05:13:00",
    "Thu, 27 Jan 22 13:13:46 A": "2022-01-27T13:13:46",
    "Thursday, 27-Jan-22 13:13:46 GMT": "2022-01-27T13:13:46",
    "Thu Jan 27 13:13:46 CST 2022": "2022-01-27T19:13:46",
    "Thu Jan 27 2022 13:13:46 GMT+0800 (China Standard Time)": "2022-01-27T05:13:46",
    "2022-01-27T13:13:46Z": "2022-01-27T13:13:46",
    "2022-01-27T13:13:46.25+08:00": "2022-01-27T05:13:46.250000",
    "20220127T131346Z": "2022-01-27T13:13:46",
    "2022-01-27T13Z": "2022-01-27T13:00:00",
    "2022-W04-4T13:13:46Z": "2022-01-27T13:13:46",
    "2022-027T13:13Z": "2022-01-27T13:13:00",
    "2022-01-27T24:00:00Z": "2022-01-28T00:00:00",
    "2016-12-31T23:59:60Z": "2016-12-31T23:59:59",
    "2022-05-01 08:00:00 +0800": "2022-05-01T00:00:00",
    "2022-05-01 08:00:00 +0800 CST": "2022-05-01T00:00:00",
    "2022-05-01T08:00:00+08:00[Asia/Shanghai]": "2022-05-01T00:00:00",
    "2022-05-01+08:00": "2022-04-30T16:00:00",
    "1643289226": "2022-01-27T13:13:46",
    "1643289226000": "2022-01-27T13:13:46",
    "9999-12-31T23:59:59-05:00": "9999-12-31T00:00:00",
}
WITHOUT_A_ZONE = {
    "2022-01-27": "2022-01-26T16:00:00",
    "20220127": "2022-01-26T16:00:00",
    "20220127131346": "2022-01-27T05:13:46",
    "2022-01-27 13:13": "2022-01-27T05:13:00",
    "2021/3/2": "2021-03-01T16:00:00",
    "2021年3月2日": "2021-03-01T16:00:00",
    "2021年3月2日 08:30": "2021-03-02T00:30:00",
    "2021年3月2日 下午3:04": "2021-03-02T07:04:00",
    "2021年3月2日15时4分": "2021-03-02T07:04:00",
    "March 2, 2021 5:04 PM": "2021-03-02T09:04:00",
    "2 March 2021 at 5pm": "2021-03-02T09:00:00",
    "12:30 am, 2 Mar 2021": "2021-03-01T16:30:00",
    "Thu Jan 27 13:13:46 2022": "2022-01-27T05:13:46",
    "27 يناير 2022": "2022-01-26T16:00:00",
    "٢٧ يناير ٢٠٢٢": "2022-01-26T16:00:00",
    "9999-12-31": "9999-12-30T16:00:00",
}
NO_MOMENT = [
    "2021-02-30",
    "9999-99-99",
    "0000-01-01",
    "0001-01-01T00:00:00Z",
    "2022-05-01 25:00",
    "2022-05-01 08:61",
    "2022-05-01T08:00:00+99:00",
    "2022-05-01 08:00 XYZ",
    "2022-400",
    "01/02/2021",
    "2021",
    "2021-05",
    "12:00",
    "昨天",
    "",
    "9" * 5_000,
]


@pytest.mark.parametrize(("words", "moment"), STATED.items())
def test_moment_with_its_own_zone_is_read_in_it(words, moment):
    found = parse_moment(words, zone=SHANGHAI)

    assert (found.at, found.zone_stated) == (datetime.fromisoformat(moment).replace(tzinfo=UTC), True)


@pytest.mark.parametrize(("words", "moment"), WITHOUT_A_ZONE.items())
def test_moment_without_a_zone_is_in_the_newsroom_s(words, moment):
    found = parse_moment(words, zone=SHANGHAI)

    assert (found.at, found.zone_stated) == (datetime.fromisoformat(moment).replace(tzinfo=UTC), False)


@pytest.mark.parametrize(
    ("words", "precision"),
    [
        ("2022-01-27", "day"),
        ("27 يناير 2022", "day"),
        ("2022-W04-4", "day"),
        ("2022-01-27 13:13", "minute"),
        ("2 March 2021 at 5pm", "minute"),
        ("2022-01-27T13:13:46Z", "second"),
        ("1643289226", "second"),
        (date(2022, 1, 27), "day"),
        (datetime(2022, 1, 27, 13), "second"),
    ],
)
def test_moment_says_how_much_of_it_was_stated(words, precision):
    assert parse_moment(words, zone=UTC).precision == precision


@pytest.mark.parametrize(
    ("words", "day", "precision"),
    [
        ("2021-03", (2021, 3), "month"),
        ("2021/3", (2021, 3), "month"),
        ("2021年3月", (2021, 3), "month"),
        ("March 2021", (2021, 3), "month"),
        ("Mar. 2021", (2021, 3), "month"),
        ("مارس 2021", (2021, 3), "month"),
        ("03/2021", (2021, 3), "month"),
        ("2021", (2021, 1), "year"),
        ("2021年", (2021, 1), "year"),
    ],
)
def test_month_or_year_is_its_first_moment_where_that_is_enough(words, day, precision):
    found = parse_moment(words, zone=UTC, is_coarse=True)

    assert found == (datetime(*day, 1, tzinfo=UTC), precision, False)
    assert parse_moment(words, zone=UTC) is None


@pytest.mark.parametrize(
    "words", ["2021-13", "0021", "99999", "2021-00", "13/2021", "Smarch 2021", "2021-030"]
)
def test_what_is_neither_month_nor_year_is_no_moment(words):
    found = parse_moment(words, zone=UTC, is_coarse=True)

    assert found is None or found.precision == "day"


@pytest.mark.parametrize("words", NO_MOMENT)
def test_impossible_or_ambiguous_words_are_no_moment(words):
    assert parse_moment(words, zone=SHANGHAI) is None


def test_day_and_datetime_are_taken_as_they_are():
    zone = timezone(timedelta(hours=-5))

    assert parse_moment(date(2022, 1, 27), zone=zone).at == datetime(2022, 1, 27, 5, tzinfo=UTC)
    assert parse_moment(datetime(2022, 1, 27, 13), zone=zone).at == datetime(2022, 1, 27, 18, tzinfo=UTC)
    assert parse_moment(datetime(1, 1, 1), zone=SHANGHAI) is None


@pytest.mark.parametrize("value", [None, [], {}, True, float("inf"), 1e300])
def test_what_is_no_date_at_all_is_no_moment(value):
    assert parse_moment(value, zone=UTC) is None


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("2021/news/2021-03-02-港口扩建.md", datetime(2021, 3, 2, tzinfo=UTC)),
        ("20210302 harbour.txt", datetime(2021, 3, 2, tzinfo=UTC)),
        ("2021_3_2.md", datetime(2021, 3, 2, tzinfo=UTC)),
        ("2021年3月2日.md", datetime(2021, 3, 2, tzinfo=UTC)),
        ("2021-02-30-harbour.md", None),
        ("12345678.md", None),
        ("2021-03-02/harbour.md", None),
        ("harbour-2021-03-02.md", None),
        ("post/2021-03-02-harbour/index.md", datetime(2021, 3, 2, tzinfo=UTC)),
    ],
)
def test_file_name_gives_the_day_it_begins_with(path, day):
    found = from_file_name(path, zone=UTC)

    assert found == ((day, "day", False) if day else None)
