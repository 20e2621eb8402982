"""``manage.py make_corpus N DIR``: a synthetic archive for benchmarks."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from articles.exporting import corpus


class Command(BaseCommand):
    help = "Write N synthetic articles into DIR; the same bytes for the same N."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("count", type=int, metavar="N")
        parser.add_argument("folder", type=Path, metavar="DIR")

    def handle(self, *, count, folder, **options):
        if count < 1:
            raise CommandError("N is at least 1.", returncode=2)
        corpus.write(count, folder)
        self.stdout.write(f"{count:,} articles in {folder}")
