"""The facts in the head of a matter's page: stage, people, money, tabs and what the member may do."""

from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.module_loading import import_string

from accounts.models import Member
from accounts.permissions import Level, Perm
from matters.models import Matter, Pin
from matters.queries.access import is_on, may
from matters.queries.budget import Use, uses_of
from matters.queries.points import Point, acceptance_points
from matters.queries.stages import Step, days_in, pace, steps
from matters.tabs import tabs_for
from supervision.kinds import content_of, hash_of, kind
from supervision.queries.refusals import lend_url_of

# What is unbilled and owed is known to an app above this one: for_matters(ids) -> {id: (unbilled, owed)}.
TOTALS = "billing.queries.totals.for_matters"

STATE_TONES = {
    "pending": "warn",
    "conflict_check": "warn",
    "awaiting_acceptance": "warn",
    "on_hold": "warn",
    "closing": "warn",
}


@dataclass(frozen=True)
class Header:
    """What templates/matters/matter_base.html shows above the tabs."""

    tab: str
    tabs: list[dict]
    menu: list[dict]
    team: list
    stages: list[Step]
    unbilled: Decimal
    owed: Decimal
    pinned: bool
    on_matter: bool
    sees_money: bool
    may_edit: bool
    may_accept: bool
    proposed: str
    seen: str
    state_tone: str
    use: Use | None
    days: int | None
    pace: str
    warnings: list[Point]


def totals(ids) -> dict[int, tuple[Decimal, Decimal]]:
    """{matter id: (unbilled, owed to the firm)} for matters the scope shows."""
    return import_string(TOTALS)(list(ids))


def header_of(matter: Matter, *, member: Member, tab: str) -> Header:
    """The header of `matter` for `member` on the tab `tab`. Six queries at most."""
    places = list(matter.team_members.select_related("member__role").order_by("id"))
    team = [place.member for place in places]
    on_matter = (
        member.pk in (matter.responsible_id, matter.supervising_id)
        or any(person.pk == member.pk for person in team)
        or is_on(member, matter)
    )
    powers = member.powers
    sees_money = powers.has(Perm.INVOICE_VIEW)
    unbilled, owed = (
        totals([matter.pk]).get(matter.pk, (Decimal(0), Decimal(0)))
        if sees_money
        else (Decimal(0), Decimal(0))
    )
    may_edit = _held(member, Perm.MATTER_EDIT, matter, on_matter)
    may_accept = matter.is_before_acceptance and powers.has(Perm.MATTER_ACCEPT)
    proposed, seen = _to_accept(matter)
    return Header(
        tab=tab,
        tabs=tabs_for(matter, member, tab, on_matter=on_matter),
        menu=_menu(matter, member, may_edit),
        team=team,
        stages=steps(matter),
        unbilled=unbilled,
        owed=owed,
        pinned=_pinned(matter, member),
        on_matter=on_matter,
        sees_money=sees_money,
        may_edit=may_edit,
        may_accept=may_accept,
        proposed=proposed,
        seen=seen,
        state_tone=STATE_TONES.get(matter.state, ""),
        use=uses_of([matter]).get(matter.pk) if sees_money else None,
        days=days_in(matter),
        pace=pace(matter),
        warnings=[p for p in acceptance_points(matter) if p.text] if matter.is_before_acceptance else [],
    )


def _pinned(matter: Matter, member: Member) -> bool:
    """Whether the member keeps it in the sidebar; matter_or_404 has asked already."""
    known = getattr(matter, "is_pinned", None)
    return Pin.objects.filter(member=member, matter=matter).exists() if known is None else known


def _held(member: Member, perm: Perm, matter: Matter, on_matter: bool) -> bool:
    """As matters.queries.access.may, without asking again whether the member is on the matter."""
    level = member.powers.level(perm)
    if level is Level.YES or (level is Level.ASSIGNED and on_matter):
        return True
    lent = level in (Level.ASSIGNED, Level.DELEGATED) and member.powers.lent(perm)
    return bool(lent) and may(member, perm, matter)


def _to_accept(matter: Matter) -> tuple[str, str]:
    """(proposed fee in words, hash of what is read) of a pending matter: its acceptance is bound to what the page showed."""
    if not matter.is_before_acceptance:
        return "", ""
    content = content_of(kind("matter"), matter, {})
    return content["fields"].get("Fee", ""), hash_of(content, {})


def _menu(matter: Matter, member: Member, may_edit: bool) -> list[dict]:
    """The matter's further acts, those the member may do in its present state."""
    items: list[dict] = []
    if may_edit:
        items.append(
            {"label": "Edit matter", "icon": "pencil", "url": reverse("matter_edit", args=[matter.pk])}
        )
    elif lend := lend_url_of(member, Perm.MATTER_EDIT, matter):
        items.append({"label": "Ask to edit this matter", "icon": "user-share", "url": lend})
    if may_edit and not matter.has_ended:
        items.append(
            {
                "label": "Move to a stage",
                "icon": "arrow-right",
                "url": reverse("matter_move", args=[matter.pk]),
            }
        )
    if member.powers.may_prepare(Perm.DEADLINE_ENTER) and matter.state != Matter.State.DECLINED:
        if not matter.has_ended and may(member, Perm.DEADLINE_ENTER, matter):
            url = reverse("matter_limitation", args=[matter.pk])
            items.append({"label": "Limitation date", "icon": "hourglass", "url": url})
    sets, drafts = member.can(Perm.FEE_SET), member.powers.may_prepare(Perm.ENGAGEMENT_DRAFT)
    if (sets or drafts) and matter.state != Matter.State.DECLINED:
        said = "Change fee" if sets else "Propose a fee"
        items.append({"label": said, "icon": "coin", "url": reverse("matter_fee", args=[matter.pk])})
    closes = member.can(Perm.MATTER_CLOSE)
    hold, resume = (
        ("Put on hold", "player-pause", "matter_hold"),
        ("Take off hold", "player-play", "matter_resume"),
    )
    close = ("Closing checklist", "checklist", "matter_closing")
    stop = ("Stop closing", "player-play", "matter_closing_stop")
    archive = ("Archive", "archive", "matter_archive")
    take_out = ("Take out of the archive", "archive-off", "matter_unarchive")
    again = ("Reopen matter" if closes else "Propose to reopen", "lock-open", "matter_reopen")
    acts = {
        "open": [hold, close] if closes else [close],
        "on_hold": [resume, close] if closes else [close],
        "closing": [close, stop],
        "closed": [again, archive] if closes else [again],
        "archived": [take_out] if closes else [],
    }.get(matter.state, [])
    if acts and member.powers.may_prepare(Perm.MATTER_CLOSE):
        if items:
            items.append({"divider": True})
        items += [
            {"label": a, "icon": icon, "url": reverse(name, args=[matter.pk])} for a, icon, name in acts
        ]
    return items
