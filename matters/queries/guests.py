"""Guests: what they sign, what they are asked, where they are let in."""

import hashlib

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import LOCKED, RESERVED, Level, Perm
from matters.models import GuestEngagement, Matter, SelfCheck, Undertaking
from practice.models import Firm
from practice.strips import Strip

UNDERTAKING = """I, {name}, am engaged by {firm} for named matters.

1. I keep confidential everything I learn about the firm, its clients and their matters, during my engagement and after it, \
and use it for the work I am given and for nothing else.
2. I work only on the matters I am given, under the supervision of the attorney who gave them to me. I do not give legal \
advice, accept clients, set fees or appear for a client, and I tell clients that I am not their lawyer.
3. Before I enter a matter I check its parties against my own work, past and present, my interests and my family's, and I \
say at once when a conflict appears later.
4. I keep my access to myself: my password, my second factor and my devices. I tell the firm at once when one is lost.
5. Copies I make carry my name. I return or destroy them when the engagement ends, and confirm it when asked.
6. My access ends on the last day of the engagement."""

# Powers a guest may be engaged with, in the bundles that are offered; anything else a role allows can be added by hand.
BUNDLES = {
    "Documents and time only": (),
    "Virtual assistant": (Perm.MESSAGE_SLIP, Perm.TRAVEL_MANAGE),
    "Contract paralegal": (
        Perm.MATTER_EDIT,
        Perm.DEADLINE_ENTER,
        Perm.DOCUMENT_REDACT,
        Perm.EXHIBIT_EDIT,
        Perm.FILING_SUBMIT,
    ),
}


def undertaking_text(member: Member, firm: Firm) -> str:
    """The words this guest signs."""
    return UNDERTAKING.format(name=member.name, firm=firm.name)


def hash_of(text: str) -> str:
    """SHA-256 of an undertaking's words, in hex: what a signature is bound to."""
    return hashlib.sha256(text.encode()).hexdigest()


def has_signed(member: Member, firm: Firm) -> bool:
    """Whether the guest has signed the undertaking as it is worded now. One query."""
    return Undertaking.objects.filter(
        member=member, text_hash=hash_of(undertaking_text(member, firm))
    ).exists()


def entered(member: Member, firm: Firm) -> QuerySet[GuestEngagement]:
    """The engagements through which the guest is let in today: running, cleared, and the undertaking signed."""
    if not has_signed(member, firm):
        return GuestEngagement.objects.none()
    return GuestEngagement.objects.filter(member=member).standing(timezone.localdate()).cleared()


def standings(engagements: QuerySet[GuestEngagement], firm: Firm) -> list[tuple[GuestEngagement, bool, str]]:
    """(engagement, whether the guest is let in, why) for each of `engagements` that has not been ended. Three queries."""
    rows = list(engagements.filter(ended_at=None).select_related("member").prefetch_related("checks"))
    people = {row.member_id: row.member for row in rows}
    signed = {
        (pk, digest)
        for pk, digest in Undertaking.objects.filter(member__in=people).values_list("member_id", "text_hash")
    }
    today = timezone.localdate()
    found = []
    for row in rows:
        check = next(iter(row.checks.all()), None)
        until = f"{row.ends_on:%B} {row.ends_on.day}"
        if row.ends_on < today:
            sees, why = False, f"Guest until {until}, which has passed"
        elif row.starts_on > today:
            sees, why = False, f"Guest from {row.starts_on:%B} {row.starts_on.day}"
        elif (row.member_id, hash_of(undertaking_text(row.member, firm))) not in signed:
            sees, why = False, "Guest who has not signed the undertaking yet"
        elif check is None or not check.answer:
            sees, why = False, "Guest before the conflict self-check"
        elif not check.is_cleared:
            sees, why = False, "Guest with a possible conflict: an attorney decides"
        else:
            sees, why = True, f"Guest until {until}: {row.task}"
        found.append((row, sees, why))
    return found


def open_checks(member: Member) -> list[SelfCheck]:
    """The self-checks that wait for this guest's answer, oldest first."""
    return list(SelfCheck.objects.filter(member=member, answer="").order_by("id"))


def names_of(matter: Matter) -> list[str]:
    """Whom a guest is asked about: the client, where the client works, and the caption with its other side."""
    client = matter.client
    return list(dict.fromkeys(name for name in (client.name, client.company, matter.name) if name))


def engageable(member: Member) -> list[Perm]:
    """The powers a guest with this role can be engaged with."""
    return [
        perm
        for perm in Perm
        if perm not in RESERVED
        and perm not in LOCKED[member.role.template]
        and member.powers.level(perm) is Level.DELEGATED
    ]


def guest_strip(member: Member) -> Strip | None:
    """The line above a guest's pages while a self-check waits for the answer."""
    if not member.sees_named_matters_only:
        return None
    waiting = SelfCheck.objects.filter(member=member, answer="").order_by("id").first()
    if waiting is None:
        return None
    return Strip(
        f"Before you enter {waiting.matter_label}: check its parties for conflicts.",
        f"/guest/checks/{waiting.pk}/",
        "Check now",
        icon="user-search",
    )
