"""What the library can be narrowed to: what is missing, what ends, what is too small, what came when and by whom."""

import re
from datetime import datetime

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.desk.pictures import uses
from articles.models import Image
from articles.models.image import LEAD_WIDTH_PX, LIKENESS_PARTS, likeness_part

from .library_list import SOON

PEOPLE_OFFERED = 100
BY_NOBODY = "nobody"
MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])\Z")


def with_one_alike(images):
    """Those of which another picture shares two of the four parts of its likeness, each looked up in an index."""
    parts = list(enumerate(LIKENESS_PARTS))
    here = {name: likeness_part(number) for number, name in parts}
    there = {name: likeness_part(number, of=OuterRef("likeness")) for number, name in parts}
    others = Image.objects.alias(**here).exclude(pk=OuterRef("pk"))
    alike = Q()
    for number, first in enumerate(LIKENESS_PARTS[:-1]):
        second = Q()
        for name in LIKENESS_PARTS[number + 1 :]:
            second |= Q(**{name: there[name]})
        alike |= Q(Exists(others.filter(second, **{first: there[first]})))
    return images.filter(alike, likeness__gt="")


class WantedFilter(admin.SimpleListFilter):
    """``wanted``: ``{value: (label, function of the pictures and of today)}``."""

    template = "admin/articles/image/_choices.html"
    wanted = {}

    def lookups(self, request, model_admin):
        return [(value, label) for value, (label, _narrow) in self.wanted.items()]

    def queryset(self, request, images):
        if self.value() not in self.wanted:
            return images
        _label, narrow = self.wanted[self.value()]
        return narrow(images, timezone.localdate())


class AltFilter(WantedFilter):
    title = _("alternative text")
    parameter_name = "alt"
    wanted = {"no": (_("No alternative text"), lambda images, today: images.filter(alt=""))}


class CreditFilter(WantedFilter):
    title = _("credit")
    parameter_name = "credit"
    wanted = {"no": (_("No credit"), lambda images, today: images.filter(credit=""))}


class UseFilter(WantedFilter):
    title = _("use")
    parameter_name = "used"
    wanted = {"no": (_("Unused"), lambda images, today: uses.unused(images))}


class RightsFilter(WantedFilter):
    title = _("rights")
    parameter_name = "rights"
    wanted = {
        "ended": (_("Rights ended"), lambda images, today: images.without_rights(today)),
        "soon": (
            _("Rights end soon"),
            lambda images, today: images.filter(rights_until__range=(today, today + SOON)),
        ),
    }


class SizeFilter(WantedFilter):
    title = _("size")
    parameter_name = "size"
    wanted = {"small": (_("Too small to lead"), lambda images, today: images.filter(width__lt=LEAD_WIDTH_PX))}


class AlikeFilter(WantedFilter):
    title = _("alike")
    parameter_name = "alike"
    wanted = {"yes": (_("Nearly the same as another"), lambda images, today: with_one_alike(images))}


class MonthFilter(admin.SimpleListFilter):
    """Pictures added in a month, written ``2026-03``."""

    title = _("added in")
    parameter_name = "added"
    template = "admin/articles/image/_month.html"

    def lookups(self, request, model_admin):
        return [("", "")]

    def choices(self, changelist):
        return [{"value": self.value() or ""}]

    def queryset(self, request, images):
        found = MONTH.match(self.value() or "")
        if not found:
            return images
        year, month = map(int, found.groups())
        first, following = datetime(year, month, 1), datetime(year + month // 12, month % 12 + 1, 1)
        return images.filter(
            added_at__gte=timezone.make_aware(first), added_at__lt=timezone.make_aware(following)
        )


class PersonFilter(admin.SimpleListFilter):
    """Pictures that a person added, or that came with an import."""

    title = _("added by")
    parameter_name = "by"
    template = "admin/articles/image/_person.html"

    def lookups(self, request, model_admin):
        added = Exists(Image.objects.filter(added_by=OuterRef("pk")))
        people = get_user_model().objects.filter(added).order_by("username")[:PEOPLE_OFFERED]
        return [(BY_NOBODY, _("An import")), *((str(person.pk), str(person)) for person in people)]

    def queryset(self, request, images):
        if self.value() == BY_NOBODY:
            return images.filter(added_by=None)
        # The value stands in the address, where anyone can write anything.
        is_key = (self.value() or "").isdecimal() and len(self.value()) < 19
        return images.filter(added_by=self.value()) if is_key else images


FILTERS = [
    AltFilter,
    CreditFilter,
    UseFilter,
    RightsFilter,
    SizeFilter,
    AlikeFilter,
    MonthFilter,
    PersonFilter,
]
