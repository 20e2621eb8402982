"""An article with as much of a life as one can have, so that its removal can be looked for traces."""

import json
from datetime import timedelta

from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles import tasks
from articles.desk import contents, corrections, draft_beside, meeting, naming, previewing, working_copies
from articles.desk.pictures import cropping, keeping, library, replacing
from articles.images.renditions import Box
from articles.importing import uploads
from articles.models import Article, Image, ImportRun, Redirect, Sitting, Tag
from tests.factories import NOW, make_user, save
from tests.importing.archives import picture, run_import, story, write
from tests.importing.test_fetching import jpeg

HEADLINE = "李小雨的病历被公开"
SENTENCE = "她住在第七街四号的阁楼"
EDITED = "邻居都认得她的红色雨伞"
TYPED = "还没有保存的半句"
CAPTION = "小雨坐在病床上"
FILE = "xiaoyu-bingli"
TAG = "小雨案"
CORRECTED = "病房号码有误"
WAITING = "档案里的新说法"
OLD_PATH = "/alt/xiaoyu.html"
SECRETS = (HEADLINE, SENTENCE, EDITED, TYPED, CAPTION, FILE, TAG, CORRECTED, WAITING, OLD_PATH)


def file_of(sentence):
    figure = f'<figure><img src="{FILE}.jpg" alt="{CAPTION}"><figcaption>{CAPTION}</figcaption></figure>'
    return story(HEADLINE, body=f"<p>{sentence}。</p>{figure}<p>第二段。</p>")


def live(folder):
    """Let the article be imported, written, illustrated, put right, shared and quarrelled about; return it."""
    ana, bo = make_user("Chief", username="ana"), make_user("Chief", username="bo")
    picture(folder / f"{FILE}.jpg")
    write(
        folder,
        {f"{FILE}.md": file_of(SENTENCE), "zz-copy.md": file_of(SENTENCE), "other.md": story("另一篇")},
    )
    run_import(folder)
    article = Article.objects.get(headline=HEADLINE)
    _write(article, ana, bo)
    _illustrate(article, ana)
    _type(article, ana, bo)
    _share(article, ana)
    _name_elsewhere(article, ana)
    write(folder, {f"{FILE}.md": file_of(WAITING)})
    run_import(folder, images="skip")
    article.refresh_from_db()
    assert article.source.pending_raw
    return article


def _write(article, ana, bo):
    article.body += f"<p>{EDITED}。</p>"
    save(article, by=ana, at=NOW)
    article.refresh_from_db()
    meeting.save(article, {"tags": [TAG], "standfirst": SENTENCE}, seen=article.version, by=bo, at=NOW)
    article.refresh_from_db()
    corrections.correct(article, kind="correction", text=CORRECTED, by=ana, at=NOW)


def _illustrate(article, ana):
    """A lead picture with a former file, a part of it shown, and before it another one that nothing shows any more."""
    for shade in (10, 20):
        article.refresh_from_db()
        image, _is_new = library.add(jpeg((shade, 20, 30)), by=ana, at=NOW, name=f"{FILE}-{shade}.jpg")
        library.describe(image, caption=CAPTION, by=ana, at=NOW)
        article.lead_image = image
        save(article, by=ana, at=NOW)
    replacing.replace(image, jpeg((200, 20, 30)), by=ana, at=NOW)
    cropping.crop(image, Box(0, 0, 400, 400), by=ana, at=NOW)
    for image in Image.objects.all():
        for rendition in list(image.original.every_rendition())[:3]:
            keeping.make(rendition.name)
    _log(ana, image)


def _type(article, ana, bo):
    article.refresh_from_db()
    typed = contents.of(article) | {"body": f"<p>{TYPED}</p>"}
    for person in (ana, bo):
        working_copies.keep_typing(article, typed, seen=article.version, number=0, by=person, at=NOW)
        Sitting.objects.create(article=article, by=person, since=NOW, at=NOW)
    draft_beside.keep(article, typed, seen=article.version, by=ana, at=NOW)
    working_copies.keep_typing(None, typed, seen=None, number=0, by=ana, at=NOW, key="a-new-one")


def _share(article, ana):
    previewing.share(article, by=ana, at=NOW)
    article.slug = "xiaoyu-bingli-2"
    save(article, by=ana, at=NOW)
    _log(ana, article)
    for redirect in (
        Redirect(old_path=OLD_PATH, article=article),
        Redirect(old_path=f"{OLD_PATH}2", new_path=article.get_absolute_url()),
    ):
        naming.save(redirect, by=None, at=NOW)
        _log(ana, redirect)


def _name_elsewhere(article, ana):
    """A message that waits, a task that failed, a run that names its file, a tag that was changed."""
    session = SessionStore()
    session["_messages"] = json.dumps([["__json_message", 0, 25, f"“{HEADLINE}” was changed."]])
    session.save()
    moment = timezone.now()
    DBTaskResult.objects.create(
        task_path=tasks.import_archive.module_path,
        args_kwargs={"args": [1], "kwargs": {}},
        backend_name="default",
        run_after=moment,
        status="FAILED",
        traceback=f"ValueError: {SENTENCE}",
    )
    run = ImportRun.objects.earliest("pk")
    run.options |= {
        "paths": [f"/archive/{FILE}.md"],
        "files": [f"{FILE}.md", "other.md"],
        "upload": "a-token",
    }
    run.finished_at = None
    run.save()
    write(uploads.top() / "a-token" / "files", {f"{FILE}.md": file_of(SENTENCE)})
    tag = Tag.objects.get(name=TAG)
    tag.slug = "xiaoyu-bingli-case"
    naming.save(tag, by=None, at=NOW + timedelta(seconds=1))
    _log(ana, tag)


def _log(user, thing):
    kind = ContentType.objects.get_for_model(thing)
    LogEntry.objects.create(
        user=user, content_type=kind, object_id=str(thing.pk), object_repr=str(thing), action_flag=CHANGE
    )


def stored_files():
    """The names and bytes of all pictures."""
    return {str(path): path.read_bytes() for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()}
