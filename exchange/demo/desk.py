"""Dates, papers and desks of a demo firm."""

import datetime
from decimal import Decimal

from django.utils import timezone

from accounts.permissions import Perm
from billing.models import (
    InvoiceQuestion,
    Timer,
)
from calendar_app.models import Deadline
from documents import storage
from documents.models import Document, Version
from exchange.demo import names
from exchange.demo.base import DAY, Maker
from exchange.demo.papers import pdf_of
from matters import services
from matters.models import Pin
from matters.queries.guests import hash_of, undertaking_text


class Desk(Maker):
    """Deadlines, documents, timers, pins, questions."""

    def deadlines(self) -> None:
        rng = self.rng
        live = [m for m in self.matter_list if m.state == "open"]
        made = []
        for matter in live:
            for _ in range(rng.choices([0, 1, 2, 3], weights=[25, 40, 25, 10])[0]):
                title, kind, authority = rng.choice(names.DEADLINES[matter.practice_area.name])
                due = self.today + rng.randint(-40, 75) * DAY
                while due.weekday() >= 5:
                    due += DAY
                done = due < self.today and rng.random() < 0.96
                owner = rng.choice([matter.responsible, *self.team_of[matter.pk]])
                made.append(
                    Deadline(
                        matter=matter, title=title, kind=kind, authority=authority, due_on=due, original_due_on=due, owner=owner,
                        done_at=self.moment(due, 15) if done else None, done_by=owner if done else None, created_by=owner, set_by=owner,
                    )
                )  # fmt: skip
        Deadline.objects.bulk_create(made)

    def papers(self) -> None:
        rng = self.rng
        for matter in rng.sample(self.matter_list, k=min(len(self.matter_list), 90)):
            if not matter.opened_on:
                continue
            for _ in range(rng.randint(1, 5)):
                name, category = rng.choice(names.PAPERS)
                day = min(matter.opened_on + rng.randint(0, 300) * DAY, self.today)
                by = rng.choice([matter.responsible, *self.team_of[matter.pk]])
                content = pdf_of(
                    name, [matter.name, f"Matter {matter.number}", f"Demo paper of {day:%B %d, %Y}."]
                )
                sha256, size = storage.store(self.firm.pk, content)
                document = Document.objects.create(
                    matter=matter, name=name, category=category, latest=1, created_by=by,
                    created_at=self.moment(day), updated_at=self.moment(day),
                )  # fmt: skip
                Version.objects.create(
                    document=document, matter=matter, number=1, filename=f"{name}.pdf", media_type="application/pdf",
                    size=size, sha256=sha256, uploaded_by=by, created_at=self.moment(day),
                )  # fmt: skip

    def desk(self) -> None:
        """Today's desk: timers, pins, a client's question, the guest's matters, a bill run to come."""
        rng = self.rng
        lead = self.attorneys[0]
        mine = [m for m in self.matter_list if m.responsible_id == lead.pk and m.state == "open"]
        for member in [*self.attorneys[:2], *self.paralegals[:1]]:
            own = [
                m
                for m in self.matter_list
                if m.state == "open" and member in (m.responsible, *self.team_of[m.pk])
            ]
            for position, matter in enumerate(own[:3]):
                Pin.objects.create(member=member, matter=matter)
                running = position == 0
                Timer.objects.create(
                    member=member, matter=matter, narrative=rng.choice(names.TOPICS).capitalize(),
                    seconds=0 if running else rng.randint(200, 1900),
                    started_at=timezone.now() - datetime.timedelta(minutes=12) if running else None,
                )  # fmt: skip
        sent = [i for i in self.invoice_list if i.sent_at and i.viewed_at and i.paid < i.total]
        for invoice in sent[-3:]:
            line = invoice.lines.first()
            InvoiceQuestion.objects.create(
                invoice=invoice, matter=invoice.matter, line=line, asked_by=invoice.client.name,
                text="What was this for? I thought it was covered by the earlier bill.",
                asked_at=min(invoice.viewed_at + datetime.timedelta(hours=1), timezone.now()),
            )  # fmt: skip
        guest = self.members.get("dashiell")
        if guest:
            self.guest_matters = mine[:2]
            self.engage(guest, lead, mine[:3])

    def engage(self, guest, lead, matters) -> None:
        """A freelancer on three matters: let in to two, before the self-check of the third."""
        text = undertaking_text(guest, self.firm)
        services.sign_undertaking(by=guest, signed_name=guest.name, read=hash_of(text))
        tasks = (
            "Index the documents produced",
            "Summarize the depositions",
            "Check the citations of the brief",
        )
        last = min(guest.expires_on, self.today + 30 * DAY)
        for position, (matter, task) in enumerate(zip(matters, tasks, strict=False)):
            engagement = services.engage_guest(
                matter,
                by=lead,
                member=guest,
                task=task,
                ends_on=last,
                powers=[Perm.EXHIBIT_EDIT, Perm.DOCUMENT_REDACT],
                cost_rate=Decimal("60.00"),
            )
            if position < 2:
                services.answer_self_check(engagement.checks.get(), by=guest, answer="none")
