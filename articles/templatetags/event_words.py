"""What an event's verb is called on the desk's screens."""

from django import template
from django.utils.translation import gettext_lazy as _

from articles.desk import workflow

register = template.Library()
LABELS = {
    **{verb: transition.label for verb, transition in workflow.TRANSITIONS.items()},
    "import": _("Import"),
    "write": _("Write"),
    "edit": _("Edit"),
    "keep_beside": _("Keep a draft beside the live text"),
    "drop_beside": _("Give the draft up"),
    "correct": _("Correct"),
    "remove": _("Remove for good"),
    "erase": _("Clear the database’s files of what was removed"),
    "prune_versions": _("Let old versions go"),
    "share_preview": _("Share a preview"),
    "revoke_preview": _("Revoke a preview"),
    "look": _("Look at it"),
    "shorten": _("Take an ending off the headline"),
    "put_away": _("Put away in the trash"),
    "put_back": _("Put an older version back"),
    "settle_conflict": _("Decide between two texts"),
    "keep_ours": _("Keep the text here"),
    "save_author": _("Save an author"),
    "save_category": _("Save a category"),
    "save_tag": _("Save a tag"),
    "save_redirect": _("Save a redirect"),
    "remove_author": _("Delete an author"),
    "remove_category": _("Delete a category"),
    "remove_tag": _("Delete a tag"),
    "remove_redirect": _("Delete a redirect"),
    "make_template": _("Make a template of it"),
    "save_template": _("Save a template"),
    "remove_template": _("Delete a template"),
    "save_origin": _("Save an origin"),
    "add_image": _("Add a picture"),
    "describe_image": _("Describe a picture"),
    "remove_image": _("Delete a picture"),
    "replace_image": _("Replace a picture"),
    "crop_image": _("Crop a picture"),
    "merge_images": _("Make one picture of two"),
    "ask_for_pictures": _("Ask for pictures again"),
}


@register.filter
def verb_label(verb):
    """The verb's label; one that this version does not know shows as it is."""
    return LABELS.get(verb, verb)
