"""Who keeps whose calendar, who stands in for whom, who is away, and powers lent, in a demo firm."""

from accounts.models import Absence, Delegation, Support
from exchange.demo.base import DAY, Maker


class Standing(Maker):
    """Supports, standing substitutes, absences, powers lent until a day."""

    def standing(self) -> None:
        lead, *others = self.attorneys
        for number, member in enumerate(self.support[:4]):
            attorney = self.attorneys[number % len(self.attorneys)]
            Support.objects.get_or_create(member=member, attorney=attorney)
        # A legal secretary runs the day of several attorneys side by side.
        for member in (m for m in self.support if m.role.template == "legal_secretary"):
            for attorney in self.attorneys[:3]:
                Support.objects.get_or_create(member=member, attorney=attorney)
        if not others:
            return
        for attorney in self.attorneys:
            attorney.substitute = others[0] if attorney is lead else lead
            attorney.save(update_fields=["substitute"])
        away = others[-1]
        Absence.objects.create(
            member=away,
            starts_on=self.today - DAY,
            ends_on=self.today + 8 * DAY,
            substitute=None,
            note="Reachable by phone in the mornings",
            created_by=away,
        )
        Absence.objects.create(
            member=lead,
            starts_on=self.today + 24 * DAY,
            ends_on=self.today + 38 * DAY,
            substitute=others[0],
            created_by=lead,
        )
        lent = [(lead, person, ["deadline.verify"], 12, "") for person in self.paralegals[:1]]
        lent += [
            (others[0], person, ["calendar.manage_for_others"], 45, "Find-a-time and confirmations")
            for person in self.support[:1]
        ]
        lent += [
            (away, person, ["task.accept_work"], 2, "While I am away") for person in self.paralegals[1:2]
        ]
        for principal, person, powers, days, note in lent:
            Delegation.objects.create(
                principal=principal,
                to=person,
                powers=powers,
                starts_on=self.today - 10 * DAY,
                until=self.today + days * DAY,
                note=note,
                created_by=principal,
                created_at=self.evening(self.today - 10 * DAY),
            )
