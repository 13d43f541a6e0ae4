"""What was decided in a demo firm, and what waits: bills with their rounds, a void proposed, a week of time sent in."""

import datetime

from django.utils import timezone

from billing.approvals.invoices import content
from billing.models import Invoice, TimeEntry
from billing.services.consents import propose_billable
from billing.services.invoices import propose_void
from billing.services.time_sheets import submit_week
from exchange.demo.base import DAY, Maker
from practice import audit
from supervision.kinds import hash_of
from supervision.models import Approval

RETURN_NOTE = "Split the block entry on the 14th and check the courier charge."
State, Basis = Approval.State, Approval.Basis


class Decisions(Maker):
    """Approvals of the past, written in bulk, and a few that wait."""

    def bill_decisions(self) -> None:
        """An approval for each bill that was issued, a round that waits for each in review, a return for each returned.

        Call it before the bills take their states: PostgreSQL lets none be issued without its approval.
        """
        rounds = []
        for number, invoice in enumerate(self.invoice_list):
            lines = self.lines_of[invoice.pk]
            said = content(invoice, lines)
            if invoice.state == "approved":
                rounds.append(self.bill_round(invoice, said, State.APPROVED))
            elif invoice.state == "in_review" and number % 3 == 0:
                # What the attorney read first: a line said less, and another was not written down yet.
                before = {**said, "rows": {"Lines": dict(said["rows"]["Lines"])}}
                key = next(iter(before["rows"]["Lines"]))
                before["rows"]["Lines"][key] = f"Block entry; to be split · {before['rows']['Lines'][key]}"
                rounds.append(self.bill_round(invoice, before, State.RETURNED, note=RETURN_NOTE))
                rounds.append(self.bill_round(invoice, said, State.WAITING, number=2))
            elif invoice.state == "in_review":
                rounds.append(self.bill_round(invoice, said, State.WAITING))
            elif invoice.return_note:
                rounds.append(self.bill_round(invoice, said, State.RETURNED, note=invoice.return_note))
        Approval.objects.bulk_create(rounds, batch_size=500)

    def bill_round(
        self, invoice: Invoice, said: dict, state: str, *, number: int = 1, note: str = ""
    ) -> Approval:
        """One round about a bill; the second comes a day after the first."""
        said = audit.plain(said)
        attorney, maker = invoice.matter.responsible, invoice.drafted_by
        sent = invoice.submitted_at or timezone.now() - datetime.timedelta(hours=30)
        if state == State.RETURNED and invoice.state == "in_review":
            sent -= DAY
        decided = state in (State.APPROVED, State.RETURNED)
        at = invoice.approved_at or sent + datetime.timedelta(hours=5)
        own = maker.pk == attorney.pk
        return Approval(
            kind="invoice",
            object_id=invoice.pk,
            matter=invoice.matter,
            round=number,
            title=f"Bill for {invoice.matter.name}"[:200],
            amount=invoice.total,
            content=said,
            content_hash=hash_of(said, {}),
            state=state,
            prepared_by=maker,
            submitted_by=maker,
            submitted_at=sent,
            assigned_to=attorney,
            assigned_at=sent,
            reserved=True,
            decided_by=attorney if decided else None,
            decided_at=min(at, timezone.now()) if decided else None,
            decision_note=note,
            basis=(Basis.OWN_WORK if own else Basis.SECOND_PERSON) if state == State.APPROVED else "",
        )

    def proposals(self) -> None:
        """A void proposed by the assistant, support time offered for billing, and the guest's last week sent in."""
        if not self.support:
            return
        by = self.support[0]
        open_bills = Invoice.objects.outstanding().filter(paid=0).select_related("matter")
        invoice = open_bills.order_by("-id").first()
        if invoice is not None:
            propose_void(invoice, reason="Billed to the client’s old company name.", by=by)
        entries = TimeEntry.objects.filter(member__in=self.support, billable=False, state="open")
        for entry in entries.exclude(nature="clerical").order_by("-date", "-id")[:2]:
            propose_billable(
                entry, reason="A paralegal would have done this; the client agreed to it.", by=entry.member
            )
        self.guest_week()

    def guest_week(self) -> None:
        """Last week of the guest, as sent in: a sheet for each matter."""
        guest = self.members.get("dashiell")
        matters = list(getattr(self, "guest_matters", []))
        if guest is None or not matters:
            return
        monday = self.today - datetime.timedelta(days=self.today.weekday() + 7)
        for number in range(5):
            self.guest_entry(guest, matters[number % len(matters)], monday + number * DAY)
        submit_week(monday, by=guest)

    def guest_entry(self, guest, matter, day: datetime.date) -> TimeEntry:
        """A morning of the guest's."""
        return TimeEntry.objects.create(
            matter=matter,
            member=guest,
            entered_by=guest,
            date=day,
            seconds=9000,
            billed_seconds=9000,
            narrative="Index and summarize the documents produced; note gaps in the numbering.",
            task_code="L320",
            activity_code="A103",
            nature="paralegal",
            rate=self.rate_on(guest, day),
            rate_reason="Dashiell’s standard rate",
            amount=self.rate_on(guest, day) * 5 / 2,
            created_at=self.moment(day, 13),
        )
