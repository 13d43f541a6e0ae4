"""What people of a demo firm ask of those who may, and what is late in an inbox."""

import datetime

from django.utils import timezone

from accounts.permissions import Perm
from exchange.demo.base import DAY, Maker
from supervision.models import Approval
from supervision.services import ask, ask_for_delegation


class Asked(Maker):
    """A request in words, a delegation wanted, and dates on some of what waits."""

    def requests(self) -> None:
        """Call it last: it looks at what waits by then."""
        if self.support:
            ask(
                Perm.FEE_SET,
                by=self.support[0],
                text="Set the rate for depositions that we agreed with the client on Tuesday.",
                path="/settings/rates/",
            )
        wanted = next(
            (m for m in self.matter_list if m.state == "open" and self.paralegals[0] in self.team_of[m.pk]),
            None,
        )
        if wanted is not None:
            ask_for_delegation(
                Perm.CALENDAR_MANAGE_FOR_OTHERS,
                by=self.paralegals[0],
                matter=wanted,
                until=self.today + 30 * DAY,
                text="Depositions next month: rooms, the reporter, the witnesses’ travel.",
            )
        waiting = list(Approval.objects.waiting().order_by("submitted_at", "id")[:6])
        for number, approval in enumerate(waiting):
            values = {"due_on": self.today + (number - 1) * DAY, "urgent": number == 2}
            if number % 2 == 0:
                values["note"] = approval.note or "Ready from my side."
            Approval.objects.filter(pk=approval.pk).update(**values)
        Approval.objects.filter(kind__in=["ask", "delegation"], state="waiting").update(
            submitted_at=timezone.now() - datetime.timedelta(hours=20)
        )
