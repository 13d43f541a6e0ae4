"""Contacts and matters of a demo firm."""

from collections import defaultdict
from decimal import Decimal

from accounts.models import Member
from exchange.demo import names
from exchange.demo.base import DAY, Maker
from matters.models import Contact, FeeArrangement, Matter, PracticeArea, Stage, StageVisit, TeamMember
from practice.models import Sequence


class Clients(Maker):
    """Contacts, practice areas, matters, teams, fee arrangements."""

    def contacts(self) -> None:
        rng, made, seen = self.rng, [], set()
        while len(made) < self.how_many.contacts:
            city, postcode = rng.choice(names.CITIES)
            place = {
                "address": f"{rng.randint(2, 980)} {rng.choice(names.STREETS)}",
                "city": city,
                "region": "CA",
                "postcode": postcode,
                "phone": f"(510) 555-0{rng.randint(100, 199)}",
            }
            if rng.random() < 0.4:
                name = f"{rng.choice(names.COMPANY_FIRST).replace('-', ' ')} {rng.choice(names.COMPANY_LAST)}"
                slug = "".join(c for c in name.split()[0].lower() if c.isalpha())
                fields = {
                    "kind": "company",
                    "name": name,
                    "sort_name": name,
                    "email": f"accounts@{slug}-{len(made)}.example",
                }
            else:
                first, last = rng.choice(names.FIRST), rng.choice(names.LAST)
                name = f"{first} {last}"
                fields = {
                    "kind": "person",
                    "name": name,
                    "sort_name": f"{last}, {first}",
                    "first_name": first,
                    "last_name": last,
                    "email": f"{first}.{last}".lower().replace(" ", "") + f"{len(made)}@post.example",
                }
            if name in seen:
                continue
            seen.add(name)
            made.append(
                Contact(**fields, **place, tags=rng.sample(["client", "referral", "vip", "vendor"], k=1))
            )
        self.contact_list = Contact.objects.bulk_create(made)

    def matters(self) -> None:
        rng = self.rng
        self.areas = {
            name: PracticeArea.objects.create(name=name, position=i, **names.AREA_FACTS.get(name, {}))
            for i, name in enumerate(names.AREAS)
        }
        self.stages = {
            name: [
                Stage.objects.create(
                    practice_area=area, name=stage, position=i, **names.STAGE_FACTS.get((name, stage), {})
                )
                for i, stage in enumerate(names.AREAS[name])
            ]
            for name, area in self.areas.items()
        }
        people = [c for c in self.contact_list if c.kind == "person"]
        clients = rng.sample(self.contact_list, k=max(1, int(len(self.contact_list) * 0.6)))
        counters: dict[int, int] = defaultdict(int)
        planned = []
        for index in range(self.how_many.matters):
            state = rng.choices(
                ["open", "closed", "on_hold", "pending", "declined"], weights=[60, 24, 5, 8, 3]
            )[0]
            if index < 4:
                state = "open"
            age = (
                rng.randint(0, 25)
                if state == "pending"
                else rng.randint(12, int(self.how_many.months * 30.5) + 200)
            )
            planned.append((self.today - age * DAY, state))
        partners = [m for m in self.attorneys if m.is_partner]
        made = []
        for created, state in sorted(planned):
            area = rng.choices(list(self.areas.values()), weights=[28, 16, 18, 12, 14, 12])[0]
            private = area.name in ("Family", "Probate and trusts")
            client = rng.choice([c for c in clients if c.kind == "person"] if private else clients)
            other = rng.choice([c for c in self.contact_list if c is not client])
            person = client if client.kind == "person" else rng.choice(people)
            surname = (
                client.last_name
                if client.kind == "person"
                else client.name.split(",")[0].removesuffix(" LLC")
            )
            caption = rng.choice(names.CAPTIONS[area.name]).format(
                client=surname,
                other=other.last_name or other.name.split(",")[0],
                person=person.name if area.name == "Probate and trusts" else person.last_name,
                street=f"{rng.randint(2, 400)} {rng.choice(names.STREETS)}",
            )
            counters[created.year] += 1
            attorney = rng.choice(self.attorneys)
            litigated = area.name in ("Civil litigation", "Employment", "Probate and trusts", "Family")
            stage = rng.choice(self.stages[area.name])
            accepted = state not in ("pending", "declined")
            made.append(
                Matter(
                    number=f"{created.year}-{counters[created.year]:04d}",
                    name=caption[:200],
                    client=client,
                    practice_area=area,
                    state=state,
                    stage=stage if accepted else None,
                    staged_at=self.moment(
                        self.today - min(rng.randint(1, 120), (self.today - created).days) * DAY
                    )
                    if accepted
                    else None,
                    responsible=attorney,
                    supervising=attorney if attorney.is_partner else rng.choice(partners),
                    court="Alameda County Superior Court" if litigated else "",
                    case_number=f"{created.year % 100}CV{rng.randint(10000, 99999):06d}" if litigated else "",
                    budget=Decimal(rng.randint(8, 90) * 1000) if rng.random() < 0.5 else None,
                    opened_on=created if state not in ("pending", "declined") else None,
                    closed_on=created + max(1, (self.today - created).days - rng.randint(1, 60)) * DAY
                    if state == "closed"
                    else None,
                    accepted_by=attorney if state not in ("pending",) else None,
                    created_at=self.moment(created),
                    created_by=rng.choice(self.support or self.attorneys),
                )
            )
        self.matter_list = Matter.objects.bulk_create(made)
        for year, last in counters.items():
            Sequence.objects.create(kind="matter", series=str(year), last=last)
        fees, team = [], []
        self.team_of: dict[int, list[Member]] = {}
        for matter in self.matter_list:
            kind = rng.choices(["hourly", "flat", "contingency", "pro_bono"], weights=[82, 9, 6, 3])[0]
            matter.fee_kind = kind
            fees.append(
                FeeArrangement(
                    matter=matter,
                    kind=kind,
                    flat_amount=Decimal(rng.randint(15, 90) * 100) if kind == "flat" else None,
                    contingency_percent=Decimal("33.33") if kind == "contingency" else None,
                    # A contingent fee stands in a writing that the client signed (Model Rule 1.5(c)).
                    signed_on=(matter.opened_on or self.today) if kind == "contingency" else None,
                    effective_from=matter.opened_on or self.today,
                    state="proposed" if matter.state == "pending" else "in_force",
                    proposed_by=matter.created_by,
                    set_by=None if matter.state == "pending" else matter.responsible,
                )
            )
            helpers = rng.sample(self.paralegals, k=min(len(self.paralegals), rng.randint(1, 2)))
            helpers += rng.sample(self.support, k=min(len(self.support), 1))
            self.team_of[matter.pk] = helpers
            team += [TeamMember(matter=matter, member=m, part=m.role.name) for m in helpers]
        FeeArrangement.objects.bulk_create(fees)
        StageVisit.objects.bulk_create(
            StageVisit(
                matter=m, stage=m.stage, name=m.stage.name, entered_at=m.staged_at, moved_by=m.responsible
            )
            for m in self.matter_list
            if m.stage
        )
        TeamMember.objects.bulk_create(team)
        self.record("matter.created", [(m, m.created_at, m.created_by) for m in self.matter_list])
        self.record(
            "matter.open", [(m, m.created_at + DAY, m.responsible) for m in self.matter_list if m.opened_on]
        )
