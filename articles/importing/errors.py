"""What stops an import as a whole; what is wrong with one file is its record's reason instead."""

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import Error, connection

# So little is left when a disk is full, whatever it keeps for its own use.
FULL_BELOW_BYTES = 1_000_000
CANNOT_WRITE = {
    errno.ENOSPC: "is full",
    errno.EDQUOT: "is full: no more of it is granted to this user",
    errno.EROFS: "can only be read",
    errno.EACCES: "may not be written by this user",
}
# By the names that SQLite has for its results, without what some of them add.
SQLITE_SAYS = {
    "SQLITE_BUSY": "another program is writing to the database and did not let go of it",
    "SQLITE_LOCKED": "another program is writing to the database and did not let go of it",
    "SQLITE_FULL": "{folder} is full",
    "SQLITE_READONLY": "the database in {folder} can only be read",
    "SQLITE_CANTOPEN": "the database in {folder} cannot be opened, or nothing can be written beside it",
    "SQLITE_CORRUPT": "the database in {folder} is damaged",
    "SQLITE_NOTADB": "the database in {folder} is damaged, or is no database",
}
# By SQLSTATE, whole or its class.
POSTGRESQL_SAYS = {
    "53100": "the disk of the database is full",
    "53300": "the database has no connection to spare",
    "53": "the database has come to the end of its means",
    "55P03": "another program holds what the import must write and did not let go of it",
    "40P01": "another program and the import waited for each other",
    "57P01": "the database ended the connection",
    "57": "the database ended the connection, or is not ready",
    "08": "the database cannot be reached, or its connection was lost",
    "25006": "the database can only be read",
}
NO_TABLES = "the database has not been set up by this version: run manage.py migrate"


class ImportUsageError(Exception):
    """There is nothing to read, or two archives would be one; says in a line what to do."""


class ImportStoppedError(Exception):
    """Something beside the archive keeps the run from going on; says in plain words what, with no full stop."""


@contextmanager
def writing_to(folder: Path) -> Iterator[None]:
    """Raise ImportStoppedError, which names the folder, where the system does not let it be written."""
    try:
        yield
    except OSError as error:
        if words := CANNOT_WRITE.get(error.errno or 0):
            raise ImportStoppedError(f"{folder} {words}") from error
        raise


def in_words(error: Exception) -> str:
    """Return in plain words what stopped a run: an ImportStoppedError, an error of the database or of the system."""
    if isinstance(error, ImportStoppedError):
        return str(error)
    if isinstance(error, Error):
        return _database_says(error) or f"the database says: {_one_line(error)}"
    return f"the system says: {_one_line(error)}"


def _database_says(error: Error) -> str:
    code = getattr(error.__cause__, "sqlstate", None) or getattr(error.__cause__, "pgcode", None)
    name = getattr(error.__cause__, "sqlite_errorname", "")
    if "no such table" in str(error) or str(code).startswith("42P01"):
        return NO_TABLES
    if connection.vendor == "sqlite":
        return _sqlite_says("_".join(str(name).split("_")[:2]))
    # The driver has no code for a connection that broke while nothing was asked.
    return POSTGRESQL_SAYS.get(str(code)) or POSTGRESQL_SAYS.get(str(code or "08")[:2]) or ""


def _sqlite_says(name: str) -> str:
    folder = Path(str(connection.settings_dict["NAME"])).parent
    # What SQLite cannot write it calls by many names, and some of it lies in the temporary folder.
    fullest = min((folder, Path(tempfile.gettempdir())), key=_free_bytes)
    if name in ("SQLITE_IOERR", "SQLITE_CANTOPEN"):
        if not os.access(folder, os.W_OK):
            name = "SQLITE_READONLY"
        elif _free_bytes(fullest) < FULL_BELOW_BYTES:
            name = "SQLITE_FULL"
    return SQLITE_SAYS.get(name, "").format(folder=fullest if name == "SQLITE_FULL" else folder)


def _free_bytes(folder: Path) -> int:
    return shutil.disk_usage(folder).free


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split()).rstrip(".")
