from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .revision import AsWritten


class ArticleTemplate(models.Model):
    """What a new article of a kind begins with, such as a match report or the morning's briefing.

    ``section``: whose it is, None for one that everybody may use. ``content``: as a revision has it, of what an
    article says to its readers.
    """

    name = models.CharField(_("name"), max_length=100)
    section = models.ForeignKey(
        "Category",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="article_templates",
        verbose_name=_("section"),
        help_text=_("Offered to those who write for it; empty: offered to everybody."),
    )
    content = models.JSONField(_("content"), default=dict, encoder=AsWritten)

    class Meta:
        verbose_name = _("template")
        verbose_name_plural = _("templates")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint("name", "section", name="article_template_of_section_once"),
            models.UniqueConstraint("name", condition=Q(section=None), name="article_template_for_all_once"),
        ]

    def __str__(self):
        return self.name
