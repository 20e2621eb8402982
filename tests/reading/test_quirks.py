"""Every quirk of tests/quirks.py, as the reader alone sees it."""

import pytest

from articles.reading.readers.front_matter import read
from articles.reading.record import Record, Refusal
from tests.quirks import QUIRKS, Expected, build_quirks

RECORDS = {
    path: quirk for path, quirk in QUIRKS.items() if quirk[1].outcome == "created" or quirk[1].is_repeat
}
REFUSALS = {path: quirk for path, quirk in QUIRKS.items() if path not in RECORDS}


@pytest.mark.parametrize("path", RECORDS)
def test_quirk_gives_the_record_it_should(path):
    data, expected = RECORDS[path]

    record = one_result(data, path)

    assert isinstance(record, Record), record
    assert record.headline == expected.headline
    assert_rest(record, expected)


def assert_rest(record, expected: Expected):
    if expected.published_at:
        moment = record.published_at.isoformat() if record.published_at else "undated"
        assert moment == expected.published_at
    if expected.categories:
        assert record.categories == list(expected.categories)
    assert record.standfirst == expected.standfirst
    if expected.warning:
        assert expected.warning in {warning.code for warning in record.warnings}


@pytest.mark.parametrize("path", REFUSALS)
def test_quirk_is_refused_with_its_reason(path):
    data, expected = REFUSALS[path]

    refusal = one_result(data, path)

    assert isinstance(refusal, Refusal), refusal
    assert refusal.outcome == expected.outcome
    assert expected.reason in refusal.reason


def test_folder_of_quirks_holds_every_file_it_promises(tmp_path):
    expected = build_quirks(tmp_path)

    written = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}

    assert written == set(expected)


def one_result(data, path):
    results = read(data, path=path)
    assert len(results) == 1
    return results[0]
