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


class Tree:
    """A field of the tree; one that is told all of it asks the database no more."""

    known = None

    def know(self, tree):
        """Take the categories, all there are in their order, for those to choose from."""
        self.known = {str(category.pk): category for category in tree}
        nothing = [("", self.empty_label)] if self.empty_label is not None else []
        self.choices = [*nothing, *((category.pk, self.label_from_instance(category)) for category in tree)]


class TreeChoiceField(Tree, forms.ModelChoiceField):
    """One category of the tree."""

    def label_from_instance(self, category):
        return indented(category)

    def to_python(self, value):
        known = (self.known or {}).get(str(value))
        return known or super().to_python(value)


class TreeMultipleChoiceField(Tree, forms.ModelMultipleChoiceField):
    """Any number of categories of the tree."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, category):
        return branch(category)

    def _check_values(self, value):
        if self.known is not None and all(str(each) in self.known for each in value):
            return [self.known[str(each)] for each in value]
        return super()._check_values(value)
