"""Files that came through a browser: each upload in a folder of its own until its run has ended whole."""

import re
import secrets
import shutil
from datetime import datetime, timedelta
from pathlib import Path, PurePosixPath

from django.conf import settings

from articles.models import Article, ImportRun

MOST_BYTES = 4 * 1024**3
# What the newsroom itself needs while files come in.
SPARE_BYTES = 500_000_000
UNFINISHED = ".part"
UNFINISHED_KEPT = timedelta(days=1)
# For "Go on"; whoever has not gone on by then uploads again.
WHOLE_KEPT = timedelta(days=30)
NAME_BYTES = 180
MOST_PARTS = 40
# Windows takes these for devices, whatever suffix they have.
RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")


def top() -> Path:
    return Path(settings.DATA_DIR) / "uploads"


def room(*, free: int | None = None) -> int:
    """Return how many bytes may still come in; ``free``: those that are free on the disk, asked where not given."""
    free = shutil.disk_usage(settings.DATA_DIR).free if free is None else free
    return max(0, min(MOST_BYTES, free - SPARE_BYTES))


def begin() -> Path:
    """Make the folder of an upload that is under way."""
    folder = top() / f"{secrets.token_hex(16)}{UNFINISHED}"
    folder.mkdir(mode=0o700, parents=True)
    return folder


def keep(folder: Path, token: str) -> Path:
    """Give the whole upload its final name and return it. Raises FileExistsError where the token has one already."""
    try:
        return folder.rename(top() / token)
    except OSError as error:
        raise FileExistsError(token) from error


def remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def remove_of(run: ImportRun) -> None:
    """Remove what was uploaded for the run, if anything was."""
    if token := run.options.get("upload"):
        remove(top() / token)


def runs_with(article: Article) -> list[ImportRun]:
    """Return the runs that met the article and whose uploaded files are kept, since they did not end whole."""
    runs = ImportRun.objects.filter(records__article=article, options__has_key="upload", finished_at=None)
    return list(runs.distinct())


def sweep(at: datetime) -> None:
    """Remove what was cancelled half way, and what no run has needed for long."""
    if not top().exists():
        return
    for folder in top().iterdir():
        age = at - datetime.fromtimestamp(folder.stat().st_mtime, at.tzinfo)
        if age > (UNFINISHED_KEPT if folder.name.endswith(UNFINISHED) else WHOLE_KEPT):
            remove(folder)


def safe_path(given: str) -> PurePosixPath:
    """Return the path that a browser gave, as one that lies plainly below a folder and that every system takes."""
    parts = [part for part in given.replace("\\", "/").split("/") if part.strip(". \t")]
    return PurePosixPath(*[_safe_name(part) for part in parts[-MOST_PARTS:]] or ["file"])


def _safe_name(name: str) -> str:
    name = "".join(letter if letter.isprintable() else "_" for letter in name)
    name = name.encode("utf-8", "replace").decode().strip(" ").lstrip(".").rstrip(". ")
    name = re.sub(r'[:*?"<>|]', "_", name) or "file"
    return _shortened(f"_{name}" if RESERVED.match(name) else name)


def _shortened(name: str) -> str:
    """Return the name with no more bytes than file systems take, its suffix kept."""
    raw = name.encode()
    if len(raw) <= NAME_BYTES:
        return name
    suffix = PurePosixPath(name).suffix[-20:]
    return raw[: NAME_BYTES - len(suffix.encode())].decode(errors="ignore") + suffix
