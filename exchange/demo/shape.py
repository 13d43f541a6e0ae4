"""Who takes part in the demo matters, their limits, their past stages, and templates for new ones."""

from decimal import Decimal

from django.utils import timezone

from exchange.demo.base import DAY, Maker
from matters.models import (
    ClosingMark,
    Contact,
    Matter,
    MatterTemplate,
    Party,
    StageVisit,
    TemplatePerson,
)

JUDGES = ("Hon. Ruth Alvarado", "Hon. Desmond Pike", "Hon. Yuki Tanabe", "Hon. Carla Winslow")
COUNSEL = ("Ellery Dunn", "Marguerite Osei", "Tobias Frank", "Noor Haddad")
LITIGATED = ("Civil litigation", "Employment", "Family", "Probate and trusts")


class Shape(Maker):
    """Parties, limitation dates, stage history, templates."""

    def shape(self) -> None:
        """All of it, over the matters made before. Draws from the side generator, so that history stays as it was."""
        self.court_people()
        self.parties()
        self.limits()
        self.stays()
        self.templates()

    def court_people(self) -> None:
        def make(name: str, **fields) -> Contact:
            first, _, last = name.removeprefix("Hon. ").rpartition(" ")
            return Contact.objects.create(
                kind="person",
                name=name,
                sort_name=f"{last}, {first}",
                first_name=first,
                last_name=last,
                **fields,
            )

        self.judges = [make(name, title="Judge", company="Alameda County Superior Court") for name in JUDGES]
        self.counsel = [
            make(
                name,
                title="Attorney",
                company=f"{name.split()[-1]} & Partners",
                email=f"{name.split()[-1].lower()}@{name.split()[-1].lower()}-partners.example",
                tags=["counsel"],
            )
            for name in COUNSEL
        ]

    def parties(self) -> None:
        side, rows = self.side, []
        people = [c for c in self.contact_list if c.kind == "person"]
        for matter in self.matter_list:
            if matter.practice_area.name not in LITIGATED:
                continue
            named = matter.name.split(" v. ")
            other = next(
                (
                    c
                    for c in self.contact_list
                    if len(named) == 2
                    and c.pk != matter.client_id
                    and (c.last_name or c.name.split(",")[0]) in named
                ),
                None,
            ) or side.choice([c for c in self.contact_list if c.pk != matter.client_id])
            counsel = side.choice(self.counsel)
            told = side.random() < 0.75
            rows.append(
                Party(
                    matter=matter, contact=other, role="opposing_party", side="opposing",
                    represented_by=counsel if told else None, e_service=told, created_by=matter.created_by,
                )
            )  # fmt: skip
            if told:
                rows.append(
                    Party(
                        matter=matter,
                        contact=counsel,
                        role="opposing_counsel",
                        side="opposing",
                        e_service=True,
                    )
                )
            judge = side.choice(self.judges)
            if matter.stage and matter.stage.position:
                rows.append(Party(matter=matter, contact=judge, role="judge", side="neutral"))
                matter.judge, matter.department = judge.name, f"Dept. {side.randint(1, 30)}"
            matter.jurisdiction = "California, Alameda County"
            for role in side.sample(["witness", "expert", "insurer"], k=side.randint(0, 2)):
                who = side.choice([p for p in people if p.pk not in (matter.client_id, other.pk)])
                rows.append(Party(matter=matter, contact=who, role=role, side="third"))
        kept: dict[tuple, Party] = {}
        for row in rows:
            kept.setdefault((row.matter_id, row.contact_id, row.role), row)
        Party.objects.bulk_create(kept.values())

    def limits(self) -> None:
        side = self.side
        for index, matter in enumerate(self.matter_list):
            matter.originating = side.choice(self.attorneys)
            matter.tags = side.sample(
                ["insurance", "rush", "referral", "mediation", "appeal"], k=side.randint(0, 2)
            )
            if matter.practice_area.asks_limitation and side.random() < 0.8:
                early = matter.stage is None or matter.stage.position == 0
                days = (
                    side.randint(10, 88)
                    if early and index % 4 == 0
                    else side.randint(20, 400)
                    if early
                    else side.randint(-300, 200)
                )
                matter.limitation_on = self.today + days * DAY
                matter.limitation_basis = "CCP § 337, four years from the breach"
                if not early or days < 0:
                    filed = min(matter.limitation_on, self.today) - side.randint(5, 60) * DAY
                    matter.limitation_satisfied_on = filed
                    matter.limitation_satisfied_by = matter.responsible
                    matter.limitation_satisfied_how = (
                        f"Complaint filed, {matter.case_number or 'Alameda County'}"
                    )
            if matter.state == "closed" and matter.practice_area.retention_years and matter.closed_on:
                year = matter.closed_on.year + matter.practice_area.retention_years
                day = (
                    28 if (matter.closed_on.month, matter.closed_on.day) == (2, 29) else matter.closed_on.day
                )
                matter.retention_until = matter.closed_on.replace(year=year, day=day)
            matter.through_intake = matter.state == "pending" and index % 3 == 0
        names = [
            "judge", "department", "jurisdiction", "originating", "tags", "limitation_on", "limitation_basis",
            "limitation_satisfied_on", "limitation_satisfied_by", "limitation_satisfied_how", "retention_until",
            "through_intake",
        ]  # fmt: skip
        Matter.objects.bulk_update(self.matter_list, names, batch_size=500)
        # Two that are being closed, one with a line ticked off already.
        for matter in [m for m in self.matter_list if m.state == "open" and m.practice_area.closing_points][
            3:5
        ]:
            Matter.objects.filter(pk=matter.pk).update(state="closing")
            matter.state = "closing"
            if len(matter.practice_area.closing_points) > 1:
                ClosingMark.objects.create(
                    matter=matter,
                    text=matter.practice_area.closing_points[1],
                    marked_by=matter.responsible,
                    marked_at=timezone.now() - DAY,
                )

    def stays(self) -> None:
        """The stages that matters went through before the one they are in."""
        rows = []
        for matter in self.matter_list:
            if matter.stage is None or not matter.opened_on:
                continue
            before = [s for s in self.stages[matter.practice_area.name] if s.position < matter.stage.position]
            start = self.moment(matter.opened_on)
            if not before or matter.staged_at <= start:
                continue
            step = (matter.staged_at - start) / len(before)
            rows += [
                StageVisit(
                    matter=matter, stage=stage, name=stage.name, entered_at=start + i * step,
                    left_at=start + (i + 1) * step, moved_by=matter.responsible,
                )
                for i, stage in enumerate(before)
            ]  # fmt: skip
        StageVisit.objects.bulk_create(rows)

    def templates(self) -> None:
        def make(area: str, name: str, **fields) -> MatterTemplate:
            return MatterTemplate.objects.create(practice_area=self.areas[area], name=name, **fields)

        suit = make(
            "Civil litigation", "Breach of contract, plaintiff", caption="{client} v. {opposing_party}",
            stage=self.stages["Civil litigation"][0], fee_kind="hourly", budget=Decimal("45000.00"),
            court="Alameda County Superior Court", jurisdiction="California, Alameda County",
            matter_type="Breach of contract", ask_roles=["opposing_party", "opposing_counsel"],
            description="Claim for damages under a contract.", tags=["plaintiff"],
        )  # fmt: skip
        make(
            "Probate and trusts", "Probate of an estate", caption="Estate of {client}", fee_kind="hourly",
            stage=self.stages["Probate and trusts"][0], court="Alameda County Superior Court",
            matter_type="Probate", ask_roles=["other"],
        )  # fmt: skip
        make(
            "Business", "Company formation", caption="{client} — formation", fee_kind="flat",
            flat_amount=Decimal("2500.00"), matter_type="Formation",
        )  # fmt: skip
        for member in self.paralegals[:1]:
            TemplatePerson.objects.create(template=suit, member=member)
