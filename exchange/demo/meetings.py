"""Booking in a demo firm: a page for each attorney, one of the team, bookings of strangers, a link sent to a lead, a poll."""

import datetime

from django.utils import timezone

from booking.models import Booking, BookingPage
from booking.queries.availability import times_of
from booking.queries.finding import find_times
from booking.services.bookings import book
from booking.services.changes import cancel_booking, confirm_booking
from booking.services.links import send_link
from booking.services.pages import save_page, set_state
from booking.services.polls import answer_poll, create_poll
from booking.services.screening import screen_booking
from booking.services.visitors import Visitor
from exchange.demo.base import Maker
from intake.models import IntakeForm, Lead
from practice.models import Outbox

# (name, what it is about, who else, zone)
VISITORS = (
    ("Colette Ransome", "The landlord keeps the deposit of our shop and does not answer.",
     ("Eastvale Properties LLC",), "America/Los_Angeles"),
    ("Amos Birdwhistle", "My brother sold our mother’s house under a power of attorney.",
     ("Felix Birdwhistle",), "America/New_York"),
    ("Sunniva Dahl", "A supplier wants the whole price for half a delivery.",
     ("Nordlys Timber, Inc.", "Iver Dahl"), "America/Chicago"),
    ("Joaquin Pell", "Let go the day after I asked for parental leave.",
     ("Kestrel Analytics, Inc.",), "America/Los_Angeles"),
    ("Theodora Wick", "Two of the three partners want to close the studio.",
     ("Wick & Marlow Studio LLP",), "Europe/London"),
    ("Rafael Ostrander", "Question about a will that names the wrong daughter.", (), "America/Denver"),
)  # fmt: skip


class Meetings(Maker):
    """Pages, bookings, polls."""

    def meetings(self) -> None:
        """After the calendar and the leads."""
        firm = self.firm
        keeper = next(
            (m for m in self.members.values() if m.role.template == "firm_admin"), self.attorneys[0]
        )
        form = IntakeForm.objects.filter(is_active=True).first()
        pages: list[BookingPage] = []
        address = ", ".join(firm.address.splitlines())
        for attorney in self.attorneys:
            page = save_page(
                None, by=attorney, owner=attorney, name=f"{attorney.name}: first talk", title=f"First talk with {attorney.name}",
                intro="Half an hour in which you tell what happened and hear whether we can help.", lengths=[30, 60],
                places=["phone", "office"], address=address, buffer_after=15, most_per_day=4, horizon=28,
                hosts=[(attorney, 1)], thanks="Have your papers at hand.",
                fee="No charge for the first half hour" if attorney.is_licensed else "",
            )  # fmt: skip
            pages.append(set_state(page, by=attorney, state="on"))
        host = self.attorneys[0]
        team = save_page(
            None, by=keeper if keeper.can("firm.settings") else host, name="First talk", title=f"Talk with {firm.name}",
            intro="Choose a time. Whoever is free and knows the field calls you.", lengths=[30], buffer_after=15, horizon=21,
            hosts=[(attorney, 2 if number == 0 else 1) for number, attorney in enumerate(self.attorneys)],
            form=form if len(self.attorneys) > 2 else None, confirms=len(self.attorneys) > 2, frames=[firm.website],
        )  # fmt: skip
        team = set_state(team, by=keeper if keeper.can("firm.settings") else host, state="on")
        if len(pages) > 2:
            set_state(pages[-1], by=self.attorneys[-1], state="paused")
        for number, (name, topic, names, zone) in enumerate(VISITORS[: 6 if len(pages) > 2 else 3]):
            page = (pages[0], team, pages[min(1, len(pages) - 1)])[number % 3]
            self._book(
                BookingPage.objects.select_related("firm", "form").get(pk=page.pk),
                number,
                name,
                topic,
                names,
                zone,
            )
        made = list(Booking.objects.order_by("pk"))
        for booking in made:
            screen_booking(booking)
        if len(made) > 3:
            cancel_booking(made[3], by=made[3].host, reason="Found somebody nearer")
        waiting = Booking.objects.filter(state="to_confirm", screen="clear").first()
        if waiting is not None:
            confirm_booking(waiting, by=waiting.host)
        lead = (
            Lead.objects.filter(state__in=("new", "contacted", "screening"), consultation_at=None)
            .exclude(email="")
            .first()
        )
        if lead is not None:
            send_link(lead, pages[0], by=self.front)
        self._poll()
        # What the mails would say is in the past of the demo.
        Outbox.objects.filter(firm_id=firm.pk, task__startswith="booking.", done_at=None).update(
            done_at=timezone.now()
        )

    def _book(self, page: BookingPage, number: int, name: str, topic: str, names: tuple, zone: str) -> None:
        times = list(times_of(page, 30))
        if not times:
            return
        first = name.split()[0].lower()
        book(
            page, start=times[(number * 7) % len(times)], minutes=30, place="phone", nonce=f"demo-{number}",
            visitor=Visitor(name, f"{first}@{first}.example", f"(510) 555-01{60 + number}", zone, topic, names),
        )  # fmt: skip

    def _poll(self) -> None:
        host, others = self.attorneys[0], [*self.attorneys[1:2], *self.paralegals[:1]]
        found = find_times(
            [host, *others], minutes=60, first=self.today + datetime.timedelta(days=2), days=12, zone=self.firm.time_zone,
        )  # fmt: skip
        best = sorted(found, key=lambda one: (-one.points, one.start))[:24:6]
        if len(best) < 2:
            return
        poll = create_poll(
            by=host, title="Meet and confer on the document requests", minutes=60, starts=[one.start for one in best],
            members=others, guests=[("Lenora Finch", "finch@fallowlaw.example"), ("Reuben Achterberg", "reuben@docrew.example")],
            note="Choose every time that is possible.", place="By phone", kind="call", zone=self.firm.time_zone,
        )  # fmt: skip
        options = list(poll.options.all())
        guests = list(poll.guests.all())
        values = ("yes", "no", "maybe", "yes")
        for place, guest in enumerate(guests[: len(guests) - 1]):
            answer_poll(
                guest, values={option.pk: values[(n + place) % 4] for n, option in enumerate(options)},
                comment="The second week is better." if place == 1 else "",
            )  # fmt: skip
