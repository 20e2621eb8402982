"""What an import asks of PostgreSQL."""

import pytest
from django.db import connection

from articles.importing import postgresql

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="asks PostgreSQL alone"),
]


def shown(setting):
    with connection.cursor() as cursor:
        cursor.execute(f"SHOW {setting}")
        return cursor.fetchone()[0]


def set_to(setting, value):
    with connection.cursor() as cursor:
        cursor.execute(f"SET {setting} = '{value}'")


def test_a_lock_is_waited_for_as_long_as_on_sqlite():
    set_to("lock_timeout", "0")
    postgresql.prepare()
    assert shown("lock_timeout") == "20s"


def test_a_limit_that_was_set_stands():
    set_to("lock_timeout", "3s")
    postgresql.prepare()
    assert shown("lock_timeout") == "3s"


def test_long_texts_are_packed_by_the_quicker_way():
    set_to("default_toast_compression", "pglz")
    postgresql.prepare()
    assert shown("default_toast_compression") == "lz4"
