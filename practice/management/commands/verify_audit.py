"""manage.py verify_audit: walk the audit trail's hash chain of every firm."""

from django.core.management.base import BaseCommand, CommandError

from practice import audit
from practice.models import Firm
from practice.scope import firm_scope


class Command(BaseCommand):
    """Prints links checked, the chain's head and each fault of every firm. Ends with 1 when there is a fault.

    Keep the heads somewhere else, such as in a mail to the firm: a chain that the database's owner rewrote whole is
    found only by comparing.
    """

    help = "Check every firm's audit trail for changed, deleted, inserted or reordered events."

    def add_arguments(self, parser):
        parser.add_argument("--firm", metavar="SLUG", help="check this firm alone")

    def handle(self, *args, firm: str | None = None, **options):
        firms = Firm.objects.order_by("id")
        if firm:
            firms = firms.filter(slug=firm)
            if not firms:
                raise CommandError(f"There is no firm {firm!r}.", returncode=2)
        broken = 0
        for one in firms:
            with firm_scope(one):
                count, faults = audit.verify()
                seq, digest = audit.head()
            self.stdout.write(f"{one.slug}: {count} links, head {seq} {digest or '-'}")
            for fault in faults:
                self.stdout.write(f"  FAULT at link {fault.seq}, event {fault.event_id}: {fault.fault}")
            broken += bool(faults)
        if broken:
            raise CommandError(f"{broken} of {len(firms)} audit trails do not hold.", returncode=1)
        self.stdout.write("All audit trails hold." if firms else "There is no firm yet.")
