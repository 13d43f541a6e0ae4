"""The front desk: who is calling, on which matters, and what is known already. A handful of queries a number."""

from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Member
from accounts.queries import away
from accounts.queries.absences import Away
from communications.models import Call, Slip, Visitor
from matters.models import Contact, Matter, Party, digits_of
from matters.queries import find_contacts
from matters.queries.callers import ENOUGH, by_phone

SHOWN = 6
MATTERS = 8


@dataclass(frozen=True)
class Piece:
    """A matter of the caller as the desk shows it: what the caller is in it, who answers for it, whether that one is in."""

    matter: Matter
    part: str
    away: Away | None
    opposing: bool = False


@dataclass
class Hit:
    """A contact that the number or name fits, with what the member may know of it."""

    contact: Contact
    exact: bool
    matters: list[Piece] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    slips: list[Slip] = field(default_factory=list)
    more: int = 0
    counsel: str = ""  # who represents the caller against us, as a party of a matter

    @property
    def keeper(self) -> Member | None:
        """Who answers for the caller's newest live matter."""
        return self.matters[0].matter.responsible if self.matters else None

    @property
    def warning(self) -> str:
        """Why nobody talks with the caller about the matter, in words; empty when one may."""
        contact = self.contact
        if contact.represented or self.counsel:
            counsel = contact.represented_by.name if contact.represented_by else self.counsel
            lawyer = f" by {counsel}" if counsel else ""
            return (
                f"Represented{lawyer}. Do not speak about the matter: take the number and refer to counsel."
            )
        against = next((piece for piece in self.matters if piece.opposing), None)
        if against is not None:
            return f"On the opposing side of {against.matter.number}. Say nothing about the matter; an attorney decides who calls back."
        return ""


@dataclass(frozen=True)
class Found:
    """What one text in the box gives."""

    text: str
    digits: str
    hits: list[Hit]
    more: bool
    calls: list[Call]  # of the number, with nobody known behind it
    slips: list[Slip]
    visitors: list[Visitor]

    @property
    def is_number(self) -> bool:
        return len(self.digits) >= ENOUGH


def looks_like_number(text: str) -> str:
    """The digits of a text that is a phone number, else nothing: "(510) 555-0142" is, "2026-0148 Smith" is not."""
    return digits_of(text) if not any(c.isalpha() for c in text) else ""


def find(text: str, member: Member) -> Found:
    """Who `text`, a number or a name, may be, for `member`: the database keeps walled matters out of each part of it."""
    text = " ".join(text.split())[:100].replace("\x00", "")
    digits = looks_like_number(text)
    if len(digits) >= ENOUGH:
        rows = list(by_phone(text, member).select_related("represented_by")[: SHOWN + 1])
    elif len(text) >= 2 and not digits:
        rows = list(_by_name(text, member)[: SHOWN + 1])
    else:
        return Found(text, digits, [], False, [], [], [])
    hits = [Hit(row, getattr(row, "is_exact", False)) for row in rows[:SHOWN]]
    _fill(hits, member)
    calls, slips, visitors = [], [], []
    if digits and not hits:
        calls = list(
            Call.objects.visible_to(member)
            .kept()
            .filter(digits=digits, contact=None)
            .select_related("member")[:5]
        )
        slips = list(
            Slip.objects.visible_to(member)
            .filter(digits=digits, contact=None)
            .select_related("for_member")[:5]
        )
    if not digits and not hits:
        slips = list(
            Slip.objects.visible_to(member)
            .open()
            .filter(name__icontains=text)
            .select_related("for_member")[:5]
        )
        visitors = list(
            Visitor.objects.visible_to(member)
            .inside()
            .filter(name__icontains=text)
            .select_related("host")[:5]
        )
    return Found(text, digits, hits, len(rows) > SHOWN, calls, slips, visitors)


def _by_name(text: str, member: Member) -> QuerySet[Contact]:
    rows = find_contacts(Contact.objects.visible_to(member), text)
    return rows.select_related("represented_by").order_by("sort_name", "id")


def _fill(hits: list[Hit], member: Member) -> None:
    """Matters, calls and messages of the hits. Five queries however many there are."""
    by_id = {hit.contact.pk: hit for hit in hits}
    if not by_id:
        return
    gone = away()
    parties = Party.objects.filter(matter=OuterRef("pk"), contact__in=by_id)
    rows = list(
        Matter.objects.visible_to(member)
        .filter(Q(client__in=by_id) | Q(Exists(parties)))
        .exclude(state__in=["declined"])
        .select_related("client", "responsible__role", "practice_area")
        .order_by("-id")[:60]
    )
    parts: dict[tuple[int, int], Party] = {}
    for row in Party.objects.filter(matter__in=rows, contact__in=by_id).select_related("represented_by"):
        parts[row.matter_id, row.contact_id] = row
    for matter in sorted(rows, key=lambda m: m.state in ("closed", "archived", "declined")):
        for pk, hit in by_id.items():
            party = parts.get((matter.pk, pk))
            if matter.client_id != pk and party is None:
                continue
            opposing = party is not None and party.side == Party.Side.OPPOSING
            if party is not None and party.represented_by and not hit.counsel:
                hit.counsel = party.represented_by.name
            if len(hit.matters) < MATTERS:
                part = "Client" if matter.client_id == pk else party.get_role_display()
                hit.matters.append(Piece(matter, part, gone.get(matter.responsible_id), opposing))
            else:
                hit.more += 1
    calls = Call.objects.visible_to(member).kept().filter(contact__in=by_id)
    for call in calls.select_related("member", "matter").order_by("-at")[:40]:
        if len(by_id[call.contact_id].calls) < 3:
            by_id[call.contact_id].calls.append(call)
    slips = Slip.objects.visible_to(member).open().filter(contact__in=by_id)
    for slip in slips.select_related("for_member", "matter").order_by("due_at")[:40]:
        by_id[slip.contact_id].slips.append(slip)
