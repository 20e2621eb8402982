"""Markdown that was pasted into the writing surface, as HTML that an article may hold."""

from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles.desk import editing, permissions
from articles.text import markdown, sanitizer

# A long book chapter; the surface asks for no more.
MOST_CHARACTERS = 200_000


@require_POST
def markdown_view(request):
    """``text``, as ``{"html": …}``; ``{"refused": …}`` with status 413 where it is too long or too complex."""
    if not permissions.may_write(request.user):
        raise PermissionDenied
    # Browsers send a form's line ends as \r\n, which Markdown takes for two.
    text = request.POST.get("text", "").replace("\r\n", "\n")
    if len(text) > MOST_CHARACTERS:
        return refused(_("At most %(most)d characters of Markdown.") % {"most": MOST_CHARACTERS})
    try:
        return JsonResponse({"html": editing.clean(markdown.render(text))})
    except sanitizer.TooComplex as refusal:
        return refused(str(refusal))


def refused(why):
    return JsonResponse({"refused": why}, status=413)
