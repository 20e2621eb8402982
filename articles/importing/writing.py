"""A batch of decisions into the database, in one transaction: rows in bulk, the same derivation as everywhere."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from articles.desk import contents, events, revisions
from articles.desk.contents import Content
from articles.images.markup import Found, Lost
from articles.models import Article, ImageSource, ImportedRecord, ImportRun, Origin, Revision, Source
from articles.models.kept_pictures import is_lost
from articles.reading.record import Record, Warning

from . import pictures as kept_pictures
from . import relations, trust
from .addresses import Addresses
from .archive import Archive
from .entries import Entry
from .identity import CHANGED_IN_BOTH, Decision, Outcome
from .pictures import Pictures
from .taxonomy import Taxonomy

# fmt: off
COPIED = (
    "headline", "standfirst", "body_source", "source_format", "language", "status", "comments_open", "source_url",
    "short_headline", "social_title", "social_description", "extra", "published_at", "date_origin", "date_precision",
    "zone_stated", "modified_at", "embargo_until", "retire_at",
)
# fmt: on
STANDING = ("status", "published_at", "embargo_until", "retire_at")
RETIRED_THERE = "Retired in its archive"


@dataclass(slots=True)
class Writer:
    """Writes the batches of one archive's run."""

    archive: Archive
    origin: Origin
    run: ImportRun
    pictures: Pictures
    taxonomy: Taxonomy
    addresses: Addresses

    def write(self, decisions: list[Decision], *, at: datetime) -> None:
        """Write articles, what hangs on them, sources, history and the records of the run."""
        _yield_to_edits(decisions)
        trust.judge(decisions, self.origin)
        self._write_articles([decision for decision in decisions if decision.is_written], at=at)
        self._hold_back([d for d in decisions if d.outcome == Outcome.CONFLICT and d.record], at=at)
        self._write_sources(decisions)
        self.pictures.meet_again([d for d in decisions if d.article and not d.record])
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
        if decision.article:
            article = Article.objects.get(pk=decision.article.pk)
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
        article.needs_look = trust.needs_look(record, self.origin)
        article.body = kept_pictures.body_with_kept(record, sources)
        article.primary_category = self.taxonomy.category(record.categories[0]) if record.categories else None
        _lead(article, record, sources)
        article.derive(text=record.text, pictures=_kept(record, sources))
        article.place(at)
        return article

    def _remember(self, decisions: list[Decision], *, at: datetime) -> None:
        revisions.keep_many(self._revision(decision, at=at) for decision in decisions)
        events.record_many(
            events.of("import", d.article, by=self.run.by, at=at, run=self.run.pk, outcome=str(d.outcome))
            for d in decisions
        )

    def _revision(self, decision: Decision, *, at: datetime) -> Revision:
        article = _article(decision)
        why = f"Imported from {self.archive.origin}/{decision.entry.path}"
        content = self._content(article, _record(decision), at=at)
        return revisions.of(article, content, by=self.run.by, at=at, why=why[:300])

    def _content(self, article: Article, record: Record, *, at: datetime) -> Content:
        return contents.of_relations(
            article,
            categories=relations.category_paths(record, self.taxonomy),
            tags=sorted(record.tags),
            byline=[(credit.name, credit.role) for credit in record.byline],
            corrections=relations.corrections_of(record, at=at),
        )

    def _hold_back(self, decisions: list[Decision], *, at: datetime) -> None:
        """Keep beside each article what its file says now, unless that is nothing new."""
        if not decisions:
            return
        sources = self.pictures.resolve([_record(decision) for decision in decisions], at=at)
        bases = _bases(decisions)
        for decision in decisions:
            base = bases.get(_article(decision).pk)
            filled = self._filled(decision, sources, at=at)
            said = _as_kept(self._content(filled, _record(decision), at=at))
            said["slug"] = base["slug"] if base else said["slug"]
            if base and trust.lands_as_draft(_record(decision), self.origin):
                # It began as a draft: whatever became of it here is not for its file to change.
                said["status"] = base["status"]
            decision.content = said
            if base and _says_the_same(said, base):
                decision.settle(Outcome.UNCHANGED)
            elif self._is_said_here(decision, filled):
                decision.settle(Outcome.UNCHANGED)
                decision.agrees = True

    def _is_said_here(self, decision: Decision, article: Article) -> bool:
        """Whether the article, as it stands, says what the file says."""
        said = dict(decision.content or {})
        if trust.lands_as_draft(_record(decision), self.origin):
            del said["status"]
        return _says_the_same(said, _as_kept(contents.of(Article.objects.get(pk=article.pk))))

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
        source = Source(origin=self.origin, external_id=entry.external_id, article=article)
        if decision.outcome == Outcome.CONFLICT:
            # The article never came from these bytes: they only wait beside it.
            source.digest, source.raw = "", b""
            vars(source).update(_waiting(decision))
            return source
        source.article_version = article.version if article else None
        source.fingerprint = decision.fingerprint
        vars(source).update(_taken(entry))
        return source

    def _imported_record(self, decision: Decision) -> ImportedRecord:
        return ImportedRecord(
            run=self.run,
            origin=self.archive.origin,
            path=decision.path_to_keep,
            index=decision.entry.index,
            outcome=decision.outcome,
            reason=decision.reason[:500],
            warnings=decision.warnings,
            loss=decision.loss,
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


def _kept(record: Record, sources: dict[str, ImageSource]) -> dict[str, Found]:
    """Return the pictures kept here, and those given up, by the address they have in the body."""
    kept: dict[str, Found] = {}
    for picture in record.pictures:
        source = sources[picture.address]
        if source.image:
            shown = source.image.as_kept()
            kept[source.url] = kept[shown.address] = shown
        elif is_lost(source):
            kept[source.url] = Lost()
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
        return _waiting(decision)
    if decision.outcome in (Outcome.CREATED, Outcome.UPDATED):
        article = _article(decision)
        known = {"article": article, "article_version": article.version, "fingerprint": decision.fingerprint}
        return known | _taken(entry) | NOTHING_WAITS
    if decision.outcome == Outcome.UNCHANGED and decision.content:
        agreed = {"article_version": _article(decision).version} if decision.agrees else {}
        return agreed | _taken(entry) | NOTHING_WAITS
    if decision.outcome == Outcome.UNCHANGED and source.pending_digest and source.digest == entry.digest:
        # The file says again what it said.
        return NOTHING_WAITS
    if decision.outcome == Outcome.FAILED and source.article_id is None and source.digest != entry.digest:
        return _taken(entry)
    return {}


NOTHING_WAITS: dict[str, Any] = {
    "pending_digest": "",
    "pending_raw": None,
    "pending_context": {},
    "pending_content": None,
}


def _taken(entry: Entry) -> dict[str, Any]:
    return {
        "digest": entry.digest,
        "raw": entry.part.raw,
        "format": entry.format,
        "context": entry.part.context,
    }


def _waiting(decision: Decision) -> dict[str, Any]:
    entry = decision.entry
    return {
        "format": entry.format,
        "pending_digest": entry.digest,
        "pending_raw": entry.part.raw,
        "pending_context": entry.part.context,
        "pending_content": decision.content,
    }


def _bases(decisions: list[Decision]) -> dict[int, Content]:
    """Return what each article said when it was last imported, by its number."""
    versions = {_article(d).pk: d.source.article_version for d in decisions if d.source}
    known = Revision.objects.filter(article__in=versions, number__in=set(versions.values()))
    return {
        revision.article_id: revision.content
        for revision in known
        if versions[revision.article_id] == revision.number
    }


def _as_kept(content: Content) -> Content:
    """Return the content as the database gives it back."""
    kept: Content = json.loads(json.dumps(content, cls=DjangoJSONEncoder))
    return kept


def _says_the_same(content: Content, other: Content) -> bool:
    """Whether they agree in all that both keep."""
    return all(content[name] == value for name, value in other.items() if name in content)


def _yield_to_edits(decisions: list[Decision]) -> None:
    """Turn an update into a conflict where an editor saved the article since it was looked up."""
    updated = [_article(decision).pk for decision in decisions if decision.outcome == Outcome.UPDATED]
    versions = dict(Article.objects.select_for_update().filter(pk__in=updated).values_list("pk", "version"))
    for decision in decisions:
        if decision.outcome != Outcome.UPDATED or decision.source is None:
            continue
        if versions.get(_article(decision).pk) != decision.source.article_version:
            decision.settle(Outcome.CONFLICT, CHANGED_IN_BOTH)
