"""Unbilled time of a file."""

import datetime
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Sum

from accounts.models import Member
from accounts.permissions import Perm
from billing import utbms
from billing.durations import HOUR, NotADuration, parse_duration, round_up
from billing.models import TimeEntry
from billing.queries.rates import Found, RateBook
from billing.queries.time import default_billable, default_nature
from billing.services.time_import import NewTime, import_time
from billing.services.time_rules import (
    CODE,
    NARRATIVE,
    amount_of,
    check_billable,
    check_day,
    check_seconds,
    clean_code,
    ensure_takes_work,
)
from exchange.queries.directory import Matters, People, fold, known_ids, screens
from exchange.readers import Table
from exchange.services.plan import FREE, NO, YES, Cells, Plan, Sheet, plural, some
from matters.models import Matter
from practice.money import ZERO

DECIMAL = re.compile(r"\d{0,5}\.\d+|\d{1,5}", re.ASCII)
LATEST = Decimal("100000")  # no hour costs more


def read_seconds(text: str) -> int:
    """Seconds of `1.2`, `0.3333`, `1:12`, `1h 12m` or `72m`. Raises NotADuration."""
    plain = text.replace(",", "") if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", text) else text
    if DECIMAL.fullmatch(plain) and "." in plain:
        seconds = int((Decimal(plain) * HOUR).to_integral_value(ROUND_HALF_UP))
        if seconds <= 0:
            raise NotADuration("A duration must be more than nothing.")
        return seconds
    if re.fullmatch(r"\d+,\d+", text):
        raise NotADuration("Write hours with a point: 1.5.")
    return parse_duration(plain)


def _billable(text: str) -> tuple[bool, bool]:
    """(billable, no charge)."""
    word = fold(text)
    if word in FREE:
        return True, True
    if word in YES or word in NO:
        return word in YES, False
    raise ValueError("Write yes, no or “no charge”, or leave it empty.")


def _code(text: str) -> str:
    """The code of “A103 Draft/revise”, as some programs write it."""
    first = text.split(" ")[0].rstrip(":-")
    return first if CODE.fullmatch(first.upper()) else text


def plan_time(table: Table, mapping: dict[str, str], options: dict, by: Member) -> Plan:
    """Check a file of unbilled time. Eight queries whatever its length. `options` are not used."""
    sheet = Sheet("time", table, mapping)
    people, matters = People.load(), Matters.load(by, sheet.column("matter"))
    walls, book, increment = screens(), RateBook.load(), by.firm.rounding_seconds
    may_rate = by.can(Perm.FEE_SET)
    find_person, find_matter = _once(people.find), _once(matters.find)
    read: list[tuple[Cells, NewTime | None, int, Decimal | None]] = []
    unreadable = 0
    for cells in sheet.cells():
        seconds = cells.read("hours", read_seconds, required=True) or 0
        if not seconds:
            unreadable += 1
        elif seconds > 86_400:
            cells.rule("hours", check_seconds, seconds)
        stated = cells.amount("amount")
        row = _row(cells, seconds, find_matter, find_person, walls, may_rate)
        if row is not None:
            row = replace(
                row,
                external_id=cells.text("external_id", 76)
                or sheet.fingerprint(
                    row.matter.pk,
                    row.date,
                    row.member.pk,
                    seconds,
                    row.narrative,
                    cells.raw("rate"),
                    cells.raw("billable"),
                ),
            )
            _check_once(cells, row, sheet)
        read.append((cells, row, seconds, stated))
    known = known_ids(TimeEntry, [row.external_id for _, row, _, _ in read if row])
    without: Counter[str] = Counter()
    overhead: Counter[str] = Counter()
    plan, made = sheet.plan, ZERO
    for cells, row, seconds, stated in read:
        if row is not None and not cells.problems and row.external_id in known:
            sheet.skip(seconds, stated)
            continue
        if row is not None and not cells.problems:
            found = (
                Found(row.rate, "")
                if row.rate is not None
                else book.rate_for(row.member, row.matter, row.date)
            )
            nature = default_nature(row.member)
            billable = default_billable(row.member, nature, found) if row.billable is None else row.billable
            cells.rule(
                "billable", check_billable, by, row.member, nature, bool(row.billable), "", found, None
            )
        if row is None or cells.problems:
            sheet.reject(cells, seconds, stated)
            continue
        billed = round_up(seconds, increment)
        plan.billed_seconds += billed
        made += amount_of(found.amount, billed, billable, row.no_charge and billable)
        if billable and not found.known:
            without[row.member.name] += 1
        if row.billable is None and not billable:
            overhead[row.member.name] += 1
        sheet.accept(row, seconds, stated)
    plan.made_amount = made
    _notes(sheet, increment, may_rate, unreadable, without, overhead)
    return plan


def _once(find: Callable) -> Callable:
    """`find` with its answers kept: the same text stands in thousands of rows."""
    kept: dict[str, object] = {}

    def kept_find(text: str):
        if text not in kept:
            kept[text] = find(text)
        return kept[text]

    return kept_find


def _row(
    cells: Cells, seconds: int, find_matter: Callable, find_person: Callable, walls: set, may_rate: bool
) -> NewTime | None:
    matter: Matter | None = cells.read("matter", find_matter, required=True)
    member: Member | None = cells.read("person", find_person, required=True)
    date: datetime.date | None = cells.date("date", required=True)
    narrative = cells.text("narrative", NARRATIVE, required=True, lines=True)
    billable, free = cells.read("billable", _billable) or (None, False)
    task = cells.rule(
        "task_code", clean_code, _code(cells.raw("task_code")), utbms.TASKS, "task", "", imported=True
    )
    activity = cells.rule(
        "activity_code",
        clean_code,
        _code(cells.raw("activity_code")),
        utbms.ACTIVITIES,
        "activity",
        "",
        imported=True,
    )
    rate = cells.amount("rate") if may_rate else None
    if rate is not None and not 0 <= rate < LATEST:
        cells.fault("rate", "A rate is at least 0.00 and below 100,000.00.")
    if date is not None:
        cells.rule("date", check_day, date)
    if matter is not None:
        cells.rule("matter", ensure_takes_work, matter)
        if member is not None and (member.pk, matter.pk) in walls:
            cells.fault("person", f"{member.name} is screened from this matter.")
    if matter is None or member is None or date is None:
        return None
    return NewTime(
        matter=matter,
        member=member,
        date=date,
        seconds=seconds,
        narrative=narrative,
        task_code=task or "",
        activity_code=activity or "",
        billable=billable,
        no_charge=free,
        rate=rate,
        rate_reason="Rate of the imported file" if rate is not None else "",
    )


def _check_once(cells: Cells, row: NewTime, sheet: Sheet) -> None:
    if cells.raw("external_id"):
        first = sheet.lines.setdefault(row.external_id, cells.row.line)
        if first != cells.row.line:
            cells.fault("external_id", f"This ID stands on line {first} too. An ID belongs to one entry.")


def _notes(
    sheet: Sheet, increment: int, may_rate: bool, unreadable: int, without: Counter, overhead: Counter
) -> None:
    plan = sheet.plan
    if sheet.has("rate") and not may_rate:
        plan.notes.append(
            "The rates in the file are not used, because only an attorney sets rates. The firm’s own rates apply."
        )
    if without:
        plan.notes.append(
            f"{plural(sum(without.values()), 'entry', 'entries')} would come in at $0.00: no rate is on record for "
            f"{some(without)}."
        )
    if overhead:
        plan.notes.append(
            f"{plural(sum(overhead.values()), 'entry', 'entries')} of {some(overhead)} would come in as not billable, as "
            "usual for the role."
        )
    if unreadable:
        plan.notes.append(f"The hours of {plural(unreadable, 'row')} cannot be read and are in no total.")
    if plan.billed_seconds != plan.good.seconds:
        plan.notes.append(
            f"Billed hours are rounded up to {increment // 60} minutes, the firm’s increment; worked hours stay as they are."
        )
    stated = plan.good.amount
    if stated is not None and plan.made_amount is not None and stated != plan.made_amount:
        plan.notes.append(
            f"The file says ${stated:,.2f} for the rows that would be made; here they come to ${plan.made_amount:,.2f}. "
            "Rates or rounding differ."
        )


def make_time(plan: Plan, by: Member) -> dict:
    """Write the time of a plan. Returns control totals read back from the database."""
    entries = import_time(plan.make, by=by)
    sums = TimeEntry.objects.filter(pk__in=[e.pk for e in entries]).aggregate(
        seconds=Sum("seconds", default=0), amount=Sum("amount", default=ZERO)
    )
    return {
        "rows": len(entries),
        "seconds": sums["seconds"],
        "amount": str(sums["amount"]),
        "said": plural(len(entries), "time entry", "time entries"),
    }
