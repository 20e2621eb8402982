"""What is known of an article's date, in words, and no more of it than is known."""

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from articles.presenting.dates import WITH_TIME

from . import marks

Origin, Precision = Article.DateOrigin, Article.DatePrecision
ORIGINS = {
    Origin.FRONT_MATTER: _("from the file's header"),
    Origin.FILE_NAME: _("from the file's name"),
    Origin.EXPORT: _("from an export"),
    Origin.FEED: _("from a feed"),
    "": _("from nobody knows where"),
}
PRECISIONS = {
    Precision.DAY: _("the day alone"),
    Precision.MONTH: _("the month alone"),
    Precision.YEAR: _("the year alone"),
    "": _("nobody knows how exact"),
}
FORMATS = {
    Precision.MONTH: pgettext_lazy("date format", "M Y"),
    Precision.YEAR: pgettext_lazy("date format", "Y"),
}
DATED = Q(published_at__isnull=False)
GUESSED = Q(date_origin__in=["", Origin.FILE_NAME]) | Q(zone_stated=False)
UNCERTAIN = DATED & (GUESSED | ~Q(date_precision__in=WITH_TIME))
CERTAIN = DATED & ~GUESSED & Q(date_precision__in=WITH_TIME)


def known_of_date(article):
    """``This date is from the file's name, the day alone, zone assumed.``; ``""`` for one that was set here."""
    if article.published_at is None or article.date_origin == Origin.DESK:
        return ""
    said = [ORIGINS.get(article.date_origin), PRECISIONS.get(article.date_precision)]
    said.append(None if article.zone_stated else gettext("zone assumed"))
    known = pgettext("between counts", ", ").join(str(words) for words in said if words)
    return gettext("This date is %(known)s.") % {"known": known}


def published(article):
    """The publication time as exactly as it is known, in the newsroom's zone."""
    if article.published_at is None or article.date_precision in WITH_TIME:
        return marks.moment(article.published_at)
    shape = FORMATS.get(article.date_precision, pgettext("date format", "j M Y"))
    return date_format(timezone.localdate(article.published_at), str(shape))


def becomes_public(article):
    """When it becomes public, or was changed where that is not said."""
    moment = article.becomes_public_at
    if moment is None:
        return marks.moment(article.changed_at)
    return published(article) if moment == article.published_at else marks.moment(moment)
