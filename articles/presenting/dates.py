"""Dates as exactly as they are known, and no more so."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import pgettext_lazy

from articles.models import Article

# What is known to the second or to the minute is shown to the minute; all else has no time that could be told.
WITH_TIME = ("second", "minute")
FORMATS = {
    "month": "YEAR_MONTH_FORMAT",
    # Translators: Django's format of a date of which only the year is known, such as "Y".
    "year": pgettext_lazy("format of a year alone", "Y"),
}
ISO_FORMATS = {"month": "%Y-%m", "year": "%Y"}


@dataclass(frozen=True)
class Moment:
    """A moment and how much of it is known: ``precision`` is one of Article.DatePrecision, ``""`` for the day."""

    at: datetime
    precision: str = "second"
    zone_stated: bool = True

    @property
    def has_time(self) -> bool:
        return self.precision in WITH_TIME

    @property
    def has_zone(self) -> bool:
        return self.has_time and self.zone_stated

    @property
    def day(self) -> str:
        """The day, or the month or year alone, in the words of the active language."""
        return date_format(timezone.localdate(self.at), str(FORMATS.get(self.precision, "DATE_FORMAT")))

    @property
    def iso(self) -> str:
        """The same in ISO 8601, for machines: in the newsroom's zone where a time is told."""
        if self.has_time:
            return timezone.localtime(self.at).isoformat(timespec="seconds")
        return f"{timezone.localdate(self.at):{ISO_FORMATS.get(self.precision, '%Y-%m-%d')}}"

    @property
    def utc(self) -> str:
        """The same with its time, where one is known, in UTC."""
        return self.at.astimezone(UTC).isoformat(timespec="seconds") if self.has_time else self.iso


def of_publication(article: Article) -> Moment:
    """Return when the article became public, as exactly as that is known; an embargo is always known."""
    if article.public_at != article.published_at:
        return Moment(article.public_at)
    return Moment(article.public_at, article.date_precision, zone_stated=article.zone_stated)


def of_modification(article: Article) -> Moment | None:
    """Return when the article was modified last; one of midnight sharp was stated as a day."""
    if article.modified_at is None:
        return None
    local = timezone.localtime(article.modified_at)
    is_midnight = (local.hour, local.minute, local.second) == (0, 0, 0)
    return Moment(article.modified_at, "day" if is_midnight else "second")
