"""manage.py bench: measure, print the table. Wants an empty database of its own; `make bench` gives it one."""

import platform

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import Member
from exchange.bench import bills, calendar, conflicts, data, deadlines, feeds, pages, pdfs, walls
from exchange.bench.table import Row, as_text
from matters.models import Matter
from practice.models import Firm
from practice.scope import firm_scope


class Command(BaseCommand):
    help = "Benchmarks, each beside its floor in the same run."

    def add_arguments(self, parser):
        parser.add_argument(
            "--only",
            choices=["bills", "calendar", "conflicts", "deadlines", "feeds", "pages", "pdfs", "walls"],
        )
        parser.add_argument(
            "--names", type=int, default=1_000_000, help="Names in the firm of the conflict check."
        )
        parser.add_argument("--rounds", type=int, default=5)
        parser.add_argument(
            "--matters", type=int, default=100_000, help="Matters in ten firms for the pages."
        )

    def handle(self, *, only, rounds: int, matters: int, names: int, **_options):
        if Firm.objects.exists():
            raise CommandError("The benchmark needs an empty database. Use make bench.")
        rows = []
        if only in (None, "deadlines"):
            rows += deadlines.measure(rounds=rounds, report=self.report)
        if only != "deadlines":
            rows += self.stored(only, rounds=rounds, matters=matters, names=names)
        self.stdout.write(
            f"\n{timezone.now():%Y-%m-%d}, {platform.machine()}, Python {platform.python_version()}\n"
        )
        self.stdout.write(as_text(rows))

    def stored(self, only: str | None, *, rounds: int, matters: int, names: int) -> list[Row]:
        """The rows that want a firm in the database."""
        rows = []
        firm, members = data.make_firm("bills", contacts=200, matters=500, entries=20)
        data.analyze()
        if only in (None, "bills"):
            rows += bills.measure(firm, members[0], rounds=rounds, report=self.report)
        if only in (None, "pdfs"):
            rows += pdfs.measure(firm, members[0], rounds=rounds, report=self.report)
        if only in (None, "calendar"):
            rows += calendar.measure(firm, members[0], requests=20 * rounds, report=self.report)
        if only in (None, "feeds"):
            rows += feeds.measure(firm, members[0], rounds=rounds, report=self.report, made=only is None)
        if only in (None, "pages", "walls"):
            rows += self.pages(only, members[0], matters, requests=20 * rounds)
        if only in (None, "conflicts"):
            rows += self.conflicts(names, requests=40 * rounds)
        return rows

    def pages(self, only: str | None, small: Member, matters: int, *, requests: int) -> list[Row]:
        """B5 and B9, which share their data: `matters` matters in ten firms, and as many in one."""
        self.report(f"making {matters:,} matters in ten firms")
        walled_too = only in (None, "walls")
        with data.loading():
            for number in range(10):
                firm, members = data.make_firm(
                    f"pages{number}",
                    contacts=matters // 20,
                    matters=matters // 10,
                    entries=10,
                    whole=True,
                    people=4,
                )
            if walled_too:
                data.wall_off(firm, members[2], walls=50, grants=20)
                large, people = data.make_firm(
                    "large", contacts=matters // 20, matters=matters, entries=0, whole=True, people=4
                )
                data.named_only(large, people[2], matters // 5)
        data.analyze()
        rows: list[Row] = []
        if only in (None, "pages"):
            with firm_scope(firm):
                matter_id = Matter.objects.order_by("id")[matters // 20].pk
            rows += pages.measure(members[0], small, matter_id, requests=requests, report=self.report)
        if walled_too:
            rows += walls.measure(members[0], members[2], people[2], requests=requests, report=self.report)
        return rows

    def conflicts(self, names: int, *, requests: int) -> list[Row]:
        """B6: a firm of its own with `names` names, read by a member behind fifty walls."""
        self.report(f"making {names:,} names")
        with data.loading():
            firm, members = data.make_firm("names", contacts=1000, matters=1000, entries=0)
            data.wall_off(firm, members[1], walls=50, grants=0)
            conflicts.make(firm, names)
        data.analyze()
        return conflicts.measure(firm, members[1], names=names, requests=requests, report=self.report)

    def report(self, text: str) -> None:
        self.stderr.write(f"  {text}")
