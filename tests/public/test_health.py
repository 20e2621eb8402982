import pytest

from tests.public.visits import visit


def test_healthz_asks_nothing_of_the_database():
    response = visit("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_readyz_is_well_where_database_and_storage_work():
    response = visit("/readyz")
    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_readyz_names_the_storage_where_it_takes_no_file(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "a-file"
    settings.MEDIA_ROOT.write_bytes(b"")
    response = visit("/readyz")
    assert (response.status_code, response.content) == (503, b"storage\n")


def test_readyz_names_the_database_where_it_does_not_answer():
    # pytest-django refuses the database to a test that did not ask for it.
    response = visit("/readyz")
    assert (response.status_code, response.content) == (503, b"database\n")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_is_never_kept(path):
    assert "no-store" in visit(path)["Cache-Control"]
