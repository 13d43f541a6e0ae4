"""The fixed cast of the tests: the same people and a little data in each firm. Values are written out, not computed."""

import datetime
from decimal import Decimal
from types import SimpleNamespace

from django.utils import timezone

from accounts.models import BarLicence, Member, Role, User
from accounts.permissions import ROLES, TEMPLATES
from billing.models import Rate, TimeEntry
from matters.models import (
    Contact,
    FeeArrangement,
    GuestEngagement,
    Matter,
    PracticeArea,
    SelfCheck,
    Stage,
    TeamMember,
    Undertaking,
)
from matters.queries.guests import hash_of, undertaking_text
from practice.models import Firm
from practice.scope import firm_scope
from supervision.models import Approval

PASSWORD = "correct horse battery staple"
PEOPLE = [
    # key, first name, role template, title, partner
    ("attorney", "Imogen Vance", "attorney", "Partner", True),
    ("associate", "Priya Tollett", "attorney", "Associate", False),
    ("paralegal", "Otis Farrow", "paralegal", "Paralegal", False),
    ("assistant", "Mireille Koss", "legal_assistant", "Legal assistant", False),
    ("secretary", "Bea Castellan", "legal_secretary", "Legal secretary", False),
    ("admin", "Rowan Achebe", "firm_admin", "Office manager", False),
    ("freelancer", "Dashiell Moor", "freelancer", "Contract paralegal", False),
]


def make_firm(name: str, slug: str) -> SimpleNamespace:
    """A firm with the seven people, a client, an open matter with two unbilled entries, and rates."""
    firm = Firm.objects.create(
        name=name,
        slug=slug,
        # Pages reckon "today" in the firm's zone; tests reckon it in theirs, UTC.
        time_zone="UTC",
        address="1 Elm Street\nOakland, CA 94607",
        email=f"office@{slug}.example",
        reminder_days=[7, 21],
    )
    people = SimpleNamespace(firm=firm, roles={}, slug=slug)
    today = timezone.localdate()
    with firm_scope(firm):
        for position, (template, label) in enumerate(TEMPLATES.items()):
            people.roles[template] = Role.objects.create(
                name=label, template=template, powers=dict(ROLES[template]), position=position
            )
        for key, person, template, title, partner in PEOPLE:
            user = User.objects.create_user(f"{key}@{slug}.example", PASSWORD, name=person)
            member = Member.objects.create(
                user=user,
                role=people.roles[template],
                name=person,
                title=title,
                is_partner=partner,
                initials="".join(word[0] for word in person.split()),
            )
            setattr(people, key, member)
        sign_undertaking(people)
        # The first attorney of a firm declares, verifies the second, and is then verified by the second.
        for holder, word in (
            (people.attorney, {"self_declared": True}),
            (people.associate, {"verified_by": people.attorney}),
        ):
            BarLicence.objects.create(
                member=holder,
                jurisdiction="California",
                number=f"{slug}-{holder.pk}",
                verified_at=timezone.now(),
                **word,
            )
        people.attorney.licences.update(self_declared=False, verified_by=people.associate)
        for member, amount in (
            (people.attorney, "475.00"),
            (people.associate, "345.00"),
            (people.paralegal, "185.00"),
        ):
            Rate.objects.create(
                member=member,
                amount=Decimal(amount),
                effective_from=datetime.date(2020, 1, 1),
                set_by=people.attorney,
            )
        people.area = PracticeArea.objects.create(name="Civil litigation")
        for position, name in enumerate(("Pleadings", "Discovery", "Trial")):
            Stage.objects.create(practice_area=people.area, name=name, position=position)
        people.client = Contact.objects.create(
            kind="company",
            name=f"Brightwater Ceramics {slug}",
            sort_name=f"Brightwater Ceramics {slug}",
            email=f"client@{slug}-client.example",
            address="9 Kiln Road",
            city="Alameda",
            region="CA",
            postcode="94501",
        )
        people.matter = make_matter(people, number="2026-0001", name=f"Brightwater v. Solano {slug}")
        people.entries = [
            make_time(
                people,
                people.attorney,
                seconds=4320,
                amount="570.00",
                narrative="Analyze interrogatory responses.",
                date=today - datetime.timedelta(days=9),
            ),
            make_time(
                people,
                people.paralegal,
                seconds=9360,
                amount="481.00",
                narrative="Collect and index records.",
                date=today - datetime.timedelta(days=8),
            ),
        ]
    return people


def make_matter(people: SimpleNamespace, *, number: str, name: str, state: str = "open", **fields) -> Matter:
    """An open hourly matter of the cast's client, with the paralegal and the secretary on its team."""
    values = {
        "client": people.client,
        "practice_area": people.area,
        "responsible": people.attorney,
        "supervising": people.attorney,
        "opened_on": datetime.date(2026, 3, 3),
        "accepted_by": people.attorney,
    }
    matter = Matter.objects.create(number=number, name=name, state=state, **(values | fields))
    TeamMember.objects.create(matter=matter, member=people.paralegal, part="Paralegal")
    TeamMember.objects.create(matter=matter, member=people.secretary, part="Secretary")
    FeeArrangement.objects.create(
        matter=matter, kind="hourly", effective_from=datetime.date(2026, 3, 3), set_by=people.attorney
    )
    return matter


def make_time(
    people: SimpleNamespace, member: Member, *, seconds: int, amount: str, narrative: str, **fields
) -> TimeEntry:
    """An unbilled entry on the cast's matter; `amount` is stated by hand."""
    rates = {people.attorney.pk: "475.00", people.associate.pk: "345.00", people.paralegal.pk: "185.00"}
    values = {
        "matter": people.matter if hasattr(people, "matter") else None,
        "date": timezone.localdate(),
        "entered_by": member,
        "rate": Decimal(rates[member.pk]),
        "rate_reason": "Standard rate",
        "billed_seconds": seconds,
    }
    return TimeEntry.objects.create(
        member=member, seconds=seconds, amount=Decimal(amount), narrative=narrative, **(values | fields)
    )


def sign_undertaking(people: SimpleNamespace) -> None:
    """The freelancer has signed the firm's undertaking, without which no page of the firm opens for them."""
    text = undertaking_text(people.freelancer, people.firm)
    Undertaking.objects.get_or_create(
        member=people.freelancer,
        text_hash=hash_of(text),
        defaults={"text": text, "signed_name": people.freelancer.name},
    )


def engage(
    people: SimpleNamespace, matter: Matter | None = None, *, days: int = 30, **fields
) -> GuestEngagement:
    """The cast's freelancer let into a matter: engaged by the attorney, undertaking signed, no conflict found."""
    guest, today = people.freelancer, timezone.localdate()
    matter = matter or people.matter
    sign_undertaking(people)
    TeamMember.objects.get_or_create(matter=matter, member=guest, defaults={"part": "Contract paralegal"})
    values = {"task": "Index documents", "starts_on": today, "ends_on": today + datetime.timedelta(days=days)}
    engagement = GuestEngagement.objects.create(
        matter=matter, member=guest, created_by=people.attorney, **(values | fields)
    )
    SelfCheck.objects.create(
        matter=matter, engagement=engagement, member=guest, matter_label=matter.number, task=engagement.task,
        names=["Brightwater"], answer="none", answered_at=timezone.now(),
    )  # fmt: skip
    return engagement


def stamp(kind: str, obj, *, by: Member, arguments: dict | None = None) -> Approval:
    """An approved round about `obj` that no service made: for tests that take a guarded step by hand."""
    last = Approval.objects.of(kind, obj.pk).first()
    return Approval.objects.create(
        kind=kind,
        object_id=obj.pk,
        matter=obj if isinstance(obj, Matter) else getattr(obj, "matter", None),
        round=last.round + 1 if last else 1,
        title=str(obj)[:200],
        arguments=arguments or {},
        content={"fields": {}, "rows": {}},
        content_hash="0" * 64,
        state="approved",
        submitted_by=by,
        assigned_to=by,
        reserved=True,
        decided_by=by,
        decided_at=timezone.now(),
        basis="own_work",
    )
