"""The demo firms' own fields: injury and family matters, contacts, leads and tasks, filled in for some of them."""

from typing import Any

from custom_fields.models import Field, FieldSet
from custom_fields.services import save_field, save_set, set_custom
from exchange.demo.base import DAY, Maker
from matters.models import Contact
from practice.models import SavedView

INSURERS = ("Pelican Mutual Insurance", "Golden Gate Casualty", "Cascade Auto Insurance")
CARS = (
    "Honda Civic 2019",
    "Toyota RAV4 2022",
    "Ford F-150 2017",
    "Tesla Model 3 2023",
    "Subaru Outback 2020",
)
CHILDREN = ("Mila", "Theo", "Iris", "Jonah", "Noor", "Felix", "Ada")
LIVES = ("Mother", "Father", "Both in turn")


def one_of(*labels: str) -> list[dict[str, str]]:
    """Choices of a picklist."""
    return [{"label": label} for label in labels]


def when(field: Field, *values: str) -> dict[str, Any]:
    """Shown only if `field` is one of `values`."""
    return {"join": "all", "rules": [{"field": field.pk, "op": "is", "value": "; ".join(values)}]}


class OwnFields(Maker):
    """Sets, fields and values."""

    def own_fields(self) -> None:
        """All of it, after the matters have their parties."""
        self.keeper = next(
            (m for m in self.members.values() if m.role.template == "firm_admin"), self.attorneys[0]
        )
        self.insurers = [
            Contact.objects.create(
                kind="company",
                name=name,
                sort_name=name,
                email=f"claims@{name.split()[0].lower()}.example",
                tags=["insurer"],
            )
            for name in INSURERS
        ]
        self.injury_set()
        self.family_set()
        self.contact_set()
        self.other_sets()
        self.injuries()
        self.families()
        self.people_known()
        self.views()

    def _set(self, host: str, name: str, *areas: str, **values) -> FieldSet:
        chosen = [self.areas[area] for area in areas]
        return save_set(
            None, by=self.keeper, host=host, name=name, everywhere=not chosen, areas=chosen, **values
        )

    def _field(self, field_set: FieldSet, label: str, type_: str, **values) -> Field:
        return save_field(None, by=self.keeper, field_set=field_set, label=label, type=type_, **values)

    def injury_set(self) -> None:
        """An accident with its vehicles, the insurer and what its policy leaves."""
        injury = self._set(
            "matter", "Personal injury", "Civil litigation", note="Ask the client for the police report."
        )
        claim = self._field(
            injury, "Injury claim", "tristate", hint="Yes opens the questions about the accident."
        )
        shown = {"visible_if": when(claim, "yes")}
        kind = self._field(
            injury,
            "Kind of accident",
            "picklist",
            choices=one_of("Rear-end", "Side impact", "Pedestrian", "Slip and fall", "Other"),
            **shown,
        )
        self._field(injury, "What else happened", "text", visible_if=when(kind, "Other"), required=True)
        self._field(injury, "Accident on", "date", **shown)
        self._field(
            injury,
            "Injuries",
            "multi",
            choices=one_of("Neck", "Back", "Head", "Arm or hand", "Leg or foot"),
            **shown,
        )
        self._field(injury, "Insurer", "contact", **shown)
        self._field(injury, "Claim number", "text", **shown)
        discovery = next(s for s in self.stages["Civil litigation"] if s.name == "Discovery")
        self._field(
            injury,
            "Policy limit",
            "currency",
            settings={"min": "0"},
            required_at=[str(discovery.pk)],
            **shown,
        )
        self._field(injury, "Medical bills", "currency", settings={"min": "0"}, **shown)
        vehicles = self._field(injury, "Vehicles", "group", **shown)
        for label, type_, more in (
            ("Vehicle", "text", {"required": True}),
            ("Plate", "text", {"settings": {"length": 12}}),
            ("Driver", "contact", {}),
            ("Damage", "currency", {"settings": {"min": "0"}}),
        ):
            self._field(injury, label, type_, parent=vehicles, **more)
        money = {"settings": {"result": "currency"}}
        self._field(
            injury,
            "Total damage",
            "formula",
            formula="sum(vehicles.damage) + coalesce(medical_bills, 0)",
            **money,
            **shown,
        )
        self._field(
            injury,
            "Left under the policy",
            "formula",
            formula="policy_limit - coalesce(medical_bills, 0)",
            **money,
            **shown,
        )
        self._field(injury, "Police report", "file", **shown)

    def family_set(self) -> None:
        """A marriage and its children."""
        family = self._set("matter", "Family", "Family")
        self._field(family, "Married on", "date")
        self._field(family, "Separated on", "date")
        self._field(
            family, "Years married", "formula", formula="years(married_on, separated_on)",
            settings={"result": "numeric", "decimals": 0},
        )  # fmt: skip
        self._field(family, "Prenuptial agreement", "tristate")
        children = self._field(family, "Children", "group")
        self._field(family, "Name", "text", parent=children, required=True)
        self._field(family, "Born on", "date", parent=children)
        self._field(
            family,
            "Age",
            "formula",
            parent=children,
            formula="years(born_on)",
            settings={"result": "numeric", "decimals": 0},
        )
        self._field(family, "Lives with", "picklist", parent=children, choices=one_of(*LIVES))
        self._field(
            family, "Number of children", "formula", formula="count(children)", settings={"result": "numeric"}
        )

    def contact_set(self) -> None:
        """What the firm likes to know of its clients."""
        about = self._set("contact", "Good to know", kinds_=["person"])
        self._field(about, "Occupation", "text")
        interpreter = self._field(about, "Interpreter needed", "checkbox")
        self._field(
            about,
            "Language",
            "picklist",
            choices=one_of("Spanish", "Cantonese", "Vietnamese", "Tagalog", "ASL"),
            visible_if=when(interpreter, "yes"),
            required=True,
        )
        self._field(about, "Client since", "date")
        self._field(about, "Best time to call", "time")
        bodies = self._set("contact", "Company", kinds_=["company"])
        self._field(bodies, "Billing guidelines", "url", hint="Where the client publishes what it pays.")
        self._field(bodies, "Accounts payable", "email")

    def other_sets(self) -> None:
        """One for leads, which carries over to the matter, and one for tasks."""
        call = self._set("lead", "First call")
        self._field(call, "Accident on", "date", key="accident_on")
        self._field(call, "Has another lawyer", "tristate")
        filing = self._set("task", "Filing", "Civil litigation", "Family")
        self._field(filing, "Filing fee", "currency", settings={"min": "0"})
        self._field(filing, "Courtesy copy for the judge", "checkbox")
        self._field(filing, "Confirmation", "file")

    def injuries(self) -> None:
        """Values on some suits; most are no injury claims."""
        side = self.side
        suits = [
            m for m in self.matter_list if m.practice_area.name == "Civil litigation" and m.state == "open"
        ]
        for number, matter in enumerate(suits[:24]):
            if number % 3:
                set_custom(matter, {"injury_claim": "no"}, by=matter.responsible)
                continue
            day = (matter.opened_on or self.today) - side.randint(20, 200) * DAY
            cars = side.sample(CARS, k=side.randint(1, 3))
            values: dict[str, Any] = {
                "injury_claim": "yes",
                "kind_of_accident": side.choice(("Rear-end", "Side impact", "Pedestrian", "Slip and fall")),
                "accident_on": day,
                "injuries": side.sample(("Neck", "Back", "Head", "Arm or hand"), k=2),
                "insurer": side.choice(self.insurers).pk,
                "claim_number": f"PM-{side.randint(100000, 999999)}",
                "policy_limit": side.choice(("15000", "50000", "100000", "250000")),
                "medical_bills": f"{side.randint(1200, 48000)}.{side.randint(0, 99):02}",
                "vehicles": [
                    {"vehicle": car, "plate": self._plate(), "damage": str(side.randint(900, 18000))}
                    for car in cars
                ],
            }
            if number == 0:
                values["vehicles"][0]["driver"] = matter.client_id
            set_custom(matter, values, by=matter.responsible)

    def _plate(self) -> str:
        side = self.side
        return f"{side.randint(1, 9)}{''.join(side.sample('ABCDEFGHKLMNPR', k=3))}{side.randint(100, 999)}"

    def families(self) -> None:
        """Children on the family matters."""
        side = self.side
        rows = [
            m for m in self.matter_list if m.practice_area.name == "Family" and m.state in ("open", "on_hold")
        ]
        for matter in rows[:16]:
            apart = (matter.opened_on or self.today) - side.randint(30, 400) * DAY
            children = [
                {
                    "name": name,
                    "born_on": self.today - side.randint(500, 6000) * DAY,
                    "lives_with": side.choice(LIVES),
                }
                for name in side.sample(CHILDREN, k=side.randint(0, 3))
            ]
            values = {
                "married_on": apart - side.randint(1500, 7000) * DAY,
                "separated_on": apart,
                "prenuptial_agreement": side.choice(("yes", "no", "unknown")),
                "children": children,
            }
            set_custom(matter, values, by=matter.responsible)

    def people_known(self) -> None:
        """Values on some clients."""
        side = self.side
        clients = {m.client_id: m.responsible for m in self.matter_list if m.client.kind == "person"}
        for number, contact in enumerate(Contact.objects.filter(pk__in=clients).order_by("pk")[:30]):
            values: dict[str, Any] = {
                "occupation": side.choice(
                    ("Teacher", "Nurse", "Electrician", "Baker", "Engineer", "Retired")
                ),
                "client_since": self.today - side.randint(100, 3000) * DAY,
            }
            if number % 6 == 0:
                values |= {
                    "interpreter_needed": True,
                    "language": side.choice(("Spanish", "Cantonese", "Vietnamese")),
                }
            set_custom(contact, values, by=clients[contact.pk])

    def views(self) -> None:
        """A saved view of the list of matters with the fields as columns, shared with the firm."""
        of = {f.key: f"cf{f.pk}" for f in Field.objects.filter(host="matter", parent=None)}
        shown = (
            "kind_of_accident",
            "accident_on",
            "insurer",
            "policy_limit",
            "total_damage",
            "left_under_the_policy",
        )
        cols = ",".join(["name", *(of[key] for key in shown)])
        query = f"{of['injury_claim']}=yes&cols={cols}&sort=-{of['policy_limit']}"
        SavedView.objects.create(
            member=self.keeper,
            list_name="matters",
            name="Injury claims",
            query=query,
            shared=True,
            position=1,
        )
