"""Who has time: each staff member's daily target against what they recorded, and whom a piece of work would suit."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Sum

from accounts.models import Member
from billing.durations import hours_text
from billing.models import TimeEntry
from matters.models import Matter
from reports.queries.natures import STAFF, rank
from reports.queries.periods import Period


@dataclass(frozen=True)
class Load:
    """A staff member's time in a period: the target of all its working days, and all that is recorded."""

    member: Member
    workdays: int
    recorded: int

    @property
    def target(self) -> int:
        """Seconds; 0 when the member has no daily target."""
        return self.member.daily_target_seconds * self.workdays

    @property
    def free(self) -> int | None:
        """Seconds left to the target, never below nothing; None without a target."""
        return max(0, self.target - self.recorded) if self.member.daily_target_seconds else None

    @property
    def free_a_day(self) -> int | None:
        """Seconds a working day."""
        return self.free // self.workdays if self.free is not None and self.workdays else None

    @property
    def said(self) -> str:
        """“1.4 h a day free”, “no target set”."""
        if self.free_a_day is None:
            return "no target set"
        tenths = self.free_a_day // 360 * 360
        return f"{hours_text(tenths)} a day free" if tenths else "no time free"


def loads(viewer: Member, period: Period, *, only: Member | None = None) -> list[Load]:
    """The load of each paralegal, legal assistant and secretary, those with most time first. Two queries.

    Counts what the viewer may see. Freelancers are engaged by the hour and have no capacity to fill.
    """
    people = Member.objects.timekeepers().filter(role__template__in=STAFF).select_related("firm")
    if only is not None:
        people = people.filter(pk=only.pk)
    done = dict(
        TimeEntry.objects.visible_to(viewer)
        .filter(member__role__template__in=STAFF, date__range=(period.start, period.last))
        .order_by()
        .values_list("member_id")
        .annotate(seconds=Sum("seconds"))
    )
    found = [Load(person, period.workdays, done.get(person.pk, 0)) for person in people]
    return sorted(found, key=lambda load: (load.free is None, -(load.free or 0), load.member.name))


@dataclass(frozen=True)
class Fit:
    """A person for a piece of work, and why them."""

    load: Load
    on_team: bool

    @property
    def member(self) -> Member:
        return self.load.member

    @property
    def why(self) -> str:
        """“On the team, 1.4 h a day free”."""
        return f"{'On the team' if self.on_team else 'Not on the team yet'}, {self.load.said}"


class Suggester:
    """Finds who could take a piece of work. Made once a request; asks nothing of the database per entry."""

    def __init__(self, staff: Iterable[Load]):
        self.staff = list(staff)

    def fits(self, matter: Matter, nature: str) -> list[Fit]:
        """People who may do work of this nature on the matter, the best first; nobody behind a wall, nobody without time.

        On the team and with time; on the team without a target; then others with time. Among equals the role that is
        meant for the work, then the one with most time. Reads `matter.team_members` and `matter.walls`: prefetch them.
        """
        team = {place.member_id for place in matter.team_members.all()}
        walled = {wall.member_id for wall in matter.walls.all() if wall.lifted_at is None}
        found = []
        for load in self.staff:
            place = rank(load.member, nature)
            on_team, free = load.member.pk in team, load.free
            if place is None or load.member.pk in walled or free == 0 or (free is None and not on_team):
                continue
            tier = 0 if on_team and free else 1 if on_team else 2
            found.append(((tier, place, -(free or 0), load.member.name), Fit(load, on_team)))
        return [fit for _, fit in sorted(found, key=lambda pair: pair[0])]

    def best(self, matter: Matter, nature: str) -> Fit | None:
        """The first of `fits`."""
        return next(iter(self.fits(matter, nature)), None)
