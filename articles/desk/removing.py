"""Removing an article for good, for courts and for personal data: only a stub stays, which says that it was done."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils.translation import gettext as _

from articles.models import Article, Event, Image, ImageSource, ImportedRecord, Redirect, Source
from articles.models.imports import removed_id
from articles.models.redirect import removed_path

from . import events, permissions
from .pictures import disposing, uses

REASON = "its article was removed for good"


class NotConfirmed(ValueError):
    """What was typed to confirm is not the headline, or no reason was given; says so in an editor's words."""


def remove(article: Article, *, headline: str, reason: str, by: Any, at: datetime) -> None:
    """Remove the article: text, versions, source, pictures that nothing else shows, and all that names it.

    ``headline``: typed by the person, to be sure; ``reason``: kept with the stub. Its addresses answer 410, and its
    file does not come in again. Raises PermissionDenied, NotConfirmed.
    """
    if by is not None and not permissions.is_admin(by):
        raise PermissionDenied(_("Only an Admin removes an article for good."))
    if not reason.strip():
        raise NotConfirmed(_("Say why it is removed."))
    with _leaving_no_trace(), transaction.atomic():
        article = Article.objects.select_for_update().get(pk=article.pk)
        if " ".join(headline.split()) != " ".join(article.headline.split()):
            raise NotConfirmed(_("This is not its headline: type it as it stands."))
        images = list(Image.objects.filter(pk__in=pictures_of(article)))
        sources = list(ImageSource.objects.filter(pk__in=_picture_sources(article)))
        _leave_addresses(article)
        _forget_file(article)
        _forget_log(article)
        number = article.pk
        article.delete()
        _remove_unused(images, sources)
        events.record("remove", None, by=by, at=at, thing=number, reason=reason.strip())


def pictures_of(article: Article) -> set[int]:
    """Return the numbers of the pictures that the article shows, kept ones and those of its sources."""
    uses = article.article_images.values_list("image", "source__image")
    leads = (article.lead_image_id, article.lead_image_source and article.lead_image_source.image_id)
    return {number for numbers in (leads, *uses) for number in numbers if number}


def _picture_sources(article: Article) -> set[int]:
    of_body = article.article_images.filter(source__isnull=False).values_list("source_id", flat=True)
    return {number for number in (article.lead_image_source_id, *of_body) if number}


def _leave_addresses(article: Article) -> None:
    """Let every address that the article had answer 410, without telling what it was."""
    paths = list(article.old_addresses.values_list("old_path", flat=True))
    if article.published_on:
        paths.append(article.get_absolute_url())
    stubs = {removed_path(path) for path in paths}
    known = set(Redirect.objects.filter(old_path__in=stubs).values_list("old_path", flat=True))
    Redirect.objects.bulk_create(Redirect(old_path=stub) for stub in stubs - known)


def _forget_file(article: Article) -> None:
    """Keep of its file only what tells the file when it comes again."""
    source = Source.objects.filter(article=article).first()
    records = ImportedRecord.objects.filter(article=article)
    if source:
        records |= ImportedRecord.objects.filter(source=source)
        records |= ImportedRecord.objects.filter(origin=source.origin_id, reason__contains=source.external_id)
        Source.objects.filter(pk=source.pk).update(
            external_id=removed_id(source.external_id),
            article=None,
            article_version=None,
            raw=b"",
            context={},
            pending_digest="",
            pending_raw=None,
            pending_context={},
            pending_content=None,
        )
    for record in records.only("path", "reason"):
        record.path, record.warnings, record.loss, record.article = removed_id(record.path), [], {}, None
        record.reason = record.reason and REASON
        record.save(update_fields=["path", "warnings", "loss", "article", "reason"])


def _forget_log(article: Article) -> None:
    """Keep of its events who did what and when, and of Django's own log nothing: it names things by their headline."""
    Event.objects.forget_details(article)
    about = ContentType.objects.get_for_model(Article)
    LogEntry.objects.filter(content_type=about, object_id=str(article.pk)).delete()


def _remove_unused(images: Iterable[Image], sources: Iterable[ImageSource]) -> None:
    for source in sources:
        if not (source.uses.exists() or source.led_articles.exists()):
            source.delete()
    for image in uses.unused(Image.objects.filter(pk__in=[image.pk for image in images])):
        former = image.former_files.values_list("file", flat=True)
        disposing.after_commit(image.sha256, image.file, *former)
        image.delete()


@contextmanager
def _leaving_no_trace() -> Iterator[None]:
    """Let the database write over what is deleted; SQLite would leave it in free pages and in its journal."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete=ON")
    yield
    if not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
