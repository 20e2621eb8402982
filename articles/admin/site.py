"""The frame of the desk: its name, its first page and the order of its menu."""

from django.conf import settings
from django.contrib import admin
from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.desk import conflicts, permissions, templating
from articles.desk.pictures import uses
from articles.models import Article, Image, ImportRun

from . import article_list, date_words, library_list, marks
from .run_words import duration_words, outcome_words

LINES = 8
MENU = (
    (_("The paper"), ("Article", "ArticleTemplate", "Category", "Author", "Tag")),
    (_("Pictures"), ("Image", "ImageSource")),
    (_("The archive"), ("ImportRun", "Origin", "Redirect", "Event")),
    (_("People"), ("User",)),
)


class Desk(admin.AdminSite):
    """The newsroom's own site, which shows its screens alone and none that an installed app brings."""

    site_header = settings.SITE_NAME
    site_title = settings.SITE_NAME
    index_title = _("Desk")
    index_template = "admin/desk.html"
    enable_nav_sidebar = False

    def index(self, request, extra_context=None):
        user = request.user
        waiting = {
            "panels": panels(user, timezone.now()),
            "last_run": last_run(user),
            "rights": rights_of_pictures(user, timezone.localdate()),
            "may_write": permissions.may_write(user),
            "templates": templating.offered(user),
        }
        return super().index(request, waiting | (extra_context or {}))

    def get_app_list(self, request, app_label=None):
        """The screens grouped as the newsroom thinks of them, not by the app that they are written in."""
        apps = super().get_app_list(request, app_label)
        if app_label:
            return apps
        screens = {screen["object_name"]: screen for app in apps for screen in app["models"]}
        groups = [grouped(name, [screens.pop(key) for key in keys if key in screens]) for name, keys in MENU]
        groups.append(grouped(_("More"), list(screens.values())))
        return [group for group in groups if group["models"]]


def grouped(name, screens):
    return {"name": name, "app_label": "", "app_url": "", "has_module_perms": True, "models": screens}


def panels(user, at):
    """What waits for the user: ``[{"title", "lines", "empty", "query"}, …]``."""
    if not user.has_perm("articles.view_article"):
        return []
    articles = article_list.without_bylines(Article.objects.all())
    mine = articles.filter(status=Article.Status.DRAFT, created_by=user).order_by("-changed_at")
    review = articles.filter(status=Article.Status.REVIEW).order_by("changed_at")
    in_doubt = (
        articles.filter(needs_look__gt="").exclude(status=Article.Status.TRASHED).order_by("-changed_at")
    )
    scheduled = articles.scheduled(at).order_by("public_at", "pk")
    published = articles.published(at).in_order()
    to_decide = article_list.without_bylines(conflicts.waiting(user)).order_by("changed_at")
    rows = (
        (_("Waiting for a decision"), to_decide, "", "newer=waits"),
        (_("My drafts"), mine, _("No draft of yours is waiting."), "state=draft"),
        (_("In review"), review, _("Nothing waits for an editor."), "state=review"),
        (_("Needs a look"), in_doubt, _("Nothing that came in needs a look."), "look=no"),
        (_("Scheduled next"), scheduled, _("Nothing is scheduled."), "state=scheduled"),
        (_("Just published"), published, _("Nothing is public yet."), "state=published"),
    )
    found = [list(chosen[:LINES]) for _title, chosen, *_rest in rows]
    prefetch_related_objects([article for lines in found for article in lines], article_list.BYLINES)
    shown = [
        panel(title, lines, at, empty, query)
        for (title, _chosen, empty, query), lines in zip(rows, found, strict=True)
    ]
    # What has no words for being empty is shown only where there is something.
    return [each for each in shown if each["lines"] or each["empty"]]


def panel(title, articles, at, empty, query):
    leads_to = "conflict" if query == "newer=waits" else "change"
    lines = [
        {
            "article": article,
            "address": reverse(f"admin:articles_article_{leads_to}", args=[article.pk]),
            "moment": date_words.becomes_public(article),
            "thumbnail": marks.thumbnail(article.lead_image, article.lead_image_source),
            "beside": marks.beside_badge(article),
        }
        for article in articles
    ]
    return {"title": title, "lines": lines, "empty": empty, "query": query}


def rights_of_pictures(user, today):
    """How many pictures that articles show have lost their rights, or lose them soon, for who may see pictures."""
    if not user.has_perm("articles.view_image"):
        return None
    with_end = Image.objects.filter(rights_until__isnull=False)
    ended = uses.used(with_end.without_rights(today)).count()
    soon = uses.used(with_end.filter(rights_until__range=(today, today + library_list.SOON))).count()
    return {"ended": ended, "soon": soon} if ended or soon else None


def last_run(user):
    """The newest import run, for who may see it."""
    run = ImportRun.objects.first() if user.has_perm("articles.view_importrun") else None
    return run and {
        "run": run,
        "started": marks.moment(run.started_at),
        "outcome": outcome_words(run),
        "duration": duration_words(run),
    }


desk = Desk()
