"""manage.py bench: measure, print the table. Wants an empty database of its own; `make bench` gives it one."""

import platform

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from exchange.bench import bills, data, pages, pdfs
from exchange.bench.table import as_text
from matters.models import Matter
from practice.models import Firm
from practice.scope import firm_scope


class Command(BaseCommand):
    help = "Benchmarks, each beside its floor in the same run."

    def add_arguments(self, parser):
        parser.add_argument("--only", choices=["bills", "pages", "pdfs"])
        parser.add_argument("--rounds", type=int, default=5)
        parser.add_argument(
            "--matters", type=int, default=100_000, help="Matters in ten firms for the pages."
        )

    def handle(self, *, only, rounds: int, matters: int, **_options):
        if Firm.objects.exists():
            raise CommandError("The benchmark needs an empty database. Use make bench.")
        rows = []
        firm, member = data.make_firm("bills", contacts=200, matters=500, entries=20)
        data.analyze()
        if only in (None, "bills"):
            rows += bills.measure(firm, member, rounds=rounds, report=self.report)
        if only in (None, "pdfs"):
            rows += pdfs.measure(firm, member, rounds=rounds, report=self.report)
        if only in (None, "pages"):
            self.report(f"making {matters:,} matters in ten firms")
            for number in range(10):
                firm, member = data.make_firm(
                    f"pages{number}", contacts=matters // 20, matters=matters // 10, entries=10
                )
            data.analyze()
            with firm_scope(firm):
                matter_id = Matter.objects.order_by("id")[matters // 20].pk
            rows += pages.measure(member, matter_id, requests=20 * rounds, report=self.report)
        self.stdout.write(
            f"\n{timezone.now():%Y-%m-%d}, {platform.machine()}, Python {platform.python_version()}\n"
        )
        self.stdout.write(as_text(rows))

    def report(self, text: str) -> None:
        self.stderr.write(f"  {text}")
