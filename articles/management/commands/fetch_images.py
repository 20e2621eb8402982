"""``manage.py fetch_images``: the pictures that wait at their sources, had and kept."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone
from rich.console import Console

from articles.images.fetching.fetcher import Fetcher
from articles.importing.errors import ImportStoppedError, in_words
from articles.importing.fetching import fetch_pending
from articles.management import stopping, terminal

GO_ON = "What was fetched is kept: run it again to go on."
USER_AGENT = f"Newsroom pictures (+{settings.BASE_URL})"


class Command(BaseCommand):
    help = "Fetch the pictures that wait at their sources, and show them in their articles."

    def add_arguments(self, parser):
        parser.add_argument(
            "--only-due", action="store_true", help="leave those that failed alone until their time has come"
        )
        parser.add_argument("--even-lost", action="store_true", help="ask also for those that were given up")
        parser.add_argument("--quiet", action="store_true", help="no progress")

    def handle(self, *, only_due, even_lost, quiet, **options):
        progress = terminal.progress_for(Console(stderr=True), "Fetching", quiet=quiet)
        fetcher = Fetcher(user_agent=USER_AGENT, private_hosts=settings.FETCH_PRIVATE_HOSTS)
        try:
            with stopping.on_signals():
                custody = fetch_pending(
                    fetcher,
                    clock=timezone.now,
                    progress=progress,
                    only_due=only_due,
                    even_lost=even_lost,
                )
        except (ImportStoppedError, DatabaseError, OSError) as error:
            raise CommandError(f"Stopped: {in_words(error)}. {GO_ON}") from error
        except KeyboardInterrupt as error:
            raise CommandError(f"Stopped. {GO_ON}", returncode=getattr(error, "returncode", 130)) from None
        finally:
            progress.stop()
        stopping.say(self.stdout, terminal.fetch_summary(custody))
