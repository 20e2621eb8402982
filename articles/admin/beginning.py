"""Beginning an article with a template, and making a template of an article."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from articles.desk import templating
from articles.models import Article

from .article_template_form import NamedForSection, initial_of


def begin_address(template):
    """Where an article is begun with the template."""
    return reverse("admin:articles_article_add", query={"template": template.pk})


def offer(request):
    """What the add form and the list show of templates: those to begin with, or the one that is begun with."""
    if request.method != "GET":
        return {}
    if begun := asked_for(request):
        return {"begun_with": begun}
    if "template" in request.GET:
        messages.warning(request, gettext("There is no such template for you any more."))
    return {"templates": templating.offered(request.user)}


def initial(request):
    """What a new article's form begins with: the text of the template that is asked for, else nothing."""
    template = asked_for(request)
    return initial_of(template) | {"primary_category": template.section_id} if template else {}


def asked_for(request):
    """The template of the address's ``?template=``, if it is offered to the user."""
    asked = request.GET.get("template")
    offered = templating.offered(request.user) if asked else []
    return next((template for template in offered if str(template.pk) == asked), None)


def make_view(admin, request, pk):
    """Asks for the name of a template that is to say what the article says."""
    article = get_object_or_404(Article.objects.select_related("primary_category"), pk=pk)
    if not (admin.has_view_permission(request, article) and templating.may_make(request.user)):
        raise PermissionDenied
    section = article.primary_category
    begins = {"section": section if templating.may_keep(request.user, section) else None}
    form = NamedForSection(request.POST or None, initial=begins, by=request.user)
    if request.method == "POST" and form.is_valid():
        template = templating.make(article, form.instance, by=request.user, at=timezone.now())
        messages.success(request, gettext("This is the template. The article stays as it is."))
        return redirect("admin:articles_articletemplate_change", template.pk)
    return admin.page(
        request, "make_template", title=gettext("Make a template of it"), article=article, form=form
    )
