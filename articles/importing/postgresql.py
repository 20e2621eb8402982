"""What an import asks of PostgreSQL, which by itself waits for ever and packs long texts slowly."""

from django.db import connection

# As long as settings.py has SQLite wait.
WAIT_SECONDS = 20
CAN_PACK = "SELECT 'lz4' = ANY(enumvals) FROM pg_settings WHERE name = 'default_toast_compression'"


def prepare() -> None:
    """Let this connection give up on a lock as SQLite does, unless a limit was set, and pack by LZ4 where it can.

    Source: PostgreSQL, "default_toast_compression": LZ4 packs a little less and many times as fast.
    """
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        if cursor.fetchone() == ("0",):
            cursor.execute(f"SET lock_timeout = '{WAIT_SECONDS}s'")
        cursor.execute(CAN_PACK)
        if cursor.fetchone() == (True,):
            cursor.execute("SET default_toast_compression = 'lz4'")
