from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class HistoryIsFixed(TypeError):
    """An event was to be changed or deleted."""


class EventQuerySet(models.QuerySet):
    def update(self, **kwargs):
        raise HistoryIsFixed("An event is never changed.")

    def delete(self):
        raise HistoryIsFixed("An event is never deleted.")

    def forget_details(self) -> None:
        """Empty the details of events about what is removed for good; who did what and when stays."""
        models.QuerySet.update(self, data={})


class Event(models.Model):
    """One thing that was done, by whom and when; written once, never changed."""

    article = models.ForeignKey(
        "Article", models.DO_NOTHING, null=True, db_constraint=False, related_name="events"
    )
    verb = models.CharField(_("verb"), max_length=32)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, db_constraint=False, related_name="+"
    )
    by_name = models.CharField(_("by"), max_length=150, blank=True)
    at = models.DateTimeField(_("at"))
    data = models.JSONField(_("details"), default=dict, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["article", "-at"], name="event_of_article")]

    def __str__(self):
        return f"{self.verb} · {self.by_name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise HistoryIsFixed("An event is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise HistoryIsFixed("An event is never deleted.")
