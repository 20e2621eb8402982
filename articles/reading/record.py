"""The Record: what a reader found in one file, before anything is written."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from typing import Any, Literal

Status = Literal["draft", "review", "ready", "retired"]
Precision = Literal["second", "minute", "day", "month", "year", ""]
DateOrigin = Literal["front matter", "file name", "export", "feed", ""]


@dataclass(frozen=True, slots=True)
class Warning:
    """One thing the editor should know of a record: a stable ``code`` and its ``detail`` in plain words."""

    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Credit:
    """One name of a byline, with its role (``""`` for the plain author)."""

    name: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """An image as the archive refers to it.

    ``address``: absolute http(s) address, or a path below the archive's root as ``archive:a/b.jpg``.
    """

    address: str
    alt: str = ""
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class CorrectionNote:
    """A published correction; ``kind``: correction, clarification, update or retraction."""

    kind: str
    text: str
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """What reading took out of a body, in characters that a reader would have seen, space not counted.

    ``removed``: elements and attributes that the policy took out, counted. ``before``: in the body as it came,
    ``after``: in the clean one, ``meant``: what was taken away knowingly, such as the headline said twice.
    """

    removed: dict[str, int] = field(default_factory=dict)
    before: int = 0
    after: int = 0
    meant: int = 0

    @property
    def lost(self) -> int:
        return max(0, self.before - self.after - self.meant)

    @property
    def percent(self) -> float:
        return 100 * self.lost / self.before if self.before else 0.0


@dataclass(slots=True, kw_only=True)
class Record:
    """One article as the archive states it: repaired, its body clean, nothing looked up.

    Times are aware. ``body_source`` is what the file held (html or markdown, see ``source_format``), ``body``
    its sanitized HTML, ``text`` the visible words of that. Each ``<img src>`` in ``body`` is an absolute http(s)
    address or, for a picture that lies in the archive, ``/archive/`` and its percent-quoted path below the root
    (``archive:path`` in ``pictures``), which the pipeline replaces once the picture is kept. ``pictures`` are the
    body's, in order, each address once. ``date_precision``: how much of ``published_at`` was stated;
    ``zone_stated``: False where its zone is the options' and not its own. ``site_suffix``: what ends the headline
    and may be a site's name.
    """

    path: str
    index: int = 0
    headline: str
    body_source: str = ""
    source_format: Literal["html", "markdown"] = "html"
    body: str = ""
    text: str = ""
    standfirst: str = ""
    short_headline: str = ""
    social_title: str = ""
    social_description: str = ""
    language: str = "und"
    slug: str = ""
    status: Status = "ready"
    published_at: datetime | None = None
    date_origin: DateOrigin = ""
    date_precision: Precision = ""
    zone_stated: bool = True
    modified_at: datetime | None = None
    embargo_until: datetime | None = None
    retire_at: datetime | None = None
    categories: list[tuple[str, ...]] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    byline: list[Credit] = field(default_factory=list)
    lead_picture: Picture | None = None
    pictures: list[Picture] = field(default_factory=list)
    comments_open: bool = True
    corrections: list[CorrectionNote] = field(default_factory=list)
    source_url: str = ""
    old_addresses: list[str] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)
    loss: Loss = Loss()
    site_suffix: str = ""
    warnings: list[Warning] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a file gave no record: ``failed`` needs a human, ``skipped`` held nothing to read."""

    outcome: Literal["failed", "skipped"]
    reason: str
    index: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingOptions:
    """How a reader takes what the file leaves open."""

    zone: tzinfo = UTC
    categories: Literal["path", "flat"] | None = None
    status: Literal["keep", "draft"] = "keep"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One record's own bytes, of a file that may hold many.

    ``external_id``: the record's name within its archive, ``""`` where the file's path is it. ``context``: what the
    rest of the file says of it (its pictures, its authors' names), as JSON would hold it; a change there is a change
    of the record.
    """

    raw: bytes
    external_id: str = ""
    context: dict[str, Any] = field(default_factory=dict)
