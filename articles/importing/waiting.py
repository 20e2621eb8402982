"""How long an import waits for what another program holds in the database."""

from django.db import connection

# As long as settings.py has SQLite wait.
SECONDS = 20


def limit() -> None:
    """Let PostgreSQL, which waits for ever, give up as SQLite does; a limit that was set stands."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        if cursor.fetchone() == ("0",):
            cursor.execute(f"SET lock_timeout = '{SECONDS}s'")
