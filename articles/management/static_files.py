"""Collecting the static files only when one of them changed."""

from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def collect() -> None:
    """Collect, hash and compress the static files, unless names, sizes and times are those of the last time."""
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    state = _state()
    if stamp.exists() and stamp.read_text() == state:
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(state)


def _state() -> str:
    digest = sha256()
    for finder in get_finders():
        for name, storage in finder.list(None):
            entry = Path(storage.path(name)).stat()
            digest.update(f"{name} {entry.st_size} {entry.st_mtime_ns}\n".encode())
    return digest.hexdigest()
