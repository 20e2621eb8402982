"""The page where an editor decides between an article and its newer file."""

from dataclasses import asdict

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.desk import conflicts, permissions, writing
from articles.desk.conflicts import Refused, Seen, Settled
from articles.desk.proposals import How, Undecided
from articles.models import Article, ImportedRecord, Source

from . import marks
from .conflict_answers import was_seen, without_choices_of_pieces
from .conflict_columns import Words
from .conflict_form import UNDECIDED, DecisionForm
from .conflict_words import ARCHIVE

MOST_EDITS_NAMED = 5
NOT_TAKEN = (ImportedRecord.Outcome.CONFLICT, ImportedRecord.Outcome.FAILED)


def page(admin, request, pk):
    """Show what waits beside the article and take the decision."""
    article = get_object_or_404(Article.objects.select_related("primary_category"), pk=pk)
    if not permissions.may_edit(request.user, article):
        raise PermissionDenied
    sources = Source.objects.filter(article=article).exclude(pending_digest="")
    source = sources.defer("raw", "pending_raw").first()
    if source is None:
        return admin.page(request, "conflict", title=_("Nothing to decide"), article=article)
    proposal, seen = conflicts.proposal(article, source), Seen(article.version, source.pending_digest)
    form = DecisionForm(proposal.differences, ARCHIVE, answers(request, seen), seen=asdict(seen))
    try:
        if (
            request.method == "POST"
            and was_seen(request, asdict(seen))
            and decide(request, article, form, seen)
        ):
            return redirect("admin:articles_article_change", pk)
    except (writing.EditConflict, Settled):
        # Someone was faster between this request's reading and its writing: now the page itself sees it.
        return page(admin, request, pk)
    status = proposal.status and Article.Status(proposal.status).label
    context = {"article": article, "form": form, "proposal": proposal, "stated_status": status}
    context |= around(article, source) | asked(form, article, source)
    return admin.page(request, "conflict", title=_("A newer file waits"), **context)


def answers(request, seen):
    """What was sent. Where it answers an older page, no paragraph's choice: it may be another paragraph by now."""
    if request.method != "POST" or was_seen(request, asdict(seen)):
        return request.POST if request.method == "POST" else None
    messages.warning(
        request,
        _("The article or its file changed since you opened this page. Look at it again; nothing was saved."),
    )
    return without_choices_of_pieces(request.POST, asdict(seen))


def decide(request, article, form, seen):
    """Take the decision; whether it was taken. What speaks against it then stands in the form."""
    common = {"by": request.user, "at": timezone.now(), "seen": seen}
    if "_keep" in request.POST:
        conflicts.keep_ours(article, **common)
        messages.success(request, _("Kept as it is here; the newer file counts as seen."))
        return True
    if not form.is_valid():
        return False
    try:
        conflicts.settle(article, form.choices, **common)
    except Refused as refusal:
        for field, why in refusal.by_field.items():
            form.add_error(field if field in form.fields else None, why)
        return False
    except Undecided as gap:
        form.add_error(gap.field, UNDECIDED)
        return False
    messages.success(request, _("Decided: the article now says what you chose."))
    return True


def around(article, source):
    """What led here: the run that brought the file, and who edited the article since the import before."""
    records = source.records.filter(outcome__in=NOT_TAKEN).select_related("run")
    edits = article.revisions.filter(number__gt=source.article_version or 0).select_related("by")
    return {
        "source": source,
        "path": marks.visible(str(source)),
        "record": records.order_by("-pk").first(),
        "edits": edits.defer("content")[:MOST_EDITS_NAMED],
    }


def asked(form, article, source):
    """The differences as the page asks them: those to decide, those that settled themselves, and the text."""
    theirs = (source.pending_content or {}).get("language") or article.language
    words = Words(form, {"base": article.language, "ours": article.language, "theirs": theirs})
    found = words.questions()
    return {
        "to_decide": found.get(How.CONFLICT, []),
        "taken": [*found.get(How.THEIRS, []), *found.get(How.MERGED, [])],
        "here_alone": [*found.get(How.OURS, []), *found.get(How.SAME, [])],
        "body": words.body(),
    }
