"""Which record is which article: known by its path, moved, met before, or new."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import Any

from django.db.models import Q

from articles.desk.contents import Content
from articles.models import Article, ImportedRecord, Source
from articles.models.imports import REMOVED, removed_id
from articles.reading.record import Record, Refusal, Warning

from . import marked_articles, own_export
from .archive import Archive
from .entries import Entry
from .marked_articles import Marked

Outcome = ImportedRecord.Outcome
CHANGED_IN_BOTH = "changed here and in the archive: the text here stands until someone decides"
ANOTHER_ARCHIVE = "another archive of this name holds another story here: give this one its own --origin"
IN_THE_TRASH = "its article is in the trash"
WAS_REMOVED = "its article was removed for good"
# A file whose article is there, or was removed for good; not one that could not be read.
OF_A_STORY = Q(article__isnull=False) | Q(external_id__startswith=REMOVED)


@dataclass(slots=True)
class Decision:
    """What becomes of one record, and what is needed to write it.

    ``moved``: known by its bytes from another path. ``clashes``: changed here and in the archive; ``content`` is then
    what the archive says, and ``agrees`` whether the article says so already. ``missing``: told of the pictures of an
    article that was not read again.
    """

    entry: Entry
    outcome: str = ""
    reason: str = ""
    record: Record | None = None
    source: Source | None = None
    moved: bool = False
    clashes: bool = False
    article: Article | None = None
    fingerprint: str = ""
    content: Content | None = None
    agrees: bool = False
    missing: list[Warning] = field(default_factory=list)

    def settle(self, outcome: str, reason: str = "") -> None:
        self.outcome, self.reason = outcome, reason

    @property
    def is_written(self) -> bool:
        """Whether an article comes of it, new or with a new text."""
        return self.outcome in (Outcome.CREATED, Outcome.UPDATED)

    @property
    def path_to_keep(self) -> str:
        """The path as the database may know it: a file's name often tells what its removed article was about."""
        return removed_id(self.entry.path) if self.reason == WAS_REMOVED else self.entry.path

    @property
    def warnings(self) -> list[dict[str, str]]:
        """The record's warnings in the report's shape."""
        found = self.record.warnings if self.record else []
        return [{"code": warning.code, "detail": warning.detail} for warning in [*found, *self.missing]]

    @property
    def loss(self) -> dict[str, Any]:
        """What was lost in reading, as its record keeps it; nothing for what was not read."""
        return asdict(self.record.loss) if self.record and self.record.loss.before else {}


class Identifier:
    """Settles what needs no reading, then what reading showed; asks the database a fixed number of times a batch.

    ``remember``: keep what a dry run met, which no row records; a real run asks its rows instead. ``is_elsewhere``: the
    archive lies in another place than the last one of its name, and may be another one.
    """

    def __init__(self, archive: Archive, *, remember: bool = False, is_elsewhere: bool = False) -> None:
        self.archive = archive
        self.remember = remember
        self.is_elsewhere = is_elsewhere
        self._met_fingerprints: dict[str, tuple[str, str]] = {}
        # Where each name of a file with many records came first, as hashes: 16 bytes a record.
        self._first_of_name: dict[int, int] = {}
        # And where the file of each article of our own export did.
        self._first_of_marker: dict[int, int] = {}

    def before_reading(self, entries: Iterable[Entry]) -> list[Decision]:
        """Return a decision an entry; those with an outcome need not be read."""
        decisions = [Decision(entry) for entry in entries]
        known = self._known(decisions)
        marked = self._marked(decisions)
        twins = self._twins([decision for decision in decisions if decision.entry.external_id not in known])
        for decision in decisions:
            entry = decision.entry
            self._settle_before(
                decision,
                known.get(entry.external_id),
                marked.get(entry.external_id),
                twins.get(entry.digest),
            )
        return decisions

    def after_reading(self, decisions: list[Decision], results: list[Record | Refusal]) -> None:
        """Settle the decisions that had to be read, by what was read."""
        if not self.remember:
            self._met_fingerprints.clear()
        for decision, result in zip(decisions, results, strict=True):
            self._take(decision, result)
        new = [decision for decision in decisions if decision.record and not decision.article]
        twins = self._same_stories(new)
        for decision in decisions:
            if decision.record:
                self._settle_after(decision, twins.get(decision.fingerprint))

    def _known(self, decisions: list[Decision]) -> dict[str, Source]:
        """Return the sources by the names of their files; of a removed one a stub that tells its name."""
        names = {decision.entry.external_id: decision.entry.external_id for decision in decisions}
        names |= {removed_id(name): name for name in names}
        sources = Source.objects.filter(origin=self.archive.origin, external_id__in=names)
        return {names[source.external_id]: source for source in _light(sources)}

    def _marked(self, decisions: list[Decision]) -> dict[str, Marked]:
        """Return the article that a file of our own export is of, unless it is a copy of that file."""
        markers = {
            decision.entry.external_id: marker
            for decision in decisions
            if (marker := decision.entry.marker) and not self._is_copy(decision.entry, marker)
        }
        found = marked_articles.find(markers.values())
        return {name: found[marker] for name, marker in markers.items() if marker in found}

    def _is_copy(self, entry: Entry, marker: own_export.Marker) -> bool:
        """Whether the file itself still lies where it was written, or came before, moved."""
        if entry.path != marker.path and self.archive.holds(marker.path):
            return True
        place = hash(entry.path)
        return self._first_of_marker.setdefault(hash((marker.article, marker.created)), place) != place

    def _twins(self, decisions: list[Decision]) -> dict[str, Source]:
        digests = [decision.entry.digest for decision in decisions if decision.entry.digest]
        sources = Source.objects.filter(OF_A_STORY, origin=self.archive.origin, digest__in=digests)
        return {source.digest: source for source in _light(sources)}

    def _same_stories(self, decisions: list[Decision]) -> dict[str, Source]:
        prints = [decision.fingerprint for decision in decisions]
        sources = Source.objects.filter(OF_A_STORY, origin=self.archive.origin, fingerprint__in=prints)
        return {source.fingerprint: source for source in _light(sources)}

    def _settle_before(
        self, decision: Decision, known: Source | None, marked: Marked | None, twin: Source | None
    ) -> None:
        entry = decision.entry
        decision.source = known
        if entry.refusal:
            decision.article = known.article if known else None
            decision.settle(entry.refusal.outcome, entry.refusal.reason)
        elif self._came_before(entry):
            decision.settle(Outcome.SKIPPED, "a record of this name came before in this run")
        elif any(source and source.is_removed for source in (known, twin)):
            decision.source = None
            decision.settle(Outcome.SKIPPED, WAS_REMOVED)
        elif marked:
            self._settle_marked(decision, marked)
        elif known:
            self._settle_known(decision, known)
        elif twin and self.archive.holds(twin.external_id):
            decision.settle(Outcome.SKIPPED, f"the same file as {twin.external_id}")
        elif twin:
            decision.source, decision.article, decision.moved = twin, twin.article, True
            # A third copy of the bytes is then the same file as this one, not moved again.
            twin.external_id = entry.external_id
            is_trashed = decision.article is not None and decision.article.status == Article.Status.TRASHED
            decision.settle(*(Outcome.SKIPPED, IN_THE_TRASH) if is_trashed else (Outcome.UNCHANGED,))

    def _came_before(self, entry: Entry) -> bool:
        """Whether a record of this name stood earlier in the archive; a file's path comes but once."""
        if not entry.part.external_id:
            return False
        place = hash((entry.path, entry.index))
        return self._first_of_name.setdefault(hash(entry.external_id), place) != place

    def _settle_known(self, decision: Decision, known: Source) -> None:
        article = decision.article = known.article
        if article is None:
            return
        if article.status == Article.Status.TRASHED:
            decision.settle(Outcome.SKIPPED, IN_THE_TRASH)
        elif known.digest == decision.entry.digest:
            decision.settle(Outcome.UNCHANGED)
        elif article.version != known.article_version:
            self._clash(decision)

    def _clash(self, decision: Decision) -> None:
        """What waits already, and could be read, needs no second reading."""
        decision.clashes = True
        source = decision.source
        if source and source.pending_digest == decision.entry.digest and source.pending_content is not None:
            decision.settle(Outcome.CONFLICT, CHANGED_IN_BOTH)

    def _settle_marked(self, decision: Decision, marked: Marked) -> None:
        """Settle a file of our own export: its marker says which article it was, and how it stood then."""
        entry, article = decision.entry, marked.article
        decision.article, decision.source = article, marked.source or decision.source
        is_known = marked.source is not None and marked.source.digest == entry.digest
        if article.status == Article.Status.TRASHED:
            decision.settle(Outcome.SKIPPED, IN_THE_TRASH)
        elif is_known or (entry.marker and entry.marker.is_whole):
            decision.settle(Outcome.UNCHANGED)
        elif marked.is_edited_here:
            if decision.source and decision.source.article_id not in (None, article.pk):
                # The file must not become what the article is said to have come from.
                decision.article = decision.source = None
                decision.settle(Outcome.CONFLICT, CHANGED_IN_BOTH)
            else:
                self._clash(decision)
        elif decision.source:
            # The version that the file was made of, whatever was imported before.
            decision.source.article_version = article.version

    def _take(self, decision: Decision, result: Record | Refusal) -> None:
        if isinstance(result, Refusal):
            decision.settle(result.outcome, result.reason)
            return
        if decision.entry.marker:
            own_export.restore(result)
        decision.record = result
        decision.fingerprint = fingerprint(result)

    def _settle_after(self, decision: Decision, twin: Source | None) -> None:
        if decision.article and self.is_elsewhere and _is_another_story(decision):
            decision.record = None
            decision.settle(Outcome.FAILED, ANOTHER_ARCHIVE)
            return
        if decision.article:
            decision.settle(*(Outcome.CONFLICT, CHANGED_IN_BOTH) if decision.clashes else (Outcome.UPDATED,))
            return
        if twin and twin.is_removed:
            decision.record = None
            decision.settle(Outcome.SKIPPED, WAS_REMOVED)
            return
        entry = decision.entry
        name, digest = self._met_fingerprints.get(decision.fingerprint, ("", ""))
        if twin:
            name, digest = twin.external_id, twin.digest
        if name and name != entry.external_id:
            what = "file" if digest == entry.digest else "story"
            decision.settle(Outcome.SKIPPED, f"the same {what} as {name}")
            return
        self._met_fingerprints[decision.fingerprint] = entry.external_id, entry.digest
        decision.settle(Outcome.CREATED)


def _is_another_story(decision: Decision) -> bool:
    """Whether neither headline nor moment is left of what the article says."""
    article, record = decision.article, decision.record
    if article is None or record is None:
        return False
    return record.headline != article.headline and record.published_at != article.published_at


def fingerprint(record: Record) -> str:
    """Return what two files of one story share: headline, moment and text, or pictures where there is no text."""
    moment = record.published_at.isoformat() if record.published_at else ""
    said = "".join(record.text.split()) or " ".join(picture.address for picture in record.pictures)
    return sha256("\0".join((record.headline, moment, said)).encode()).hexdigest()


def _light(sources: Any) -> Any:
    return sources.select_related("article").only(
        *("origin", "external_id", "article", "article_version", "digest", "fingerprint", "pending_digest"),
        *(
            "article__headline",
            "article__published_at",
            "article__status",
            "article__version",
            "article__published_on",
            "article__slug",
            "article__was_public",
        ),
    )
