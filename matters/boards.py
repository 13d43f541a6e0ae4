"""The list of matters in two other shapes, with the same filters, views and addresses: a board by stage, a timeline."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import Perm
from matters.lists.facts import attach
from matters.lists.matters import MatterList
from matters.models import Matter, PracticeArea, Stage
from matters.queries.stages import days_in, pace, stages_of
from practice.lists import paging

MOST = 400  # cards on a board; columns say how many more there are
A_COLUMN = 40


@dataclass
class BoardColumn:
    """One stage of a lane, or where matters without one stand."""

    label: str
    stage: Stage | None
    cards: list[Matter] = field(default_factory=list)
    count: int = 0
    more_url: str = ""

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.cards)


@dataclass
class Lane:
    """The columns of one practice area."""

    area: PracticeArea
    columns: list[BoardColumn]

    @property
    def count(self) -> int:
        """Matters in all columns."""
        return sum(column.count for column in self.columns)


def _place(stage_id: int | None, state: str) -> Any:
    """The key of the column a matter stands in: before acceptance, ended, declined, its stage, or none."""
    if state in Matter.BEFORE:
        return "before"
    if state in Matter.ENDED:
        return "ended"
    return "declined" if state == Matter.State.DECLINED else stage_id


class MatterBoard(MatterList):
    """Matters by stage, a lane for each practice area."""

    body_template = "matters/board_body.html"
    template = "matters/board.html"
    shape = "matter_board"

    def table(self) -> dict[str, Any]:
        """The lanes. Cards that stand longest in their stage come first."""
        rows = Matter.objects.filter(pk__in=self.matching.order_by().values("pk"))
        counts = rows.order_by().values_list("practice_area", "stage", "state").annotate(n=Count("pk"))
        counted: dict[tuple, int] = defaultdict(int)
        for area, stage, state, number in counts:
            counted[area, _place(stage, state)] += number
        cards = list(
            rows.select_related("client", "stage", "responsible", "practice_area").order_by(
                "staged_at", "id"
            )[:MOST]
        )
        attach(cards, {"next"})
        held: dict[tuple, list[Matter]] = defaultdict(list)
        for card in cards:
            card.days, card.pace = days_in(card), pace(card)
            column = held[card.practice_area_id, _place(card.stage_id, card.state)]
            if len(column) < A_COLUMN:
                column.append(card)
        areas = {pk for pk, _ in counted}
        known = stages_of(areas)
        lanes = [
            self._lane(area, known[area.pk], counted, held)
            for area in PracticeArea.objects.filter(pk__in=areas)
        ]
        return {
            "heads": [],
            "rows": cards,
            "lanes": lanes,
            "may_move": self.request.member.powers.may_prepare(Perm.MATTER_EDIT),
            "more_url": "",
            "per": self.state.per,
            "is_first": True,
            "first_url": self.state.url(),
        }

    def _lane(self, area: PracticeArea, stages: list[Stage], counted: dict, held: dict) -> Lane:
        ends: dict[int | str | None, str] = {
            "before": "To accept",
            None: "No stage",
            "ended": "Closed",
            "declined": "Declined",
        }
        columns = []
        for key in ("before", None, *(s.pk for s in stages), "ended", "declined"):
            stage = next((s for s in stages if s.pk == key), None)
            count = counted.get((area.pk, key), 0)
            # Stages in use are always there to be dropped on; the other columns only when something stands in them.
            if not count and (stage is None or not stage.is_active):
                continue
            query = [("area", area.pk), *([("stage", stage.name)] if stage else [])]
            more = f"{reverse('matter_list')}?{'&'.join(f'{k}={v}' for k, v in query)}"
            label = stage.name if stage else ends[key]
            columns.append(BoardColumn(label, stage, held.get((area.pk, key), []), count, more))
        return Lane(area, columns)


@dataclass(frozen=True)
class Mark:
    """A date on a bar. `x` is in thousandths of the span."""

    x: int
    kind: str  # "court", "statute", "due"
    on: datetime.date
    title: str


@dataclass(frozen=True)
class Bar:
    """A matter on the timeline: from `x`, `width` wide, in thousandths of the span, with its dates."""

    matter: Matter
    x: int
    width: int
    starts_before: bool
    marks: list[Mark]
    said: str


class MatterTimeline(MatterList):
    """Matters as bars from opening to closing, with their dates and limitation."""

    body_template = "matters/timeline_body.html"
    template = "matters/board.html"
    shape = "matter_timeline"
    BACK, AHEAD = 12, 6  # months

    def table(self) -> dict[str, Any]:
        """A page of bars in the order of the list."""
        given = self.request.GET.get("after", "")
        page = paging.take(self.loaded(self.matching), self.order, per=self.state.per, after=given)
        today = timezone.localdate()
        start, end = _month(today, -self.BACK), _month(today, self.AHEAD + 1)
        model = apps.get_model("calendar_app", "Deadline")
        due = model.objects.filter(
            matter__in=[m.pk for m in page.rows], done_at=None, due_on__gte=start, due_on__lt=end
        )
        dates: dict[int, list] = defaultdict(list)
        for deadline in due.order_by("due_on", "id"):
            dates[deadline.matter_id].append(deadline)
        months = [_month(start, i) for i in range(self.BACK + self.AHEAD + 1)]
        return {
            "heads": [],
            "rows": [self._bar(m, dates[m.pk], start, end, today) for m in page.rows],
            "months": [(_x(month, start, end), month) for month in months],
            "today_x": _x(today, start, end),
            "more_url": self.state.url(after=page.after) if page.after else "",
            "per": self.state.per,
            "is_first": not given or page.lost,
            "first_url": self.state.url(),
        }

    def _bar(self, matter: Matter, due: list, start, end, today) -> Bar:
        begins = matter.opened_on or timezone.localtime(matter.created_at).date()
        last = max(
            (d for d in (matter.closed_on or today, matter.limitation_on if matter.limitation_open else None,
                         due[-1].due_on if due else None) if d),
        )  # fmt: skip
        if matter.has_ended and matter.closed_on:
            last = matter.closed_on
        x = _x(begins, start, end)
        marks = [Mark(_x(d.due_on, start, end), d.kind, d.due_on, d.title) for d in due]
        told = any(d.kind == "statute" and d.due_on == matter.limitation_on for d in due)
        limit = matter.limitation_on if matter.limitation_open else None
        if limit is not None and not told and start <= limit < end:
            marks.append(Mark(_x(limit, start, end), "statute", limit, "Limitation date"))
        said = "; ".join(f"{m.title} {m.on:%b} {m.on.day}" for m in sorted(marks, key=lambda m: m.on)[:4])
        return Bar(matter, x, max(4, _x(last, start, end) - x), begins < start, marks, said)


def _month(day: datetime.date, step: int) -> datetime.date:
    """The first of the month `step` months from `day`'s."""
    count = day.year * 12 + day.month - 1 + step
    return datetime.date(count // 12, count % 12 + 1, 1)


def _x(day: datetime.date, start: datetime.date, end: datetime.date) -> int:
    """Where `day` is between `start` and `end`, in thousandths, kept inside."""
    return max(0, min(1000, round(1000 * (day - start).days / (end - start).days)))
