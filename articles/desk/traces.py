"""What rows that are not the article's own say of it, and every picture that it ever showed: gone with it."""

from collections.abc import Collection, Iterable, Iterator
from pathlib import PurePosixPath
from typing import Any, NamedTuple
from urllib.parse import unquote

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db.models import BigIntegerField, Model, Q, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django_tasks_db.models import DBTaskResult

from articles.images import markup
from articles.models import (
    Article,
    ArticleTemplate,
    Event,
    ImageSource,
    ImportedRecord,
    ImportRun,
    Redirect,
    Tag,
    WorkingCopy,
)
from articles.models.imports import removed_id
from articles.models.kept_pictures import images_at, numbers_now
from articles.models.redirect import as_asked_for

from .contents import Content
from .pictures.showing import IN_ARCHIVE

# Where Django's messages keep what did not fit into a cookie.
MESSAGES = "_messages"
NAMES_OF_FILES = {"paths", "files"}
REASON = "its article was removed for good"
MOST_OF_A_REASON = ImportedRecord._meta.get_field("reason").max_length


class Pictures(NamedTuple):
    """The numbers of the images, and of the sources, that an article shows or ever showed."""

    images: set[int]
    sources: set[int]


def pictures_of(article: Article) -> Pictures:
    """Return the pictures that the article or any text of it names: versions, typing, a file that waits."""
    texts = list(_texts(article))
    addresses = {address for said in texts for address in markup.addresses(said.get("body") or "")}
    known_as = {*addresses, *_in_archive(article, addresses)}
    uses = list(article.article_images.values_list("image", "source"))
    sources = _numbers(
        [article.lead_image_source_id, *(source for _image, source in uses)],
        (said.get("lead_image_source_id") for said in texts),
        ImageSource.objects.filter(url__in=known_as).values_list("pk", flat=True),
    )
    images = _numbers(
        [article.lead_image_id, *(image for image, _source in uses)],
        (image.pk for image in images_at(list(known_as)).values()),
        numbers_now(_numbers(said.get("lead_image_id") for said in texts)).values(),
        ImageSource.objects.filter(pk__in=sources).values_list("image", flat=True),
    )
    return Pictures(images, sources)


def _numbers(*found: Iterable[int | None]) -> set[int]:
    return {number for numbers in found for number in numbers if number}


def forget(article: Article) -> None:
    """Take out of other rows what they say of the article, within the caller's transaction; it is still there."""
    forget_in_log(Article, [article.pk])
    _forget_events_that_name(article)
    _forget_redirects(article)
    _forget_copies(article)
    _forget_names_of_files(article)
    _forget_typing_of_a_new_one(article)
    _forget_messages()
    # What a task failed with may quote anything.
    DBTaskResult.objects.exclude(traceback="").update(traceback="")


def forget_in_log(model: type[Model], numbers: Collection[int]) -> None:
    """Empty the details of the events about the things, and delete them from Django's own log, which names them."""
    name = model._meta.model_name
    about = Event.objects.filter(Q(verb__endswith=f"_{name}") | Q(verb__endswith=f"_{name}s"), article=None)
    about.filter(data__thing__in=list(numbers)).forget_details()
    kind = ContentType.objects.get_for_model(model)
    LogEntry.objects.filter(content_type=kind, object_id__in=map(str, numbers)).delete()


def tags_of_its_own(article: Article) -> list[int]:
    """Return the numbers of the tags that no other article has."""
    others = Article.objects.exclude(pk=article.pk)
    return list(article.tags.exclude(tagged_articles__content_object__in=others).values_list("pk", flat=True))


def forget_tags(numbers: Collection[int]) -> None:
    """Delete the tags, which no article has any more, and what leads to their pages."""
    forget_in_log(Tag, numbers)
    tags = Tag.objects.filter(pk__in=numbers, tagged_articles=None)
    Redirect.objects.filter(new_path__in=[as_asked_for(tag.get_absolute_url()) for tag in tags]).delete()
    tags.delete()


def forget_records(records: QuerySet[ImportedRecord]) -> None:
    """Leave of the records what came of them; whose they were is not told any more."""
    for record in records.only("path", "reason"):
        record.path, record.warnings, record.loss, record.article = removed_id(record.path), [], {}, None
        record.reason = record.reason and REASON
        record.save(update_fields=["path", "warnings", "loss", "article", "reason"])


def _texts(article: Article) -> Iterator[Content]:
    yield from article.revisions.values_list("content", flat=True).iterator()
    yield from article.working_copies.values_list("content", flat=True)
    source = getattr(article, "source", None)
    if source and source.pending_content:
        yield source.pending_content


def _in_archive(article: Article, addresses: Collection[str]) -> Iterator[str]:
    """The addresses of pictures in the article's archive, as their sources have them."""
    source = getattr(article, "source", None)
    for address in addresses:
        if source and address.startswith(markup.ARCHIVE_PREFIX):
            path = unquote(address).removeprefix(markup.ARCHIVE_PREFIX)
            yield f"{IN_ARCHIVE}{source.origin_id}/{path}"


def _forget_events_that_name(article: Article) -> None:
    """Empty what the log says of other things, such as redirects, where that names the article or its address."""
    addresses = _addresses_of(article)
    events = Event.objects.filter(article=None).exclude(verb="remove").order_by()
    named = [
        number
        for number, data in events.values_list("pk", "data").iterator()
        if any(
            text == article.headline or any(address in text for address in addresses)
            for text in _strings(data)
        )
    ]
    Event.objects.filter(pk__in=named).forget_details()


def _strings(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list):
        for part in data.values() if isinstance(data, dict) else data:
            yield from _strings(part)


def _addresses_of(article: Article) -> set[str]:
    """The addresses at which the article stands, stood, or is led to."""
    own = {
        as_asked_for(article.get_absolute_url()),
        *article.old_addresses.values_list("old_path", flat=True),
    }
    return (own | set(_redirects_by_path(article).values_list("old_path", flat=True))) - {""}


def _redirects_by_path(article: Article) -> QuerySet[Redirect]:
    """The redirects that name its address, not the article."""
    own = as_asked_for(article.get_absolute_url())
    return Redirect.objects.filter(new_path=own) if own else Redirect.objects.none()


def _forget_redirects(article: Article) -> None:
    """Let those that lead to its address by name be old addresses of it, and out of Django's own log."""
    _redirects_by_path(article).update(new_path="", article=article)
    forget_in_log(Redirect, list(article.old_addresses.values_list("pk", flat=True)))


def _forget_copies(article: Article) -> None:
    """Let the records of files that said the same tell neither their names nor its."""
    source = getattr(article, "source", None)
    if source:
        reasons = [
            f"the same {what} as {source.external_id}"[:MOST_OF_A_REASON] for what in ("file", "story")
        ]
        forget_records(ImportedRecord.objects.filter(origin=source.origin_id, reason__in=reasons))


def _forget_names_of_files(article: Article) -> None:
    """Take the name of its file out of what the runs that met it say they were given."""
    records = ImportedRecord.objects.filter(Q(article=article) | Q(source__article=article))
    names = {PurePosixPath(path).name for path in records.values_list("path", flat=True)}
    for run in ImportRun.objects.filter(records__in=records).distinct():
        for given in NAMES_OF_FILES & run.options.keys():
            run.options[given] = [
                removed_id(path) if PurePosixPath(path).name in names else path for path in run.options[given]
            ]
        run.save(update_fields=["options"])


def _forget_typing_of_a_new_one(article: Article) -> None:
    """Forget what was typed under its headline into an article that was not stored yet: most likely this one."""
    typed = WorkingCopy.objects.filter(article=None).values_list("pk", "content__headline")
    same = [number for number, headline in typed if folded(headline or "") == folded(article.headline)]
    WorkingCopy.objects.filter(pk__in=same).delete()


def _forget_messages() -> None:
    """Forget the messages that wait in sessions to be shown: they name articles."""
    for session in Session.objects.iterator():
        kept = session.get_decoded()
        if kept.pop(MESSAGES, None):
            session.session_data = SessionStore().encode(kept)
            session.save(update_fields=["session_data"])


def folded(text: str) -> str:
    return " ".join(text.split())


def copies_of(article: Article) -> tuple[list[Article], list[ArticleTemplate]]:
    """Return the articles and templates that were made of the article: things of their own, which stay."""
    begun = Event.objects.filter(verb="write", data__copy_of=article.pk).values("article")
    number = Cast(KT("data__template"), BigIntegerField())
    made = article.events.filter(verb="make_template").order_by().values(number=number)
    return (
        list(Article.objects.filter(pk__in=begun).only("headline", "language")),
        list(ArticleTemplate.objects.filter(pk__in=made)),
    )
