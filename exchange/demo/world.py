"""Builds a demo firm in bulk. Not through the services: eighteen months of history would take them an hour."""

import datetime
import random
from collections import defaultdict
from decimal import Decimal
from types import SimpleNamespace

from django.utils import timezone

from accounts.models import BarLicence, Member, Role, User
from accounts.permissions import ROLES, TEMPLATES
from billing.models import (
    Expense,
    Invoice,
    InvoiceLine,
    InvoiceQuestion,
    InvoiceReminder,
    Payment,
    PaymentAllocation,
    Rate,
    TimeEntry,
    Timer,
)
from billing.services.invoices import make_heading
from calendar_app.models import Deadline
from documents import storage
from documents.models import Document, Version
from exchange.demo import names
from exchange.demo.papers import pdf_of
from matters.models import Contact, FeeArrangement, Matter, MatterPermission, Pin, PracticeArea, TeamMember
from practice.models import AuditEvent, Firm, Sequence
from practice.money import cents
from practice.scope import firm_scope

PASSWORD = "open the demo door"
DAY = datetime.timedelta(days=1)
HOUR = 3600


def build(
    *, name: str, slug: str, domain: str, people: list, contacts: int, matters: int, months: int, seed: int
) -> Firm:
    """Create one demo firm with `contacts` contacts, `matters` matters and `months` months of work."""
    firm = Firm.objects.create(
        name=name,
        slug=slug,
        address="1 Merchant Wharf, Suite 400\nOakland, CA 94607",
        phone="(510) 555-0142",
        email=f"office@{domain}",
        website=f"www.{domain}",
        reminder_days=[7, 21, 45],
        payment_instructions=f"Check payable to {name}, or bank transfer to Bayline Bank, routing 000000000, account ending 4821.",
    )
    with firm_scope(firm):
        World(firm, domain, people, contacts, matters, months, seed).make()
    return firm


class World:
    """One firm in the making. Every choice comes from one seeded generator, every date from today."""

    def __init__(self, firm, domain, people, contacts, matters, months, seed):
        self.firm, self.domain, self.people = firm, domain, people
        self.how_many = SimpleNamespace(contacts=contacts, matters=matters, months=months)
        self.rng = random.Random(seed)
        self.today = timezone.localdate()
        self.start = self.today - datetime.timedelta(days=int(months * 30.5))

    def make(self) -> None:
        self.staff()
        self.contacts()
        self.matters()
        self.work()
        self.invoices()
        self.payments()
        self.deadlines()
        self.papers()
        self.desk()

    # people -----------------------------------------------------------------------------------------------------

    def staff(self) -> None:
        self.roles = {
            template: Role.objects.create(
                name=label, template=template, powers=dict(ROLES[template]), position=position
            )
            for position, (template, label) in enumerate(TEMPLATES.items())
        }
        self.members: dict[str, Member] = {}
        self.rates: dict[int, Decimal] = {}
        for key, name, template, title, partner, rate, target in self.people:
            email = f"{key}@{self.domain}"
            # The freelancer works for both firms with one identity.
            if key == "dashiell":
                email = "dashiell.moor@freelance.example"
            user = User.objects.filter(email=email).first() or User.objects.create_user(
                email, PASSWORD, name=name
            )
            member = Member.objects.create(
                user=user,
                role=self.roles[template],
                name=name,
                title=title,
                is_partner=partner,
                initials="".join(word[0] for word in name.split()[:2]),
                daily_target_seconds=int(target * HOUR),
                expires_on=self.today + 60 * DAY if template == "freelancer" else None,
            )
            self.members[key] = member
            if rate:
                self.rates[member.pk] = Decimal(rate)
        everyone = list(self.members.values())
        self.attorneys = [m for m in everyone if m.role.template == "attorney"]
        self.paralegals = [m for m in everyone if m.role.template == "paralegal"]
        self.support = [m for m in everyone if m.role.template in ("legal_assistant", "legal_secretary")]
        for number, member in enumerate(self.attorneys):
            BarLicence.objects.create(
                member=member,
                jurisdiction="California",
                number=str(214_300 + 1_117 * number),
                admitted_on=datetime.date(2004 + 3 * number, 12, 1),
                expires_on=datetime.date(self.today.year + 1, 2, 1),
                verified_by=self.attorneys[number - 1],
                verified_at=timezone.now(),
            )
        lead = self.attorneys[0]
        for member in everyone:
            if member.role.template not in ("attorney", "firm_admin"):
                member.supervisor = lead
                member.save(update_fields=["supervisor"])
        first = datetime.date(self.today.year - 2, 1, 1)
        Rate.objects.bulk_create(
            Rate(member_id=pk, amount=amount - raise_, effective_from=on, set_by=lead)
            for pk, amount in self.rates.items()
            for on, raise_ in ((first, Decimal(15)), (datetime.date(self.today.year, 1, 1), Decimal(0)))
        )

    def rate_on(self, member: Member, day: datetime.date) -> Decimal:
        """The member's rate on `day`: 15.00 less before this year."""
        rate = self.rates[member.pk]
        return rate if day.year >= self.today.year else rate - Decimal(15)

    # clients and matters ----------------------------------------------------------------------------------------

    def contacts(self) -> None:
        rng, made, seen = self.rng, [], set()
        while len(made) < self.how_many.contacts:
            city, postcode = rng.choice(names.CITIES)
            place = {
                "address": f"{rng.randint(2, 980)} {rng.choice(names.STREETS)}",
                "city": city,
                "region": "CA",
                "postcode": postcode,
                "phone": f"(510) 555-0{rng.randint(100, 199)}",
            }
            if rng.random() < 0.4:
                name = f"{rng.choice(names.COMPANY_FIRST).replace('-', ' ')} {rng.choice(names.COMPANY_LAST)}"
                slug = "".join(c for c in name.split()[0].lower() if c.isalpha())
                fields = {
                    "kind": "company",
                    "name": name,
                    "sort_name": name,
                    "email": f"accounts@{slug}-{len(made)}.example",
                }
            else:
                first, last = rng.choice(names.FIRST), rng.choice(names.LAST)
                name = f"{first} {last}"
                fields = {
                    "kind": "person",
                    "name": name,
                    "sort_name": f"{last}, {first}",
                    "first_name": first,
                    "last_name": last,
                    "email": f"{first}.{last}".lower().replace(" ", "") + f"{len(made)}@post.example",
                }
            if name in seen:
                continue
            seen.add(name)
            made.append(
                Contact(**fields, **place, tags=rng.sample(["client", "referral", "vip", "vendor"], k=1))
            )
        self.contact_list = Contact.objects.bulk_create(made)

    def matters(self) -> None:
        rng = self.rng
        self.areas = {
            name: PracticeArea.objects.create(name=name, stages=stages, position=i)
            for i, (name, stages) in enumerate(names.AREAS.items())
        }
        people = [c for c in self.contact_list if c.kind == "person"]
        clients = rng.sample(self.contact_list, k=max(1, int(len(self.contact_list) * 0.6)))
        counters: dict[int, int] = defaultdict(int)
        planned = []
        for index in range(self.how_many.matters):
            state = rng.choices(
                ["open", "closed", "on_hold", "pending", "declined"], weights=[60, 24, 5, 8, 3]
            )[0]
            if index < 4:
                state = "open"
            age = (
                rng.randint(0, 25)
                if state == "pending"
                else rng.randint(12, int(self.how_many.months * 30.5) + 200)
            )
            planned.append((self.today - age * DAY, state))
        made, stages = [], {}
        for created, state in sorted(planned):
            area = rng.choices(list(self.areas.values()), weights=[28, 16, 18, 12, 14, 12])[0]
            client = rng.choice(clients)
            other = rng.choice([c for c in self.contact_list if c is not client])
            person = client if client.kind == "person" else rng.choice(people)
            surname = (
                client.last_name
                if client.kind == "person"
                else client.name.split(",")[0].removesuffix(" LLC")
            )
            caption = rng.choice(names.CAPTIONS[area.name]).format(
                client=surname,
                other=other.last_name or other.name.split(",")[0],
                person=person.name if area.name == "Probate and trusts" else person.last_name,
                street=f"{rng.randint(2, 400)} {rng.choice(names.STREETS)}",
            )
            counters[created.year] += 1
            attorney = rng.choice(self.attorneys)
            litigated = area.name in ("Civil litigation", "Employment", "Probate and trusts", "Family")
            stages[caption] = rng.choice(area.stages)
            made.append(
                Matter(
                    number=f"{created.year}-{counters[created.year]:04d}",
                    name=caption[:200],
                    client=client,
                    practice_area=area,
                    state=state,
                    stage="" if state in ("pending", "declined") else stages[caption],
                    responsible=attorney,
                    supervising=attorney if attorney.is_partner else self.attorneys[0],
                    court="Alameda County Superior Court" if litigated else "",
                    case_number=f"{created.year % 100}CV{rng.randint(10000, 99999):06d}" if litigated else "",
                    budget=Decimal(rng.randint(8, 90) * 1000) if rng.random() < 0.5 else None,
                    opened_on=created if state not in ("pending", "declined") else None,
                    closed_on=created + max(1, (self.today - created).days - rng.randint(1, 60)) * DAY
                    if state == "closed"
                    else None,
                    accepted_by=attorney if state not in ("pending",) else None,
                    created_at=self.moment(created),
                    created_by=rng.choice(self.support or self.attorneys),
                )
            )
        self.matter_list = Matter.objects.bulk_create(made)
        for year, last in counters.items():
            Sequence.objects.create(kind="matter", series=str(year), last=last)
        fees, team = [], []
        self.team_of: dict[int, list[Member]] = {}
        for matter in self.matter_list:
            kind = rng.choices(["hourly", "flat", "contingency", "pro_bono"], weights=[82, 9, 6, 3])[0]
            matter.fee_kind = kind
            fees.append(
                FeeArrangement(
                    matter=matter,
                    kind=kind,
                    flat_amount=Decimal(rng.randint(15, 90) * 100) if kind == "flat" else None,
                    contingency_percent=Decimal("33.33") if kind == "contingency" else None,
                    effective_from=matter.opened_on or self.today,
                    set_by=matter.responsible,
                )
            )
            helpers = rng.sample(self.paralegals, k=min(len(self.paralegals), rng.randint(1, 2)))
            helpers += rng.sample(self.support, k=min(len(self.support), 1))
            self.team_of[matter.pk] = helpers
            team += [TeamMember(matter=matter, member=m, part=m.role.name) for m in helpers]
        FeeArrangement.objects.bulk_create(fees)
        TeamMember.objects.bulk_create(team)
        self.record("matter.created", [(m, m.created_at, m.created_by) for m in self.matter_list])
        self.record(
            "matter.open", [(m, m.created_at + DAY, m.responsible) for m in self.matter_list if m.opened_on]
        )

    # work -------------------------------------------------------------------------------------------------------

    def work(self) -> None:
        rng = self.rng
        entries, expenses = [], []
        live = [m for m in self.matter_list if m.opened_on]
        by_attorney: dict[int, list[Matter]] = defaultdict(list)
        by_helper: dict[int, list[Matter]] = defaultdict(list)
        for matter in live:
            by_attorney[matter.responsible_id].append(matter)
            for helper in self.team_of[matter.pk]:
                by_helper[helper.pk].append(matter)
        day = self.start
        while day <= self.today:
            if day.weekday() < 5:
                for member in self.attorneys + self.paralegals + self.support:
                    lawyer = member.role.template == "attorney"
                    pool = by_attorney[member.pk] if lawyer else by_helper[member.pk]
                    pool = [
                        m for m in pool if m.opened_on <= day and (m.closed_on is None or day <= m.closed_on)
                    ]
                    if not pool or rng.random() < 0.08:
                        continue
                    kind = "attorney" if lawyer else "paralegal" if member in self.paralegals else "clerical"
                    for _ in range(rng.randint(1, 4) if kind != "clerical" else rng.randint(0, 1)):
                        entries.append(self.entry(member, rng.choice(pool), day, kind))
                if rng.random() < 0.9 and live:
                    matter = rng.choice(live)
                    if matter.opened_on <= day and (matter.closed_on is None or day <= matter.closed_on):
                        expenses += [self.cost(matter, day) for _ in range(rng.randint(1, 3))]
            day += DAY
        self.entries = TimeEntry.objects.bulk_create(entries, batch_size=2000)
        self.expenses = Expense.objects.bulk_create(expenses, batch_size=2000)

    def entry(self, member: Member, matter: Matter, day: datetime.date, kind: str) -> TimeEntry:
        rng = self.rng
        text, task, activity, low, high = rng.choice(names.WORK[kind])
        seconds = int(rng.uniform(low, high) * 10) * 360 or 360
        billable = kind != "clerical"
        rate = self.rate_on(member, day) if billable else Decimal(0)
        minutes = rng.randint(0, 5)
        return TimeEntry(
            matter=matter,
            member=member,
            entered_by=member
            if kind != "attorney" or rng.random() < 0.8
            else rng.choice(self.support or [member]),
            date=day,
            seconds=max(60, seconds - 60 * minutes),
            billed_seconds=seconds,
            narrative=text.format(thing=rng.choice(names.THINGS), topic=rng.choice(names.TOPICS)),
            task_code=task,
            activity_code=activity,
            nature={"attorney": "legal", "paralegal": "paralegal", "clerical": "clerical"}[kind],
            billable=billable,
            rate=rate,
            rate_reason=f"{member.name.split()[0]}’s standard rate since Jan 1, {day.year if day.year >= self.today.year else self.today.year - 2}"
            if billable
            else "Not billable",
            amount=cents(rate * seconds / HOUR),
            source=rng.choice(["manual", "timer"]),
            created_at=self.moment(day, 17),
        )

    def cost(self, matter: Matter, day: datetime.date) -> Expense:
        rng = self.rng
        category, code, kind, vendor, low, high = rng.choice(names.COSTS)
        amount = Decimal(rng.randint(low * 100, high * 100)) / 100
        who = rng.choice(self.team_of[matter.pk] or self.attorneys)
        return Expense(
            matter=matter,
            member=who,
            entered_by=who,
            date=day,
            kind=kind,
            category=category,
            expense_code=code,
            vendor=vendor,
            description=f"{category}{f', {vendor}' if vendor else ''}",
            quantity=1,
            unit_cost=amount,
            amount=amount,
            created_at=self.moment(day, 16),
        )

    # bills ------------------------------------------------------------------------------------------------------

    def invoices(self) -> None:
        """Bills of the first day of each month for the month before; the latest are drafts and in review."""
        rng = self.rng
        work: dict[tuple, list] = defaultdict(list)
        for item in [*self.entries, *self.expenses]:
            if item.billable and item.matter.fee_kind == "hourly":
                work[(item.date.year, item.date.month, item.matter_id)].append(item)
        matters = {m.pk: m for m in self.matter_list}
        this_month = (self.today.year, self.today.month)
        last_month = ((self.today.replace(day=1) - DAY).year, (self.today.replace(day=1) - DAY).month)
        drafts, lines_of = [], []
        for (year, month, matter_id), items in sorted(work.items()):
            if (year, month) == this_month or (year, month) < (self.start.year, self.start.month):
                continue
            if (year, month) == last_month and rng.random() < 0.45:
                continue
            matter = matters[matter_id]
            fees = sum((i.amount for i in items if isinstance(i, TimeEntry)), Decimal("0.00"))
            costs = sum((i.amount for i in items if isinstance(i, Expense)), Decimal("0.00"))
            if fees + costs < 40:
                continue
            invoice = Invoice(
                matter=matter,
                client=matter.client,
                fees=fees,
                costs=costs,
                total=fees + costs,
                period_from=min(i.date for i in items),
                period_to=max(i.date for i in items),
                drafted_by=rng.choice(self.support or self.attorneys),
                reviewer=matter.responsible,
                created_at=self.moment(self.after_month(year, month)),
            )
            invoice.month = (year, month)
            drafts.append(invoice)
            lines_of.append(items)
        self.invoice_list = Invoice.objects.bulk_create(drafts, batch_size=1000)
        lines, billed_time, billed_costs = [], [], []
        for invoice, items in zip(self.invoice_list, lines_of, strict=True):
            items.sort(key=lambda i: (isinstance(i, Expense), i.date, i.pk))
            written_down = Decimal("0.00")
            for position, item in enumerate(items, 1):
                line = self.line(invoice, item, position)
                if line.kind == "fee" and rng.random() < 0.03:
                    line.amount = cents(line.amount * Decimal("0.8"))
                    line.seconds = int(line.seconds * 0.8 / 360) * 360
                    line.write_down_reason = "Exceeds budget for task"
                    written_down += line.drafted_amount - line.amount
                lines.append(line)
                (billed_time if line.kind == "fee" else billed_costs).append(item)
            invoice.written_down = written_down
            invoice.fees -= written_down
            invoice.total -= written_down
        InvoiceLine.objects.bulk_create(lines, batch_size=2000)
        self.issue(last_month)
        approved = {i.pk for i in self.invoice_list if i.state == "approved"}
        state_of = {}
        for line in lines:
            source = line.time_entry_id or -line.expense_id
            state_of[source] = "billed" if line.invoice_id in approved else "on_invoice"
        for item in billed_time:
            item.state = state_of[item.pk]
        for item in billed_costs:
            item.state = state_of[-item.pk]
        TimeEntry.objects.bulk_update(billed_time, ["state"], batch_size=2000)
        Expense.objects.bulk_update(billed_costs, ["state"], batch_size=2000)

    def line(self, invoice: Invoice, item, position: int) -> InvoiceLine:
        common = {
            "invoice": invoice,
            "matter": invoice.matter,
            "position": position,
            "date": item.date,
            "drafted_amount": item.amount,
            "amount": item.amount,
        }
        if isinstance(item, Expense):
            return InvoiceLine(
                kind="cost", expense=item, description=item.description, expense_code=item.expense_code,
                quantity=item.quantity, rate=item.unit_cost, **common,
            )  # fmt: skip
        return InvoiceLine(
            kind="fee", time_entry=item, description=item.narrative, timekeeper=item.member, timekeeper_name=item.member.name,
            timekeeper_title=item.member.title, task_code=item.task_code, activity_code=item.activity_code,
            worked_seconds=item.billed_seconds, seconds=item.billed_seconds, rate=item.rate, **common,
        )  # fmt: skip

    def issue(self, last_month: tuple[int, int]) -> None:
        """Give numbers in order of issue; leave some of the newest as drafts, in review and returned."""
        rng = self.rng
        counters: dict[int, int] = defaultdict(int)
        for invoice in self.invoice_list:
            fate = rng.random()
            if invoice.month == last_month and fate < 0.5:
                if fate < 0.25:
                    invoice.state = "in_review"
                    invoice.submitted_at = timezone.now() - datetime.timedelta(hours=rng.randint(1, 90))
                elif fate < 0.3:
                    invoice.return_note = "Split the block entry on the 14th and check the courier charge."
                continue
            issued = min(self.after_month(*invoice.month) + rng.randint(0, 6) * DAY, self.today)
            counters[issued.year] += 1
            attorney = invoice.matter.responsible
            invoice.state = "approved"
            invoice.number = f"{issued.year}-{counters[issued.year]:04d}"
            invoice.issued_on, invoice.due_on = issued, issued + 30 * DAY
            invoice.approved_by, invoice.approved_at = attorney, self.moment(issued, 11)
            invoice.submitted_at = self.moment(issued, 9)
            invoice.sent_at = self.moment(issued, 15) if rng.random() < 0.96 else None
            if invoice.sent_at and rng.random() < 0.8:
                invoice.viewed_at = min(
                    invoice.sent_at + datetime.timedelta(hours=rng.randint(2, 70)), timezone.now()
                )
            invoice.heading = make_heading(invoice, attorney)
        fields = [
            "state", "number", "issued_on", "due_on", "approved_by", "approved_at", "submitted_at", "sent_at", "viewed_at",
            "heading", "return_note", "fees", "total", "written_down",
        ]  # fmt: skip
        Invoice.objects.bulk_update(self.invoice_list, fields, batch_size=500)
        for year, last in counters.items():
            Sequence.objects.create(kind="invoice", series=str(year), last=last)
        issued = [i for i in self.invoice_list if i.number]
        self.record("invoice.approved", [(i, i.approved_at, i.approved_by) for i in issued])
        self.record("invoice.sent", [(i, i.sent_at, i.drafted_by) for i in issued if i.sent_at])

    def payments(self) -> None:
        rng = self.rng
        payments, allocations, paid, reminders = [], [], [], []
        for invoice in self.invoice_list:
            if invoice.state != "approved" or not invoice.sent_at:
                continue
            late = (self.today - invoice.due_on).days
            chance = 0.93 if late > 60 else 0.85 if late > 10 else 0.45 if late > -15 else 0.2
            if rng.random() < chance:
                share = Decimal(1) if rng.random() < 0.95 else Decimal("0.5")
                amount = cents(invoice.total * share)
                on = min(invoice.issued_on + rng.randint(3, 50) * DAY, self.today)
                payment = Payment(
                    client=invoice.client, matter=invoice.matter, received_on=on, amount=amount,
                    method=rng.choice(["check", "transfer", "card"]), reference=str(rng.randint(1000, 9999)),
                    idempotency_key=f"demo-{invoice.pk}", recorded_by=rng.choice(self.support or self.attorneys),
                    created_at=self.moment(on, 14),
                )  # fmt: skip
                payments.append(payment)
                allocations.append((payment, invoice, amount))
                invoice.paid = amount
                paid.append(invoice)
            if invoice.paid < invoice.total:
                for rung in self.firm.reminder_days:
                    if late >= rung:
                        reminders.append(
                            InvoiceReminder(
                                invoice=invoice, matter=invoice.matter, days_late=rung, balance=invoice.total - invoice.paid,
                                created_at=self.moment(invoice.due_on + rung * DAY, 8), sent_at=self.moment(invoice.due_on + rung * DAY, 8),
                            )
                        )  # fmt: skip
        Payment.objects.bulk_create(payments, batch_size=1000)
        PaymentAllocation.objects.bulk_create(
            [PaymentAllocation(payment=p, invoice=i, matter=i.matter, amount=a) for p, i, a in allocations],
            batch_size=1000,
        )
        Invoice.objects.bulk_update(paid, ["paid"], batch_size=500)
        InvoiceReminder.objects.bulk_create(reminders)
        self.record("payment.recorded", [(p, p.created_at, p.recorded_by) for p in payments])

    # dates, papers, desks ---------------------------------------------------------------------------------------

    def deadlines(self) -> None:
        rng = self.rng
        live = [m for m in self.matter_list if m.state == "open"]
        made = []
        for matter in live:
            for _ in range(rng.choices([0, 1, 2, 3], weights=[25, 40, 25, 10])[0]):
                title, kind, authority = rng.choice(names.DEADLINES)
                due = self.today + rng.randint(-40, 75) * DAY
                while due.weekday() >= 5:
                    due += DAY
                done = due < self.today and rng.random() < 0.96
                owner = rng.choice([matter.responsible, *self.team_of[matter.pk]])
                made.append(
                    Deadline(
                        matter=matter, title=title, kind=kind, authority=authority, due_on=due, original_due_on=due, owner=owner,
                        done_at=self.moment(due, 15) if done else None, done_by=owner if done else None, created_by=owner,
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
            from django.contrib.auth.models import Permission

            see = Permission.objects.get(codename="see_matter", content_type__app_label="matters")
            for matter in mine[:3]:
                MatterPermission.objects.create(user=guest.user, permission=see, content_object=matter)

    # helpers ----------------------------------------------------------------------------------------------------

    def moment(self, day: datetime.date, hour: int = 10) -> datetime.datetime:
        """An instant on `day`, never in the future."""
        at = datetime.datetime.combine(day, datetime.time(hour, self.rng.randint(0, 59)), tzinfo=datetime.UTC)
        return min(at, timezone.now())

    @staticmethod
    def after_month(year: int, month: int) -> datetime.date:
        """The first day of the next month."""
        return datetime.date(year + month // 12, month % 12 + 1, 1)

    @staticmethod
    def record(verb: str, rows: list) -> None:
        """Past acts for the History tabs."""
        AuditEvent.objects.bulk_create(
            (
                AuditEvent(
                    at=at,
                    actor_id=by.pk if by else None,
                    actor_name=by.name if by else "Bailiwick",
                    verb=verb,
                    object_type=obj._meta.label_lower,
                    object_id=obj.pk,
                    object_label=str(obj)[:300],
                    matter_id=obj.pk if obj._meta.label_lower == "matters.matter" else obj.matter_id,
                )
                for obj, at, by in rows
            ),
            batch_size=1000,
        )
