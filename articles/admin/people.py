"""Who may log in, with which roles and sections."""

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group, User
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.desk.permissions import ADMIN, CHIEF, EDITOR, WRITER
from articles.models import Category

from . import marks
from .site import desk
from .tree import TreeMultipleChoiceField

ROLES = {
    WRITER: _("Writer: own drafts, handed in for review"),
    EDITOR: _("Editor: any article of the sections below; publishes and corrects"),
    CHIEF: _("Chief: everything editorial, and what is retired or restored"),
    ADMIN: _("Admin: people and settings; reads articles, changes none"),
}


class RolesField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, group):
        return ROLES.get(group.name, group.name)


class PersonForm(forms.ModelForm):
    groups = RolesField(Group.objects.order_by("pk"), label=_("Roles"), required=False)
    sections = TreeMultipleChoiceField(
        Category.objects.all(),
        label=_("Sections"),
        required=False,
        help_text=_("For an Editor: with everything below them."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["sections"] = self.instance.sections.all()

    def _save_m2m(self):
        super()._save_m2m()
        self.instance.sections.set(self.cleaned_data["sections"])


class PersonChangeForm(PersonForm, UserChangeForm):
    pass


class PersonCreationForm(PersonForm, AdminUserCreationForm):
    def save(self, commit=True):  # noqa: FBT002 Django's own signature
        self.instance.is_staff = True
        return super().save(commit=commit)


@admin.register(User, site=desk)
class PersonAdmin(UserAdmin):
    form = PersonChangeForm
    add_form = PersonCreationForm
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("first_name", "last_name", "email")}),
        (_("Desk"), {"fields": ("is_active", "is_staff", "groups", "sections")}),
    )
    add_fieldsets = (
        (None, {"classes": ("wide",), "fields": ("username", "usable_password", "password1", "password2")}),
        (_("Desk"), {"fields": ("groups", "sections")}),
    )
    filter_horizontal = ()
    list_display = ("username", "full_name", "roles", "section_names", "is_active", "last_seen")
    list_filter = ("groups", "is_active")
    ordering = ("username",)

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups", "sections")

    def get_fieldsets(self, request, person=None):
        if person and not self.has_change_permission(request, person):
            return (
                (None, {"fields": ("username", "full_name", "email", "roles", "section_names", "last_seen")}),
            )
        return super().get_fieldsets(request, person)

    # Who is not a superuser could otherwise become one by taking a superuser's login over.
    def has_change_permission(self, request, person=None):
        return super().has_change_permission(request, person) and may_touch(request.user, person)

    def has_delete_permission(self, request, person=None):
        return super().has_delete_permission(request, person) and may_touch(request.user, person)

    @admin.display(description=_("name"))
    def full_name(self, person):
        return person.get_full_name() or marks.NOTHING

    @admin.display(description=_("roles"))
    def roles(self, person):
        names = [group.name for group in person.groups.all()]
        return ", ".join(names + [gettext("everything")] * person.is_superuser) or marks.NOTHING

    @admin.display(description=_("sections"))
    def section_names(self, person):
        return ", ".join(section.name for section in person.sections.all()) or marks.NOTHING

    @admin.display(description=_("last login"), ordering="last_login")
    def last_seen(self, person):
        return marks.moment(person.last_login)


def may_touch(user, person):
    """Whether the user may change the person's login."""
    return person is None or user.is_superuser or not person.is_superuser
