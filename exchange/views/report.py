"""What a checked or finished run says on its page."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse

from billing.durations import hours_of
from exchange.fields import NOUNS
from exchange.models import ImportRun

Kind = ImportRun.Kind
LISTS = {
    Kind.CONTACTS: "contact_list",
    Kind.MATTERS: "matter_list",
    Kind.TIME: "time_entries",
    Kind.EVENTS: "calendar",
}
SHOWN = 200


@dataclass(frozen=True)
class Sum:
    """A row of the control totals. `amount` is None where there is none to tell."""

    label: str
    rows: int
    seconds: int
    amount: Decimal | None
    kind: str = ""

    @property
    def hours(self) -> Decimal:
        """Hours to the hundredth, for reading."""
        return hours_of(self.seconds)


@dataclass(frozen=True)
class Report:
    """A run in figures and words."""

    sums: list[Sum]
    total: Sum
    measured: bool  # whether hours and amounts are counted, not rows alone
    amount_known: bool
    problems: list[dict[str, Any]]
    problem_count: int
    more: int
    notes: list[str]
    stopped: str
    made: Sum | None
    said: str
    made_amount: Decimal | None
    billed_seconds: int
    agrees: bool
    list_url: str
    one: str
    many: str


def _money(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _sum(totals: dict, name: str, label: str) -> Sum:
    found = totals.get(name) or {"rows": 0, "seconds": 0, "amount": None}
    return Sum(label, found["rows"], found["seconds"], _money(found["amount"]), name)


def report_of(run: ImportRun) -> Report:
    """The figures a run keeps, as the page shows them. One query at most."""
    totals = run.totals
    one, many = NOUNS[Kind(run.kind)]
    done = run.state == ImportRun.State.DONE
    sums = [_sum(totals, "good", "Imported" if done else "To be imported")]
    for name, label in (
        ("here", "Already here"),
        ("wrong", "With problems"),
        ("left_out", "Not imported: adjustments and other matters"),
    ):
        found = _sum(totals, name, label)
        if found.rows:
            sums.append(found)
    total = _sum(totals, "file", "In the file")
    made_amount = _money(totals.get("made_amount"))
    made = None
    if kept := totals.get("made"):
        made = Sum(
            "Read back after the import",
            kept["rows"],
            kept.get("seconds", 0),
            _money(kept.get("amount")),
            "made",
        )
    measured = run.kind in (Kind.TIME, Kind.LEDES)
    agrees = made is None or (
        made.rows == sums[0].rows
        and (not measured or (made.seconds == sums[0].seconds and made.amount == made_amount))
    )
    url = (
        reverse("matter_time", args=[run.matter_id])
        if run.kind == Kind.LEDES
        else reverse(LISTS[Kind(run.kind)])
    )
    return Report(
        sums=sums,
        total=total,
        measured=measured,
        amount_known=total.amount is not None,
        problems=run.errors[:SHOWN],
        problem_count=totals.get("problems", len(run.errors)),
        more=max(0, totals.get("problems", 0) - SHOWN),
        notes=totals.get("notes", []),
        stopped=totals.get("stopped", "") if run.state == ImportRun.State.CHECKED else "",
        made=made,
        said=(totals.get("made") or {}).get("said", ""),
        made_amount=made_amount,
        billed_seconds=totals.get("billed_seconds", 0),
        agrees=agrees,
        list_url=url,
        one=one,
        many=many,
    )
