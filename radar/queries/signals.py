"""When a matter is asked about: each signal is a condition on matters, with its words and what to do next."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import (
    DateField,
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThan, LessThanOrEqual
from django.utils import timezone

from billing.models import InvoiceQuestion
from calendar_app.models import Deadline, Recalculation
from communications.models import Slip
from depositions.models import Deposition
from matters.models import Matter
from practice.clock import reading
from practice.models import AuditEvent
from radar.models import RadarRules, Signal
from work.models import Task

ON = OuterRef("pk")
DAY, HOUR = datetime.timedelta(days=1), datetime.timedelta(hours=1)


@dataclass(frozen=True)
class Find:
    """One signal. `states`: of which matters it is asked; `when()`: the condition.

    `act` and `url_name` are the next step; its address gets the matter as `?matter=`, or in its path when `in_path`.
    """

    key: Signal
    icon: str
    why: str
    states: tuple[str, ...]
    when: Callable[[], Q]
    act: str
    url_name: str
    in_path: bool = False
    hot: bool = False

    @property
    def label(self) -> str:
        return self.key.label


def _span(field: str):
    """The firm's own number of days or hours, or the default, as an interval: read in the same statement, once."""
    unit = HOUR if field.endswith("hours") else DAY
    kept = RadarRules.objects.annotate(
        span=ExpressionWrapper(F(field) * Value(unit), output_field=DurationField())
    ).values("span")[:1]
    usual = RadarRules._meta.get_field(field).default * unit
    return Coalesce(Subquery(kept), Value(usual), output_field=DurationField())


def _ago(field: str):
    return ExpressionWrapper(Value(reading()) - _span(field), output_field=DateTimeField())


def _deadline_ahead() -> Exists:
    return Exists(Deadline.objects.filter(matter=ON, done_at=None, due_on__gte=timezone.localdate()))


def _nothing_planned() -> Q:
    return ~Q(Exists(Task.objects.live().filter(matter=ON))) & ~Q(_deadline_ahead())


def _quiet() -> Q:
    """The newest event alone is looked up: an index entry a matter, however long its history."""
    newest = AuditEvent.objects.filter(matter=ON).order_by("-id").values("at")[:1]
    since = _ago("quiet_days")
    return Q(LessThan(F("created_at"), since)) & Q(
        LessThan(Coalesce(Subquery(newest), F("created_at")), since)
    )


def _unheeded() -> Q:
    """A date that is near or late and that its owner has not acknowledged, or no second person verified.

    Near is a week, and a month for limitation dates, as reminders pass them on (reminders.ladders).
    """
    today = timezone.localdate()
    near = Q(due_on__lte=today + 7 * DAY) | Q(kind=Deadline.Kind.STATUTE, due_on__lte=today + 30 * DAY)
    return Q(Exists(Deadline.objects.unheeded().filter(near, matter=ON)))


def _unsettled() -> Q:
    """An event moved or was called off, and for a day nobody has said what becomes of its dates."""
    since = reading() - DAY
    return Q(Exists(Recalculation.objects.filter(matter=ON, settled_at=None, opened_at__lt=since)))


def _no_deadline() -> Q:
    return Q(stage__expects_deadline=True) & ~Q(_deadline_ahead())


def _no_limitation() -> Q:
    return Q(
        practice_area__asks_limitation=True, limitation_on__isnull=True, limitation_satisfied_on__isnull=True
    )


def _limitation() -> Q:
    near = ExpressionWrapper(
        Value(timezone.localdate(), output_field=DateField()) + _span("limitation_days"),
        output_field=DateTimeField(),
    )
    return Q(LessThanOrEqual(F("limitation_on"), near)) & Q(limitation_satisfied_on__isnull=True)


def _client() -> Q:
    """What the client asked through a portal link, or left word about, and nobody has answered."""
    since = _ago("answer_hours")
    asked = InvoiceQuestion.objects.filter(matter=ON, answered_at=None, asked_at__lt=since)
    called = Slip.objects.unanswered().filter(matter=ON, taken_at__lt=since)
    return Q(Exists(asked)) | Q(Exists(called))


def _deposition() -> Q:
    """A deposition within a week, or past its day, whose notice, reporter, videographer or interpreter is missing."""
    near = reading() + 7 * DAY
    bare = Q(served_on=None) | Q(reporter_confirmed_at=None)
    bare |= Q(method=Deposition.Method.VIDEO, videographer_confirmed_at=None)
    bare |= ~Q(language="") & Q(interpreter_confirmed_at=None)
    soon = Deposition.objects.ahead().filter(matter=ON, starts_at__lte=near)
    return Q(
        Exists(soon.filter(Q(starts_at__lt=reading() - DAY) | (Q(noticed_by=Deposition.Side.OURS) & bare)))
    )


OPEN = (Matter.State.OPEN,)
RUNNING = (*Matter.BEFORE, *Matter.WORKED_ON)
# The most dangerous first.
SIGNALS: dict[str, Find] = {
    find.key.value: find
    for find in (
        Find(
            Signal.LIMITATION,
            "hourglass",
            "The limitation date is near or past, and nothing says that it was kept.",
            RUNNING,
            _limitation,
            "Open the matter",
            "matter_detail",
            in_path=True,
            hot=True,
        ),
        Find(
            Signal.NO_LIMITATION,
            "calendar-question",
            "This practice area asks for a limitation date, and there is none.",
            RUNNING,
            _no_limitation,
            "Set the date",
            "matter_edit",
            in_path=True,
            hot=True,
        ),
        Find(
            Signal.UNHEEDED,
            "eye-off",
            "A date is near that its owner has not acknowledged, or that no second person has verified.",
            RUNNING,
            _unheeded,
            "See the dates",
            "matter_deadlines",
            in_path=True,
            hot=True,
        ),
        Find(
            Signal.UNSETTLED,
            "calendar-time",
            "An event moved or was called off, and its dates wait to be settled.",
            RUNNING,
            _unsettled,
            "See the dates",
            "matter_deadlines",
            in_path=True,
            hot=True,
        ),
        Find(
            Signal.NO_DEADLINE,
            "gavel",
            "In this stage a matter has a coming deadline, and there is none.",
            OPEN,
            _no_deadline,
            "Add a deadline",
            "deadline_create",
        ),
        Find(
            Signal.CLIENT,
            "message-2",
            "The client asked or called, and nobody has answered.",
            RUNNING,
            _client,
            "Open the matter",
            "matter_detail",
            in_path=True,
            hot=True,
        ),
        Find(
            Signal.DEPOSITION,
            "microphone-2",
            "A deposition is near, and its notice, reporter or interpreter is missing.",
            RUNNING,
            _deposition,
            "Open the depositions",
            "matter_depositions",
            in_path=True,
            hot=True,
        ),
        Find(
            Signal.NOTHING_PLANNED,
            "route-off",
            "No open task and no coming date.",
            OPEN,
            _nothing_planned,
            "Add a task",
            "task_create",
        ),
        Find(
            Signal.QUIET,
            "zzz",
            "Nothing was recorded for a long time.",
            OPEN,
            _quiet,
            "Add a task",
            "task_create",
        ),
    )
}
