"""What of a body readers may see: the one place that decides it."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext

from articles.images import for_readers
from articles.models import Article

from . import origins
from .languages import frame_language


def body_html(article: Article, at: datetime) -> str:
    """Return the clean body as readers may see it at the moment ``at``.

    Pictures that are not ours to show are left out, and those whose rights have ended; one that is not available
    says so in the language that the newsroom has for the article.
    """

    def notice() -> str:
        with translation.override(frame_language(article.language)):
            return gettext("This picture is not available.")

    withheld = origins.withholds_pictures(article)
    return for_readers.as_shown(
        for_readers.without_figures(article.body_html) if withheld else article.body_html,
        today=timezone.localdate(at).isoformat(),
        links_elsewhere=settings.HOTLINK_PICTURES,
        notice=notice,
    )


def in_boxes(html: str) -> str:
    """Return the clean body with each table in a box that scrolls by itself and that the keyboard reaches."""
    boxed = html.replace("<table", '<div class="wide-table" tabindex="0"><table')
    return boxed.replace("</table>", "</table></div>")
