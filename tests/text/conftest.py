import pytest

from tests import outside


@pytest.fixture(scope="module")
def problems():
    return outside.checker()
