"""Court dates of a demo firm that follow from events: chains, an open reading, a hearing that was continued."""

import datetime

from calendar_app import services
from calendar_app.courtdays import add_court_days
from calendar_app.models import Deadline, Event, TriggerEvent
from calendar_app.queries.rules import Facts, Free, chain
from calendar_app.recurrence import placed
from calendar_app.services import Further
from documents.models import Document
from exchange.demo.base import DAY, Maker

CALIFORNIA = "ca-ccp"


class Docket(Maker):
    """Chains on the matters that are in court."""

    def dockets(self) -> None:
        """Motions ahead, a complaint served, a judgment, a count of days; some critical, with a backup."""
        suits = [m for m in self.matter_list if m.state == "open" and m.court] or [
            m for m in self.matter_list if m.state == "open"
        ]
        lead = self.attorneys[0]
        suits.sort(key=lambda m: (m.responsible_id != lead.pk, m.pk))
        self.docketed_motions: list[TriggerEvent] = []
        titles = ("motion to compel", "demurrer to the complaint", "motion for sanctions")
        for n, (matter, title) in enumerate(zip(suits, titles, strict=False)):
            day = add_court_days(self.today, 16 + 4 * n, "us.ca")
            self.docketed_motions.append(self._docket_motion(matter, title, day, first=n == 0))
        for n, matter in enumerate(suits[3:5]):
            served = add_court_days(self.today, -(3 + 4 * n), "us.ca")
            self._docket_chain(
                matter,
                Facts(CALIFORNIA, "summons-served", served, service="personal"),
                "Complaint served by hand",
            )
        self._docket_open_reading(suits[0])
        self._docket_trial(suits[0])
        self._docket_by_order(suits[0])
        if len(suits) > 1:
            services.create_counted(
                suits[1], by=self._docket_clerk(suits[1]), facts=Facts("us.ca", "", self.today - 5 * DAY),
                count=Free(10, "court_days", "after", "us.ca"), title="Amended complaint", label="Ruling on the demurrer",
                authority="Minute order, leave to amend", backup=self._docket_other(suits[1]),
            )  # fmt: skip

    def _docket_clerk(self, matter):
        return next(iter(self.paralegals), matter.responsible)

    def _docket_other(self, matter):
        return next((m for m in self.attorneys if m.pk != matter.responsible_id), None)

    def _docket_motion(self, matter, title: str, day: datetime.date, *, first: bool) -> TriggerEvent:
        starts = placed(datetime.datetime.combine(day, datetime.time(9)), self.firm.time_zone)
        event = services.create_event(
            by=None, organizer=matter.responsible, title=f"Hearing on the {title}", kind=Event.Kind.HEARING,
            matter=matter, starts_at=starts, ends_at=starts + datetime.timedelta(hours=1), court=matter.court,
            department="14", zone=self.firm.time_zone, appearance_required=True,
        )  # fmt: skip
        facts = Facts(CALIFORNIA, "motion-hearing", day)
        return self._docket_chain(matter, facts, event.title, event=event, critical=True if first else None)

    def _docket_chain(self, matter, facts: Facts, label: str, *, event=None, critical=None) -> TriggerEvent:
        ahead = [one for one in chain(facts) if one.due_on and one.due_on > self.today][:4]
        picks = [
            services.Pick(one.rule_id, matter.responsible, self._docket_other(matter), critical)
            for one in ahead
        ]
        by = self._docket_clerk(matter)
        trigger = services.create_chain(matter, by=by, facts=facts, picks=picks, label=label, event=event)
        entered = self.moment(self.today - 4 * DAY)
        trigger.deadlines.update(created_at=entered)
        TriggerEvent.objects.filter(pk=trigger.pk).update(created_at=entered)
        return trigger

    def _docket_open_reading(self, matter) -> None:
        """Independence Day 2026 fell on a Saturday: 21 days after June 12 is the Friday on which courts were closed."""
        facts = Facts("us.federal", "", datetime.date(2026, 6, 12))
        row = services.create_counted(
            matter, by=self._docket_clerk(matter), facts=facts, count=Free(21, "days", "after"),
            title="Answer in the federal action", label="Complaint served in the federal action",
            authority="Fed. R. Civ. P. 12(a)(1)(A)(i)",
        )  # fmt: skip
        if row.due_on < self.today:
            paper = Document.objects.filter(matter=matter, trashed_at=None).order_by("-id").first()
            reason = "" if paper else "Filed on paper"
            services.complete_deadline(row, by=matter.responsible, proof=paper, no_proof=reason)
            done = self.evening(row.due_on - 2 * DAY)
            Deadline.objects.filter(pk=row.pk).update(done_at=done)

    def _docket_trial(self, matter) -> None:
        """A trial set late: experts are demanded ten days after the order, which is later than 70 days before the trial."""
        day = add_court_days(self.today + 75 * DAY, 0, "us.ca")
        rules = ("ca-discovery.2034-220", "ca-discovery.2034-230", "ca-discovery.2024-020-a")
        ordered = self.today - DAY
        known = Further("trial-date-set", ordered)
        facts = Facts("ca-discovery", "trial", day, dates={known.key: ordered})
        there = {one.rule_id for one in chain(facts) if one.due_on}
        picks = [
            services.Pick(rule, matter.responsible, self._docket_other(matter))
            for rule in rules
            if rule in there
        ]
        services.create_chain(
            matter, by=self._docket_clerk(matter), facts=facts, picks=picks, label="Trial", further=[known]
        )

    def _docket_by_order(self, matter) -> None:
        """A date that no rule gives: the court set it, and another was set by order in place of the day of its rule."""
        day = add_court_days(self.today, 11, "us.ca")
        ordered = self.today - 6 * DAY
        services.create_deadline(
            matter, by=self._docket_clerk(matter), title="Joint case management statement", due_on=day, kind=Deadline.Kind.COURT,
            authority=f"Set by order of {ordered:%b} {ordered.day}, ¶ 4", backup=self._docket_other(matter),
            note="No rule gives the day: the case management order names it.",
        )  # fmt: skip
        if len(self.docketed_motions) > 2:
            row = self.docketed_motions[2].deadlines.latest("due_on")
            services.override_date(
                row, by=matter.responsible, to_on=add_court_days(row.due_on, -1, "us.ca"),
                reason=f"Set by order of {ordered:%b} {ordered.day}: replies a court day earlier",
            )  # fmt: skip

    def continued(self) -> None:
        """After the dates were verified: a hearing is continued and its dates wait, another date was extended, one is proposed."""
        if not self.docketed_motions:
            return
        trigger = self.docketed_motions[-1]
        later = add_court_days(trigger.happened_on, 10, "us.ca")
        by = next(iter(self.support), self._docket_clerk(trigger.matter))
        services.move_trigger(trigger, by=by, on=later, reason="Continued by the court, minute order")
        if len(self.docketed_motions) > 1:
            row = self.docketed_motions[1].deadlines.order_by("due_on").first()
            if row is not None:
                services.extend_deadline(
                    row, by=row.matter.responsible, to_on=add_court_days(row.due_on, 2, "us.ca"),
                    basis="stipulation", reason="Stipulation of counsel, two court days",
                )  # fmt: skip
            last = self.docketed_motions[1].deadlines.order_by("due_on").last()
            if last is not None and row is not None and last.pk != row.pk:
                services.propose_extension(
                    last, by=self._docket_clerk(last.matter), to_on=add_court_days(last.due_on, 2, "us.ca"),
                    basis="stipulation", reason="Stipulation of counsel, not yet filed",
                )  # fmt: skip
