"""What an attorney sees beside a draft: worked against billed, sums by timekeeper, and checks."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from billing.models import Invoice, InvoiceLine
from billing.queries.invoices import approved_total, lines_of, long_days
from practice.money import ZERO
from supervision.kinds import content_of, kind
from supervision.models import Approval
from supervision.queries.reading import Section, sections_of

LONG_DAY = 12 * 3600
CLAUSES = 3


@dataclass
class Reviewed:
    """A line with its flags: what a reader should look at, each a few words."""

    line: InvoiceLine
    flags: list[str] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Whether review made it differ from what was drafted."""
        return self.line.amount != self.line.drafted_amount

    @property
    def proposed_by(self) -> str:
        """Who proposed the write-down, when it takes an attorney to decide; "" when an attorney made it."""
        who = self.line.written_down_by
        return who.name if who is not None and who.role.template != "attorney" else ""


@dataclass
class Keeper:
    """What one timekeeper's lines come to."""

    name: str
    title: str
    seconds: int = 0
    worked_seconds: int = 0
    amount: Decimal = ZERO


@dataclass
class Check:
    """One check of the whole draft: passed, or what is wrong."""

    text: str
    ok: bool = False


@dataclass
class Review:
    """A draft as the review page shows it."""

    invoice: Invoice
    lines: list[Reviewed]
    keepers: list[Keeper]
    checks: list[Check]
    worked: Decimal
    worked_seconds: int
    seconds: int
    fee_write_down: Decimal
    realization: Decimal | None

    @property
    def fees(self) -> list[Reviewed]:
        return [r for r in self.lines if r.line.kind == InvoiceLine.Kind.FEE]

    @property
    def costs(self) -> list[Reviewed]:
        return [r for r in self.lines if r.line.kind == InvoiceLine.Kind.COST]

    @property
    def flagged(self) -> int:
        return sum(1 for r in self.lines if r.flags)

    @property
    def changed(self) -> int:
        return sum(1 for r in self.lines if r.changed)

    @property
    def proposed(self) -> list[Reviewed]:
        """Lines whose write-down somebody proposed who may not decide it: the approval of the bill covers them."""
        return [r for r in self.lines if r.proposed_by]


@dataclass(frozen=True)
class Rounds:
    """How the draft stands with its approval: what waits, what came back last, and what changed since."""

    waiting: Approval | None
    returned: Approval | None
    changes: list[Section]

    @property
    def count(self) -> int:
        """How many parts are not as they were read last."""
        return sum(section.changed for section in self.changes)


def rounds_of(invoice: Invoice) -> Rounds:
    """The rounds of a draft, and what changed since it was returned. Two queries, one more once it was returned."""
    found = list(
        Approval.objects.of("invoice", invoice.pk).select_related(
            "submitted_by", "decided_by", "assigned_to"
        )[:6]
    )
    waiting = next((a for a in found if a.state == Approval.State.WAITING), None)
    returned = next((a for a in found if a.state == Approval.State.RETURNED), None)
    if returned is None:
        return Rounds(waiting, None, [])
    now = content_of(kind("invoice"), invoice, {})
    changes = [section for section in sections_of(now, returned.content) if section.changed]
    return Rounds(waiting, returned, changes)


def review_of(invoice: Invoice) -> Review:
    """The draft with its lines flagged and summed. Four queries, whatever its length."""
    lines = [Reviewed(line) for line in lines_of(invoice)]
    fees = [r.line for r in lines if r.line.kind == InvoiceLine.Kind.FEE]
    counts = _flag(lines)
    worked = sum((line.drafted_amount for line in fees), ZERO)
    billed = sum((line.amount for line in fees), ZERO)
    realization = None
    if worked:
        realization = (billed / worked).quantize(Decimal("0.0001"), rounding=ROUND_HALF_UP)
    return Review(
        invoice=invoice,
        lines=lines,
        keepers=_keepers(fees),
        checks=_checks(invoice, counts),
        worked=worked,
        worked_seconds=sum(line.worked_seconds for line in fees),
        seconds=sum(line.seconds for line in fees),
        fee_write_down=billed - worked,
        realization=realization,
    )


def clauses(narrative: str) -> int:
    """How many tasks a narrative lists, going by its semicolons: three or more are block billing."""
    return len([part for part in re.split(r";\s*", narrative) if part.strip(" .")])


def _flag(lines: list[Reviewed]) -> dict[str, int]:
    """Put the flags on the lines; returns how often each was put."""
    counts: dict[str, int] = defaultdict(int)
    long = long_days([r.line for r in lines], LONG_DAY)
    timed = [r for r in lines if r.line.time_entry_id]
    coded = any(r.line.task_code or r.line.activity_code for r in timed)
    seen: dict[tuple, int] = defaultdict(int)
    for r in timed:
        seen[_same_work(r.line)] += 1
    for r in timed:
        line, entry = r.line, r.line.time_entry
        charged = line.amount > 0
        found = {
            "No rate": not line.rate and not line.no_charge,
            "Clerical": entry.nature == "clerical" and charged,
            "Duplicate": seen[_same_work(line)] > 1 and charged,
            "Long day": (line.timekeeper_id, line.date) in long,
            "Block-billed": clauses(line.description) >= CLAUSES and charged,
            "No code": coded and not (line.task_code and line.activity_code),
        }
        for name, hit in found.items():
            if hit:
                r.flags.append(name)
                counts[name] += 1
    return counts


def _same_work(line: InvoiceLine) -> tuple:
    return line.timekeeper_id, line.date, " ".join(line.description.lower().split()).rstrip(".")


def _keepers(lines: list[InvoiceLine]) -> list[Keeper]:
    found: dict[str, Keeper] = {}
    for line in lines:
        name = line.timekeeper_name or "Flat fee"
        keeper = found.setdefault(name, Keeper(name, line.timekeeper_title))
        keeper.seconds += line.seconds
        keeper.worked_seconds += line.worked_seconds
        keeper.amount += line.amount
    return sorted(found.values(), key=lambda k: (-k.amount, k.name))


WORDS = {
    "No rate": ("{n} {entries} without a rate", "Every entry has a rate"),
    "Clerical": ("{n} clerical {entries} at a fee", ""),
    "Duplicate": ("{n} {entries} with the same narrative", ""),
    "Long day": ("{n} {entries} on a day over 12 hours", ""),
    "Block-billed": ("{n} block-billed {entries}", ""),
    "No code": ("{n} {entries} without a task or activity code", ""),
}


def _checks(invoice: Invoice, counts: dict[str, int]) -> list[Check]:
    checks = []
    for name, (wrong, right) in WORDS.items():
        n = counts.get(name, 0)
        if n:
            checks.append(Check(wrong.format(n=n, entries="entry" if n == 1 else "entries")))
        elif right:
            checks.append(Check(right, ok=True))
    budget = invoice.matter.budget
    if budget:
        billed = approved_total(invoice.matter)[0]
        used = billed + (invoice.total if invoice.is_editable else ZERO)
        share = (used / budget * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP)
        text = (
            f"Within budget, {share}% used" if used <= budget else f"Over budget: {share}% of ${budget:,.2f}"
        )
        checks.append(Check(text, ok=used <= budget))
    return checks
