"""Conflict checks of a demo firm: cleared ones, one in review, one with a hit behind a wall, declared interests."""

from conflicts import services
from conflicts.models import Check, ConflictPolicy, Fresh, Hit
from conflicts.services.deciding import is_own
from exchange.demo.base import DAY, Maker
from matters.models import Contact, Matter, Party, Wall
from practice.models import Outbox
from work.models import Task

INTERESTS = (
    ("company", "Saltbox Ventures LLC", "Two percent, bought 2021"),
    ("directorship", "Oakland Youth Orchestra", "Treasurer"),
    ("employer", "Pennywhistle & Thornfield LLP", "Associate there until 2019"),
    ("relative", "Maren Lockridge", "Sister"),
)


class Conflicts(Maker):
    """Run through the services: few of them, and each wants its approval and its record."""

    def conflicts(self) -> None:
        """After matters, parties and walls; what triggers note on the way is looked through already."""
        lead, *others = self.attorneys
        staff = (self.paralegals or self.support)[0]
        ConflictPolicy.objects.create(attorney=others[0] if others else None)
        for member, (kind, name, detail) in zip(self.members_who_declare(), INTERESTS, strict=False):
            services.declare_interest(by=member, kind=kind, name=name, detail=detail)
            if member is not staff:
                services.confirm_interests(by=member)
        self._clear_checks(lead, staff)
        self._caller_check(staff)
        self._walled_check(lead)
        Fresh.objects.all().delete()
        Outbox.objects.filter(task="conflicts.tasks.watch").delete()

    def members_who_declare(self) -> list:
        """An attorney, a paralegal, an assistant and another attorney."""
        return [self.attorneys[0], *self.paralegals[:1], *self.support[:1], *self.attorneys[1:2]]

    def _clear_checks(self, lead, staff) -> None:
        matters = Matter.objects.filter(state=Matter.State.OPEN, responsible=lead, walls=None)
        for matter in matters.order_by("-opened_on", "-id")[:3]:
            check = services.start_check(by=staff, matter=matter)
            self._judge_hits(check, staff)
            decider = next((a for a in self.attorneys if not is_own(check, a)), None)
            if decider is not None:
                services.decide_check(
                    check, by=decider, to="cleared", note="Nobody near these names is on another side."
                )

    def _judge_hits(self, check: Check, by) -> None:
        """Alike but for what concerns somebody of the firm: another judges that."""
        for hit in Hit.objects.filter(check_ref=check, disposition=""):
            concerned = set(hit.lines.exclude(member=None).values_list("member_id", flat=True))
            who = next(person for person in (by, *self.attorneys) if person.pk not in concerned)
            reason = (
                "Closed matter, unrelated."
                if hit.adverse
                else "Another person; checked address and birthday."
            )
            services.judge(check, by=who, hits=[hit.pk], value="none", reason=reason)

    def _caller_check(self, staff) -> None:
        """A caller who sounds like people the firm knows."""
        other = Party.objects.filter(side="opposing").select_related("contact").order_by("id").first()
        name = (
            other.contact.name if other else Contact.objects.filter(kind="person").order_by("id").first().name
        )
        first, _, last = name.rpartition(" ")
        check = services.start_check(
            by=staff,
            names=[
                (f"{first[:1]}. {last}" if first else name, "client"),
                ("Saltbox Ventures", "opposing_party"),
            ],
            label=f"Caller: {name}",
            note="Called about a lease; wants an appointment this week.",
        )
        found = (
            Hit.objects.filter(check_ref=check, disposition="")
            .exclude(lines__member=staff)
            .order_by("score")
            .first()
        )
        if found is not None and check.hits.count() > 1:
            services.judge(
                check, by=staff, hits=[found.pk], value="none", reason="Another spelling, another town."
            )

    def _walled_check(self, lead) -> None:
        """A name of a matter that a wall hides from whoever asks."""
        member = (self.support or self.paralegals)[0]
        busy = Task.objects.filter(assignee=member, matter__isnull=False).values("matter")
        free = Matter.objects.filter(state=Matter.State.OPEN, responsible=lead).exclude(pk__in=busy)
        free = free.exclude(pk__in=member.team_places.values("matter")).exclude(supervising=member)
        matter = free.select_related("client").order_by("id").first()
        if matter is None:
            return
        Wall.objects.create(
            matter=matter, member=member, reason="Worked for the other side at a former firm", created_by=lead,
            created_at=self.evening(self.today - 20 * DAY),
        )  # fmt: skip
        name = matter.client.name
        services.start_check(by=member, names=[(name, "opposing_party")], label=f"Inquiry about {name}")
