"""The category tree in a form: a select and a list of boxes, indented by depth."""

from django import forms
from django.utils.html import format_html

INDENT = "\u2003"
DEEPEST_INDENT = 6


def indented(category):
    """The category's name, moved in by its depth, so that an ordered list reads as a tree."""
    return INDENT * category.depth + category.name


def branch(category):
    """The same as HTML, where there is room for a line beside it."""
    depth = min(category.depth, DEEPEST_INDENT)
    return format_html('<span class="tree tree--{}"><bdi>{}</bdi></span>', depth, category.name)


class TreeChoiceField(forms.ModelChoiceField):
    """One category of the tree."""

    def label_from_instance(self, category):
        return indented(category)


class TreeMultipleChoiceField(forms.ModelMultipleChoiceField):
    """Any number of categories of the tree."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, category):
        return branch(category)
