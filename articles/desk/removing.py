"""Removing an article for good, for courts and for personal data: only a stub stays, which says that it was done."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from articles.models import Article, Event, Image, ImageSource, ImportedRecord, Redirect, Source
from articles.models.imports import removed_id
from articles.models.redirect import removed_path

from . import erasing, events, permissions, traces, trash, writing
from .pictures import disposing, uses
from .workflow import TRASH_KEPT

OUT_OF_THE_TRASH = f"{TRASH_KEPT.days} days in the trash"


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
    with erasing.leaving_nothing(), transaction.atomic():
        article = Article.objects.select_for_update().get(pk=article.pk)
        if traces.folded(headline) != traces.folded(article.headline):
            raise NotConfirmed(_("This is not its headline: type it as it stands."))
        traces.forget(article)
        tags = traces.tags_of_its_own(article)
        _remove(article, traces.pictures_of(article), reason=reason.strip(), by=by, at=at)
        traces.forget_tags(tags)


def remove_from_trash(number: int, *, at: datetime) -> bool:
    """Remove the article of the number, its time in the trash being over; return whether it was there to be removed.

    It goes as for ``remove``, but for what others say of it, and but for pictures that a person put into the library.
    """
    with transaction.atomic():
        article = trash.time_over(at).select_for_update().filter(pk=number).first()
        if article is None:
            return False
        pictures = traces.pictures_of(article)
        came_with_it = Image.objects.filter(pk__in=pictures.images, added_by=None)
        pictures.images.intersection_update(came_with_it.values_list("pk", flat=True))
        _remove(article, pictures, reason=OUT_OF_THE_TRASH, by=None, at=at)
    return True


def _remove(article: Article, pictures: traces.Pictures, *, reason: str, by: Any, at: datetime) -> None:
    _leave_addresses(article, at)
    _forget_file(article)
    Event.objects.filter(article=article).forget_details()
    traces.forget_in_log(Article, [article.pk])
    number = article.pk
    article.delete()
    _remove_unused(pictures)
    events.record("remove", None, by=by, at=at, thing=number, reason=reason)


def _leave_addresses(article: Article, at: datetime) -> None:
    """Let every address answer 410 where readers could see the article, without telling what it was; else 404."""
    if article.status != Article.Status.RETIRED and not writing.was_public_by(article, at):
        return
    paths = [article.get_absolute_url(), *article.old_addresses.values_list("old_path", flat=True)]
    stubs = {removed_path(path) for path in paths}
    known = set(Redirect.objects.filter(old_path__in=stubs).values_list("old_path", flat=True))
    Redirect.objects.bulk_create(Redirect(old_path=stub) for stub in stubs - known)


def _forget_file(article: Article) -> None:
    """Keep of its file only what tells the file when it comes again."""
    traces.forget_records(ImportedRecord.objects.filter(Q(article=article) | Q(source__article=article)))
    source = Source.objects.filter(article=article).only("external_id").first()
    if source:
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


def _remove_unused(pictures: traces.Pictures) -> None:
    ImageSource.objects.filter(pk__in=pictures.sources, uses=None, led_articles=None).delete()
    for image in uses.unused(Image.objects.filter(pk__in=pictures.images)):
        former = image.former_files.values_list("file", flat=True)
        disposing.after_commit(image.sha256, image.file, *former)
        traces.forget_in_log(Image, [image.pk])
        image.sources.filter(uses=None, led_articles=None).delete()
        image.delete()
