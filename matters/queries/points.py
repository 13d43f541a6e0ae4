"""Checklists before a matter is accepted and before it closes: other apps bring their points by dotted name."""

from dataclasses import dataclass

from django.utils.module_loading import import_string

from matters.models import ClosingMark, Matter
from practice.models import Firm


@dataclass(frozen=True)
class Point:
    """One line of a checklist.

    `text` says what stands in the way; "" when nothing does. `url` and `link` lead to where it is cleared. `must`: whether
    it holds the step up; None leaves that to the firm's setting (acceptance alone). `mark`: a line ticked off by hand.
    """

    label: str
    text: str = ""
    url: str = ""
    link: str = ""
    must: bool | None = True
    mark: ClosingMark | None = None
    by_hand: bool = False

    @property
    def is_clear(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.text


# f(matter) -> list[Point], of this app and of apps above it. Clear points are listed too, so that people see what was looked at.
CLOSING_CHECKS: list[str] = [
    "billing.queries.totals.closing_points",
    "work.queries.tasks.closing_points",
    "office.queries.files.closing_points",
]
# As above, asked when an attorney takes a matter on (the conflict check, an engagement letter that is not signed).
ACCEPTANCE_CHECKS: list[str] = ["conflicts.queries.standing.acceptance_points"]


def closing_points(matter: Matter) -> list[Point]:
    """All lines of the closing checklist: what the apps found, then what the firm ticks off by hand."""
    found = [point for path in CLOSING_CHECKS for point in import_string(path)(matter)]
    marks = {mark.text: mark for mark in matter.closing_marks.select_related("marked_by")}
    for text in matter.practice_area.closing_points:
        mark = marks.get(text)
        found.append(Point(text, "" if mark else f"Not ticked off: {text}.", mark=mark, by_hand=True))
    return found


def closing_blocks(matter: Matter) -> list[str]:
    """Why the matter cannot be closed yet, a sentence each; empty when it can."""
    return [point.text for point in closing_points(matter) if point.text and point.must]


def acceptance_points(matter: Matter) -> list[Point]:
    """What is looked at before the matter is accepted, with `must` as the firm's setting has it."""
    rule = Firm.objects.values_list("acceptance_check", flat=True).get(pk=matter.firm_id)
    asked = rule == Firm.AcceptanceCheck.ALWAYS or (
        rule == Firm.AcceptanceCheck.INTAKE and matter.through_intake
    )
    found = [point for path in ACCEPTANCE_CHECKS for point in import_string(path)(matter)]
    return [
        Point(p.label, p.text, p.url, p.link, asked if p.must is None else p.must) if p.text else p
        for p in found
    ]


def acceptance_blocks(matter: Matter) -> list[str]:
    """Why the matter cannot be accepted yet, a sentence each; empty when it can."""
    return [point.text for point in acceptance_points(matter) if point.text and point.must]
