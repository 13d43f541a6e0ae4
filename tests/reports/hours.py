"""Time entries for the tests of reports. Figures are stated by hand."""

import datetime
from decimal import Decimal

from accounts.models import Member
from billing.durations import charge
from billing.models import TimeEntry

# A Monday to a Sunday of four weeks: 20 working days.
FIRST, LAST = datetime.date(2026, 3, 2), datetime.date(2026, 3, 29)
QUERY = "period=custom&from=2026-03-02&to=2026-03-29"
HOUR = 3600


def entry(
    people,
    member: Member,
    hours: str,
    nature: str = "legal",
    *,
    rate: str = "475.00",
    billable: bool = True,
    on: datetime.date = datetime.date(2026, 3, 3),
    narrative: str = "Work.",
    **fields,
) -> TimeEntry:
    """An entry of so many hours on the cast's matter; its amount follows from rate and hours."""
    seconds = int(Decimal(hours) * HOUR)
    values = {
        "matter": people.matter,
        "entered_by": member,
        "seconds": seconds,
        "billed_seconds": seconds,
        "rate": Decimal(rate),
        "rate_reason": "Standard rate",
        "billable": billable,
        "amount": charge(Decimal(rate), seconds) if billable else Decimal(0),
    }
    return TimeEntry.objects.create(
        member=member, date=on, nature=nature, narrative=narrative, **(values | fields)
    )


def some_month(people) -> None:
    """March of the cast: the attorney 8.0 h legal, 3.0 h paralegal (2.0 of it charged), 1.5 h administrative and 0.5 h
    clerical; the associate 6.0 h legal and 1.0 h clerical without a rate; the paralegal 24.0 h and 6.0 h.
    """
    entry(people, people.attorney, "8.0")
    entry(people, people.attorney, "2.0", "paralegal")
    entry(people, people.attorney, "1.0", "paralegal", billable=False)
    entry(people, people.attorney, "1.5", "administrative", billable=False)
    entry(people, people.attorney, "0.5", "clerical", billable=False)
    entry(people, people.associate, "6.0", rate="345.00")
    entry(people, people.associate, "1.0", "clerical", rate="0.00", billable=False)
    entry(people, people.paralegal, "24.0", "paralegal", rate="185.00")
    entry(people, people.paralegal, "6.0", "paralegal", rate="185.00")
    # outside the period: counts nowhere
    entry(people, people.attorney, "9.0", "clerical", billable=False, on=datetime.date(2026, 3, 30))
    entry(people, people.attorney, "9.0", "clerical", billable=False, on=datetime.date(2026, 3, 1))
