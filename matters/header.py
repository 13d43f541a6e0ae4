"""The facts in the head of a matter's page: stage, people, money, tabs and what the member may do."""

from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.module_loading import import_string

from accounts.models import Member
from accounts.permissions import Perm
from matters.models import Matter, Pin
from matters.queries.access import is_on
from matters.tabs import tabs_for

# What is unbilled and owed is known to an app above this one: for_matters(ids) -> {id: (unbilled, owed)}.
TOTALS = "billing.queries.totals.for_matters"

STATE_TONES = {"pending": "warn", "on_hold": "warn", "closed": "", "declined": ""}


@dataclass(frozen=True)
class Header:
    """What templates/matters/matter_base.html shows above the tabs."""

    tab: str
    tabs: list[dict]
    menu: list[dict]
    team: list
    stages: list[tuple[str, str]]
    unbilled: Decimal
    owed: Decimal
    pinned: bool
    on_matter: bool
    sees_money: bool
    may_edit: bool
    may_accept: bool
    state_tone: str


def totals(ids) -> dict[int, tuple[Decimal, Decimal]]:
    """{matter id: (unbilled, owed to the firm)} for matters the scope shows."""
    return import_string(TOTALS)(list(ids))


def header_of(matter: Matter, *, member: Member, tab: str) -> Header:
    """The header of `matter` for `member` on the tab `tab`. Four queries at most."""
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
    may_edit = _held(powers, Perm.MATTER_EDIT, on_matter)
    return Header(
        tab=tab,
        tabs=tabs_for(matter, member, tab, on_matter=on_matter),
        menu=_menu(matter, member, may_edit),
        team=team,
        stages=stage_steps(matter),
        unbilled=unbilled,
        owed=owed,
        pinned=Pin.objects.filter(member=member, matter=matter).exists(),
        on_matter=on_matter,
        sees_money=sees_money,
        may_edit=may_edit,
        may_accept=matter.state == Matter.State.PENDING and powers.has(Perm.MATTER_ACCEPT),
        state_tone=STATE_TONES.get(matter.state, ""),
    )


def _held(powers, perm: Perm, on_matter: bool) -> bool:
    level = powers.level(perm)
    return level == "yes" or (level == "assigned" and on_matter)


def stage_steps(matter: Matter) -> list[tuple[str, str]]:
    """(stage, "done" | "cur" | "") of the matter's practice area, in order."""
    names = list(matter.practice_area.stages)
    if matter.stage and matter.stage not in names:
        names.insert(0, matter.stage)
    at = names.index(matter.stage) if matter.stage in names else -1
    return [(name, "done" if i < at else "cur" if i == at else "") for i, name in enumerate(names)]


def _menu(matter: Matter, member: Member, may_edit: bool) -> list[dict]:
    """The matter's further acts, those the member may do in its present state."""
    items: list[dict] = []
    if may_edit:
        items.append(
            {"label": "Edit matter", "icon": "pencil", "url": reverse("matter_edit", args=[matter.pk])}
        )
    if member.can(Perm.FEE_SET):
        items.append({"label": "Change fee", "icon": "coin", "url": reverse("matter_fee", args=[matter.pk])})
    closes = member.can(Perm.MATTER_CLOSE)
    acts = {
        "open": [("Put on hold", "player-pause", "matter_hold"), ("Close matter", "lock", "matter_close")],
        "on_hold": [
            ("Take off hold", "player-play", "matter_resume"),
            ("Close matter", "lock", "matter_close"),
        ],
        "closed": [("Reopen matter", "lock-open", "matter_reopen")],
    }.get(matter.state, [])
    if closes and acts:
        if items:
            items.append({"divider": True})
        items += [
            {"label": a, "icon": icon, "url": reverse(name, args=[matter.pk])} for a, icon, name in acts
        ]
    return items
