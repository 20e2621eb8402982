import pytest

from .web import Web


@pytest.fixture
def web():
    with Web() as web:
        yield web
