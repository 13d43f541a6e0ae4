"""The lines of a LEDES 1998B file on one matter: F lines become time, E lines become expenses.

IF and IE lines change an invoice as a whole and are no work; they are reported with their sum and left out.
"""

from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from hashlib import sha256

from django.db.models import Sum

from accounts.models import Member
from billing.durations import DAY, HOUR
from billing.models import Expense, TimeEntry
from billing.queries.expenses import category_of
from billing.queries.rates import Found
from billing.queries.time import default_nature
from billing.services.expenses import MOST, NewExpense, import_expenses
from billing.services.time_import import NewTime, import_time
from billing.services.time_rules import CODE, NARRATIVE, check_billable, check_day, ensure_takes_work
from exchange import ledes
from exchange.ledes import NAMES, Ledes, Line, Problem
from exchange.queries.directory import People, known_ids, screens
from exchange.readers import Unreadable, decode
from exchange.services.plan import Plan, Tally, plural, some
from matters.models import Matter
from practice.exceptions import DomainError
from practice.money import ZERO, cents

UNITS = Decimal("100000000")  # what the quantity of an expense holds


def read_ledes(content: bytes) -> Ledes:
    """The file, or Unreadable when it is no LEDES 1998B file at all. Faults in its lines stay in it."""
    text, _ = decode(content)
    read = ledes.parse(text)
    if not read.is_ledes:
        first = read.problems[0]
        raise Unreadable(
            f"Line {first.line}: {first.text}" + (f" It is “{first.value}”." if first.value else "")
        )
    return read


def key_of(timekeeper: tuple[str, str]) -> str:
    """A timekeeper of the file as one word, for forms and options."""
    return sha256("\x1f".join(timekeeper).encode()).hexdigest()[:16]


def timekeepers(read: Ledes) -> list[tuple[str, str]]:
    """(id, name) of everybody with F lines, in the order of the file."""
    return list(dict.fromkeys(line.timekeeper for line in read.lines if line.type == "F"))


def matters_in(read: Ledes) -> dict[str, int]:
    """The firm's matter ids in the file with how many lines each has."""
    return dict(Counter(line["LAW_FIRM_MATTER_ID"] for line in read.lines))


def plan_ledes(read: Ledes, matter: Matter, options: dict, by: Member) -> Plan:
    """Check the lines against the matter. `options`: timekeepers {key: member id}, take [matter ids of the file]."""
    plan = Plan(headings=list(NAMES))
    ensure_takes_work(matter)
    people = {member.pk: member for member in People.load().members}
    who = {key: people.get(pk) for key, pk in options.get("timekeepers", {}).items()}
    take, walls = options.get("take"), screens()
    seen: Counter[str] = Counter()
    read_rows: list[tuple[Line, NewTime | NewExpense | None, list[Problem]]] = []
    other: Counter[str] = Counter()
    adjustments = Tally()
    for line in read.lines:
        if take is not None and line["LAW_FIRM_MATTER_ID"] not in take:
            other[line["LAW_FIRM_MATTER_ID"]] += 1
            left = _seconds(line) if line.type == "F" else 0
            plan.left_out.add(left, line.total)
            plan.file.add(left, line.total)
        elif line.type in ("IF", "IE"):
            adjustments.add(amount=line.total)
            plan.left_out.add(amount=line.total)
            plan.file.add(amount=line.total)
        else:
            read_rows.append((line, *_row(line, matter, who, walls, by, seen)))
    ids = [row.external_id for _, row, _ in read_rows if row]
    known = known_ids(TimeEntry, ids) | known_ids(Expense, ids)
    fees = costs = ZERO
    for line, row, problems in read_rows:
        seconds = _seconds(line) if line.type == "F" else 0
        plan.file.add(seconds, line.total)
        if row is None:
            plan.problems += problems
            plan.bad[line.line] = [line[name] for name in NAMES]
            plan.wrong.add(seconds, line.total)
        elif row.external_id in known:
            plan.here.add(seconds, line.total)
        else:
            plan.make.append(row)
            plan.good.add(seconds, line.total)
            plan.billed_seconds += seconds
            fees += line.total if line.type == "F" else ZERO
            costs += line.total if line.type == "E" else ZERO
    plan.made_amount = fees + costs
    good = {line.line for line in read.lines}
    for number in range(3, read.count + 3):
        if number not in good:
            raw = read.raw[number].strip().removesuffix(ledes.END).split("|")
            plan.bad[number] = raw
            plan.file.add()
            plan.wrong.add()
    plan.problems = sorted([*read.problems, *plan.problems], key=lambda p: p.line)
    _notes(plan, fees, costs, adjustments, other)
    return plan


def _notes(plan: Plan, fees: Decimal, costs: Decimal, adjustments: Tally, other: Counter) -> None:
    time = sum(isinstance(row, NewTime) for row in plan.make)
    if plan.make:
        plan.notes.append(
            f"{plural(time, 'fee line')} would become time, ${fees:,.2f}; {plural(len(plan.make) - time, 'expense line')} "
            f"would become expenses, ${costs:,.2f}."
        )
    if adjustments.rows:
        plan.notes.append(
            f"{plural(adjustments.rows, 'adjustment of a whole invoice', 'adjustments of whole invoices')} (IF, IE), "
            f"${adjustments.amount:,.2f} together, would not be imported: they are no work."
        )
    if other:
        plan.notes.append(
            f"{plural(sum(other.values()), 'line')} of other matters would be left out: {some(other)}."
        )


def _seconds(line: Line) -> int:
    return int((line.units * HOUR).to_integral_value(ROUND_HALF_UP))


def _row(
    line: Line, matter: Matter, who: dict, walls: set, by: Member, seen: Counter
) -> tuple[NewTime | NewExpense | None, list[Problem]]:
    problems: list[Problem] = []

    def fault(name: str, text: str) -> None:
        problems.append(Problem(line.line, name, line[name][:80], text))

    try:
        check_day(line.date)
    except DomainError as error:
        fault("LINE_ITEM_DATE", error.message)
    if line.total < 0:
        fault(
            "LINE_ITEM_TOTAL", "A line of less than nothing is no work. Enter it as a discount on the bill."
        )
    elif line.total != cents(line.total):
        fault("LINE_ITEM_TOTAL", "Amounts are kept to the cent; this has parts of a cent.")
    if not line["LINE_ITEM_DESCRIPTION"]:
        fault("LINE_ITEM_DESCRIPTION", "Say what was done.")
    identity = "\x1f".join([str(matter.pk), *(line[name] for name in NAMES)])
    seen[identity] += 1
    whole = f"{identity}\x1f{seen[identity]}"
    external_id = f"ledes:{sha256(whole.encode()).hexdigest()[:40]}"
    make = _time if line.type == "F" else _expense
    row = make(line, matter, who, walls, by, external_id, fault)
    return (None if problems else row), problems


def _time(
    line: Line, matter: Matter, who: dict, walls: set, by: Member, external_id: str, fault
) -> NewTime | None:
    member = who.get(key_of(line.timekeeper))
    seconds = _seconds(line)
    if member is None:
        fault("TIMEKEEPER_NAME", "Choose who this is in the firm.")
    elif (member.pk, matter.pk) in walls:
        fault("TIMEKEEPER_NAME", f"{member.name} is screened from this matter.")
    else:
        found = Found(line.unit_cost, "")
        try:
            check_billable(by, member, default_nature(member), True, "", found, None)
        except DomainError as error:
            fault("TIMEKEEPER_NAME", error.message)
    if not 0 < seconds <= DAY:
        fault("LINE_ITEM_NUMBER_OF_UNITS", "A fee line holds more than nothing and at most 24 hours.")
    if line.unit_cost < 0:
        fault("LINE_ITEM_UNIT_COST", "A rate is at least 0.00.")
    if len(line["LINE_ITEM_DESCRIPTION"]) > NARRATIVE:
        fault("LINE_ITEM_DESCRIPTION", f"A narrative has at most {NARRATIVE:,} characters.")
    for name in ("LINE_ITEM_TASK_CODE", "LINE_ITEM_ACTIVITY_CODE"):
        if line[name] and not CODE.fullmatch(line[name].upper()):
            fault(name, "This is no UTBMS code. They look like L350 or A103.")
    if member is None:
        return None
    adjusted = f", adjusted by {line.adjustment:,.2f}" if line.adjustment else ""
    return NewTime(
        matter=matter,
        member=member,
        date=line.date,
        seconds=seconds,
        narrative=line["LINE_ITEM_DESCRIPTION"],
        task_code=line["LINE_ITEM_TASK_CODE"],
        activity_code=line["LINE_ITEM_ACTIVITY_CODE"],
        billable=True,
        external_id=external_id,
        rate=cents(line.unit_cost),
        rate_reason=f"Invoice {line['INVOICE_NUMBER']}, LEDES line {line['LINE_ITEM_NUMBER']}: "
        f"{line.unit_cost:f} an hour{adjusted}",
        amount=line.total,
    )


def _expense(
    line: Line, matter: Matter, who: dict, walls: set, by: Member, external_id: str, fault
) -> NewExpense | None:
    code = line["LINE_ITEM_EXPENSE_CODE"].upper()
    if not CODE.fullmatch(code):
        fault("LINE_ITEM_EXPENSE_CODE", "This is no UTBMS code. They look like E111.")
    if line.total == 0:
        fault("LINE_ITEM_TOTAL", "An expense of nothing cannot be recorded.")
    if line.total > MOST:
        fault("LINE_ITEM_TOTAL", "That is more than a billion. Check the figures.")
    if len(line["LINE_ITEM_DESCRIPTION"]) > 2_000:
        fault("LINE_ITEM_DESCRIPTION", "A description has at most 2,000 characters.")
    # An adjusted line has no quantity and price of its own that give its amount: it is one piece at that amount.
    whole = (
        line.adjustment != 0
        or not 0 < line.units < UNITS
        or line.unit_cost <= 0
        or cents(line.units * line.unit_cost) != line.total
    )
    return NewExpense(
        matter=matter,
        member=who.get(key_of(line.timekeeper)) or by,
        date=line.date,
        description=line["LINE_ITEM_DESCRIPTION"],
        unit_cost=line.total if whole else line.unit_cost,
        quantity=Decimal(1) if whole else line.units,
        expense_code=code,
        category=category_of(code) or "Other",
        external_id=external_id,
    )


def make_ledes(plan: Plan, by: Member) -> dict:
    """Write time and expenses of a plan. Returns control totals read back from the database."""
    entries = import_time([row for row in plan.make if isinstance(row, NewTime)], by=by)
    costs = import_expenses([row for row in plan.make if isinstance(row, NewExpense)], by=by)
    time = TimeEntry.objects.filter(pk__in=[e.pk for e in entries]).aggregate(
        seconds=Sum("seconds", default=0), amount=Sum("amount", default=ZERO)
    )
    money = Expense.objects.filter(pk__in=[e.pk for e in costs]).aggregate(amount=Sum("amount", default=ZERO))
    said = [plural(len(entries), "time entry", "time entries")] if entries else []
    said += [plural(len(costs), "expense")] if costs else []
    return {
        "rows": len(entries) + len(costs),
        "seconds": time["seconds"],
        "amount": str(time["amount"] + money["amount"]),
        "said": " and ".join(said),
    }


__all__ = [
    "key_of",
    "make_ledes",
    "matters_in",
    "plan_ledes",
    "read_ledes",
    "timekeepers",
]
