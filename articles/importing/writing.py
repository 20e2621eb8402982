"""A batch of decisions into the database, in one transaction: rows in bulk, the same derivation as everywhere."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from articles.desk import events, revisions
from articles.images.markup import Kept
from articles.models import Article, ImageSource, ImportedRecord, ImportRun, Revision, Source
from articles.reading.record import Record, Warning

from . import pictures as kept_pictures
from . import relations
from .addresses import Addresses
from .archive import Archive
from .identity import CHANGED_IN_BOTH, Decision, Outcome
from .pictures import Pictures
from .taxonomy import Taxonomy

# fmt: off
COPIED = (
    "headline", "standfirst", "body_source", "source_format", "language", "status", "comments_open", "source_url",
    "extra", "published_at", "modified_at", "embargo_until", "retire_at",
)
# fmt: on
STANDING = ("status", "published_at", "embargo_until", "retire_at")
RETIRED_THERE = "Retired in its archive"


@dataclass(slots=True)
class Writer:
    """Writes the batches of one archive's run."""

    archive: Archive
    run: ImportRun
    pictures: Pictures
    taxonomy: Taxonomy
    addresses: Addresses

    def write(self, decisions: list[Decision], *, at: datetime) -> None:
        """Write articles, what hangs on them, sources, history and the records of the run."""
        _yield_to_edits(decisions)
        self._write_articles([decision for decision in decisions if decision.is_written], at=at)
        self._write_sources(decisions)
        self.pictures.meet_again([d.article.pk for d in decisions if d.article and not d.record])
        ImportedRecord.objects.bulk_create(self._imported_record(decision) for decision in decisions)

    def _write_articles(self, decisions: list[Decision], *, at: datetime) -> None:
        sources = self.pictures.resolve([_record(decision) for decision in decisions], at=at)
        for decision in decisions:
            decision.article = self._filled(decision, sources, at=at)
        new = [_article(decision) for decision in decisions if decision.outcome == Outcome.CREATED]
        self.addresses.give(new)
        Article.objects.bulk_create(new)
        for decision in decisions:
            if decision.outcome == Outcome.UPDATED:
                _article(decision).save()
                relations.clear(_article(decision))
        pairs = [(_article(decision), _record(decision)) for decision in decisions]
        relations.write(pairs, self.taxonomy, sources, at=at)
        self._remember(decisions, at=at)

    def _filled(self, decision: Decision, sources: dict[str, ImageSource], *, at: datetime) -> Article:
        """Return the article, new or known, with all that the record says of it alone."""
        record = _record(decision)
        article = Article(created_at=at, slug=record.slug, version=0)
        if decision.outcome == Outcome.UPDATED:
            article = Article.objects.get(pk=_article(decision).pk)
        was_seen = article.is_public(at)
        before = {name: getattr(article, name) for name in STANDING}
        article.version += 1
        article.changed_at = at
        for name in COPIED:
            setattr(article, name, getattr(record, name))
        if was_seen and record.status != "retired" and not article.is_public(at):
            # What readers have seen goes by retiring it, not by a word in a file.
            vars(article).update(before)
            record.warnings.append(Warning("kept-public", f"its file says {record.status}"))
        article.retired_because = RETIRED_THERE if record.status == "retired" else ""
        article.body = kept_pictures.body_with_kept(record, sources)
        article.primary_category = self.taxonomy.category(record.categories[0]) if record.categories else None
        _lead(article, record, sources)
        article.derive(text=decision.text, pictures=_kept(record, sources))
        article.place(at)
        return article

    def _remember(self, decisions: list[Decision], *, at: datetime) -> None:
        revisions.keep_many(self._revision(decision, at=at) for decision in decisions)
        events.record_many(
            events.of("import", d.article, by=self.run.by, at=at, run=self.run.pk, outcome=str(d.outcome))
            for d in decisions
        )

    def _revision(self, decision: Decision, *, at: datetime) -> Revision:
        article, record = _article(decision), _record(decision)
        return revisions.of(
            article,
            by=self.run.by,
            at=at,
            why=f"Imported from {self.archive.origin}/{decision.entry.path}"[:300],
            categories=relations.category_paths(record, self.taxonomy),
            tags=sorted(record.tags),
            byline=[(credit.name, credit.role) for credit in record.byline],
        )

    def _write_sources(self, decisions: list[Decision]) -> None:
        new: list[Source] = []
        for decision in decisions:
            if decision.source is None:
                if decision.is_written or decision.outcome in (Outcome.CONFLICT, Outcome.FAILED):
                    decision.source = self._source(decision)
                    new.append(decision.source)
            elif changes := _source_changes(decision, decision.source):
                Source.objects.filter(pk=decision.source.pk).update(**changes)
        Source.objects.bulk_create(new)

    def _source(self, decision: Decision) -> Source:
        entry, article = decision.entry, decision.article
        source = Source(origin=self.archive.origin, external_id=entry.external_id, article=article)
        if decision.outcome == Outcome.CONFLICT:
            # The article never came from these bytes: they only wait beside it.
            source.digest, source.raw = "", b""
            source.pending_digest, source.pending_raw = entry.digest, entry.part.raw
            return source
        source.article_version = article.version if article else None
        source.digest, source.fingerprint, source.raw = entry.digest, decision.fingerprint, entry.part.raw
        return source

    def _imported_record(self, decision: Decision) -> ImportedRecord:
        return ImportedRecord(
            run=self.run,
            origin=self.archive.origin,
            path=decision.entry.path,
            index=decision.entry.index,
            outcome=decision.outcome,
            reason=decision.reason[:500],
            warnings=decision.warnings,
            article=decision.article,
            article_version=decision.article.version if decision.article else None,
            source=decision.source,
        )


def _lead(article: Article, record: Record, sources: dict[str, ImageSource]) -> None:
    picture = record.lead_picture
    source = sources[picture.address] if picture else None
    article.lead_image_source = source
    article.lead_image = source.image if source else None
    article.lead_image_alt = picture.alt[:1000] if picture else ""
    article.lead_image_caption = picture.caption if picture else ""


def _kept(record: Record, sources: dict[str, ImageSource]) -> dict[str, Kept]:
    """Return the pictures kept here by the address they have in the body."""
    kept = {}
    for picture in record.pictures:
        source = sources[picture.address]
        if source.image:
            shown = source.image.as_kept()
            kept[source.url] = kept[shown.address] = shown
    return kept


def _record(decision: Decision) -> Record:
    if decision.record is None:
        raise ValueError("only what was read is written")
    return decision.record


def _article(decision: Decision) -> Article:
    if decision.article is None:
        raise ValueError("only what is an article is written")
    return decision.article


def _source_changes(decision: Decision, source: Source) -> dict[str, Any]:
    """Return what a known source's row must change: nothing for what is unchanged."""
    entry = decision.entry
    if decision.moved:
        return {"external_id": entry.external_id}
    waits = decision.outcome == Outcome.CONFLICT or (decision.outcome == Outcome.FAILED and source.article_id)
    if waits and source.pending_digest != entry.digest:
        return {"pending_digest": entry.digest, "pending_raw": entry.part.raw}
    if decision.outcome in (Outcome.CREATED, Outcome.UPDATED):
        article = _article(decision)
        known = {"article": article, "article_version": article.version, "fingerprint": decision.fingerprint}
        return known | {
            "digest": entry.digest,
            "raw": entry.part.raw,
            "pending_digest": "",
            "pending_raw": None,
        }
    if decision.outcome == Outcome.FAILED and source.article_id is None and source.digest != entry.digest:
        return {"digest": entry.digest, "raw": entry.part.raw}
    return {}


def _yield_to_edits(decisions: list[Decision]) -> None:
    """Turn an update into a conflict where an editor saved the article since it was looked up."""
    updated = [_article(decision).pk for decision in decisions if decision.outcome == Outcome.UPDATED]
    versions = dict(Article.objects.select_for_update().filter(pk__in=updated).values_list("pk", "version"))
    for decision in decisions:
        if decision.outcome != Outcome.UPDATED or decision.source is None:
            continue
        if versions.get(_article(decision).pk) != decision.source.article_version:
            decision.settle(Outcome.CONFLICT, CHANGED_IN_BOTH)
