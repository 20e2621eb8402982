"""Screens of what the desk names: saving and deleting there are its verbs."""

from django.contrib import admin
from django.utils import timezone

from articles.desk import naming


class NamedAdmin(admin.ModelAdmin):
    def save_model(self, request, thing, form, change):
        """Nothing yet: the desk saves the thing and what hangs on it as one."""

    def save_related(self, request, form, formsets, change):
        naming.save(form.instance, by=request.user, at=timezone.now(), relate=form.save_m2m)

    def delete_model(self, request, thing):
        naming.remove(thing, by=request.user, at=timezone.now())

    def delete_queryset(self, request, things):
        for thing in things:
            self.delete_model(request, thing)
