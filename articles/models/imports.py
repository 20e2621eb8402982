from hashlib import sha256

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .origin import Origin

REMOVED = "removed:"


def removed_id(external_id: str) -> str:
    """Return what stands for the path of a file whose article was removed for good: it tells the file, not its name."""
    return f"{REMOVED}{sha256(external_id.encode()).hexdigest()}"


class Source(models.Model):
    """The bytes an article was imported from, kept as they came.

    Its identity is ``origin`` (whose archive) and ``external_id`` (the path below the archive's root).
    ``format`` and ``context`` are what reading the bytes again needs beside them. ``article_version``: the article's
    version after the last import; a higher one was edited here since. ``pending_*``: a newer source that waits for a
    decision, since the article was edited; ``pending_content`` is what it says, in the shape of a revision's content.
    """

    origin = models.ForeignKey(
        Origin,
        models.PROTECT,
        db_column="origin",
        # The constraint below begins with it.
        db_index=False,
        related_name="sources",
        verbose_name=_("origin"),
    )
    external_id = models.CharField(_("path"), max_length=1000)
    article = models.OneToOneField(
        "Article", models.SET_NULL, null=True, blank=True, related_name="source", verbose_name=_("article")
    )
    article_version = models.PositiveIntegerField(null=True, blank=True, editable=False)
    digest = models.CharField(_("sha256"), max_length=64, editable=False)
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    format = models.CharField(max_length=20, blank=True, editable=False)
    context = models.JSONField(default=dict, blank=True, editable=False)
    raw = models.BinaryField()
    pending_digest = models.CharField(max_length=64, blank=True, editable=False)
    pending_raw = models.BinaryField(null=True, blank=True)
    pending_context = models.JSONField(default=dict, blank=True, editable=False)
    pending_content = models.JSONField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [models.UniqueConstraint("origin", "external_id", name="source_identity")]
        indexes = [
            # With the origin before them: SQLite would else read all of an archive by the constraint above.
            models.Index(fields=["origin", "digest"], name="source_by_digest"),
            models.Index(fields=["origin", "fingerprint"], name="source_by_fingerprint"),
            # Not partial: SQLite does not use such an index where the empty text comes as a parameter.
            models.Index(fields=["pending_digest"], name="source_that_waits"),
        ]

    def __str__(self):
        return f"{self.origin_id}/{self.external_id}"

    @property
    def is_removed(self) -> bool:
        """Whether it is what is left of the file of an article that was removed for good."""
        return self.external_id.startswith(REMOVED)


class ImportRun(models.Model):
    """One call of the importer; without ``finished_at`` it is under way or was cut short.

    ``expected``: how many files were counted; ``alive_at``: when a batch of it was last written.
    """

    origin = models.CharField(_("origin"), max_length=200)
    options = models.JSONField(_("options"), default=dict)
    started_at = models.DateTimeField(_("started"))
    alive_at = models.DateTimeField(null=True, blank=True, editable=False)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    undone_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    expected = models.PositiveIntegerField(_("files"), default=0)
    totals = models.JSONField(_("totals"), default=dict)
    images = models.JSONField(_("images"), default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("import run")
        verbose_name_plural = _("import runs")
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.pk} · {self.origin}"


class ImportedRecord(models.Model):
    """What became of one record of a run: exactly one outcome, with its reason where it did not come in.

    ``article_version``: the article's version when the run had written it; a higher one was changed since.
    ``loss``: ``{"removed": {what: count}, "before": …, "after": …, "meant": …}`` as reading.record.Loss has them.
    """

    class Outcome(models.TextChoices):
        CREATED = "created", _("Created")
        UPDATED = "updated", _("Updated")
        UNCHANGED = "unchanged", _("Unchanged")
        CONFLICT = "conflict", _("Conflict")
        SKIPPED = "skipped", _("Skipped")
        FAILED = "failed", _("Failed")

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="records", verbose_name=_("run"))
    origin = models.CharField(_("origin"), max_length=200)
    path = models.CharField(_("path"), max_length=1000)
    index = models.PositiveIntegerField(_("index"), default=0)
    outcome = models.CharField(_("outcome"), max_length=16, choices=Outcome)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    warnings = models.JSONField(_("warnings"), default=list, blank=True)
    loss = models.JSONField(_("loss"), default=dict, blank=True)
    article = models.ForeignKey(
        "Article",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="imported_records",
        verbose_name=_("article"),
    )
    article_version = models.PositiveIntegerField(null=True, blank=True, editable=False)
    source = models.ForeignKey(Source, models.SET_NULL, null=True, blank=True, related_name="records")

    class Meta:
        verbose_name = _("imported record")
        verbose_name_plural = _("imported records")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint("run", "origin", "path", "index", name="record_once_a_run"),
            models.CheckConstraint(
                condition=Q(outcome__in=["created", "updated", "unchanged", "conflict", "skipped", "failed"]),
                name="record_outcome_known",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=["skipped", "failed"]) | ~Q(reason=""),
                name="record_says_why_it_is_not_in",
            ),
        ]
        indexes = [models.Index(fields=["run", "outcome"], name="record_by_outcome")]

    def __str__(self):
        return self.path
