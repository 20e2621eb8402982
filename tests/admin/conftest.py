import pytest
from django.test import Client

from tests.factories import make_user


@pytest.fixture
def log_in(db):
    """A function that returns a browser of a user, or of a new one of the role."""

    def log_in(role=None, *, user=None, **fields):
        client = Client()
        client.user = user or make_user(role, **fields)
        client.force_login(client.user)
        return client

    return log_in


@pytest.fixture
def chief(log_in):
    return log_in("Chief")
