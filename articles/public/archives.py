"""The archive: stories by the day in their address."""

from django.http import Http404
from django.urls import reverse
from django.utils.formats import date_format

from articles.presenting import lists
from articles.presenting.frame import render_page
from articles.presenting.presenters import Link

from .pages import day_of, for_readers, navigation, page_of


@for_readers
def year(request, at, year):
    first = day_of(year)
    stories = lists.of_year(lists.published(at), first)
    months = [_month_link(month, count) for month, count in lists.counts_by_month(stories)]
    return _archive(request, at, stories, label=year, children=months, year=first.year)


@for_readers
def month(request, at, year, month):
    first = day_of(year, month)
    stories = lists.of_month(lists.published(at), first)
    days = [_day_link(day, count) for day, count in lists.counts_by_day(stories)]
    label = date_format(first, "YEAR_MONTH_FORMAT")
    return _archive(request, at, stories, label=label, children=days, year=first.year, month=first.month)


@for_readers
def day(request, at, year, month, day):
    that = day_of(year, month, day)
    stories = lists.of_day(lists.published(at), that)
    period = {"year": that.year, "month": that.month, "day": that.day}
    return _archive(request, at, stories, label=date_format(that, "DATE_FORMAT"), children=[], **period)


def _archive(request, at, stories, *, label, children, year, month=None, day=None):
    page = page_of(request, stories, at)
    if not page.object_list:
        raise Http404("No public story in this period.")
    return render_page(
        request,
        "articles/archive.html",
        navigation=navigation(at),
        title=label,
        feed_url=reverse("articles:feed", args=["rss"]),
        period_label=label,
        children=children,
        page=page,
        year=year,
        month=month,
        day=day,
    )


def _month_link(month, count):
    url = reverse("articles:month", args=[f"{month:%Y}", f"{month:%m}"])
    return Link(name=date_format(month, "F"), url=url, count=count)


def _day_link(day, count):
    url = reverse("articles:day", args=[f"{day:%Y}", f"{day:%m}", f"{day:%d}"])
    return Link(name=date_format(day, "MONTH_DAY_FORMAT"), url=url, count=count)
