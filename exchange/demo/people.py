"""What the demo firm knows of its contacts beyond name and address: other names, numbers, relations, lawyers, twins."""

import datetime

from exchange.demo.base import DAY, Maker
from matters.models import Address, Contact, ContactName, DirectConsent, Email, Party, Phone, Relation
from matters.services.merges import merge_contacts

LANGUAGES = ("Spanish", "Cantonese", "Tagalog", "Vietnamese")
BODIES = (
    ("court", "Superior Court of California, County of Alameda", "(510) 555-0181", "1225 Fallon Street", "Oakland", "94612"),
    ("court", "U.S. District Court, Northern District of California", "(415) 555-0182", "450 Golden Gate Avenue",
     "San Francisco", "94102"),
    ("government", "Alameda County Recorder", "(510) 555-0183", "1106 Madison Street", "Oakland", "94607"),
)  # fmt: skip


class People(Maker):
    """Contacts as a firm has them after a year and a half."""

    def people_known(self) -> None:
        """Laid over the contacts that are there; its own generator leaves the rest of the firm as it was."""
        persons = [c for c in self.contact_list if c.kind == "person"]
        bodies = [c for c in self.contact_list if c.kind == "company"]
        self._bodies()
        self._lists(persons, bodies)
        self._relations(persons, bodies)
        self._wishes(persons)
        self._lawyers()
        self._twins(persons, bodies)

    def _bodies(self) -> None:
        Contact.objects.bulk_create(
            Contact(
                kind=kind, name=name, sort_name=name, phone=phone, address=street, city=city, region="CA",
                postcode=postcode, tags=["court"] if kind == "court" else [],
            )
            for kind, name, phone, street, city, postcode in BODIES
        )  # fmt: skip

    def _lists(self, persons: list[Contact], bodies: list[Contact]) -> None:
        rng = self.side
        Phone.objects.bulk_create(
            Phone(contact=c, label="mobile", number=f"(510) 555-0{rng.randint(100, 199)}")
            for c in rng.sample(persons, k=len(persons) // 2)
        )
        Email.objects.bulk_create(
            Email(contact=c, label="billing", address=c.email.replace("accounts@", "payables@"))
            for c in bodies[::3]
            if c.email
        )
        Address.objects.bulk_create(
            Address(
                contact=c,
                label="work",
                street=f"{rng.randint(2, 980)} Franklin Street",
                city="Oakland",
                region="CA",
                postcode="94612",
            )
            for c in rng.sample(persons, k=len(persons) // 6)
        )
        names = [
            ContactName(contact=c, kind="maiden", name=f"{c.first_name} {other.last_name}")
            for c, other in zip(persons[::9], persons[4::9], strict=False)
            if c.last_name != other.last_name
        ]
        names += [
            ContactName(contact=c, kind="trade", name=f"{c.name.split()[0]} {word}")
            for c, word in zip(
                bodies[::5], ("Works", "Trading", "Direct", "West", "Bay Area", "Online") * 9, strict=False
            )
        ]
        ContactName.objects.bulk_create(names, ignore_conflicts=True)

    def _relations(self, persons: list[Contact], bodies: list[Contact]) -> None:
        rng, rows = self.side, []
        for one, other in zip(persons[::7], persons[3::7], strict=False):
            rows.append(
                Relation(
                    contact=one, other=other, kind=rng.choice(["spouse", "sibling", "parent", "partner"])
                )
            )
        for person, body in zip(persons[1::4], bodies, strict=False):
            kind = rng.choice(["officer", "owner", "employee", "agent"])
            rows.append(Relation(contact=person, other=body, kind=kind))
            person.company = body.name
            person.title = {
                "officer": "Chief financial officer",
                "owner": "Owner",
                "agent": "Registered agent",
            }.get(kind, "Office manager")
        for child, parent in zip(bodies[::8], bodies[4::8], strict=False):
            rows.append(Relation(contact=child, other=parent, kind="subsidiary"))
        Relation.objects.bulk_create(rows, ignore_conflicts=True)
        Contact.objects.bulk_update(persons[1::4], ["company", "title"])

    def _wishes(self, persons: list[Contact]) -> None:
        rng = self.side
        for contact in persons:
            contact.birthday = datetime.date(rng.randint(1948, 2001), rng.randint(1, 12), rng.randint(1, 28))
            if rng.random() < 0.12:
                contact.language = rng.choice(LANGUAGES)
            if rng.random() < 0.1:
                contact.preferred_channel, contact.preferred_hours = (
                    "phone",
                    rng.choice(["Weekdays after 4 PM", "Mornings"]),
                )
            contact.do_not_mail, contact.do_not_call = rng.random() < 0.06, rng.random() < 0.03
        if persons:
            persons[-1].restricted = True
        fields = [
            "birthday",
            "language",
            "preferred_channel",
            "preferred_hours",
            "do_not_mail",
            "do_not_call",
            "restricted",
        ]
        Contact.objects.bulk_update(persons, fields)

    def _lawyers(self) -> None:
        """Those whom a lawyer represents in a live matter say so on their own record; one may be written to all the same."""
        parts = Party.objects.filter(represented_by__isnull=False, matter__state="open").exclude(side="ours")
        rows = list(parts.select_related("contact", "represented_by", "matter").order_by("id")[:12])
        for part in rows[:8]:
            Contact.objects.filter(pk=part.contact_id).update(
                represented=True, represented_by=part.represented_by_id
            )
        if rows:
            DirectConsent.objects.create(
                contact=rows[0].contact, matter=rows[0].matter, allowed_by=self.attorneys[0],
                reason=f"{rows[0].represented_by.name} agreed by e-mail that scheduling goes to the party directly",
                allowed_at=self.moment(self.today - 9 * DAY), until_on=self.today + 60 * DAY,
            )  # fmt: skip

    def _twins(self, persons: list[Contact], bodies: list[Contact]) -> None:
        """Two that look like one, to be merged; and one merge that was done and can be taken back."""
        person, body, merged = persons[2], bodies[1], bodies[2]
        Contact.objects.create(
            kind="person", name=f"{person.first_name[0]}. {person.last_name}", first_name=f"{person.first_name[0]}.",
            last_name=person.last_name, sort_name=f"{person.last_name}, {person.first_name[0]}.", email=person.email, tags=["newsletter"],
        )  # fmt: skip
        Contact.objects.create(
            kind="company",
            name=f"{body.name} Inc.",
            sort_name=f"{body.name} Inc.",
            phone=body.phone,
            city=body.city,
        )
        twin = Contact.objects.create(
            kind="company",
            name=f"The {merged.name}",
            sort_name=f"The {merged.name}",
            phone="(510) 555-0188",
            website="example.org",
        )
        merge_contacts(merged, twin, by=self.attorneys[0])
