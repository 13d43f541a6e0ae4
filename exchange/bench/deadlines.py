"""B8: court deadlines with their derivations, against the same days by bare date arithmetic. No database."""

import datetime
import time
from collections.abc import Callable

from court_rules.engine import compute
from court_rules.packs import shipped
from exchange.bench.table import Row, best_of

DEADLINES = 10_000
MOVED = 1_000
_DAY = datetime.timedelta(days=1)


def clock(function: Callable[[], object]) -> float:
    """Seconds of one core's time that `function` takes: nothing here waits, so what else the machine does is left out."""
    start = time.process_time()
    function()
    return time.process_time() - start


def arithmetic(start: datetime.date) -> datetime.date:
    """What a spreadsheet does: thirty days on, over the weekend, three more, over the weekend. No holidays, no reasons."""
    day = start + 30 * _DAY
    day += (7 - day.weekday()) % 7 * _DAY if day.weekday() > 4 else 0 * _DAY
    day += 3 * _DAY
    return day + ((7 - day.weekday()) % 7 * _DAY if day.weekday() > 4 else 0 * _DAY)


def measure(*, rounds: int, report) -> list[Row]:
    """Row B8: deadlines a second of one core, and a thousand chains that are counted again after their events moved."""
    report("court deadlines")
    shipped()
    first = datetime.date(2026, 1, 1)
    starts = [first + n % 700 * _DAY for n in range(DEADLINES)]

    def single() -> float:
        return DEADLINES / clock(
            lambda: [compute("frcp.interrogatories", day, service="mail", state="MA") for day in starts]
        )

    def bare() -> float:
        return DEADLINES / clock(lambda: [arithmetic(day) for day in starts])

    def moved() -> float:
        return clock(lambda: [compute("frcp.trial", day + 7 * _DAY, state="MA") for day in starts[:MOVED]])

    single(), bare(), moved()
    ours, floor, again = best_of(single, rounds), best_of(bare, rounds), best_of(moved, rounds)
    chain = len(compute("frcp.trial", first))
    return [
        Row(
            f"B8 {DEADLINES:,} deadlines with steps, citations and skipped days",
            f"{ours[0]:,.0f}/s ({ours[1]:,.0f}–{ours[2]:,.0f})",
            f"date arithmetic alone {floor[0]:,.0f}/s",
            f"{ours[0] / floor[0]:.3f}",
            "≥ 5,000/s",
        ),
        Row(
            f"B8 {MOVED:,} moved trials, {chain} deadlines each, counted again",
            f"{again[0]:.2f} s ({again[1]:.2f}–{again[2]:.2f})",
            "–",
            f"{MOVED * chain / again[0]:,.0f}/s",
            "≤ 2 s",
        ),
    ]
