"""The category tree in a form: a select and a list of boxes, indented by depth."""

from django import forms

INDENT = "\u2003"


def indented(category):
    """The category's name, moved in by its depth, so that an ordered list reads as a tree."""
    return INDENT * category.depth + category.name


class TreeChoiceField(forms.ModelChoiceField):
    """One category of the tree."""

    def label_from_instance(self, category):
        return indented(category)


class TreeCheckboxes(forms.CheckboxSelectMultiple):
    template_name = "admin/widgets/tree_checkboxes.html"
    option_template_name = "admin/widgets/tree_checkbox.html"

    def create_option(self, name, value, label, *args, **kwargs):
        option = super().create_option(name, value, label, *args, **kwargs)
        option["depth"] = min(getattr(value, "instance", None).depth, 6) if hasattr(value, "instance") else 0
        return option


class TreeMultipleChoiceField(forms.ModelMultipleChoiceField):
    """Any number of categories of the tree."""

    widget = TreeCheckboxes

    def label_from_instance(self, category):
        return category.name
