"""The front desk and the office of a demo firm: calls, messages, memos, notes, visitors, paper, supplies, equipment."""

import datetime
from decimal import Decimal

from django.utils import timezone

from accounts.models import Member
from communications.models import Call, Memo, MemoReading, Mention, Note, NoteVersion, Slip, Visitor
from communications.queries.slips import due_of
from exchange.demo.base import DAY, Maker
from matters.models import digits_of
from office.models import (
    Equipment,
    FileBox,
    FileMove,
    Loan,
    Original,
    PhysicalFile,
    StockMove,
    SupplyItem,
    SupplyRequest,
)
from practice.models import Sequence

MINUTE = datetime.timedelta(minutes=1)
REASONS = (
    "Wants to know whether the other side has answered the settlement letter.",
    "Received a letter from the court and does not know what it asks for.",
    "Asks for a copy of the signed engagement letter.",
    "Has the bank statements together and asks where to send them.",
    "New address from the first of the month.",
    "Will be abroad for two weeks and asks whether anything must be signed before.",
    "Wants to move the meeting of Thursday.",
    "Asks about the last invoice, line for the expert.",
)
SAID = (
    "Went over the next steps; sends the papers this week.",
    "Confirmed the date of the deposition.",
    "Asked for two more days for the documents.",
    "Explained what the letter of the court asks for; will come by to sign.",
    "Left word with the assistant.",
    "Told that the hearing was moved.",
)
NOTES = (
    "Client prefers to be called before nine. Never leave a message at work.",
    "The brother may be told dates, nothing else. See the written consent.",
    "Opposing counsel answers mails the same day, calls never.",
    "Do not send drafts by mail: the partner reads that mailbox too.",
    "Parking permit for the court is with the front desk.",
)
STRANGERS = (
    (
        "Wilhelm Ostrander",
        "(415) 555-0177",
        "Dismissed last Friday, has the letter; asks for an appointment.",
    ),
    (
        "Marguerite Dunleavy",
        "(925) 555-0161",
        "Neighbour built over the boundary. Found us through the bar’s directory.",
    ),
)
SUPPLIES = (
    ("Copy paper, letter", "ream", 34, 20, "Copy room, shelf 2", "Bayline Office", "CP-500", "6.40"),
    ("Toner, black, hall printer", "piece", 1, 2, "Copy room, shelf 1", "Bayline Office", "TN-221", "84.00"),
    ("File folders, manila", "box", 6, 3, "File room", "Bayline Office", "MF-100", "19.90"),
    ("Exhibit tabs A–Z", "set", 0, 2, "File room", "Harbor Legal Supply", "EX-26", "7.25"),
    ("Envelopes, certified mail", "box", 4, 2, "Mail desk", "Bayline Office", "EV-10", "22.00"),
    ("Legal pads", "piece", 41, 12, "Copy room, shelf 3", "Bayline Office", "LP-50", "2.10"),
)
EQUIPMENT = (
    ("ThinkPad T14", "computer", "PF-3K91X", 420, 675, "1480.00"),
    ("ThinkPad T14", "computer", "PF-3K94B", 420, 675, "1480.00"),
    ("Document scanner", "printer", "SC-88120", 700, 31, "890.00"),
    ("Hall printer", "printer", "HP-55102", 1200, -105, "2150.00"),
    ("Conference phone", "phone", "CX-1190", 300, 430, "610.00"),
    ("Dictation recorder", "phone", "DR-7731", 900, -170, "240.00"),
    ("Key to the file room", "key", "", 0, None, None),
)


class Front(Maker):
    """What the front desk and the office have in hand today, and some of what was before."""

    def front_desk(self) -> None:
        """Everything of the front desk."""
        self.keepers = [*self.support] or self.attorneys[:1]
        self.live_matters = [m for m in self.matter_list if m.state == "open"]
        if not self.live_matters:
            return
        self._calls()
        self._slips()
        self._memos()
        self._notes()
        self._visitors()
        self._paper()
        self._supplies()
        self._equipment()

    def _past(self, days: float) -> datetime.datetime:
        """An instant in the office hours of a working day about `days` ago."""
        day = self.today - int(days) * DAY
        while day.weekday() >= 5:
            day -= DAY
        at = datetime.datetime.combine(
            day, datetime.time(self.side.randint(9, 16), self.side.randint(0, 59)), tzinfo=self.zone
        )
        return min(at, timezone.now() - 5 * MINUTE)

    def _calls(self) -> None:
        side, made = self.side, []
        for _ in range(60 if len(self.live_matters) > 20 else 16):
            matter = side.choice(self.live_matters)
            incoming = side.random() < 0.6
            outcome = side.choice(
                ["spoke", "spoke", "through"] if incoming else ["spoke", "left", "no_answer"]
            )
            at = self._past(side.randint(0, 45))
            made.append(
                Call(
                    direction="in" if incoming else "out", name=matter.client.name, phone=matter.client.phone,
                    digits=digits_of(matter.client.phone)[:20], contact=matter.client, matter=matter,
                    member=side.choice([matter.responsible, *self.team_of[matter.pk]]), at=at,
                    seconds=side.randint(1, 28) * 60 if outcome != "no_answer" else 0, outcome=outcome,
                    note=side.choice(SAID) if outcome == "spoke" else "",
                    recorded_by=side.choice(self.keepers), created_at=at,
                )
            )  # fmt: skip
        for name, phone, note in STRANGERS:
            at = self._past(side.randint(0, 3))
            made.append(
                Call(
                    name=name, phone=phone, digits=digits_of(phone), member=self.keepers[0], at=at, seconds=240,
                    note=note, recorded_by=self.keepers[0], created_at=at,
                )
            )  # fmt: skip
        Call.objects.bulk_create(made)

    def _slips(self) -> None:
        side, now = self.side, timezone.now()
        ages = [12, 25, 50, 95, 200, 320, 1500, 2900, 4400, 6000, 9000]
        for number, minutes in enumerate(ages if len(self.live_matters) > 20 else ages[::2]):
            attorney = self.attorneys[number % len(self.attorneys)]
            own = [m for m in self.live_matters if m.responsible_id == attorney.pk]
            if not own:
                continue
            matter, taken = side.choice(own), now - minutes * MINUTE
            urgency = ("urgent", "routine", "today", "routine")[number % 4]
            state = ("new", "new", "read", "new", "called_back", "read", "closed")[number % 7]
            taker = side.choice(self.keepers)
            read = taken + 8 * MINUTE if state != "new" else None
            called = taken + 10 * MINUTE if state in ("called_back", "closed") else None
            closed = taken + 11 * MINUTE if state == "closed" else None
            slip = Slip.objects.create(
                name=matter.client.name, phone=matter.client.phone, digits=digits_of(matter.client.phone)[:20],
                contact=matter.client, matter=matter, for_member=attorney, reason=side.choice(REASONS), urgency=urgency,
                due_at=due_of(urgency, taken), state=state, taken_by=taker, taken_at=taken,
                read_at=read, read_by=attorney if read else None, called_at=called, called_by=attorney if called else None,
                closed_at=closed, closed_by=attorney if closed else None, closing="Sent the copy" if closed else "",
            )  # fmt: skip
            if called:
                Call.objects.create(
                    direction="out", name=slip.name, phone=slip.phone, digits=slip.digits, contact=slip.contact,
                    matter=matter, member=attorney, at=called, seconds=360, note=side.choice(SAID), slip=slip,
                    recorded_by=attorney, created_at=called,
                )  # fmt: skip
        name, phone, reason = STRANGERS[0]
        Slip.objects.create(
            name=name, phone=phone, digits=digits_of(phone), for_member=self.attorneys[0], reason=reason,
            urgency="today", due_at=due_of("today", now - 40 * MINUTE), taken_by=self.keepers[0],
            taken_at=now - 40 * MINUTE,
        )  # fmt: skip

    def _memo(
        self, by: Member, title: str, body: str, days: int, *, acknowledge: bool, readers: list[Member]
    ) -> None:
        at = self._past(days)
        memo = Memo.objects.create(
            title=title, body=body, audience="Whole office", acknowledge=acknowledge,
            acknowledge_by=self.today + 2 * DAY if acknowledge else None, sent_by=by, sent_at=at,
        )  # fmt: skip
        rows = []
        for number, reader in enumerate(m for m in readers if m.pk != by.pk):
            read = at + (number + 1) * 17 * MINUTE if number % 3 else None
            rows.append(
                MemoReading(
                    memo=memo, member=reader, read_at=read,
                    acknowledged_at=read + MINUTE if acknowledge and read and number % 2 else None,
                )
            )  # fmt: skip
        MemoReading.objects.bulk_create(rows)

    def _memos(self) -> None:
        everybody = [*self.attorneys, *self.paralegals, *self.support]
        writer = self.keepers[-1]
        self._memo(
            writer,
            "Holiday closing and deadlines",
            "The office is closed on Thursday and Friday.\n\nDates that fall on these days are on the calendar of the "
            "attorney who answers for them. Whoever files on Wednesday hands the papers to the front desk by three.",
            1,
            acknowledge=True,
            readers=everybody,
        )
        self._memo(
            self.attorneys[0],
            "Callers who are represented",
            "When the front desk warns that a caller is represented, take the number and nothing else. Do not say "
            "whether we act in the matter. The attorney calls counsel.",
            6,
            acknowledge=True,
            readers=everybody,
        )
        self._memo(
            writer, "New toner in the copy room", "The hall printer takes the new cartridges. The old ones go back in the box.", 9,
            acknowledge=False, readers=everybody,
        )  # fmt: skip

    def _notes(self) -> None:
        side, lead = self.side, self.attorneys[0]
        helper = (self.paralegals or self.support or self.attorneys)[0]
        mine = [m for m in self.live_matters if lead in (m.responsible, m.supervising)][
            :6
        ] or self.live_matters[:4]
        for number, matter in enumerate(mine):
            at = self._past(3 + 4 * number)
            pinned = number % 2 == 0
            note = Note.objects.create(
                about_kind="matter", about_id=matter.pk, matter=matter, body=NOTES[number % len(NOTES)],
                privileged=number % 3 == 1, pinned_at=at if pinned else None, pinned_by=helper if pinned else None,
                written_by=helper, written_at=at, edited_at=at + 30 * MINUTE if number == 0 else None,
            )  # fmt: skip
            if number == 0:
                NoteVersion.objects.create(
                    note=note, matter=matter, body="Client prefers to be called before nine.", privileged=False,
                    replaced_by=helper, replaced_at=at + 30 * MINUTE,
                )  # fmt: skip
            if lead.pk in (matter.responsible_id, matter.supervising_id) and number < 3:
                told = Note.objects.create(
                    about_kind="matter", about_id=matter.pk, matter=matter, written_by=helper, written_at=self._past(number),
                    body=f"@{lead.name} the draft of the response is in Documents. Two open points are marked in yellow.",
                )  # fmt: skip
                Mention.objects.create(
                    note=told, matter=matter, member=lead, made_by=helper, made_at=told.written_at,
                    seen_at=told.written_at + 20 * MINUTE if number == 2 else None,
                )  # fmt: skip
        client = side.choice(self.live_matters).client
        Note.objects.create(
            about_kind="contact", about_id=client.pk, contact=client, written_by=helper, written_at=self._past(12),
            body="Wheelchair: book the meeting room on the ground floor.",
        )  # fmt: skip

    def _visitors(self) -> None:
        side, now, desk = self.side, timezone.now(), self.keepers[0]
        for days in range(1, 12):
            matter, at = side.choice(self.live_matters), self._past(days * 2)
            met = at + side.randint(2, 25) * MINUTE
            Visitor.objects.create(
                name=matter.client.name, contact=matter.client, matter=matter, host=matter.responsible, badge=str(days),
                purpose=side.choice(["Signing", "Meeting", "Brings papers"]), arrived_at=at, met_at=met,
                left_at=met + 40 * MINUTE, signed_in_by=desk, signed_out_by=desk,
            )  # fmt: skip
        waiting, inside = self.live_matters[0], self.live_matters[-1]
        Visitor.objects.create(
            name=waiting.client.name, contact=waiting.client, matter=waiting, host=waiting.responsible, badge="3",
            purpose="Signing", arrived_at=now - 9 * MINUTE, signed_in_by=desk,
        )  # fmt: skip
        Visitor.objects.create(
            name="Courier of Harbor Legal Supply", host=desk, purpose="Delivery", badge="7", arrived_at=now - 25 * MINUTE,
            met_at=now - 24 * MINUTE, signed_in_by=desk,
        )  # fmt: skip
        Visitor.objects.create(
            name=inside.client.name, contact=inside.client, matter=inside, host=inside.responsible, badge="5",
            purpose="Meeting", arrived_at=now - 50 * MINUTE, met_at=now - 42 * MINUTE, signed_in_by=desk,
        )  # fmt: skip

    def _paper(self) -> None:
        side, desk = self.side, self.keepers[-1]
        boxes = [
            FileBox.objects.create(code=f"B{n:05d}", title=title, room=room, shelf=shelf, offsite=store, created_by=desk)
            for n, (title, room, shelf, store) in enumerate(
                (("Closed, A–M", "", "", "Bayline Archive, Richmond"), ("Closed, N–Z", "", "", "Bayline Archive, Richmond"),
                 ("Exhibits", "File room", "C4", "")),
                start=1,
            )
        ]  # fmt: skip
        paper = [m for m in self.matter_list if m.opened_on][:: 4 if len(self.matter_list) > 60 else 2]
        number = 0
        for matter in paper:
            titles = ["Correspondence", "Pleadings"] if side.random() < 0.4 else [""]
            for volume, title in enumerate(titles, start=1):
                number += 1
                done = matter.state in ("closed", "archived")
                out = not done and side.random() < 0.3
                holder = side.choice([matter.responsible, *self.team_of[matter.pk]]) if out else None
                at = self._past(side.randint(1, 30)) if out else None
                box = side.choice(boxes[:2]) if done else None
                file = PhysicalFile.objects.create(
                    matter=matter, volume=volume, title=title, code=f"F{number:05d}",
                    room="" if done else "File room", shelf="" if done else f"{side.choice('ABC')}{side.randint(1, 9)}",
                    box=box, state="out" if out else "offsite" if done else "in", holder=holder, out_at=at,
                    due_on=timezone.localdate(at) + 14 * DAY if out else None, created_by=desk,
                )  # fmt: skip
                moves = [
                    FileMove(
                        file=file,
                        matter=matter,
                        kind="registered",
                        place=file.place,
                        by=desk,
                        at=self._past(120),
                    )
                ]
                if out:
                    moves.append(
                        FileMove(
                            file=file, matter=matter, kind="out", place=f"With {holder.name}", holder=holder,
                            due_on=file.due_on, by=holder, at=at,
                        )
                    )  # fmt: skip
                FileMove.objects.bulk_create(moves)
        for letter, last in (("F", number), ("B", len(boxes)), ("E", len(EQUIPMENT))):
            Sequence.objects.create(kind=f"office.{letter}", series="", last=last)
        probate = [m for m in self.live_matters if "Probate" in m.practice_area.name][
            :4
        ] or self.live_matters[:2]
        for n, matter in enumerate(probate):
            back = n == len(probate) - 1
            Original.objects.create(
                matter=matter, kind="will" if n % 2 == 0 else "deed", received_by=desk, received_from=matter.client.name,
                title=f"{'Will' if n % 2 == 0 else 'Grant deed'} of {matter.client.name}", place=f"Safe, drawer {n + 1}",
                received_on=self.today - (60 + n) * DAY, returned_on=self.today - 3 * DAY if back else None,
                returned_to=matter.client.name if back else "", returned_by=desk if back else None,
            )  # fmt: skip

    def _supplies(self) -> None:
        keeper, asker = self.keepers[-1], self.attorneys[0]
        items = []
        for name, unit, stock, minimum, place, supplier, code, price in SUPPLIES:
            item = SupplyItem.objects.create(
                name=name, unit=unit, minimum=minimum, place=place, supplier=supplier, supplier_code=code,
                price=Decimal(price),
            )  # fmt: skip
            came = stock + 6
            StockMove.objects.create(item=item, kind="in", quantity=came, by=keeper, at=self._past(30))
            StockMove.objects.create(item=item, kind="out", quantity=-6, by=keeper, at=self._past(8))
            items.append(item)
        for item, quantity, state, days in (
            (items[3], 4, "asked", 1),
            (items[5], 10, "approved", 2),
            (items[0], 5, "done", 9),
        ):
            decided = state != "asked"
            SupplyRequest.objects.create(
                item=item, what=item.name, quantity=quantity, reason="Trial binder" if state == "asked" else "",
                state=state, asked_by=self.paralegals[0] if self.paralegals else asker, asked_at=self._past(days),
                decided_by=asker if decided else None, decided_at=self._past(days) if decided else None,
                done_by=keeper if state == "done" else None, done_at=self._past(days - 1) if state == "done" else None,
            )  # fmt: skip
        SupplyRequest.objects.create(
            what="Footrest for the second desk", quantity=1, asked_by=keeper, asked_at=self._past(0)
        )

    def _equipment(self) -> None:
        keeper = self.keepers[-1]
        people = [*self.attorneys, *self.paralegals]
        for number, (name, kind, serial, age, left, price) in enumerate(EQUIPMENT, start=1):
            lent = kind in ("computer", "key") or name == "Dictation recorder"
            holder = people[number % len(people)] if lent else None
            item = Equipment.objects.create(
                name=name, kind=kind, code=f"E{number:05d}", serial=serial, supplier="Bayline Office" if price else "",
                bought_on=self.today - age * DAY if price else None, price=Decimal(price) if price else None,
                warranty_until=self.today + left * DAY if left is not None else None, holder=holder,
                place="" if lent else "Hall", state="lent" if lent else "spare",
            )  # fmt: skip
            if not lent:
                continue
            before = people[(number + 2) % len(people)]
            if before != holder:
                Loan.objects.create(
                    equipment=item, member=before, lent_by=keeper, lent_at=self._past(300), returned_at=self._past(200),
                    returned_by=keeper,
                )  # fmt: skip
            Loan.objects.create(equipment=item, member=holder, lent_by=keeper, lent_at=self._past(190))
