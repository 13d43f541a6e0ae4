"""manage.py check_files: every stored file is there and is what was stored."""

import time

from django.core.management import BaseCommand, CommandError

from documents import storage
from documents.models import Version
from practice.models import Firm
from practice.scope import firm_scope

DAY = 24 * 3600


class Command(BaseCommand):
    """Reads all files of all firms and compares them with the hashes in the database. Run it nightly and after a restore."""

    help = "Compare every stored file with its hash. Ends with an error when one is missing or damaged."

    def add_arguments(self, parser):
        parser.add_argument("--firm", help="slug of one firm; without it all are checked")
        parser.add_argument(
            "--sweep", action="store_true", help="remove unfinished files that uploads left over a day ago"
        )

    def handle(self, *args, firm: str | None = None, sweep: bool = False, **options):
        firms = Firm.objects.filter(slug=firm) if firm else Firm.objects.all()
        if firm and not firms:
            raise CommandError(f"No firm has the slug {firm}.")
        faults = whole = unnamed = swept = 0
        for one in firms.order_by("id"):
            found, bad, loose, gone = self._check(one, sweep)
            whole, faults, unnamed, swept = whole + found, faults + bad, unnamed + loose, swept + gone
        self.stdout.write(f"{whole} files are whole.")
        if unnamed:
            self.stdout.write(
                f"{unnamed} files belong to no document: imported files, or uploads that were broken off."
            )
        if swept:
            self.stdout.write(f"{swept} unfinished files removed.")
        if faults:
            raise CommandError(f"{faults} files are missing or damaged. Restore them from a backup.")

    def _check(self, firm: Firm, sweep: bool) -> tuple[int, int, int, int]:
        with firm_scope(firm):
            rows = list(
                Version.objects.order_by("sha256")
                .values_list("sha256", "size", "document__name", "number", "matter__number")
                .distinct()
            )
        faults = 0
        sizes = {sha256: size for sha256, size, *_ in rows}
        broken = {
            sha256: fault
            for sha256, size in sizes.items()
            if (fault := storage.fault_of(firm.pk, sha256, size))
        }
        for sha256, _size, name, number, matter in rows:
            if sha256 in broken:
                self.stdout.write(
                    f"{broken[sha256]:8} {sha256}  {firm.slug}  {matter}  {name}, version {number}"
                )
        faults = len(broken)
        unnamed = swept = 0
        for path in storage.files_of(firm.pk):
            if path.suffix == ".tmp":
                if sweep and path.stat().st_mtime < time.time() - DAY:
                    path.unlink(missing_ok=True)
                    swept += 1
            elif path.name not in sizes:
                unnamed += 1
        return len(sizes) - faults, faults, unnamed, swept
