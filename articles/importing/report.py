"""What a run did: counted as it goes, written as JSON, told as a table."""

import json
import tempfile
import weakref
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

from django.db.models import TextField
from django.db.models.functions import Cast

from articles.models import Article, ImportRun
from articles.models.article import address

from . import accounts
from .errors import writing_to

OUTCOMES = ("created", "updated", "unchanged", "conflict", "skipped", "failed")


@dataclass(slots=True)
class Images:
    """Distinct addresses of the run, by what became of them; ``found`` holds their hashes, 8 bytes each."""

    found: set[int] = field(default_factory=set)
    fetched: int = 0
    reused: int = 0
    pending: int = 0

    def meet(self, address: str) -> bool:
        """Count the address; return whether the run meets it for the first time."""
        key = hash(address)
        new = key not in self.found
        self.found.add(key)
        return new

    def as_dict(self) -> dict[str, int]:
        return {
            "found": len(self.found),
            "fetched": self.fetched,
            "reused": self.reused,
            "pending": self.pending,
        }

    def take_over(self, counted: dict[str, int]) -> None:
        """Take what a run's row says by now; the addresses stay those that were met."""
        self.fetched, self.reused, self.pending = (counted[name] for name in ("fetched", "reused", "pending"))


class Report:
    """The account of one run. Records wait in a temporary file, so that memory stays flat however many there are."""

    def __init__(self, *, started: datetime, dry_run: bool) -> None:
        self.run: int | None = None
        self.started = started
        self.dry_run = dry_run
        self.seconds = 0.0
        self.files = 0
        self.outcomes: Counter[str] = Counter()
        self.warnings: Counter[str] = Counter()
        self.images = Images()
        self._told_later: dict[tuple[int, str, int], list[dict[str, str]]] = {}
        with writing_to(Path(tempfile.gettempdir())):
            self._records: IO[str] = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 closed by _close
        weakref.finalize(self, _close, self._records)

    def add(self, record: dict[str, Any], article: Article | None) -> None:
        """Count one record, a dict of the report's shape but for its article's address, which is told later."""
        self.files += record["index"] == 0
        self.outcomes[record["outcome"]] += 1
        self.warnings.update(warning["code"] for warning in record["warnings"])
        day = article and article.published_on
        place = [day.isoformat(), article.slug] if article and day else []
        with writing_to(Path(tempfile.gettempdir())):
            self._records.write(json.dumps([record, place], ensure_ascii=False) + "\n")

    def take_over(self, run: ImportRun) -> None:
        """Take over what was entered in the run's rows since its records were added."""
        self.images.take_over(run.images)
        self.warnings = Counter(run.totals["warnings"])
        # SQLite cannot look into JSON lists, but both databases write them alike.
        told = run.records.annotate(text=Cast("warnings", TextField())).filter(text__contains=accounts.FAILED)
        columns = ("article", "path", "index", "warnings")
        changed = told.filter(article__isnull=False).values_list(*columns)
        self._told_later = {tuple(known_as): warnings for *known_as, warnings in changed}

    @property
    def totals(self) -> dict[str, int]:
        counts = {outcome: self.outcomes[outcome] for outcome in OUTCOMES}
        return {"files": self.files, "records": sum(counts.values()), **counts}

    def in_words(self) -> str:
        """Return what became of all records so far, such as ``26 created, 1 failed``."""
        return ", ".join(f"{self.outcomes[name]:,} {name}" for name in OUTCOMES if self.outcomes[name])

    def write(self, path: Path) -> None:
        """Write the whole report to ``path``, whole or not at all. Raises ImportStoppedError."""
        head = {
            "run": self.run,
            "started": f"{self.started:%Y-%m-%dT%H:%M:%SZ}",
            "seconds": round(self.seconds, 2),
            "dry_run": self.dry_run,
            "totals": self.totals,
            "images": self.images.as_dict(),
        }
        write_json(path, head, {"records": self.records()})

    def records(self) -> Iterator[dict[str, Any]]:
        """Yield the records in the order they were met."""
        with writing_to(Path(tempfile.gettempdir())):
            self._records.seek(0)
        for line in self._records:
            record, place = json.loads(line)
            known_as = (record["article"], record["path"], record["index"])
            record["warnings"] = self._told_later.get(known_as, record["warnings"])
            yield record | {"url": address(date.fromisoformat(place[0]), place[1]) if place else ""}


def write_json(path: Path, head: dict[str, Any], lists: dict[str, Iterable[dict[str, Any]]]) -> None:
    """Write an object of ``head`` and long ``lists``, whole or not at all. Raises ImportStoppedError."""
    if path.exists() and not path.is_file():
        # A pipe or a device cannot be replaced, and must not be.
        with writing_to(path), path.open("w", encoding="utf-8") as stream:
            _write_json(stream, head, lists)
        return
    target = path.resolve()
    part = target.with_name(f".{target.name}.part")
    try:
        with writing_to(target.parent), part.open("w", encoding="utf-8") as file:
            _write_json(file, head, lists)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _write_json(file: IO[str], head: dict[str, Any], lists: dict[str, Iterable[dict[str, Any]]]) -> None:
    file.write(json.dumps(head, ensure_ascii=False)[:-1])
    for name, values in lists.items():
        file.write(f', "{name}": [')
        for number, value in enumerate(values):
            file.write((",\n" if number else "\n") + json.dumps(value, ensure_ascii=False))
        file.write("\n]")
    file.write("}\n")


def _close(records: IO[str]) -> None:
    # Where the disk is full, what was not written yet is lost with all the rest of it.
    with suppress(OSError):
        records.close()
