"""A folder with every quirk that real archives hold, from end to end."""

import pytest

from articles.models import Article, ImportedRecord, Source
from tests.quirks import build_quirks

from .archives import by_natural_key, outcomes, run_import

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive(tmp_path):
    return tmp_path, build_quirks(tmp_path)


def test_every_quirk_ends_in_its_outcome_and_the_sum_is_exact(archive):
    folder, expected = archive
    report = run_import(folder)
    assert outcomes(report) == {path: one.outcome for path, one in expected.items()}
    totals = report.totals
    assert totals["files"] == totals["records"] == len(expected)
    parts = ("created", "updated", "unchanged", "conflict", "skipped", "failed")
    assert sum(totals[part] for part in parts) == totals["records"] == ImportedRecord.objects.count()
    assert totals["created"] == Article.objects.count()


def test_every_quirk_that_needs_a_human_says_why_and_keeps_its_bytes(archive):
    run_import(archive[0])
    for record in ImportedRecord.objects.filter(outcome="failed").select_related("source"):
        assert record.reason
        kept = bytes(record.source.raw)
        # Of a file over the limit one byte more than the limit is kept.
        assert kept == (archive[0] / record.path).read_bytes()[: len(kept)]
        assert len(kept) == min((archive[0] / record.path).stat().st_size, 10_000_001)


def test_quirks_imported_again_change_nothing(archive):
    run_import(archive[0])
    before = by_natural_key()
    report = run_import(archive[0])
    assert report.totals["created"] == report.totals["updated"] == report.totals["conflict"] == 0
    assert report.totals["unchanged"] == Article.objects.count()
    assert by_natural_key() == before
    assert Source.objects.filter(article=None).count() == report.totals["failed"]
