"""Many time entries at once."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure
from billing import utbms
from billing.durations import round_up
from billing.models import TimeEntry
from billing.queries.rates import Found, RateBook
from billing.queries.time import default_billable, default_nature
from billing.services.time import said
from billing.services.time_rules import (
    amount_of,
    check_day,
    check_seconds,
    clean_code,
    clean_narrative,
    ensure_takes_work,
)
from matters.models import Matter
from practice import audit


@dataclass(frozen=True)
class NewTime:
    """A row of an import. `rate` is the rate it was billed at elsewhere; without one the firm's own applies.

    `amount` is for a line that was billed elsewhere, adjustments included: its hours are then not rounded again.
    """

    matter: Matter
    member: Member
    date: datetime.date
    seconds: int
    narrative: str
    task_code: str = ""
    activity_code: str = ""
    billable: bool | None = None
    no_charge: bool = False
    external_id: str = ""
    rate: Decimal | None = None
    rate_reason: str = ""
    amount: Decimal | None = None


@transaction.atomic
def import_time(rows: Iterable[NewTime], *, by: Member) -> list[TimeEntry]:
    """Record many rows at once: five queries whatever their number. All or none.

    Select `member.role` and `matter.client` with the rows. Codes outside the tables are kept as given. The
    durations
    are rounded as typed ones are. Raises DomainError for the first row that breaks a rule.
    """
    ensure(by, Perm.DATA_IMPORT)
    book = RateBook.load()
    increment = by.firm.rounding_seconds
    entries = []
    for row in rows:
        ensure_takes_work(row.matter)
        check_day(row.date)
        check_seconds(row.seconds)
        nature = default_nature(row.member)
        found = book.rate_for(row.member, row.matter, row.date)
        if row.rate is not None:
            found = Found(row.rate, row.rate_reason or "Rate of the imported row")
        billable = default_billable(row.member, nature, found) if row.billable is None else row.billable
        billed = row.seconds if row.amount is not None else round_up(row.seconds, increment)
        amount = amount_of(found.amount, billed, billable, row.no_charge)
        if row.amount is not None and billable and not row.no_charge:
            amount = row.amount
        entries.append(
            TimeEntry(
                matter=row.matter,
                member=row.member,
                entered_by=by,
                date=row.date,
                seconds=row.seconds,
                billed_seconds=billed,
                narrative=clean_narrative(row.narrative),
                task_code=clean_code(row.task_code, utbms.TASKS, "task", "task_code", imported=True),
                activity_code=clean_code(
                    row.activity_code, utbms.ACTIVITIES, "activity", "activity_code", imported=True
                ),
                nature=nature,
                billable=billable,
                no_charge=row.no_charge and billable,
                rate=found.amount,
                rate_reason=found.reason,
                amount=amount,
                source=TimeEntry.Source.IMPORT,
                external_id=row.external_id,
            )
        )
    TimeEntry.objects.bulk_create(entries, batch_size=1000)
    audit.record_many(by, "time.imported", [(entry, said(entry)) for entry in entries])
    return entries
