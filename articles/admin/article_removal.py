"""Removing an article for good, and beginning one from another: the two ways that leave the workflow."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.desk import duplicating, permissions, removing, traces
from articles.desk.pictures import uses
from articles.importing import uploads
from articles.models import Article, Image

REASON_LETTERS = 300


class RemovalForm(forms.Form):
    headline = forms.CharField(
        label=_("Its headline, typed"), widget=forms.TextInput({"dir": "auto", "autocomplete": "off"})
    )
    reason = forms.CharField(
        label=_("Why"),
        max_length=REASON_LETTERS,
        widget=forms.Textarea({"rows": 2, "dir": "auto"}),
        help_text=_("Kept for ever with the stub: name the ruling or the request, and no person."),
    )


def remove_view(admin, request, pk):
    article = get_object_or_404(Article, pk=pk)
    if not permissions.is_admin(request.user):
        raise PermissionDenied
    form = RemovalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        uploaded = uploads.runs_with(article)
        try:
            removing.remove(article, **form.cleaned_data, by=request.user, at=timezone.now())
        except removing.NotConfirmed as refused:
            form.add_error("headline", str(refused))
        else:
            for run in uploaded:
                uploads.remove_of(run)
            messages.success(request, gettext("The article is removed. Only the log tells that it was."))
            return redirect("admin:articles_article_changelist")
    copies, templates = traces.copies_of(article)
    return admin.page(
        request,
        "remove",
        title=gettext("Remove for good"),
        article=article,
        form=form,
        versions=article.revisions.count(),
        pictures=pictures_of(article),
        copies=copies,
        templates=templates,
    )


def pictures_of(article):
    """How many pictures go with the article, of all that it ever showed: those that no other one shows."""
    own = traces.pictures_of(article).images
    return uses.unused(Image.objects.filter(pk__in=own), besides=article).count()


def duplicate_view(admin, request, pk):
    article = get_object_or_404(Article, pk=pk)
    if not admin.has_view_permission(request, article):
        raise PermissionDenied
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    draft = duplicating.duplicate(article, by=request.user, at=timezone.now())
    messages.success(request, gettext("This is the copy, a draft of yours."))
    return redirect("admin:articles_article_change", draft.pk)
