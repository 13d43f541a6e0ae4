"""Contacts of a file."""

import re
from dataclasses import dataclass

from accounts.models import Member
from exchange.queries.directory import Clients, fold, known_ids
from exchange.readers import Table
from exchange.services.own_fields import OwnFields, settle
from exchange.services.plan import Cells, Plan, Sheet, plural
from matters.models import Contact
from matters.services.contacts import names
from practice import audit

KINDS = {
    "person": "person", "individual": "person", "people": "person", "client": "person", "human": "person",
    "company": "company", "organization": "company", "organisation": "company", "business": "company",
    "corporation": "company", "firm": "company", "entity": "company", "trust": "trust", "estate": "trust",
    "trust or estate": "trust", "court": "court", "government": "government", "government body": "government",
    "agency": "government",
}  # fmt: skip
BODY = re.compile(
    r"\b(inc|llc|llp|lp|pllc|pc|corp|corporation|co|company|ltd|limited|bank|n\.?a|gmbh|plc|hoa)\.?$", re.I
)
TRUST = re.compile(r"^(the )?estate of\b|\btrust$", re.I)
LIMITS = {
    "title": 100, "phone": 40, "city": 100, "region": 60, "postcode": 20, "country": 60, "ledes_client_id": 20,
}  # fmt: skip


@dataclass(frozen=True)
class NewContact:
    """A contact that would be made: values of the model's fields."""

    values: dict


def plan_contacts(table: Table, mapping: dict[str, str], options: dict, by: Member) -> Plan:
    """Check a file of contacts. Three queries whatever its length."""
    sheet = Sheet("contacts", table, mapping)
    own_fields = OwnFields("contact", sheet, by)
    read = [(cells, _values(cells), own_fields.read(cells)) for cells in sheet.cells()]
    here = Clients.load(by, names=[v["name"] for _, v, _ in read], ids=sheet.column("external_id"))
    fingerprints = {
        id(v): v["external_id"] or sheet.fingerprint(*(v[k] for k in sorted(v) if k != "external_id"))
        for _, v, _ in read
    }
    known = known_ids(Contact, fingerprints.values())
    lines: dict[str, int] = {}
    for cells, values, custom in read:
        own = values["external_id"]
        values["external_id"] = fingerprints[id(values)]
        _once(cells, own, values, lines)
        if cells.problems:
            sheet.reject(cells)
        elif values["external_id"] in known or _is_here(values, own, here):
            sheet.skip()
        else:
            sheet.accept(NewContact(values | ({"custom": custom} if custom else {})))
    return sheet.plan


def _values(cells: Cells) -> dict:
    values = {name: cells.text(name, most) for name, most in LIMITS.items()}
    name, company = cells.text("name", 200), cells.text("company", 200)
    first, last = cells.text("first_name", 80), cells.text("last_name", 120)
    kind = cells.read("kind", _kind) or told(name, first, last, company)
    if kind == Contact.Kind.PERSON:
        first, last = (first, last) if first or last else split_name(name)
        if len(first) > 80 or len(last) > 120:
            first = last = ""
    else:
        name, first, last = name or company or f"{first} {last}".strip(), "", ""
        company = "" if company == name else company
    shown, sort_name = names(kind, name=name, first_name=first, last_name=last)
    if not shown:
        cells.fault(
            next((n for n in ("name", "last_name", "company") if cells.has(n)), "name"),
            "Give a name: a full name, a last name or a company.",
        )
    elif len(shown) > 200:
        cells.fault("last_name", "First and last name together have over 200 characters.")
    return values | {
        "kind": kind,
        "name": shown[:200],
        "sort_name": sort_name[:200],
        "first_name": first,
        "last_name": last,
        "company": company,
        "email": cells.email("email"),
        "address": cells.text("address", 2_000, lines=True),
        "notes": cells.text("notes", 50_000, lines=True),
        "tags": cells.read("tags", _tags) or [],
        "external_id": cells.text("external_id", 60),
    }


def _kind(text: str) -> str:
    try:
        return KINDS[fold(text)]
    except KeyError:
        raise ValueError("Write person, company, trust, court or government, or leave it empty.") from None


def told(name: str, first: str, last: str, company: str) -> str:
    """The kind of a contact that says none: a person, unless the name is plainly a body's."""
    if first or last:
        return Contact.Kind.PERSON
    if not name:
        return Contact.Kind.COMPANY
    if TRUST.search(name):
        return Contact.Kind.TRUST
    return Contact.Kind.COMPANY if BODY.search(name) or fold(name) == fold(company) else Contact.Kind.PERSON


def split_name(name: str) -> tuple[str, str]:
    """First and last name of “Moss, Ada” or “Ada Moss”. Longer names are left whole, since nothing tells where they part."""
    last, comma, first = (part.strip() for part in name.partition(","))
    if comma and first:
        return first, last
    words = name.split()
    return (words[0], words[1]) if len(words) == 2 else ("", "")


def _tags(text: str) -> list[str]:
    tags = list(dict.fromkeys(" ".join(tag.split()) for tag in re.split(r"[;,]", text) if tag.strip()))
    if any(len(tag) > 40 for tag in tags):
        raise ValueError("A tag has at most 40 characters. Put semicolons between tags.")
    return tags


def _once(cells: Cells, own: str, values: dict, lines: dict[str, int]) -> None:
    """Refuse an ID, or a whole row, that stands twice in the file."""
    contents = "\x1f".join(str(values[k]) for k in sorted(values) if k != "external_id")
    key = f"id {own}" if own else f"row {contents}"
    first = lines.setdefault(key, cells.row.line)
    if first == cells.row.line:
        return
    if own:
        cells.fault("external_id", f"This ID stands on line {first} too. An ID belongs to one contact.")
    else:
        cells.fault("name", f"This row is the same as line {first}. Take one of them out.", values["name"])


def _is_here(values: dict, own: str, here: Clients) -> bool:
    """Whether the contact is on file without an ID: the same name, e-mail address and telephone."""
    for contact in here.named(values["name"]):
        if own and contact.external_id:
            continue  # another ID: another contact
        same_phone = re.sub(r"\D", "", contact.phone) == re.sub(r"\D", "", values["phone"])
        if fold(contact.email) == fold(values["email"]) and same_phone:
            return True
    return False


def make_contacts(plan: Plan, by: Member) -> dict:
    """Write the contacts of a plan, in two statements a thousand. Returns control totals of what was made."""
    rows = [Contact(created_by=by, **new.values) for new in plan.make]
    settle("contact", rows)
    Contact.objects.bulk_create(rows, batch_size=1000)
    audit.record_many(by, "contact.imported", [(contact, {"name": [None, contact.name]}) for contact in rows])
    return {
        "rows": Contact.objects.filter(pk__in=[c.pk for c in rows]).count(),
        "said": plural(len(rows), "contact"),
    }
