"""Who works in a demo firm."""

import datetime
from decimal import Decimal

from django.utils import timezone

from accounts.models import BarLicence, Member, Role, User
from accounts.permissions import ROLES, TEMPLATES
from billing.models import (
    Rate,
)
from calendar_app.models import Room
from exchange.demo.base import DAY, HOUR, PASSWORD
from exchange.demo.credentials import Credentials
from practice.models import Office


class Staff(Credentials):
    """Roles, people, licences, rates."""

    def staff(self) -> None:
        self.roles = {
            template: Role.objects.create(
                name=label, template=template, powers=dict(ROLES[template]), position=position
            )
            for position, (template, label) in enumerate(TEMPLATES.items())
        }
        self.members: dict[str, Member] = {}
        self.rates: dict[int, Decimal] = {}
        for key, name, template, title, partner, rate, target in self.people:
            email = f"{key}@{self.domain}"
            # The freelancer works for both firms with one identity.
            if key == "dashiell":
                email = "dashiell.moor@freelance.example"
            user = User.objects.filter(email=email).first() or User.objects.create_user(
                email, PASSWORD, name=name
            )
            member = Member.objects.create(
                user=user,
                role=self.roles[template],
                name=name,
                title=title,
                is_partner=partner,
                initials="".join(word[0] for word in name.split()[:2]),
                daily_target_seconds=int(target * HOUR),
                expires_on=self.today + 60 * DAY if template == "freelancer" else None,
            )
            self.members[key] = member
            if rate:
                self.rates[member.pk] = Decimal(rate)
        self._offices()
        everyone = list(self.members.values())
        self.attorneys = [m for m in everyone if m.role.template == "attorney"]
        self.paralegals = [m for m in everyone if m.role.template == "paralegal"]
        self.support = [m for m in everyone if m.role.template in ("legal_assistant", "legal_secretary")]
        for number, member in enumerate(self.attorneys):
            BarLicence.objects.create(
                member=member,
                jurisdiction="California",
                number=str(214_300 + 1_117 * number),
                admitted_on=datetime.date(2004 + 3 * number, 12, 1),
                expires_on=datetime.date(self.today.year + 1, 2, 1),
                self_declared=not number,
                verified_by=self.attorneys[0] if number else None,
                verified_at=timezone.now() - 398 * DAY,
            )
        if len(self.attorneys) > 1:
            self.attorneys[0].licences.update(self_declared=False, verified_by=self.attorneys[1])
        lead = self.attorneys[0]
        for member in everyone:
            if member.role.template not in ("attorney", "firm_admin"):
                member.supervisor = lead
                member.save(update_fields=["supervisor"])
        self.credentials()
        first = datetime.date(self.today.year - 2, 1, 1)
        Rate.objects.bulk_create(
            Rate(member_id=pk, amount=amount - raise_, effective_from=on, set_by=lead)
            for pk, amount in self.rates.items()
            for on, raise_ in ((first, Decimal(15)), (datetime.date(self.today.year, 1, 1), Decimal(0)))
        )

    def rate_on(self, member: Member, day: datetime.date) -> Decimal:
        """The member's rate on `day`: 15.00 less before this year."""
        rate = self.rates[member.pk]
        return rate if day.year >= self.today.year else rate - Decimal(15)

    def _offices(self) -> None:
        """The large firm has a second office in another time zone, with one attorney there; the small one has its one."""
        home = Office.objects.create(name="Oakland", address=self.firm.address, time_zone=self.firm.time_zone)
        Member.objects.update(office=home)
        away = self.members.get("judith")
        if away is not None:
            denver = Office.objects.create(
                name="Denver",
                address="1801 Blake Street, Suite 210\nDenver, CO 80202",
                time_zone="America/Denver",
            )
            Member.objects.filter(pk=away.pk).update(office=denver)
            Room.objects.create(name="Blake Street", seats=6, note="Screen and camera", office=denver)
        for member in self.members.values():
            member.refresh_from_db(fields=["office"])
