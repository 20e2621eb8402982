"""Preview links: made, shown once, listed and revoked."""

from datetime import timedelta

import js_asset
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from articles.desk import permissions, previewing, working_copies
from articles.models import Article
from articles.presenting.addresses import absolute

DAYS = (1, 7, 30)


class ShareForm(forms.Form):
    days = forms.TypedChoiceField(
        label=_("It works for"),
        choices=[(days, ngettext_lazy("%d day", "%d days") % days) for days in DAYS],
        coerce=int,
        initial=7,
        widget=forms.RadioSelect,
    )

    class Media:
        js = (js_asset.Script("desk/copy.js", type="module"),)


def share_view(admin, request, pk):
    """The links of an article; the one that was just made is shown here, and never again."""
    article, at = _article(request, pk), timezone.now()
    form = ShareForm(request.POST or None)
    made = None
    if request.method == "POST" and form.is_valid():
        lives = timedelta(days=form.cleaned_data["days"])
        link, secret = previewing.share(article, by=request.user, at=at, lives=lives)
        made = {"link": link, "address": absolute(reverse("articles:preview", args=[secret]))}
    beside = working_copies.beside(article)
    return admin.page(
        request,
        "share",
        title=gettext("Share a preview"),
        article=article,
        form=form,
        made=made,
        links=previewing.open_links(article, at=at),
        shows="beside" if beside else "saved",
        is_public=article.is_public(at),
    )


def revoke_view(admin, request, pk, link_pk):
    article = _article(request, pk)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    link = get_object_or_404(article.preview_links, pk=link_pk)
    previewing.revoke(link, by=request.user, at=timezone.now())
    messages.success(request, gettext("The link is closed: it opens nothing any more."))
    return redirect("admin:articles_article_share", pk)


def _article(request, pk):
    article = get_object_or_404(Article.objects.select_related("primary_category"), pk=pk)
    if not permissions.may_edit(request.user, article):
        raise PermissionDenied
    return article
