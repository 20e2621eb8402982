"""Articles: the list, the writing surface, and the pages beside it."""

from functools import partial

import js_asset
from django.contrib import admin, messages
from django.contrib.admin.utils import flatten_fieldsets
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.desk import editing, permissions, workflow, working_copies
from articles.models import Article, Byline
from articles.presenting import bodies

from . import (
    article_corrections,
    article_facts,
    article_list,
    article_removal,
    beginning,
    conflicts,
    drafts_beside,
    markdown,
    marks,
    meetings,
    own_articles,
    picker,
    preview_links,
    previews,
    trash,
    typed,
    typing,
    verbs,
    versions,
)
from .article_form import ArticleForm
from .byline import BylineInline
from .lead_image import rights_of_lead
from .related_fields import without_distractions
from .site import desk


@admin.register(Article, site=desk)
class ArticleAdmin(admin.ModelAdmin):
    form = ArticleForm
    inlines = [BylineInline]
    list_display = article_list.COLUMNS
    list_display_links = [article_list.headline]
    list_filter = article_list.FILTERS
    search_fields = ("headline",)
    search_help_text = _("Headline, standfirst, slug or author")
    list_per_page = 50
    days_in_trash = workflow.TRASH_KEPT.days
    # Counting a big archive for each look at a part of it takes longer than the look.
    show_full_result_count = False
    readonly_fields = ("picture",)
    fieldsets = (
        (None, {"fields": ("headline", "standfirst", "body")}),
        (_("When"), {"fields": ("published_at", "embargo_until", "retire_at")}),
        (_("Where"), {"fields": ("primary_category", "categories", "tags")}),
        (_("Lead image"), {"fields": ("lead_image", "lead_image_alt", "lead_image_caption")}),
        (
            _("On cards and when shared"),
            {"classes": ("collapse",), "fields": ("short_headline", "social_title", "social_description")},
        ),
        (
            _("Address and language"),
            {"classes": ("collapse",), "fields": ("slug", "language", "source_url", "comments_open")},
        ),
    )

    class Media:
        css = {"all": ["desk/versions.css", "desk/preview.css"]}
        js = (
            js_asset.Script("desk/unsaved.js", type="module"),
            js_asset.Script("desk/preview.js", type="module"),
        )

    @admin.display(description=_("lead image"))
    def picture(self, article):
        """The lead image for who may not change it."""
        pictured = marks.thumbnail(article.lead_image, article.lead_image_source)
        return format_html("{} {}", pictured, rights_of_lead(article))

    @admin.display(description=_("body"))
    def text_as_read(self, article):
        """The body as readers see it, for who may not change it."""
        body_html = bodies.body_html(article, timezone.now())
        return render_to_string(
            "admin/articles/article/_body.html", {"article": article, "body_html": body_html}
        )

    # Who may what

    def has_add_permission(self, request):
        return permissions.may_write(request.user)

    def has_change_permission(self, request, article=None):
        if not super().has_change_permission(request, article):
            return False
        return article is None or permissions.may_edit(request.user, article)

    def has_delete_permission(self, request, article=None):
        """Never: an article is moved to the trash, which is a verb."""
        return False

    # The list

    def get_queryset(self, request):
        articles, screen = super().get_queryset(request), request.resolver_match.url_name
        if screen == "articles_article_changelist":
            return article_list.with_people(article_list.with_joins(articles), timezone.now())
        return typed.with_parts(articles) if screen == "articles_article_change" else articles

    def get_search_results(self, request, articles, words):
        return article_list.search(articles, words), False

    def get_actions(self, request):
        return trash.actions(request, verbs.actions_of(request.user))

    def get_list_display(self, request):
        return trash.columns(request)

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, beginning.offer(request) | (extra_context or {}))

    # The form

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        return without_distractions(super().formfield_for_dbfield(db_field, request, **kwargs))

    def get_form(self, request, article=None, **kwargs):
        # The form says itself what hangs on the article, and begins with it.
        fields = kwargs.pop("fields", None) or flatten_fieldsets(self.get_fieldsets(request, article))
        own = [name for name in fields if name not in ("categories", "tags")]
        form = super().get_form(request, article, **kwargs, fields=own)
        form.by, form.shown = request.user, typed.shown(request, article)
        return form

    def get_formset_kwargs(self, request, article, inline, prefix):
        options = super().get_formset_kwargs(request, article, inline, prefix)
        if article.pk and not permissions.may_edit(request.user, article):
            return options
        known = article if article.pk else None
        begins = typed.byline_of(typed.shown(request, known).content, known)
        rows = {} if request.method == "POST" else {"initial": begins}
        return options | {"queryset": Byline.objects.none()} | rows

    def get_fieldsets(self, request, article=None):
        if article is None or self.has_change_permission(request, article):
            return self.fieldsets
        as_read = {"body": "text_as_read", "lead_image": "picture"}
        return [
            (name, options | {"fields": [as_read.get(field, field) for field in options["fields"]]})
            for name, options in self.fieldsets
        ]

    def get_view_on_site_url(self, article=None):
        return article.get_absolute_url() if article and article.is_public(timezone.now()) else None

    def get_changeform_initial_data(self, request):
        return super().get_changeform_initial_data(request) | beginning.initial(request)

    def add_view(self, request, form_url="", extra_context=None):
        return super().add_view(request, form_url, beginning.offer(request) | (extra_context or {}))

    # Django's own signature.
    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):  # noqa: FBT002 Django's
        # The import map is a script in the page, which the policy lets run by its nonce alone.
        context["media"] = js_asset.Media.from_media(context["media"], nonce=str(request.csp_nonce))
        if change:
            # What is told beside the form is of the article as it stands, whatever was typed into the form.
            if request.method == "POST":
                obj = context["original"] = typed.with_parts(Article.objects).get(pk=obj.pk)
            context |= article_facts.of_article(request.user, obj, timezone.now())
            context |= drafts_beside.of_form(obj, context["adminform"].form, context["revisions"])
        context["typing"] = typing.about(request, obj if change else None, form=context["adminform"].form)
        context["zone"] = timezone.get_current_timezone_name()
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request, article, form, change):
        """Nothing yet: the desk saves the article and what hangs on it as one."""

    def save_related(self, request, form, formsets, change):
        content, at = typed.content_of(form, formsets[0] if formsets else None), timezone.now()
        if change:
            form.instance.met = drafts_beside.save(request, form.instance, content, form.shown, at=at)
        else:
            form.instance.pk = editing.write(content, by=request.user, at=at).pk
            working_copies.forget_typing(None, request.user, key=typed.key_of(request))

    def construct_change_message(self, request, form, formsets, add=False):  # noqa: FBT002 Django's own signature
        """Nothing: the desk keeps versions and events, which say more than Django's log."""

    def log_addition(self, request, article, message):
        """Nothing, for the same reason."""

    log_change = log_addition

    def response_add(self, request, article, *args, **kwargs):
        return self.answer_verb(request, article) or super().response_add(request, article, *args, **kwargs)

    def response_change(self, request, article):
        if article.met.undecided:
            return meetings.redirect_to(request, article)
        if article.met.is_merged:
            messages.info(
                request, gettext("Others saved meanwhile: what they changed and what you typed are both in.")
            )
        answer = drafts_beside.not_done(request, article) or self.answer_verb(request, article)
        return answer or drafts_beside.done(request, article) or super().response_change(request, article)

    def answer_verb(self, request, article):
        """Do the verb whose button sent the form, after the text was saved; None for a plain save."""
        verb = request.POST.get("_verb")
        if verb not in verbs.DONE:
            return None
        if verb in verbs.WORDS:
            return redirect("admin:articles_article_verb", article.pk, verb)
        verbs.apply(request, verb, [Article.objects.get(pk=article.pk)])
        return redirect("admin:articles_article_change", article.pk)

    # The pages beside it

    def get_urls(self):
        pages = (
            ("<int:pk>/verb/<slug:verb>/", self.verb_view, "verb"),
            ("<int:pk>/correct/", partial(article_corrections.correct_view, self), "correct"),
            ("<int:pk>/version/<int:number>/", partial(versions.version_view, self), "version"),
            ("<int:pk>/duplicate/", partial(article_removal.duplicate_view, self), "duplicate"),
            ("<int:pk>/template/", partial(beginning.make_view, self), "template"),
            ("<int:pk>/remove/", partial(article_removal.remove_view, self), "remove"),
            ("<int:pk>/versions/", partial(versions.list_view, self), "versions"),
            ("<int:pk>/compare/", partial(versions.compare_view, self), "compare"),
            ("<int:pk>/restore/<int:number>/", partial(versions.restore_view, self), "restore"),
            ("<int:pk>/conflict/", self.conflict_view, "conflict"),
            ("<int:pk>/meeting/", partial(meetings.page, self), "meeting"),
            ("<int:pk>/beside/", partial(drafts_beside.page, self), "beside"),
            ("<int:pk>/beside/give-up/", partial(drafts_beside.give_up_view, self), "give_up_beside"),
            *((route, partial(view, self), name) for route, view, name in typing.PAGES),
            ("preview/", partial(previews.preview_view, self), "preview_new"),
            ("<int:pk>/preview/", partial(previews.preview_view, self), "preview"),
            ("<int:pk>/share/", partial(preview_links.share_view, self), "share"),
            ("<int:pk>/share/<int:link_pk>/revoke/", partial(preview_links.revoke_view, self), "revoke"),
            ("own/", own_articles.list_view, "own"),
            ("markdown/", markdown.markdown_view, "markdown"),
        )
        own = [
            path(route, self.admin_site.admin_view(view), name=f"articles_article_{name}")
            for route, view, name in pages
        ]
        pick = self.admin_site.admin_view(picker.pick_view)
        take_back = self.admin_site.admin_view(trash.take_back_view)
        own.append(path("take-back/", take_back, name="articles_article_take_back"))
        return [path("pictures/", pick, name="articles_image_pick"), *own, *super().get_urls()]

    def verb_view(self, request, pk, verb):
        if verb not in verbs.WORDS:
            raise Http404
        articles = Article.objects.filter(pk=pk)
        get_object_or_404(articles)
        return verbs.ask_for_word(self, request, verb, articles)

    def conflict_view(self, request, pk):
        return conflicts.page(self, request, pk)

    def page(self, request, name, **context):
        common = {**self.admin_site.each_context(request), "opts": self.opts}
        return TemplateResponse(request, f"admin/articles/article/{name}.html", common | context)
