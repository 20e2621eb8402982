"""``manage.py rebuild``: what follows from each article's text, made anew."""

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone
from rich.console import Console

from articles.desk.rebuilding import rebuild
from articles.importing.errors import in_words
from articles.management import stopping, terminal
from articles.models import Article

GO_ON = "What was made anew stays: run it again to go on."


class Command(BaseCommand):
    help = (
        "Make anew what pages show of each article, such as its pictures; writes only what became different."
    )

    def add_arguments(self, parser):
        parser.add_argument("--quiet", action="store_true", help="no progress")

    def handle(self, *, quiet, **options):
        progress = terminal.progress_for(Console(stderr=True), "Rebuilding", quiet=quiet)
        looked_at = changed = 0
        try:
            with stopping.on_signals():
                progress.start(Article.objects.count())
                for more, different in rebuild(at=timezone.now()):
                    looked_at, changed = looked_at + more, changed + different
                    progress.advance(more, f"{changed:,} changed")
        except (DatabaseError, OSError) as error:
            raise CommandError(f"Stopped: {in_words(error)}. {GO_ON}") from error
        except KeyboardInterrupt as error:
            raise CommandError(f"Stopped. {GO_ON}", returncode=getattr(error, "returncode", 130)) from None
        finally:
            progress.stop()
        words = f"{changed:,} changed" if changed else "nothing changed"
        stopping.say(self.stdout, f"{looked_at:,} articles looked at, {words}.")
