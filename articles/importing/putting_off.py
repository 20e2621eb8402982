"""When a picture that did not come is asked for again: after growing pauses, and with all others of its host."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from articles.images.fetching.refusals import FetchRefused
from articles.models import ImageSource

from . import accounts, custody

# After the last one only a person asks again.
PAUSES = tuple(timedelta(hours=hours) for hours in (1, 6, 24, 72, 168))


def put_off(source: ImageSource, refused: FetchRefused, *, at: datetime) -> bool:
    """Write down why the picture did not come and when it is asked for again; return whether it is lost.

    One that is kept stays as it is, and is not asked for again by itself.
    """
    attempts = source.attempts + 1
    is_lost = refused.is_final or attempts > len(PAUSES)
    next_try_at = None if is_lost or source.image else at + _pause(attempts, refused)
    with transaction.atomic():
        if not custody.still_stands(source):
            return is_lost
        ImageSource.objects.filter(pk=source.pk).update(
            attempts=attempts, asked_at=at, next_try_at=next_try_at, **_told(refused)
        )
        if is_lost and not source.image:
            accounts.lost(source, str(refused.state))
    return is_lost


def put_off_host(host: str, *, until: datetime) -> None:
    """Ask the host for nothing before that moment."""
    custody.waiting().filter(host=host, next_try_at__lt=until).update(next_try_at=until)


def count_for_host(asked: ImageSource, refused: FetchRefused, *, at: datetime) -> None:
    """Take what came of one picture for what would have come of all that waits for its host."""
    others = custody.waiting().filter(host=asked.host, image=None, next_try_at__lte=at)
    with transaction.atomic():
        given_up = list(others.filter(attempts__gte=len(PAUSES)))
        others.filter(attempts__gte=len(PAUSES)).update(next_try_at=None, **_told(refused))
        for source in given_up:
            accounts.lost(source, str(refused.state))
        # The most tried first: else one that was counted would be counted again.
        for attempts, _ in reversed(list(enumerate(PAUSES))):
            moment = at + _pause(attempts + 1, refused)
            those = others.filter(attempts=attempts)
            those.update(attempts=F("attempts") + 1, next_try_at=moment, **_told(refused))


def put_off_all(*, at: datetime) -> None:
    """Ask nobody for a while: nobody can be reached, which says nothing of the pictures."""
    custody.due(at).update(next_try_at=at + PAUSES[0])


def _told(refused: FetchRefused) -> dict[str, str]:
    return {"last_state": str(refused.state), "error": str(refused)[:300]}


def _pause(attempts: int, refused: FetchRefused) -> timedelta:
    return max(PAUSES[attempts - 1], timedelta(seconds=refused.retry_after or 0))
