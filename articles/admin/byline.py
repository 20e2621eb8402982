"""The byline in the form of an article: its rows are those of a text, whatever is stored meanwhile."""

import js_asset
from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _

from articles.desk import permissions
from articles.models import Author, Byline

from . import typed
from .related_fields import without_distractions

MOST_ROWS_LOOKED_UP = 200


class AuthorSelect(AutocompleteSelect):
    """``known``: authors by number, who need not be looked up for each row."""

    known = {}

    def optgroups(self, name, value, attr=None):
        chosen = [each for each in value if each]
        if not all(each in self.known for each in chosen):
            return super().optgroups(name, value, attr)
        options = [self.create_option(name, "", "", selected=False, index=0)]
        for each in chosen:
            label = str(self.known[each])
            options.append(self.create_option(name, each, label, selected=True, index=len(options)))
        return [(None, options, 0)]


class AuthorField(forms.ModelChoiceField):
    def know(self, authors):
        """Take the authors, by number, for those whom the field may meet."""
        self.known = getattr(self.widget, "widget", self.widget).known = {
            str(number): author for number, author in authors.items()
        }

    def to_python(self, value):
        known = getattr(self, "known", {}).get(str(value))
        return known or super().to_python(value)


class BylineForm(forms.ModelForm):
    """A row of the byline; the rows that are stored are made anew with the article, so none is met twice there."""

    def validate_unique(self):
        """Nothing: the rows are compared with each other alone."""

    validate_constraints = validate_unique

    def _get_validation_exclusions(self):
        # The field itself has found the author.
        return super()._get_validation_exclusions() | {"author"}


class BylineFormSet(BaseInlineFormSet):
    """Authors in the order of their rows; the numbers in the position boxes only move them.

    What is sent are rows of a text and not of the database: an editor's are all new, whatever is stored meanwhile.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.authors = {row["author"].pk: row["author"] for row in self.initial_extra or ()}
        if self.is_bound:
            sent = (self.data.get(f"{self.prefix}-{row}-author", "") for row in range(MOST_ROWS_LOOKED_UP))
            numbers = {int(each) for each in sent if each.isascii() and each.isdecimal() and len(each) < 19}
            self.authors = Author.objects.in_bulk(numbers) if numbers else {}

    def initial_form_count(self):
        return 0 if self.is_bound else super().initial_form_count()

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["author"].know(self.authors)
        if removal := form.fields.get("DELETE"):
            removal.widget.attrs["aria-label"] = _("Remove from the byline")


class BylineInline(admin.TabularInline):
    """The authors; whoever may edit the article may edit its byline."""

    model = Byline
    form = BylineForm
    formset = BylineFormSet
    fields = ("author", "role", "position")
    autocomplete_fields = ("author",)
    verbose_name = _("author")
    verbose_name_plural = _("Byline")

    class Media:
        js = (js_asset.Script("desk/select_names.js", type="module"),)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """The columns have no heads to be read, so each box says its own name."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.name != "article":
            field.widget.attrs |= {"aria-label": field.label, "placeholder": field.label}
        return without_distractions(field)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "author":
            kwargs |= {"form_class": AuthorField, "widget": AuthorSelect(db_field, self.admin_site)}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("author")

    def get_extra(self, request, article=None, **kwargs):
        if not self.has_add_permission(request, article):
            return 0
        return max(1, len(typed.shown(request, article).content["byline"]))

    def has_view_permission(self, request, article=None):
        return True

    def has_add_permission(self, request, article=None):
        return article is None or permissions.may_edit(request.user, article)

    has_change_permission = has_delete_permission = has_add_permission
