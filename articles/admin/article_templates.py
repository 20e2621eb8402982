"""Templates of articles: their list, and the surface on which they are written."""

import js_asset
from django.contrib import admin
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.desk import templating
from articles.models import Article, ArticleTemplate
from articles.presenting import bodies

from .article_template_form import TemplateForm
from .beginning import begin_address
from .site import desk


@admin.register(ArticleTemplate, site=desk)
class ArticleTemplateAdmin(admin.ModelAdmin):
    form = TemplateForm
    list_display = ("named", "of_section", "begin")
    list_display_links = ("named",)
    list_select_related = ("section",)
    search_fields = ("name", "section__name")
    fieldsets = (
        (None, {"fields": ("name", "standfirst", "body")}),
        (_("Where"), {"fields": ("section", "categories", "tags")}),
        (_("Language"), {"fields": ("language",)}),
    )
    fieldsets_as_read = (
        (None, {"fields": ("name", "text_as_read")}),
        (_("Where"), {"fields": ("section",)}),
    )

    class Media:
        css = {"all": ["desk/templates.css"]}
        js = (js_asset.Script("desk/unsaved.js", type="module"),)

    def get_queryset(self, request):
        templates = super().get_queryset(request)
        is_list = request.resolver_match.url_name == "articles_articletemplate_changelist"
        return templates.defer("content") if is_list else templates

    @admin.display(description=_("name"), ordering="name")
    def named(self, template):
        return format_html("<bdi>{}</bdi>", template.name)

    @admin.display(description=_("section"), ordering="section__path")
    def of_section(self, template):
        return template.section or gettext("For everybody")

    @admin.display(description=_("new article"))
    def begin(self, template):
        pieces = (begin_address(template), gettext("Begin an article"), template.name)
        return format_html('<a href="{}">{}<span class="visually-hidden">: {}</span></a>', *pieces)

    @admin.display(description=_("text"))
    def text_as_read(self, template):
        """The text as it will be read, for who may not change it."""
        said = template.content
        article = Article(
            headline=template.name, body=said.get("body", ""), language=said.get("language", "")
        )
        article.derive()
        shown = {"article": article, "body_html": bodies.body_html(article, timezone.now())}
        body = render_to_string("admin/articles/article/_body.html", shown)
        return format_html('<p dir="auto">{}</p>{}', said.get("standfirst", ""), body)

    # Who may what

    def has_add_permission(self, request):
        return super().has_add_permission(request) and templating.may_make(request.user)

    def has_change_permission(self, request, template=None):
        return super().has_change_permission(request, template) and may_keep(request.user, template)

    def has_delete_permission(self, request, template=None):
        return super().has_delete_permission(request, template) and may_keep(request.user, template)

    # The form

    def get_form(self, request, template=None, **kwargs):
        form = super().get_form(request, template, **kwargs)
        form.by = request.user
        return form

    def get_fieldsets(self, request, template=None):
        may_write = template is None or self.has_change_permission(request, template)
        return self.fieldsets if may_write else self.fieldsets_as_read

    def get_readonly_fields(self, request, template=None):
        return ("text_as_read",) if template and not self.has_change_permission(request, template) else ()

    # Django's own signature.
    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):  # noqa: FBT002 Django's
        # The import map is a script in the page, which the policy lets run by its nonce alone.
        context["media"] = js_asset.Media.from_media(context["media"], nonce=str(request.csp_nonce))
        context["begin_address"] = begin_address(obj) if change else ""
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request, template, form, change):
        templating.save(template, by=request.user, at=timezone.now())

    def delete_model(self, request, template):
        templating.remove(template, by=request.user, at=timezone.now())

    def delete_queryset(self, request, templates):
        for template in templates:
            self.delete_model(request, template)


def may_keep(user, template):
    return templating.may_make(user) if template is None else templating.may_keep(user, template.section)
