"""Adding a correction to an article."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext

from articles.desk import corrections, permissions, writing
from articles.models import Article, Correction


class CorrectionForm(forms.ModelForm):
    class Meta:
        model = Correction
        fields = ("kind", "text")
        widgets = {"text": forms.Textarea({"rows": 5, "dir": "auto"})}


def correct_view(admin, request, pk):
    article = get_object_or_404(Article, pk=pk)
    if not permissions.edits_section_of(request.user, article):
        raise PermissionDenied
    form = CorrectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            corrections.correct(article, **form.cleaned_data, by=request.user, at=timezone.now())
        except writing.EditConflict as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, gettext("The correction is public with the article."))
            return redirect("admin:articles_article_change", pk)
    return admin.page(request, "correct", title=gettext("Add a correction"), article=article, form=form)
