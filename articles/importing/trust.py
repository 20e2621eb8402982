"""What a record is trusted with: what lost too much text, or whose origin asks for it, waits for someone to look."""

from articles.models import Article, Origin
from articles.reading.record import Loss, Record, Warning

from .identity import Decision, Outcome

LEAST_TOLD_PERCENT = 1
LANDS_AS_DRAFT = Warning("origin-draft", "lands as a draft: so the origin says")


def judge(decisions: list[Decision], origin: Origin) -> None:
    """Turn what readers must not see yet into drafts, and updates that lost too much into conflicts.

    What was lost is told as a warning of the record. What its archive retired stays retired.
    """
    for decision in decisions:
        if decision.record is None:
            continue
        _tell_loss(decision.record, origin)
        if decision.outcome == Outcome.CREATED:
            _land(decision.record, origin)
        elif decision.outcome == Outcome.UPDATED:
            _take_update(decision, decision.record, origin)


def needs_look(record: Record, origin: Origin) -> str:
    """Return why someone has to look at the article of the record, ``""`` where nobody has to."""
    return f"{_percent(record.loss)} of its text was lost on the way in" if _lost_much(record, origin) else ""


def lands_as_draft(record: Record, origin: Origin) -> bool:
    """Whether an article of the record begins as a draft, whatever its file says."""
    if _lost_much(record, origin):
        return record.status != "retired"
    return record.status == "ready" and origin.landing == Origin.Landing.DRAFT


def _land(record: Record, origin: Origin) -> None:
    if not lands_as_draft(record, origin):
        return
    if origin.landing == Origin.Landing.DRAFT and record.status == "ready":
        _tell(record, LANDS_AS_DRAFT)
    record.status = "draft"


def _take_update(decision: Decision, record: Record, origin: Origin) -> None:
    """A draft stays one until a person, or a file that lost less, makes it more."""
    if decision.article and decision.article.status == Article.Status.DRAFT:
        _land(record, origin)
    elif _lost_much(record, origin) and record.status != "retired":
        reason = f"its file would lose {_percent(record.loss)} of its text: look at it before it is taken"
        decision.settle(Outcome.CONFLICT, reason)


def _lost_much(record: Record, origin: Origin) -> bool:
    return record.loss.percent > origin.most_lost_percent


def _tell_loss(record: Record, origin: Origin) -> None:
    loss = record.loss
    if loss.percent >= LEAST_TOLD_PERCENT or _lost_much(record, origin):
        _tell(record, Warning("text-lost", f"lost {loss.lost:,} of {loss.before:,} characters"))


def _tell(record: Record, warning: Warning) -> None:
    # A record that is written a second time, since another spoilt its batch, was told of already.
    if warning not in record.warnings:
        record.warnings.append(warning)


def _percent(loss: Loss) -> str:
    return f"{max(loss.percent, 0.1):.1f}".removesuffix(".0") + " %"
