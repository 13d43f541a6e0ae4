"""Time and costs of a demo firm."""

import datetime
from collections import defaultdict
from decimal import Decimal

from accounts.models import Member
from billing.models import (
    Expense,
    TimeEntry,
)
from exchange.demo import names
from exchange.demo.base import DAY, HOUR, Maker
from matters.models import Matter
from practice.money import cents


class Work(Maker):
    """Eighteen months of entries and expenses."""

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
                        m
                        for m in pool
                        if m.opened_on and m.opened_on <= day and (m.closed_on is None or day <= m.closed_on)
                    ]
                    if not pool or rng.random() < 0.08:
                        continue
                    kind = "attorney" if lawyer else "paralegal" if member in self.paralegals else "clerical"
                    for _ in range(rng.randint(1, 4) if kind != "clerical" else rng.randint(0, 1)):
                        entries.append(self.entry(member, rng.choice(pool), day, kind))
                    if lawyer:
                        entries += self.own_errands(member, pool, day)
                if day > self.today - 190 * DAY:
                    entries += self.support_day(day, by_helper)
                for matter in rng.sample(live, k=min(3, len(live))):
                    if matter.opened_on <= day and (matter.closed_on is None or day <= matter.closed_on):
                        expenses.append(self.cost(matter, day))
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
        since = self.today.year if day.year >= self.today.year else self.today.year - 2
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
            rate_reason=f"{member.name.split()[0]}’s standard rate since Jan 1, {since}"
            if billable
            else "Not billable",
            amount=cents(rate * seconds / HOUR),
            source=rng.choice(["manual", "timer"]),
            created_at=self.moment(day, 17),
        )

    def support_day(self, day: datetime.date, by_helper: dict[int, list[Matter]]) -> list[TimeEntry]:
        """What assistants and secretaries record on a day of the last half year; the fourth one has none to record."""
        side, made = self.side, []
        for place, member in enumerate(self.support[:3]):
            pool = [
                m
                for m in by_helper[member.pk]
                if m.opened_on and m.opened_on <= day and (m.closed_on is None or day <= m.closed_on)
            ]
            for _ in range(side.randint(2, 6) - place if pool else 0):
                text, nature, low, high = side.choice(names.SUPPORT)
                words = {"thing": side.choice(names.THINGS), "topic": side.choice(names.TOPICS)}
                seconds = int(side.uniform(low, high) * 10) * 360 or 360
                made.append(
                    TimeEntry(
                        matter=side.choice(pool),
                        member=member,
                        entered_by=member,
                        date=day,
                        seconds=seconds,
                        billed_seconds=seconds,
                        narrative=text.format(**words),
                        nature=nature,
                        billable=False,
                        rate=Decimal(0),
                        rate_reason="Not billable",
                        amount=Decimal(0),
                        created_at=self.evening(day),
                    )
                )
        return made

    def habit_of(self, member: Member) -> int:
        """On how many days of a hundred an attorney does what others may do: some delegate, some do not."""
        return (55, 80, 35, 60, 20)[self.attorneys.index(member) % 5]

    def own_errands(self, member: Member, pool: list[Matter], day: datetime.date) -> list[TimeEntry]:
        """What an attorney does on a day although others may, and now and then something that only sounds so."""
        side, made = self.side, []
        if not pool:
            return made
        for _ in range(side.randint(1, 3) if side.randrange(100) < self.habit_of(member) else 0):
            text, nature, low, high, charged = side.choice(names.DELEGABLE)
            made.append(self.errand(member, side.choice(pool), day, text, nature, low, high, charged))
        if side.randrange(100) < 4:
            text = side.choice(names.LOOKS_DELEGABLE)
            made.append(self.errand(member, side.choice(pool), day, text, "legal", 0.2, 0.9, 100))
        return made

    def errand(self, member, matter, day, text, nature, low, high, charged) -> TimeEntry:
        """One such entry; `charged` of a hundred are on the bill."""
        side = self.side
        seconds = int(side.uniform(low, high) * 10) * 360 or 360
        billable, rate = side.randrange(100) < charged, self.rate_on(member, day)
        return TimeEntry(
            matter=matter,
            member=member,
            entered_by=member,
            date=day,
            seconds=seconds,
            billed_seconds=seconds,
            narrative=text.format(thing=side.choice(names.THINGS), topic=side.choice(names.TOPICS)),
            nature=nature,
            billable=billable,
            rate=rate,
            rate_reason=f"{member.name.split()[0]}’s standard rate",
            amount=cents(rate * seconds / HOUR) if billable else Decimal(0),
            created_at=self.evening(day),
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
            description=category,
            quantity=1,
            unit_cost=amount,
            amount=amount,
            created_at=self.moment(day, 16),
        )
