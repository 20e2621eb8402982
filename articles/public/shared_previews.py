"""What a preview link opens: an article that is not public, for whoever was given its secret."""

from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from articles.desk import previewing
from articles.presenting import dates, lists, previews

from .views import no_page

# The secret is in the address: it is told to no other site, and the page is kept nowhere.
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


@csrf_exempt
@require_safe
def preview(request, secret):
    """The page of the link's article; 404 whatever the reason for which no link is open."""
    at = timezone.now()
    link = previewing.find(secret, at=at)
    response = answer(request, link, at) if link else no_page(request, at)
    for name, value in HEADERS.items():
        response[name] = value
    return response


def answer(request, link, at):
    content = previewing.text_behind(link, at=at)
    if content is None:
        return redirect(link.article.get_absolute_url())
    about = previews.Preview(
        note=_("Preview, not published. This link works until:"), moment=dates.Moment(link.expires_at)
    )
    article = lists.to_preview(link.article_id)
    try:
        return previews.page(request, article, content, now=at, preview=about)
    except previews.NOTHING_TO_SHOW:
        return no_page(request, at)
