"""A batch of decisions into the database, in one transaction: rows in bulk, the same derivation as everywhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from articles.desk import events, revisions
from articles.images.markup import Kept
from articles.models import (
    Article,
    ArticleImage,
    Byline,
    Correction,
    ImageSource,
    ImportedRecord,
    ImportRun,
    Redirect,
    Source,
    TaggedArticle,
)
from articles.reading.record import Record
from articles.text import slugs

from . import pictures as picture_store
from .archive import Archive
from .identity import Decision, Outcome
from .pictures import Pictures
from .taxonomy import Taxonomy

COPIED = (
    "headline",
    "standfirst",
    "body_source",
    "source_format",
    "language",
    "comments_open",
    "source_url",
    "extra",
)
MOMENTS = ("published_at", "modified_at", "embargo_until", "retire_at")


@dataclass(slots=True)
class Writer:
    """Writes the batches of one archive's run."""

    archive: Archive
    run: ImportRun
    pictures: Pictures
    taxonomy: Taxonomy
    skip_pictures: bool = False

    def write(self, decisions: list[Decision], *, at: datetime) -> None:
        """Write articles, what hangs on them, sources, history and the records of the run."""
        readable = [
            decision for decision in decisions if decision.outcome in (Outcome.CREATED, Outcome.UPDATED)
        ]
        self._write_articles(readable, at=at)
        self._write_sources(decisions)
        unread = [
            d.article.pk
            for d in decisions
            if d.article and d.outcome in (Outcome.UNCHANGED, Outcome.CONFLICT)
        ]
        self.pictures.meet_again(unread)
        ImportedRecord.objects.bulk_create(self._imported_record(decision) for decision in decisions)

    def _write_articles(self, decisions: list[Decision], *, at: datetime) -> None:
        records = [decision.record for decision in decisions if decision.record]
        if self.skip_pictures:
            for record in records:
                record.lead_picture, record.pictures, record.body = (
                    None,
                    [],
                    picture_store.without_pictures(record.body),
                )
        sources = self.pictures.resolve(records, at=at)
        for decision in decisions:
            self._fill(decision, sources, at=at)
        _take_free_addresses([d.article for d in decisions if d.article and d.outcome == Outcome.CREATED])
        new = [
            decision.article
            for decision in decisions
            if decision.article and decision.outcome == Outcome.CREATED
        ]
        Article.objects.bulk_create(new)
        for decision in decisions:
            if decision.outcome == Outcome.UPDATED:
                _replace(decision)
        self._relate(decisions, sources, at=at)
        self._remember(decisions, at=at)

    def _fill(self, decision: Decision, sources: dict[str, ImageSource], *, at: datetime) -> None:
        record = decision.record
        assert record is not None
        if decision.outcome == Outcome.UPDATED:
            article = Article.objects.select_related("primary_category").get(pk=decision.source.article_id)  # type: ignore[union-attr]
            article.version += 1
        else:
            article = Article(created_at=at, slug=record.slug)
        for name in (*COPIED, *MOMENTS, "status"):
            setattr(article, name, getattr(record, name))
        article.changed_at = at
        article.retired_because = "Retired in its archive" if record.status == "retired" else ""
        article.body = picture_store.body_with_kept(record, sources)
        article.primary_category = self.taxonomy.category(record.categories[0]) if record.categories else None
        _lead(article, record, sources)
        article.derive(text=decision.text, pictures=_kept(record, sources))
        article.place(at)
        decision.article = article

    def _relate(self, decisions: list[Decision], sources: dict[str, ImageSource], *, at: datetime) -> None:
        pairs = [(d.article, d.record) for d in decisions if d.article and d.record]
        authors = self.taxonomy.authors(credit.name for _, record in pairs for credit in record.byline)
        tags = self.taxonomy.tags(name for _, record in pairs for name in record.tags)
        through = Article.categories.through
        through.objects.bulk_create(
            [
                through(article_id=article.pk, category_id=category.pk)
                for article, record in pairs
                for category in {self.taxonomy.category(names) for names in record.categories}
            ]
        )
        Byline.objects.bulk_create(
            [
                Byline(article=article, author=authors[credit.name], role=credit.role, position=position)
                for article, record in pairs
                for position, credit in enumerate(dict.fromkeys(record.byline))
            ]
        )
        TaggedArticle.objects.bulk_create(
            [
                TaggedArticle(content_object=article, tag=tags[name])
                for article, record in pairs
                for name in dict.fromkeys(record.tags)
            ]
        )
        ArticleImage.objects.bulk_create(
            [
                ArticleImage(
                    article=article,
                    source=sources[picture.address],
                    image=sources[picture.address].image,
                    position=position,
                    alt=picture.alt[:1000],
                    caption=picture.caption,
                )
                for article, record in pairs
                for position, picture in enumerate(record.pictures)
            ]
        )
        Correction.objects.bulk_create(
            [
                Correction(
                    article=article, kind=note.kind, text=note.text, at=note.at or record.published_at or at
                )
                for article, record in pairs
                for note in record.corrections
            ]
        )
        self._redirect(decisions)

    def _redirect(self, decisions: Iterable[Decision]) -> None:
        redirects = [
            Redirect(old_path=old, article=decision.article)
            for decision in decisions
            if decision.article and decision.record
            for old in decision.record.old_addresses
            if old.rstrip("/") != decision.article.get_absolute_url().rstrip("/")
        ]
        taken = set(
            Redirect.objects.filter(old_path__in=[r.old_path for r in redirects]).values_list(
                "old_path", flat=True
            )
        )
        for redirect in redirects:
            if redirect.old_path in taken:
                continue
            taken.add(redirect.old_path)
            redirect.save()

    def _remember(self, decisions: list[Decision], *, at: datetime) -> None:
        kept, happened = [], []
        for decision in decisions:
            article, record = decision.article, decision.record
            assert article is not None and record is not None
            kept.append(
                revisions.of(
                    article,
                    by=self.run.by,
                    at=at,
                    why=f"Imported from {self.archive.origin}/{decision.file.path}"[:300],
                    categories=sorted(self.taxonomy.category(names).path for names in record.categories),
                    tags=sorted(record.tags),
                    byline=[(credit.name, credit.role) for credit in record.byline],
                )
            )
            happened.append(
                events.of(
                    "import", article, by=self.run.by, at=at, run=self.run.pk, outcome=str(decision.outcome)
                )
            )
        revisions.keep_many(kept)
        events.record_many(happened)

    def _write_sources(self, decisions: list[Decision]) -> None:
        new: list[Source] = []
        for decision in decisions:
            if decision.source is None:
                if decision.article or decision.outcome == Outcome.FAILED:
                    decision.source = self._source(decision)
                    new.append(decision.source)
            elif changes := _source_changes(decision):
                Source.objects.filter(pk=decision.source.pk).update(**changes)
        Source.objects.bulk_create(new)

    def _source(self, decision: Decision) -> Source:
        return Source(
            origin=self.archive.origin,
            external_id=decision.file.path,
            article=decision.article,
            article_version=decision.article.version if decision.article else None,
            digest=decision.file.digest,
            fingerprint=decision.fingerprint,
            raw=decision.file.raw,
        )

    def _imported_record(self, decision: Decision) -> ImportedRecord:
        return ImportedRecord(
            run=self.run,
            origin=self.archive.origin,
            path=decision.file.path,
            index=decision.record.index if decision.record else 0,
            outcome=decision.outcome,
            reason=decision.reason[:500],
            warnings=decision.warnings,
            article=decision.article,
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


def _replace(decision: Decision) -> None:
    """Write an updated article, its relations gone so that the new ones take their place."""
    article = decision.article
    assert article is not None
    article.save()
    article.categories.clear()
    for related in (article.bylines, article.tagged, article.article_images, article.corrections):
        related.all().delete()


def _source_changes(decision: Decision) -> dict[str, Any]:
    """Return what a known source's row must change: nothing for what is unchanged."""
    source, file = decision.source, decision.file
    assert source is not None
    if decision.moved:
        return {"external_id": file.path}
    if decision.outcome == Outcome.CONFLICT:
        return (
            {"pending_digest": file.digest, "pending_raw": file.raw}
            if source.pending_digest != file.digest
            else {}
        )
    if decision.outcome in (Outcome.CREATED, Outcome.UPDATED):
        assert decision.article is not None
        return {
            "article": decision.article,
            "article_version": decision.article.version,
            "digest": file.digest,
            "fingerprint": decision.fingerprint,
            "raw": file.raw,
        }
    if decision.outcome == Outcome.FAILED and source.article_id is None and source.digest != file.digest:
        return {"digest": file.digest, "raw": file.raw}
    return {}


def _take_free_addresses(articles: list[Article]) -> None:
    """Number the slugs that another article of the same day has, in this batch or before it."""
    placed = [article for article in articles if article.published_on]
    days = {article.published_on for article in placed}
    names = {article.slug for article in placed}
    taken = set(
        Article.objects.filter(published_on__in=days, slug__in=names).values_list("published_on", "slug")
    )
    for article in placed:
        base, number = article.slug, 1
        while (article.published_on, article.slug) in taken or (number > 1 and _is_taken(article)):
            number += 1
            article.slug = slugs.slug_variant(base, number)
        taken.add((article.published_on, article.slug))


def _is_taken(article: Article) -> bool:
    return Article.objects.filter(published_on=article.published_on, slug=article.slug).exists()
