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
        "dialog",
        "figure",
        "figure_moves",
        "figure_tools",
        "footnote_html",
        "footnotes",
    ),
    *(
        "kept",
        "link",
        "link_dialog",
        "pasting",
        "picker",
        "pictures",
        "player_cards",
        "players",
        "ruby",
        "signature",
    ),
    *(
        f"typing/{name}"
        for name in ("asking", "browser", "keeper", "notices", "presence", "replaying", "words")
    ),
)
SCRIPTS = ("body_editor", "lead_image", "typing")
SHEETS = ("picker", "typing", "pieces")
MEDIA = Media(
    css={"all": [f"desk/{name}.css" for name in SHEETS]},
    importmap=ImportMap({f"desk/{name}": f"desk/{name}.js" for name in MODULES}),
    js=[Script(f"desk/{name}.js", type="module") for name in SCRIPTS],
)


class BodyWidget(forms.Textarea):
    """The writing surface; without JavaScript a plain text box for the HTML."""

    def __init__(self):
        own_articles = reverse_lazy("admin:articles_article_own")
        super().__init__(
            {"data-body-editor": "", "data-own-articles": own_articles, "rows": 30, "spellcheck": "true"}
        )

    @property
    def media(self):
        return prose_editor_admin_media + MEDIA
