"""Timing and the printed table."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One line: what was measured, its value and the floor's (per second or milliseconds), the ratio, the aim."""

    name: str
    value: str
    floor: str
    ratio: str
    aim: str


def best_of(function: Callable[[], float], rounds: int) -> tuple[float, float, float]:
    """(median, min, max) of `rounds` calls of `function`, which returns seconds or a rate."""
    values = [function() for _ in range(rounds)]
    return statistics.median(values), min(values), max(values)


def clock(function: Callable[[], object]) -> float:
    """Seconds of wall time that `function` takes."""
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def quantiles(samples: list[float]) -> tuple[float, float]:
    """(p50, p95) of `samples`, in the unit of the samples."""
    ordered = sorted(samples)
    return ordered[len(ordered) // 2], ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


def as_text(rows: list[Row]) -> str:
    """The rows as a Markdown table."""
    lines = ["| work | measured | floor, same run | ratio | aim |", "|---|---|---|---|---|"]
    lines += [f"| {r.name} | {r.value} | {r.floor} | {r.ratio} | {r.aim} |" for r in rows]
    return "\n".join(lines)
