"""What export_articles leaves for the import: a folder's manifest, a file's marker, and what no front matter can say.

Both sides are here, so that neither can drift: exporting/ writes by these functions, the import reads by them.
"""

import json
import re
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from articles.reading.limits import SHARED_CHARACTERS
from articles.reading.record import Record

from .errors import ImportUsageError

MANIFEST = "newsroom-export.json"
FORMAT = 1
# Where an export is written until it is whole; nothing in there is an archive.
UNFINISHED = ".newsroom-export.part"
# Pictures that came from no archive; their articles ask for them, nobody else does.
PICTURES_FOLDER = "newsroom-images"
NATIVE_ORIGIN = "newsroom"
# The header's keys that only the import understands.
MARKER_KEY = "newsroom"
KEPT_KEY = "newsroom-kept"
# Fields of words, of which the reader may tidy some.
WORDED = ("headline", "standfirst", *SHARED_CHARACTERS)

NUMBER = rb"(\d{1,18})"
TEXT = rb'("(?:[^"\\\n]|\\.)*")'
MARKER = re.compile(
    rb"^newsroom: \{article: %b, version: %b, created: %b, path: %b, sha256: ([0-9a-f]{64})\}\r?\n(?=---\r?\n)"
    % (NUMBER, NUMBER, TEXT, TEXT),
    re.M,
)


@dataclass(frozen=True, slots=True)
class Marker:
    """What a file of our own export says of its article as it stood then.

    ``is_whole``: nobody changed the file since.
    """

    article: int
    version: int
    created: str
    path: str
    is_whole: bool

    def is_of_one_export_with(self, other: "Marker") -> bool:
        """Whether both files were written as one: whatever was changed since, they say the same."""
        return replace(self, is_whole=True) == replace(other, is_whole=True)


def marked(header: str, body: str, *, article: int, version: int, created_at: datetime, path: str) -> bytes:
    """Return the file of an article: the header's lines, its marker as the last of them, and the body."""
    digest = sha256(f"---\n{header}---\n{body}".encode()).hexdigest()
    marker = (
        f"{MARKER_KEY}: {{article: {article}, version: {version}, created: {as_json(moment(created_at))}, "
        f"path: {as_json(path)}, sha256: {digest}}}\n"
    )
    return f"---\n{header}{marker}---\n{body}".encode()


def marker_in(raw: bytes) -> Marker | None:
    """Return what a file of our own export says of its article; None for any other file."""
    # Nearly every file is another one, and looking for fixed bytes costs a microsecond.
    is_likely = raw.startswith(b"---") and b"\nnewsroom: {article: " in raw
    found = MARKER.search(raw) if is_likely else None
    if found is None:
        return None
    article, version, created, path, digest = found.groups()
    rest = raw[: found.start()] + raw[found.end() :]
    try:
        return Marker(
            int(article),
            int(version),
            created=json.loads(created),
            path=json.loads(path),
            is_whole=sha256(rest).hexdigest() == digest.decode(),
        )
    except ValueError:
        return None


def moment(at: datetime) -> str:
    """Return a moment in UTC, to the microsecond where it has any."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


# Escaped, since the reader takes these for line ends or for nothing.
NOT_PLAIN = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufdd0-\ufdef\ufffe\uffff]")


def as_json(value: Any) -> str:
    """Return the value as JSON on one line, which is YAML too."""
    text = json.dumps(value, ensure_ascii=False)
    return NOT_PLAIN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def kept(extra: dict[str, Any], words: dict[str, tuple[str, str]]) -> str:
    """Return as text what the reader would not give back as it is.

    ``extra``: keys beside our own; ``words``: of a field what is read of it, and what it says.
    """
    return json.dumps({"extra": extra, "words": words}, ensure_ascii=False)


def restore(record: Record) -> None:
    """Give the record of a marked file what ``kept`` kept; the marker is no part of the article."""
    record.extra.pop(MARKER_KEY, None)
    stated = _object(record.extra.pop(KEPT_KEY, ""))
    record.extra |= _object(stated.get("extra"))
    words = _object(stated.get("words"))
    for field in WORDED:
        match words.get(field):
            # What reads otherwise by now was edited in the file.
            case [read, str(said)] if read == getattr(record, field):
                setattr(record, field, said)


def _object(value: Any) -> dict[str, Any]:
    """Return a JSON object, also one given as text; an empty one for whatever else stands there."""
    if isinstance(value, str):
        with suppress(ValueError):
            value = json.loads(value)
    return value if isinstance(value, dict) else {}


def manifest(site: str, origins: dict[str, str]) -> str:
    """Return the manifest of an export; ``origins``: the origin of each folder."""
    stated = {"format": FORMAT, "site": site, "origins": origins}
    return json.dumps(stated, ensure_ascii=False, indent=2) + "\n"


def origins_in(folder: Path) -> dict[str, str] | None:
    """Return the origin of each folder of an export, by its name; None where ``folder`` is no export.

    Raises ImportUsageError for an export that was cut short, or that a later version wrote.
    """
    stated = _manifest_in(folder)
    if stated is None:
        if (folder / UNFINISHED).is_dir():
            raise ImportUsageError(f"{folder}: an export into it was cut short: run export_articles again.")
        return None
    if stated["format"] != FORMAT:
        raise ImportUsageError(f"{folder}: a later version of the newsroom wrote this export.")
    return {name: str(origin) for name, origin in stated["origins"].items() if _is_name(name)}


def _manifest_in(folder: Path) -> dict[str, Any] | None:
    try:
        stated = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    is_ours = isinstance(stated, dict) and "format" in stated and isinstance(stated.get("origins"), dict)
    return stated if is_ours else None


def _is_name(name: str) -> bool:
    return "/" not in name and "\0" not in name and name not in ("", ".", "..")
