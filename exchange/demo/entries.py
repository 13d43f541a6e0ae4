"""How people of a demo firm came in, and an emergency that waits for its review."""

import datetime

from accounts.models import BreakGlass, BreakGlassPage, FirmSignIn, SecurityNotice, SignIn
from accounts.models.members import Role
from exchange.demo.base import DAY, Maker

CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/141.0 Safari/537.36"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Mobile Safari/604.1"
FIREFOX = "Mozilla/5.0 (Macintosh; Intel Mac OS X 14.7) Gecko/20100101 Firefox/144.0"
BROWSERS = (CHROME, CHROME, FIREFOX, SAFARI)
PLACES = ("198.51.100.24", "198.51.100.24", "203.0.113.81")


class Entries(Maker):
    """Sign-ins, the second step of a role, an emergency access."""

    def entries(self) -> None:
        """A month of sign-ins, a few tries that failed, and the administrators' second step, asked for since yesterday."""
        rng, own, firms = self.rng, [], []
        for member in self.members.values():
            for back in range(1, 31):
                day = self.today - back * DAY
                if day.weekday() >= 5 or rng.random() < 0.35:
                    continue
                facts = {
                    "at": self.moment(day, 8) + datetime.timedelta(minutes=rng.randint(0, 75)),
                    "method": rng.choice(("password", "password", "passkey")),
                    "ip": rng.choice(PLACES),
                    "user_agent": rng.choice(BROWSERS),
                    "new_browser": rng.random() < 0.03,
                }
                if rng.random() < 0.06:
                    failed = facts | {"ok": False, "why": "Wrong password", "method": "password"}
                    failed["at"] -= datetime.timedelta(minutes=1)
                    own.append(SignIn(user_id=member.user_id, **failed))
                    firms.append(FirmSignIn(member=member, **failed))
                own.append(SignIn(user_id=member.user_id, **facts))
                firms.append(FirmSignIn(member=member, **facts))
        SignIn.objects.bulk_create(own)
        FirmSignIn.objects.bulk_create(sorted(firms, key=lambda row: row.at))
        role = Role.objects.get(template="firm_admin")
        role.mfa_required, role.mfa_grace_days = True, 30
        role.save(update_fields=["mfa_required", "mfa_grace_days"])
        role.members.update(mfa_since=self.moment(self.today - DAY, 9))

    def emergency(self) -> None:
        """The administrator read a restricted matter yesterday, while its attorney was in court."""
        admin = next((m for m in self.members.values() if m.role.template == "firm_admin"), None)
        theirs = (
            m for m in self.matter_list if m.state == "open" and m.responsible_id == self.attorneys[0].pk
        )
        matter = next(theirs, None)
        if admin is None or matter is None:
            return
        matter.restricted = True
        matter.save(update_fields=["restricted"])
        began = self.moment(self.today - DAY, 14)
        access = BreakGlass.objects.create(
            matter=matter,
            member=admin,
            reason="The court called about today’s hearing and the whole team is in the courtroom. I need the exhibit list.",
            started_at=began,
            until=began + datetime.timedelta(hours=1),
            ended_at=began + datetime.timedelta(minutes=22),
        )
        opened = (
            (1, matter.get_absolute_url(), f"{matter.number} {matter.name}"),
            (3, f"{matter.get_absolute_url()}documents/", f"Documents · {matter.number}"),
            (5, f"{matter.get_absolute_url()}documents/", "File exhibit-list.pdf"),
        )
        for minutes, path, label in opened:
            BreakGlassPage.objects.create(
                access=access,
                matter=matter,
                at=began + datetime.timedelta(minutes=minutes),
                path=path,
                label=label[:200],
            )
        text = f"The emergency access of {admin.name} to {matter.number} is over: 3 pages opened. Review it."
        SecurityNotice.objects.create(
            member=matter.responsible, text=text, url=f"/emergency/{access.pk}/", at=access.ended_at
        )
