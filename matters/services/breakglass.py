"""Emergency access to a matter: opening it by its number, what the member then sees, and the notices.

A wall beats every emergency. The person finds the matter by its exact number alone: nothing here lists or hints.
"""

import html
import re
from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import BreakGlass, Member
from accounts.services import breakglass
from accounts.services.notices import tell
from matters.models import Matter, Wall
from matters.queries.access import visibility_of
from practice import audit
from practice.exceptions import DomainError
from practice.jobs import enqueue_after_commit
from practice.models import Firm
from practice.scope import firm_scope

UNKNOWN = "No matter that you could open this way has this number."
TITLE = re.compile(r"<title>(.*?)</title>", re.S)


def open_matter(number: str, *, by: Member, reason: str, minutes: int) -> BreakGlass:
    """Open a restricted matter for `minutes`, to read. The attorneys on it and the partners are told at once.

    A matter the member is screened from answers like one that does not exist; the try is recorded and its attorneys are
    told. Raises DomainError(field=…).
    """
    breakglass.ensure_may(by)
    reason = breakglass.checked(reason, minutes)
    access, refused = _open(number.strip(), by, reason, minutes)
    if access is None:
        raise DomainError(refused, field="number")
    return access


@transaction.atomic
def _open(number: str, by: Member, reason: str, minutes: int) -> tuple[BreakGlass | None, str]:
    with firm_scope(by.firm_id):
        firm = Firm.objects.select_for_update().get(pk=by.firm_id)
        breakglass.settle(by)
        if breakglass.open_of(by) is not None:
            return None, "End the emergency access that you have open first."
        matter = Matter.objects.with_people().filter(number=number).first()
        if matter is None:
            return None, UNKNOWN
        if Wall.objects.filter(matter=matter, member=by, lifted_at=None).exists():
            audit.record(by, "break_glass.refused", matter, reason=reason)
            text = f"{by.name} tried to open {matter.number} by emergency access. The wall held."
            tell(_attorneys(matter), text, url=matter.get_absolute_url(), but=by)
            return None, UNKNOWN
        if _sees(by, firm, matter):
            return None, "You see this matter already."
        now = timezone.now()
        access = BreakGlass.objects.create(
            matter=matter, member=by, reason=reason, started_at=now, until=now + timedelta(minutes=minutes)
        )
        audit.record(by, "break_glass.opened", access, changes={"minutes": [None, minutes]}, reason=reason)
        _announce(access, matter, by)
        enqueue_after_commit("matters.tasks.emergency_over", not_before=access.until, access_id=access.pk)
    return access, ""


def _sees(member: Member, firm: Firm, matter: Matter) -> bool:
    only_named, ids = visibility_of(member, firm)
    return (matter.pk in ids) == only_named


def _attorneys(matter: Matter) -> list[Member]:
    people = {m.pk: m for m in (matter.responsible, matter.supervising)}
    return [m for m in people.values() if m.is_active]


def _announce(access: BreakGlass, matter: Matter, by: Member) -> None:
    """Tell who sees the matter, attorneys on it and partners, with its name; other partners by its number. Whoever is
    screened from it is told nothing.
    """
    until = timezone.localtime(access.until).strftime("%H:%M")
    url = reverse("break_glass_detail", args=[access.pk])
    screened = Wall.objects.filter(matter=matter, lifted_at=None).values("member")
    partners = Member.objects.active().filter(is_partner=True).exclude(pk__in=screened).select_related("role")
    attorneys = _attorneys(matter)
    known = attorneys + [p for p in partners if p not in attorneys and _sees(p, by.firm, matter)]
    text = f"{by.name} opened {matter} by emergency access, to read until {until}. Reason: {access.reason}"
    tell(known, text, url=url, but=by)
    tell(
        [p for p in partners if p not in known],
        f"{by.name} opened {matter.number} by emergency access, to read until {until}.",
        but=by,
    )


def over(access: BreakGlass) -> None:
    """Tell the matter's attorneys that an access has ended and how much was opened, for their review."""
    count = access.pages.count()
    opened = "nothing was opened" if not count else f"{count} page{'s' if count > 1 else ''} opened"
    text = f"The emergency access of {access.member.name} to {access.matter.number} is over: {opened}. Review it."
    tell(
        _attorneys(access.matter),
        text,
        url=reverse("break_glass_detail", args=[access.pk]),
        but=access.member,
    )


def widened(member: Member, sight: tuple[bool, set[int]]) -> tuple[tuple[bool, set[int]], BreakGlass | None]:
    """What the member sees with their emergency access, and the access; without one, or behind a wall, as before.

    `sight` is (only_named, ids), as practice.scope reads it. Two queries, asked at each request: an access ends at the
    second, and a wall that goes up meanwhile ends it at once.
    """
    access = breakglass.open_of(member)
    if access is None:
        return sight, None
    if Wall.objects.filter(matter_id=access.matter_id, member=member, lifted_at=None).exists():
        return sight, None
    only_named, ids = sight
    opened = {access.matter_id}
    return (only_named, ids | opened if only_named else ids - opened), access


def note_page(access: BreakGlass, request, response) -> None:
    """Keep what was opened: the page's own title, or the name of the file."""
    disposition = response.headers.get("Content-Disposition", "")
    label = ""
    if "filename" in disposition:
        label = f"File {disposition.partition('filename')[2].lstrip('*=').strip(chr(34))}"
    elif not response.streaming and "html" in response.headers.get("Content-Type", ""):
        found = TITLE.search(response.content[:20_000].decode(errors="replace"))
        label = html.unescape(" ".join(found[1].split())).rpartition(" · ")[0] if found else ""
    breakglass.note(
        access, path=request.get_full_path(), label=label or request.resolver_match.url_name or ""
    )
