"""``manage.py tidy``: the day's housekeeping, which the task worker does by itself at night."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from articles.desk import housekeeping, workflow, working_copies
from articles.importing.errors import in_words
from articles.management import stopping

GO_ON = "What is gone is gone, the rest stays: run it again to go on."
LINES = {
    "articles": f"articles that were in the trash for {workflow.TRASH_KEPT.days} days",
    "versions": "versions older than {days} days that nobody needs",
    "typing": f"unsaved texts that nobody came back to for {working_copies.TYPING_KEPT.days} days",
    "sittings": "marks of who sat at an article",
    "links": f"preview links that ended {housekeeping.LINKS_KEPT.days} days ago",
    "logins": "logins that ran out",
}


class Command(BaseCommand):
    help = "Throw away what has had its time: trash, old versions (VERSIONS_KEPT), forgotten typing, ended links."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="say what would go, and let nothing go")

    def handle(self, *, dry_run, **options):
        try:
            with stopping.on_signals():
                done = housekeeping.tidy(timezone.now(), dry_run=dry_run)
        except (OSError, DatabaseError) as error:
            raise CommandError(f"Stopped: {in_words(error)}. {GO_ON}") from error
        except KeyboardInterrupt as error:
            raise CommandError(f"Stopped. {GO_ON}", returncode=getattr(error, "returncode", 130)) from None
        stopping.say(self.stdout, "\n".join(told(done, days=settings.VERSIONS_KEPT, dry_run=dry_run)))


def told(done, *, days, dry_run):
    """What went, or would go, a line each."""
    went = {name: getattr(done, name) for name in LINES}
    for name, number in went.items():
        if number:
            yield f"{number:>9,}  {LINES[name].format(days=days)}"
    if not any(went.values()):
        yield "There is nothing to throw away."
    else:
        yield "This was a dry run: nothing went." if dry_run else "All of that is gone."
    if days is None:
        yield "Versions are kept for ever: VERSIONS_KEPT says so."
