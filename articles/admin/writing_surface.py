"""The writing surface for a body: its widget, and the scripts and sheets that come with it."""

from django import forms
from django.urls import reverse_lazy
from django_prose_editor.widgets import prose_editor_admin_media
from js_asset import ImportMap, Media, Script

# What one module may import of another, below static/desk/.
MODULES = (
    *(
        "addresses",
        "attributes",
        "composing",
        "copying",
        "counting",
        "counts",
        "dialog",
        "figure",
        "figure_moves",
    ),
    *("figure_tools", "find_bar", "finding", "footnote_html", "footnotes", "kept", "link", "link_dialog"),
    *(
        "markdown_pasting",
        "markdown_typing",
        "pasting",
        "picker",
        "pictures",
        "player_cards",
        "players",
        "ruby",
    ),
    "signature",
    *(f"pasting_{name}" for name in ("elements", "headings", "lists", "looks", "pictures", "spaces")),
    *(
        f"typing/{name}"
        for name in ("asking", "browser", "keeper", "notices", "presence", "replaying", "words")
    ),
)
SCRIPTS = ("body_editor", "lead_image", "lengths", "typing")
SHEETS = ("picker", "pieces", "writing_aids", "typing")
MEDIA = Media(
    css={"all": [f"desk/{name}.css" for name in SHEETS]},
    importmap=ImportMap({f"desk/{name}": f"desk/{name}.js" for name in MODULES}),
    js=[Script(f"desk/{name}.js", type="module") for name in SCRIPTS],
)


class BodyWidget(forms.Textarea):
    """The writing surface; without JavaScript a plain text box for the HTML."""

    def __init__(self):
        asks = {"own-articles": "own", "markdown": "markdown"}
        addresses = {
            f"data-{name}": reverse_lazy(f"admin:articles_article_{view}") for name, view in asks.items()
        }
        super().__init__({"data-body-editor": "", "rows": 30, "spellcheck": "true"} | addresses)

    @property
    def media(self):
        return prose_editor_admin_media + MEDIA
