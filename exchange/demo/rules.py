"""A firm's own rules of court, and a court that was closed by order."""

from court_rules import services
from court_rules.models import FirmPack
from exchange.demo.base import DAY, Maker

# What the pack says: invented local rules, each with a day counted by hand on a calendar of 2026.
PACK = """
pack: dept-14-standing-order
title: Department 14, standing order
version: "1"
author: The firm
calendar: us.ca
uses: ca-ccp
effective: {from: 2025-01-01}
note: The standing order of Department 14 on discovery conferences and trial papers.
triggers:
  - {key: trial-day, title: First day of trial in Department 14}
  - {key: idc-request, title: Request for an informal discovery conference filed}
rules:
  - key: idc-response
    title: Answer to the request for a discovery conference
    trigger: idc-request
    cite: Dept. 14 Standing Order ¶ 6(b)
    count: 3
    unit: court_days
    service: "1013"
    note: Two pages at most. The conference takes the place of a motion until it was held.
  - key: trial-binder
    title: Joint trial binder
    trigger: trial-day
    cite: Dept. 14 Standing Order ¶ 11
    count: 5
    unit: court_days
    direction: before
    critical: true
    party: All parties
  - key: motions-in-limine
    title: Motions in limine
    trigger: trial-day
    cite: Dept. 14 Standing Order ¶ 12
    count: 10
    unit: court_days
    direction: before
    party: Moving party
tests:
  - {rule: idc-response, trigger: 2026-11-24, due: 2026-12-01, why: "Thanksgiving and the day after are left out"}
  - {rule: idc-response, trigger: 2026-11-02, service: electronic, due: 2026-11-09, why: "three court days and two more"}
  - {rule: trial-binder, trigger: 2026-11-30, due: 2026-11-19}
  - {rule: motions-in-limine, trigger: 2026-11-30, due: 2026-11-12, why: "Veterans Day is not reached"}
"""


class OwnRules(Maker):
    """One pack in force with a further draft that the administrator wrote; one closure confirmed, one that waits, and one that
    was taken back.
    """

    def own_rules(self) -> None:
        lead, office = self.attorneys[0], self.members.get("rowan")
        pack = services.import_pack(by=lead, source=PACK)
        services.put_in_force(pack.versions.get(), by=lead)
        if office is not None:
            draft = services.new_version(FirmPack.objects.get(pk=pack.pk), by=office)
            earlier = PACK.replace("    count: 5\n", "    count: 7\n").replace(
                "due: 2026-11-19", "due: 2026-11-17"
            )
            services.save_text(draft, by=office, source=earlier)
            services.save_head(
                draft, by=office, name=pack.name, jurisdiction="us.ca", effective_from=self.today + 30 * DAY,
                note=pack.note, uses="ca-ccp", news="The trial binder is due earlier.",
            )  # fmt: skip
            services.add_closure(
                by=office, jurisdiction="us.ca", court="Superior Court of Marin County", name="Flooded courthouse",
                starts_on=self.today - 4 * DAY, source="Order of the Presiding Judge (demo)",
            )  # fmt: skip
        services.add_closure(
            by=lead, jurisdiction="us.ca", court="Superior Court of Alameda County", name="Wildfire smoke",
            starts_on=self.today - 40 * DAY, ends_on=self.today - 39 * DAY, source="Emergency order of the Chief Justice (demo)",
        )  # fmt: skip
        early = services.add_closure(
            by=lead, jurisdiction="us.ca", court="Superior Court of Contra Costa County", name="Power shut-off announced",
            starts_on=self.today - 12 * DAY, source="Notice of the court’s executive officer (demo)",
        )  # fmt: skip
        services.remove_closure(early, by=lead)
