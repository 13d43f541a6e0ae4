"""Matters of a file.

Whom the firm acts for is an attorney's word: a matter comes in open only when the importer may accept matters (a current
licence), otherwise as pending, to be accepted one by one. Closed matters come in closed: nothing is taken on with them.
"""

import datetime
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Level, Perm
from accounts.queries import ensure, refusal
from exchange.queries.directory import Clients, People, areas, fold, known_ids, taken_numbers
from exchange.readers import Table
from exchange.services.contacts import split_name, told
from exchange.services.own_fields import OwnFields, settle
from exchange.services.plan import Cells, Plan, Sheet, plural, some
from matters.models import Contact, FeeArrangement, Matter, PracticeArea
from matters.services.contacts import names
from matters.services.matters import check_attorney
from practice import audit
from practice.exceptions import DomainError
from practice.models import Firm
from practice.scope import current_firm_id

STATES = {
    "open": "open", "active": "open", "opened": "open", "in progress": "open", "pending": "pending",
    "intake": "pending", "new": "pending", "prospective": "pending", "on hold": "on_hold", "hold": "on_hold",
    "on_hold": "on_hold", "inactive": "on_hold", "closed": "closed", "archived": "closed", "close": "closed",
    "completed": "closed", "declined": "declined", "rejected": "declined", "not hired": "declined",
}  # fmt: skip
LIMITS = {"court": 120, "case_number": 60, "client_reference": 60}


@dataclass
class NewMatter:
    """A matter that would be made. `client` or `area` is None when it is made too, under the name beside it."""

    values: dict
    client: Contact | None
    client_name: str
    client_id: str
    area: PracticeArea | None
    area_name: str


@dataclass
class Context:
    """What the rows are held against."""

    by: Member
    people: People
    clients: Clients
    areas: dict[str, PracticeArea]
    taken: set[str]
    known: set[str]
    may_open: bool
    make_clients: bool
    make_areas: bool
    area: PracticeArea | None
    responsible: Member | None
    numbers: dict[str, int] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)


def plan_matters(table: Table, mapping: dict[str, str], options: dict, by: Member) -> Plan:
    """Check a file of matters. `options`: create_clients, default_area, default_responsible (ids)."""
    if not by.powers.may_prepare(Perm.MATTER_CREATE_PENDING):
        raise refusal(by, Perm.MATTER_CREATE_PENDING)
    sheet = Sheet("matters", table, mapping)
    people, every = People.load(), areas()
    own = set(sheet.column("external_id"))
    context = Context(
        by=by,
        people=people,
        clients=Clients.load(by, names=sheet.column("client"), ids=sheet.column("client_id")),
        areas=every,
        taken=taken_numbers(" ".join(n.split()) for n in sheet.column("number")),
        known=set(),
        may_open=by.can(Perm.MATTER_ACCEPT),
        make_clients=bool(options.get("create_clients")) and by.powers.level(Perm.CONTACT_EDIT) is Level.YES,
        make_areas=by.can(Perm.FIRM_SETTINGS),
        area=next((a for a in every.values() if a.pk == options.get("default_area")), None),
        responsible=next((m for m in people.members if m.pk == options.get("default_responsible")), None),
    )
    read, own_fields = [], OwnFields("matter", sheet, by)
    for cells in sheet.cells():
        new = _read(cells, context)
        custom = own_fields.read(cells)
        new.values["external_id"] = cells.text("external_id", 60) or sheet.fingerprint(
            new.values["number"] or "",
            fold(new.client_name),
            new.client_id,
            new.values["name"],
            new.values["opened_on"],
        )
        if custom:
            new.values["custom"] = custom
        read.append((cells, new))
    context.known = known_ids(Matter, own | {new.values["external_id"] for _, new in read})
    pending = 0
    for cells, new in read:
        here = new.values["external_id"] in context.known
        number = new.values["number"]
        if not here:
            _check_number(cells, number, context)
            _check_id(cells, new, context)
        if cells.problems:
            sheet.reject(cells)
        elif here:
            sheet.skip()
        else:
            pending += new.values["state"] == Matter.State.PENDING and new.values.pop("was_open")
            sheet.accept(new)
        new.values.pop("was_open", None)
    _notes(sheet.plan, context, pending)
    return sheet.plan


def _read(cells: Cells, context: Context) -> NewMatter:
    values: dict[str, Any] = {name: cells.text(name, most) for name, most in LIMITS.items()}
    values |= {
        "name": cells.text("name", 200, required=True),
        "number": cells.text("number", 40),
        "description": cells.text("description", 50_000, lines=True),
        "budget": cells.amount("budget"),
        "responsible": cells.read("responsible", context.people.find),
        "supervising": cells.read("supervising", context.people.find),
    }
    if values["budget"] is not None and values["budget"] < 0:
        cells.fault("budget", "A budget is not less than nothing.")
    if not cells.raw("responsible"):
        values["responsible"] = context.responsible
        if context.responsible is None:
            cells.fault(
                "responsible",
                "This is required. Fill it, or choose an attorney for such rows on the page before.",
            )
    for name in ("responsible", "supervising"):
        if values[name] is not None:
            cells.rule(name, check_attorney, values[name], name)
    values["supervising"] = values["supervising"] or values["responsible"]
    _dates_and_state(cells, values, context)
    client, client_name = _client(cells, context)
    area, area_name = _area(cells, context)
    return NewMatter(values, client, client_name, cells.raw("client_id")[:60], area, area_name)


def _dates_and_state(cells: Cells, values: dict, context: Context) -> None:
    state = cells.read("state", _state) or Matter.State.OPEN
    opened, closed = cells.past("opened_on"), cells.past("closed_on")
    values["was_open"] = state in (Matter.State.OPEN, Matter.State.ON_HOLD)
    if values["was_open"] and not context.may_open:
        state = Matter.State.PENDING
    if state == Matter.State.CLOSED:
        for name, day in (("opened_on", opened), ("closed_on", closed)):
            if day is None and not cells.raw(name):
                cells.fault(name, "A closed matter needs the day it was opened and the day it was closed.")
        if opened and closed and closed < opened:
            cells.fault("closed_on", "The matter closes before it opens.")
    elif state in (Matter.State.OPEN, Matter.State.ON_HOLD):
        opened = opened or timezone.localdate()
    values |= {
        "state": state,
        "opened_on": opened,
        "closed_on": closed if state == Matter.State.CLOSED else None,
    }


def _state(text: str) -> str:
    try:
        return STATES[fold(text)]
    except KeyError:
        raise ValueError("Write open, pending, on hold, closed or declined, or leave it empty.") from None


def _client(cells: Cells, context: Context) -> tuple[Contact | None, str]:
    """The client: by ID, else by name; None with a name when it will be made."""
    name, own = cells.text("client", 200), cells.raw("client_id")
    found = context.clients.with_id(own) if own else []
    if not found and name:
        # An ID that another contact of the name carries means another person.
        found = [
            c
            for c in context.clients.named(name)
            if not (own and c.external_id and fold(c.external_id) != fold(own))
        ]
    if len(found) == 1:
        return found[0], found[0].name
    if found:
        cells.fault(
            "client",
            f"{len(found)} contacts are called so. Give the client’s ID, or merge the contacts first.",
        )
    elif not name:
        column = "client_id" if own else "client"
        cells.fault(column, "No contact has this ID. Import contacts first." if own else "Name the client.")
    elif not context.make_clients:
        cells.fault(
            "client",
            "No contact is called so. Import contacts first, or tick “Make clients that are missing”.",
        )
    return None, name


def _area(cells: Cells, context: Context) -> tuple[PracticeArea | None, str]:
    name = cells.text("practice_area", 80)
    if not name:
        if context.area is None:
            cells.fault(
                "practice_area",
                "This is required. Fill it, or choose a practice area for such rows on the page before.",
            )
        return context.area, ""
    area = context.areas.get(fold(name))
    if area is not None and not area.is_active:
        cells.fault(
            "practice_area", "This practice area is no longer in use. Switch it on again, or name another."
        )
    if area is None and not context.make_areas:
        cells.fault("practice_area", "The firm has no such practice area, and you may not add one.")
    return area, name


def _check_number(cells: Cells, number: str, context: Context) -> None:
    if not number:
        return
    if number in context.taken:
        cells.fault(
            "number", "A matter of the firm has this number. Give another, or none to get the next free one."
        )
    first = context.numbers.setdefault(number, cells.row.line)
    if first != cells.row.line:
        cells.fault("number", f"This number stands on line {first} too. A number belongs to one matter.")


def _check_id(cells: Cells, new: NewMatter, context: Context) -> None:
    if not cells.raw("external_id"):
        return
    first = context.ids.setdefault(new.values["external_id"], cells.row.line)
    if first != cells.row.line:
        cells.fault("external_id", f"This ID stands on line {first} too. An ID belongs to one matter.")


def _notes(plan: Plan, context: Context, pending: int) -> None:
    clients = {fold(n.client_name): n.client_name for n in plan.make if n.client is None}
    made = {fold(n.area_name): n.area_name for n in plan.make if n.area is None}
    if clients:
        plan.notes.append(f"{plural(len(clients), 'client')} would be made: {some(clients.values())}.")
    if made:
        plan.notes.append(f"{plural(len(made), 'practice area')} would be made: {some(made.values())}.")
    if pending:
        plan.notes.append(
            f"{plural(pending, 'open matter')} would come in as pending, because only an attorney with a current licence "
            "accepts matters. Time can be recorded on them at once."
        )
    numbered = sum(1 for n in plan.make if not n.values["number"])
    if numbered:
        plan.notes.append(f"{plural(numbered, 'matter')} without a number would get the firm’s next ones.")
    states = Counter(n.values["state"] for n in plan.make)
    if len(states) > 1:
        labels = dict(Matter.State.choices)
        plan.notes.append(
            "As " + ", ".join(f"{labels[s].lower()}: {c:,}" for s, c in states.most_common()) + "."
        )


def make_matters(plan: Plan, by: Member) -> dict:
    """Write the matters of a plan with their missing clients and practice areas. Hourly terms at the firm's rates go with
    each: proposed for those that an attorney still has to accept, in force for the others. A fixed number of statements a thousand rows."""
    clients, made = _make_clients(plan, by), _make_areas(plan, by)
    firm = Firm.objects.get(pk=current_firm_id())
    today = timezone.localdate()
    _number(plan, firm, today)
    may_open = by.can(Perm.MATTER_ACCEPT)
    rows = [
        Matter(
            client=new.client or clients[fold(new.client_name)],
            practice_area=new.area or made[fold(new.area_name)],
            currency=firm.currency,
            created_by=by,
            accepted_by=by if may_open and new.values["state"] in ("open", "on_hold") else None,
            **new.values,
        )
        for new in plan.make
    ]
    settle("matter", rows)
    Matter.objects.bulk_create(rows, batch_size=1000)
    FeeArrangement.objects.bulk_create(
        [
            FeeArrangement(
                matter=m,
                kind="hourly",
                effective_from=m.opened_on or today,
                state=FeeArrangement.State.PROPOSED
                if m.state == Matter.State.PENDING
                else FeeArrangement.State.IN_FORCE,
                proposed_by=by,
            )
            for m in rows
        ],
        batch_size=1000,
    )
    audit.record_many(by, "matter.imported", [(m, _said(m)) for m in rows])
    extra = [plural(len(clients), "client")] if clients else []
    extra += [plural(len(made), "practice area")] if made else []
    return {
        "rows": Matter.objects.filter(pk__in=[m.pk for m in rows]).count(),
        "said": " and ".join([plural(len(rows), "matter"), *extra]),
    }


def _said(matter: Matter) -> dict:
    return {
        "client": [None, matter.client.name],
        "state": [None, matter.get_state_display()],
        "responsible": [None, matter.responsible.name],
        "supervising": [None, matter.supervising.name],
    }


def _make_clients(plan: Plan, by: Member) -> dict[str, Contact]:
    # The first row of a name gives its spelling.
    wanted = {fold(new.client_name): new for new in reversed(plan.make) if new.client is None}
    if not wanted:
        return {}
    ensure(by, Perm.CONTACT_EDIT)
    made = {}
    for key, new in reversed(wanted.items()):
        kind = told(new.client_name, "", "", "")
        first, last = split_name(new.client_name) if kind == Contact.Kind.PERSON else ("", "")
        shown, sort_name = names(kind, name=new.client_name, first_name=first, last_name=last)
        made[key] = Contact(
            kind=kind, name=shown[:200], sort_name=sort_name[:200], first_name=first[:80], last_name=last[:120],
            external_id=new.client_id, created_by=by,
        )  # fmt: skip
    Contact.objects.bulk_create(made.values(), batch_size=1000)
    audit.record_many(by, "contact.imported", [(c, {"name": [None, c.name]}) for c in made.values()])
    return made


def _make_areas(plan: Plan, by: Member) -> dict[str, PracticeArea]:
    wanted = {fold(new.area_name): new.area_name for new in reversed(plan.make) if new.area is None}
    if not wanted:
        return {}
    ensure(by, Perm.FIRM_SETTINGS)
    last = PracticeArea.objects.order_by("-position").values_list("position", flat=True).first()
    start = 0 if last is None else last + 1
    made = {key: PracticeArea(name=name, position=start + n) for n, (key, name) in enumerate(wanted.items())}
    PracticeArea.objects.bulk_create(made.values(), batch_size=1000)
    audit.record_many(by, "practicearea.created", [(a, {"name": [None, a.name]}) for a in made.values()])
    return made


def _number(plan: Plan, firm: Firm, today: datetime.date) -> None:
    """Give the matters that bring no number the firm's next ones: one statement a year, however many they are."""
    waiting: dict[int, list[NewMatter]] = {}
    for new in plan.make:
        if not new.values["number"]:
            waiting.setdefault((new.values["opened_on"] or today).year, []).append(new)
    brought = {new.values["number"] for new in plan.make}
    for year, rows in sorted(waiting.items()):
        rest = list(rows)
        for _ in range(100):
            last = _take("matter", str(year), len(rest))
            texts = [
                firm.matter_number_format.format(year=year, number=n)
                for n in range(last - len(rest) + 1, last + 1)
            ]
            taken = taken_numbers(texts) | brought
            free = [text for text in texts if text not in taken]
            for new, text in zip(rest, free, strict=False):
                new.values["number"] = text
            rest = rest[len(free) :]
            if not rest:
                break
        else:
            raise DomainError(
                "No free matter numbers were found. Check the number format in the firm’s settings."
            )


def _take(kind: str, series: str, count: int) -> int:
    """Take `count` numbers at once, as practice.numbering takes one. Returns the last of them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO practice_sequence (firm_id, kind, series, last) VALUES (%s, %s, %s, %s) "
            "ON CONFLICT (firm_id, kind, series) DO UPDATE SET last = practice_sequence.last + excluded.last RETURNING last",
            [current_firm_id(), kind, series, count],
        )
        return cursor.fetchone()[0]
