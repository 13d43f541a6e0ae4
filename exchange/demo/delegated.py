"""Work that attorneys of a demo firm have given to others."""

import datetime

from accounts.models import Delegation
from exchange.demo.base import DAY, Maker

# (note, role that takes it)
GIVEN = (
    ("Substantive paralegal work: exhibits and chronology", "paralegal"),
    ("Substantive paralegal work: cite-checking of the brief", "paralegal"),
    ("Administrative work: dates and conferences", "legal_assistant"),
    ("Clerical work", "legal_secretary"),
)


class Delegated(Maker):
    """Delegations of the last half year: standing, ended, and one taken back."""

    def delegations(self) -> None:
        side, made = self.side, []
        for matter in [m for m in self.matter_list if m.state == "open"]:
            if side.randrange(100) >= 20:
                continue
            note, template = side.choice(GIVEN)
            team = [m for m in self.team_of[matter.pk] if m.role.template == template]
            if not team:
                continue
            starts = max(self.today - side.randint(5, 170) * DAY, matter.opened_on)
            until = starts + side.randint(30, 120) * DAY
            made.append(
                Delegation(
                    principal=matter.responsible,
                    to=team[0],
                    matter=matter,
                    starts_on=starts,
                    until=until,
                    note=note,
                    created_by=matter.responsible,
                    created_at=self.evening(starts),
                )
            )
        if len(made) > 3:
            made[2].revoked_by = made[2].principal
            made[2].revoked_at = made[2].created_at + datetime.timedelta(days=4)
        Delegation.objects.bulk_create(made)
