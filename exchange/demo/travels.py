"""Trips and depositions of a demo firm: one in each state, made by the services as people make them."""

import datetime
from decimal import Decimal
from typing import Any

from accounts.models import Member
from depositions.services.costs import add_cost as add_deposition_cost
from depositions.services.depositions import (
    change_deposition,
    confirm_crew,
    create_deposition,
    move_deposition,
)
from depositions.services.exhibits import add_exhibit, mark_exhibit
from depositions.services.notices import serve_notice
from depositions.services.transcripts import order_transcript
from documents.services import create_document
from exchange.demo.base import DAY, Maker
from exchange.demo.papers import pdf_of
from matters.models import Contact, Matter
from matters.queries.access import can_see
from travel.models import Trip
from travel.services.costs import add_cost, change_cost
from travel.services.extras import add_contact, take_document, tick_item
from travel.services.parts import add_leg, add_stay
from travel.services.time import set_rule
from travel.services.trips import Share, create_trip, move_trip
from travel.zones import instant

PACIFIC, MOUNTAIN, EASTERN = "America/Los_Angeles", "America/Denver", "America/New_York"


class Travels(Maker):
    """What is booked, what is planned, what is to be settled; who testifies, who was heard."""

    def travels(self) -> None:
        """Everything of trips and depositions."""
        Road(self).make()


class Road:
    """The trips and depositions of one firm. A class of its own: the firm's makers share one space of names."""

    def __init__(self, maker: Maker):
        self.today, self.attorneys, self.support = maker.today, maker.attorneys, maker.support
        self.matter_list = maker.matter_list

    def make(self) -> None:
        """Everything of trips and depositions."""
        lead = self.attorneys[0]
        self.keeper = self._keeper()
        own = [m for m in self.matter_list if m.state == "open" and m.responsible_id == lead.pk][:20]
        own = [m for m in own if can_see(self.keeper, m)]
        if len(own) < 2:
            return
        first, second = own[0], own[1]
        self._rules(lead, second)
        self._hearings(first, second)
        self._booked(lead, first)
        if len(own) > 2:
            self._planned(lead, own[2])
        self._done(lead, first, second)

    def _keeper(self) -> Member:
        """The secretary, else whoever supports the attorneys, else the attorney."""
        staff = [*self.support]
        secretaries = [one for one in staff if one.role.template == "legal_secretary"]
        return (secretaries or staff or self.attorneys)[0]

    def _at(self, days: int, clock: str, zone: str = PACIFIC) -> datetime.datetime:
        return instant(self.today + days * DAY, datetime.time.fromisoformat(clock), zone)

    def _work_day(self, days: int) -> int:
        """Days until the first working day at least `days` off; of a past one, back."""
        while (self.today + days * DAY).weekday() >= 5:
            days += 1 if days > 0 else -1
        return days

    def _contact(self, name: str, kind: str, phone: str) -> Contact:
        return Contact.objects.create(kind=kind, name=name, sort_name=name, phone=phone)

    def _rules(self, lead: Member, matter: Matter) -> None:
        set_rule(by=lead, name="Half rate", kind="percent", percent=50)
        set_rule(
            by=lead, name="Client’s travel rate", kind="rate", rate=Decimal("180.00"), client=matter.client,
            guideline="Billing guidelines of the client, section 4.2", cap_hours=Decimal(4), cap_per="day",
        )  # fmt: skip

    def _notice(self, matter: Matter, witness: str):
        """A notice among the matter's papers, drafted by the keeper."""
        version = create_document(
            matter, content=pdf_of("Notice of deposition", [matter.name, f"Deposition of {witness}"]),
            filename="notice.pdf", name=f"Notice of deposition of {witness}", category="pleading", by=self.keeper,
        )  # fmt: skip
        return version.document

    def _hearings(self, first: Matter, second: Matter) -> None:
        """Depositions: to be noticed, noticed, taken, and one that the other side takes."""
        lead, keeper = self.attorneys[0], self.keeper
        reporter = self._contact("Bay Area Reporting", "company", "(415) 555-0133")
        interpreter = self._contact("Marisol Quintero, interpreter", "person", "(510) 555-0188")
        ruth = self._contact("Ruth Hale", "person", "(303) 555-0119")
        noor = self._contact("Noor Aziz", "person", "(510) 555-0107")
        owen = self._contact("Owen Pellworth", "person", "(925) 555-0150")
        day = self._work_day(24)
        create_deposition(
            second, by=keeper, witness=noor, witness_kind="non_party", rules="california", zone=PACIFIC,
            starts_at=self._at(day, "10:00"), ends_at=self._at(day, "16:00"), language="Spanish", method="video",
            documents_demanded="All correspondence about the roof since January 2024.",
        )  # fmt: skip
        away = self._work_day(3)
        depo = create_deposition(
            first, by=keeper, witness=ruth, rules="california", zone=MOUNTAIN, starts_at=self._at(away, "13:00", MOUNTAIN),
            ends_at=self._at(away, "17:00", MOUNTAIN), place="1600 Broadway, Denver", reporter=reporter,
            interpreter=interpreter, language="Spanish",
        )  # fmt: skip
        notice = self._notice(first, "Ruth Hale")
        serve_notice(depo, by=lead, document=notice, served_on=self.today - 14 * DAY, method="electronic")
        confirm_crew(depo, by=keeper, who="interpreter")
        for what, start, end in (
            ("Lease of May 4, 2023", "000123", "000141"),
            ("Letter to the owners", "000212", ""),
        ):
            add_exhibit(
                depo, by=lead, description=what, bates_from=f"HLD {start}", bates_to=f"HLD {end}" if end else ""
            )  # fmt: skip
        self._taken(first, owen, reporter)
        theirs = self._work_day(12)
        depo = create_deposition(
            second, by=keeper, witness=second.client, noticed_by="opposing", rules="california", zone=PACIFIC,
            starts_at=self._at(theirs, "09:30"), ends_at=self._at(theirs, "15:00"), remote_link="https://meet.example/hearing",
            defended_by=lead,
        )  # fmt: skip
        move_deposition(depo, by=keeper, to="noticed")

    def _taken(self, matter: Matter, witness: Contact, reporter: Contact) -> None:
        """One that was taken ten days ago; its transcript is ordered."""
        lead, keeper, past = self.attorneys[0], self.keeper, self._work_day(-10)
        depo = create_deposition(
            matter, by=keeper, witness=witness, rules="california", zone=PACIFIC, starts_at=self._at(past, "10:00"),
            ends_at=self._at(past, "15:30"), place="The firm’s offices", reporter=reporter,
        )  # fmt: skip
        served = self.today + (past - 20) * DAY
        serve_notice(
            depo, by=lead, document=self._notice(matter, witness.name), served_on=served, method="personal"
        )
        exhibit = add_exhibit(
            depo, by=lead, description="Inspection report", bates_from="HLD 000301", bates_to="HLD 000318"
        )
        mark_exhibit(exhibit, by=lead, step="offered")
        confirm_crew(depo, by=keeper, who="reporter")
        move_deposition(depo, by=keeper, to="confirmed")
        move_deposition(depo, by=keeper, to="taken")
        order_transcript(
            depo, by=keeper, ordered_on=self.today + (past + 1) * DAY, due_on=self.today + 4 * DAY
        )
        change_deposition(depo, by=keeper, note="Rough draft asked for by mail.")
        billed = self.today + (past + 2) * DAY
        add_deposition_cost(
            depo, by=keeper, kind="reporter", vendor=reporter, amount=Decimal("450.00"), bill_number="8812", billed_on=billed
        )  # fmt: skip
        add_deposition_cost(depo, by=keeper, kind="transcript", vendor=reporter, estimate=Decimal("920.00"))

    def _trip(
        self, travellers: list[Member], first: int, last: int, shares: list[Share], where: str, purpose: str
    ) -> Trip:
        return create_trip(
            by=self.keeper, travellers=travellers, destination=where, purpose=purpose, starts_on=self.today + first * DAY,
            ends_on=self.today + last * DAY, shares=shares,
        )  # fmt: skip

    def _booked(self, lead: Member, matter: Matter) -> None:
        """To Denver, for a deposition; the flight comes in close to it."""
        keeper, start = self.keeper, self._work_day(3)
        trip = self._trip(
            [lead], start, start + 1, [Share(matter, Decimal(100))], "Denver", "Deposition of Ruth Hale"
        )
        flight: dict[str, Any] = {
            "kind": "flight",
            "carrier": "United",
            "confirmation": "K7QX2P",
            "seat": "7C",
            "booked_by": keeper,
        }
        add_leg(
            trip, by=keeper, **flight, number="UA 512", origin="San Francisco (SFO)", origin_zone=PACIFIC,
            departs_at=self._at(start, "07:05"), destination="Denver (DEN)", destination_zone=MOUNTAIN,
            arrives_at=self._at(start, "10:40", MOUNTAIN), cost=Decimal("412.80"),
        )  # fmt: skip
        add_leg(
            trip, by=keeper, kind="taxi", carrier="Metro Taxi", origin="Denver (DEN)", origin_zone=MOUNTAIN,
            departs_at=self._at(start, "11:05", MOUNTAIN), destination="1600 Broadway, Denver", destination_zone=MOUNTAIN,
            arrives_at=self._at(start, "11:50", MOUNTAIN), phone="(303) 555-0100", cost=Decimal("62.00"), booked_by=keeper,
        )  # fmt: skip
        add_stay(
            trip, by=keeper, hotel="The Oxford", address="1600 17th Street, Denver, CO 80202", phone="+1 303 555 0140",
            zone=MOUNTAIN, check_in_at=self._at(start, "15:00", MOUNTAIN), check_out_at=self._at(start + 1, "11:00", MOUNTAIN),
            confirmation="88213-A", booked_by=keeper, cost=Decimal("289.00"),
        )  # fmt: skip
        add_leg(
            trip, by=keeper, **flight, number="UA 671", origin="Denver (DEN)", origin_zone=MOUNTAIN,
            departs_at=self._at(start + 1, "14:20", MOUNTAIN), destination="San Francisco (SFO)", destination_zone=PACIFIC,
            arrives_at=self._at(start + 1, "16:05"), cost=Decimal("398.20"),
        )  # fmt: skip
        add_contact(
            trip,
            by=keeper,
            name="Lowell Hart",
            part="Local counsel",
            phone="+1 303 555 0177",
            address="1801 Broadway, Denver",
        )
        paper = matter.documents.filter(trashed_at=None).first()
        if paper is not None:
            take_document(trip, paper, by=keeper)
        for item in trip.items.all()[:2]:
            tick_item(item, by=keeper, done=True)
        move_trip(trip, by=keeper, to="booked")

    def _planned(self, lead: Member, matter: Matter) -> None:
        """To New York with a connection that is too tight."""
        keeper, start = self.keeper, self._work_day(19)
        travellers = [lead, self.attorneys[1]] if len(self.attorneys) > 1 else [lead]
        trip = self._trip(
            travellers, start, start + 2, [Share(matter, Decimal(100))], "New York", "Mediation"
        )
        add_leg(
            trip, by=keeper, kind="flight", carrier="United", number="UA 2341", origin="San Francisco (SFO)",
            origin_zone=PACIFIC, departs_at=self._at(start, "08:00"), destination="Denver (DEN)", destination_zone=MOUNTAIN,
            arrives_at=self._at(start, "11:35", MOUNTAIN), cost=Decimal("540.00"),
        )  # fmt: skip
        add_leg(
            trip, by=keeper, kind="flight", carrier="United", number="UA 90", origin="Denver (DEN)", origin_zone=MOUNTAIN,
            departs_at=self._at(start, "12:05", MOUNTAIN), destination="New York (EWR)", destination_zone=EASTERN,
            arrives_at=self._at(start, "17:45", EASTERN),
        )  # fmt: skip

    def _done(self, lead: Member, first: Matter, second: Matter) -> None:
        """Sacramento, last week, for two matters: to be charged and settled."""
        keeper = self.keeper
        past = self._work_day(-6)
        shares = [Share(first, Decimal(60)), Share(second, Decimal(40), "Records of the county recorder")]
        trip = self._trip([lead], past, past, shares, "Sacramento", "Status conference")
        rail: dict[str, Any] = {
            "kind": "train",
            "carrier": "Capitol Corridor",
            "confirmation": "2FA801",
            "booked_by": keeper,
        }
        add_leg(
            trip, by=keeper, **rail, number="524", origin="Oakland", origin_zone=PACIFIC, departs_at=self._at(past, "07:10"),
            destination="Sacramento", destination_zone=PACIFIC, arrives_at=self._at(past, "09:05"), cost=Decimal("31.00"),
        )  # fmt: skip
        add_leg(
            trip, by=keeper, **rail, number="543", origin="Sacramento", origin_zone=PACIFIC,
            departs_at=self._at(past, "16:25"), destination="Oakland", destination_zone=PACIFIC,
            arrives_at=self._at(past, "18:20"), cost=Decimal("31.00"),
        )  # fmt: skip
        for cost in trip.costs.all():
            change_cost(cost, by=keeper, actual=Decimal("31.00"))
        add_cost(
            trip, by=keeper, description="Lunch between the hearings", kind="meal", date=self.today + past * DAY,
            actual=Decimal("23.45"), paid_by=lead,
        )  # fmt: skip
