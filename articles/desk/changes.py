"""What a thing of the newsroom says of itself, and what a save changed in it, as an event keeps it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.utils.translation import gettext as _

Said = dict[str, str]


def said_by(thing: Model) -> Said:
    """Return the stored fields of the thing as text; nothing for what is not stored yet."""
    if thing.pk is None:
        return {}
    stored = type(thing)._default_manager.get(pk=thing.pk)
    said = {
        field.name: _text(field, stored) for field in stored._meta.concrete_fields if not field.primary_key
    }
    for field in stored._meta.many_to_many:
        said[field.name] = ", ".join(sorted(map(str, getattr(stored, field.name).all())))
    return said


def between(before: Said, after: Said) -> dict[str, list[str]]:
    """Return ``{field: [before, after]}`` for what differs."""
    return {
        name: [before.get(name, ""), text] for name, text in after.items() if before.get(name, "") != text
    }


def require(by: Any, action: str, thing: Model) -> None:
    """Raise PermissionDenied unless ``by`` (None: the newsroom itself) has the right to add, change or delete."""
    if by is not None and not by.has_perm(f"{thing._meta.app_label}.{action}_{thing._meta.model_name}"):
        raise PermissionDenied(_("Your role does not change this."))


def _text(field: Any, thing: Model) -> str:
    return "" if field.value_from_object(thing) is None else field.value_to_string(thing)
