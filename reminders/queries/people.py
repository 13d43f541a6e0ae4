"""Who is told and how: preferences, zones, absences, desks, and who sees which matter. All read at once for a run."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from zoneinfo import ZoneInfo

from accounts.models import Absence, Member, Support
from accounts.queries import substitute_of, zone_of
from matters.queries.access import visibility_of
from practice.models import Firm
from reminders.ladders import SUBSTITUTE, Rungs, Who
from reminders.models import Preferences, Reminder
from reminders.plan import Person, Thing


def person_of(preferences: Preferences | None, member: Member) -> Person:
    """How a member is told, in their clock, from the preferences (None: the defaults)."""
    zone = ZoneInfo(zone_of(member))
    if preferences is None:
        return Person(zone)
    return Person(
        zone,
        preferences.quiet_from,
        preferences.quiet_until,
        preferences.by_mail,
        preferences.mail_when_away,
    )


def preferences_of(member: Member) -> Preferences:
    """The member's row, or an unsaved one with the defaults."""
    return Preferences.objects.filter(member=member).first() or Preferences(member=member)


@dataclass
class Crew:
    """Everybody of the firm in scope who may be told something. Six queries, and one a person for what they see."""

    firm: Firm
    members: dict[int, Member]
    people: dict[int, Person]
    keepers: dict[int, list[int]]
    absences: dict[int, list[Absence]]
    # When each has the digest; who has no row in it has it at the usual hour.
    digests: dict[int, datetime.time] = field(default_factory=dict)
    _seen: dict[int, tuple[bool, set[int]]] = field(default_factory=dict)

    @classmethod
    def of(cls, firm: Firm, now: datetime.datetime) -> "Crew":
        """The active members as they are told at `now`."""
        active = Member.objects.active().select_related("role", "user", "firm", "office")
        members = {row.pk: row for row in active.prefetch_related("licences")}
        rows = {row.member_id: row for row in Preferences.objects.all()}
        keepers: dict[int, list[int]] = defaultdict(list)
        for member_id, attorney_id in Support.objects.order_by("id").values_list("member_id", "attorney_id"):
            keepers[attorney_id].append(member_id)
        days = (now - timedelta(days=1)).date(), (now + timedelta(days=1)).date()
        gone: dict[int, list[Absence]] = defaultdict(list)
        for row in Absence.objects.filter(starts_on__lte=days[1], ends_on__gte=days[0]).select_related(
            "member__substitute", "substitute"
        ):
            gone[row.member_id].append(row)
        people = {pk: person_of(rows.get(pk), row) for pk, row in members.items()}
        digests = {pk: row.digest_at for pk, row in rows.items()}
        return cls(firm, members, people, keepers, gone, digests)

    def absence(self, member_id: int, now: datetime.datetime) -> Absence | None:
        """The absence of a member today, where they are."""
        if member_id not in self.absences:
            return None
        today = now.astimezone(self.people[member_id].zone).date()
        rows = self.absences.get(member_id, ())
        return next((row for row in rows if row.starts_on <= today <= row.ends_on), None)

    def sees(self, member_id: int, thing: Thing) -> bool:
        """Whether the member may see the thing's matter. Guests hear of matters alone, or of what is theirs."""
        member = self.members[member_id]
        if thing.matter_id is None:
            return True
        if member_id not in self._seen:
            self._seen[member_id] = visibility_of(member, self.firm)
        only, ids = self._seen[member_id]
        return (thing.matter_id in ids) is only

    def told(
        self, thing: Thing, ladder: Rungs, now: datetime.datetime, *, escalated: bool = False
    ) -> dict[int, str]:
        """{member: part} of whom a ladder tells of a thing, substitutes of the absent included. No matter is looked at.

        Where all of them have left the firm it is told to who answers for the matter: no date falls silent.
        """
        found: dict[int, str] = {}
        parts = self._escalated_to(thing) if escalated else self._parts(thing, ladder)
        for part, ids in parts:
            for pk in ids:
                if pk in self.members:
                    found.setdefault(pk, part)
        if not found and (escalated or any(ids for _part, ids in parts)):
            found = dict.fromkeys(self._answering(thing), Who.SUPERVISING.value)
        if not thing.private:
            for pk in list(found):
                absence = self.absence(pk, now)
                instead = substitute_of(absence) if absence else None
                if instead is not None and instead.pk in self.members:
                    found.setdefault(instead.pk, SUBSTITUTE)
        return found

    def _parts(self, thing: Thing, ladder: Rungs) -> list[tuple[str, list[int]]]:
        parts = [
            (who, list(thing.people.get(who, ())))
            for who in Who.values
            if who in ladder.who and who != Who.SECRETARY
        ]
        if Who.SECRETARY in ladder.who and not thing.private:
            kept = [*thing.people.get(Who.OWNER, ()), *thing.people.get(Who.ATTENDEES, ())]
            parts.append((Who.SECRETARY.value, [pk for one in kept for pk in self.keepers.get(one, ())]))
        return parts

    def _escalated_to(self, thing: Thing) -> list[tuple[str, list[int]]]:
        """The supervising attorney and the backup; where the owner is all of that, the owner's supervisor, else the owner.

        Where none of them holds a current licence, a licensed attorney who answers for the matter or the firm hears of it
        too: they alone can act on it.
        """
        owners = set(thing.people.get(Who.OWNER, ()))
        parts = [
            (who, [pk for pk in thing.people.get(who, ()) if pk not in owners and pk in self.members])
            for who in (Who.SUPERVISING.value, Who.BACKUP.value)
        ]
        if not any(ids for _who, ids in parts):
            above = [self.members[pk].supervisor_id for pk in owners if pk in self.members]
            active = [pk for pk in above if pk in self.members]
            parts = [(Who.SUPERVISING.value, active or sorted(owners & self.members.keys()))]
        told = {pk for _who, ids in parts for pk in ids}
        if thing.matter_id and not any(
            self.members[pk].is_licensed for pk in told | owners if pk in self.members
        ):
            parts.append((Who.SUPERVISING.value, self._answering(thing)))
        return parts

    def _answering(self, thing: Thing) -> list[int]:
        """The licensed attorney who answers for the matter, active ones; else the partners. Of a private thing nobody."""
        if thing.private:
            return []
        named = [pk for pk in (*thing.people.get(Who.SUPERVISING, ()), *thing.answers) if pk in self.members]
        licensed = [pk for pk in named if self.members[pk].is_licensed][:1]
        if licensed or not thing.matter_id:
            return licensed or named[:1]
        return [
            pk
            for pk, row in self.members.items()
            if row.is_partner and row.is_licensed and self.sees(pk, thing)
        ]


def theirs_still(rows: Iterable[Reminder], found: Mapping[tuple[str, int, str], Thing]) -> set[int]:
    """Ids of the reminders whose reader still has a part in the thing, as it stands in `found`. One query at most.

    Between the claim and the mail a date may get another owner, somebody may be taken off an appointment, it may become
    private, and a date that was passed on may be acknowledged.
    """
    rows = list(rows)
    desks: set[tuple[int, int]] = set()
    if any(row.part == Who.SECRETARY for row in rows):
        desks = set(Support.objects.values_list("member", "attorney"))
    kept = set()
    for row in rows:
        thing = found.get((row.about_kind, row.about_id, row.occurrence))
        if thing is not None and (row.contact_id or _still(row, thing, desks)):
            kept.add(row.pk)
    return kept


def _still(row: Reminder, thing: Thing, desks: set[tuple[int, int]]) -> bool:
    own = (*thing.people.get(Who.OWNER, ()), *thing.people.get(Who.ATTENDEES, ()))
    if thing.private and row.member_id not in own:
        return False
    if row.rung[0] == "e":
        return bool(thing.pressing)
    if row.part == Who.SECRETARY:
        return any((row.member_id, one) in desks for one in own)
    if row.part in (Who.OWNER, Who.ATTENDEES, Who.BACKUP):
        return any(row.member_id in ids for ids in thing.people.values())
    return True
