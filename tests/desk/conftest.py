"""A section, and who works on it."""

import pytest

from tests.factories import make_category, make_user


@pytest.fixture
def section():
    return make_category("国际")


@pytest.fixture
def editor(section):
    return make_user("Editor", sections=[section])


@pytest.fixture
def ana(section):
    return make_user("Editor", username="ana", sections=[section])


@pytest.fixture
def ben(section):
    return make_user("Editor", username="ben", sections=[section])


@pytest.fixture
def chief():
    return make_user("Chief")


@pytest.fixture
def media(settings, tmp_path):
    """A folder for the originals of one test."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT
