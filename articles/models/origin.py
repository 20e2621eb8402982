from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Origin(models.Model):
    """Whose archive stories came from, and how they stand here.

    ``key`` is what identity goes by: the folder's name or the import's ``--origin``.
    """

    class Landing(models.TextChoices):
        AS_STATED = "as stated", _("As their files say")
        DRAFT = "draft", _("As drafts")

    class Rights(models.TextChoices):
        UNKNOWN = "unknown", _("Unknown")
        OURS = "ours", _("Ours")
        LICENSED = "licensed", _("Licensed")
        NOT_OURS = "not ours", _("Not ours to show")

    key = models.CharField(_("key"), max_length=200, primary_key=True, editable=False)
    name = models.CharField(_("name"), max_length=200, help_text=_("As readers are told it."))
    is_ours = models.BooleanField(
        _("its stories are ours"),
        default=False,
        help_text=_("Otherwise search engines are told that the source address is the story's own."),
    )
    landing = models.CharField(
        _("new stories land"), max_length=10, choices=Landing, default=Landing.AS_STATED
    )
    picture_rights = models.CharField(
        _("rights in its pictures"), max_length=10, choices=Rights, default=Rights.UNKNOWN
    )
    most_lost_percent = models.PositiveSmallIntegerField(
        _("most text that may be lost, in percent"),
        default=5,
        validators=[MaxValueValidator(100)],
        help_text=_(
            "A story that loses more of its text on the way in waits as a draft for someone to look."
        ),
    )
    headline_suffix = models.CharField(
        _("ending of its headlines"),
        max_length=100,
        blank=True,
        help_text=_("Such as “ - The Gazette”: taken off the headlines of stories that come in."),
    )

    class Meta:
        verbose_name = _("origin")
        verbose_name_plural = _("origins")
        ordering = ["name"]

    def __str__(self):
        return self.name
