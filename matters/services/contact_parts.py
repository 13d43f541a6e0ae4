"""The lists of a contact: other names, phones, e-mail addresses, postal addresses."""

from collections.abc import Iterable

from matters.models import Address, Contact, ContactName, Email, Phone
from practice.exceptions import DomainError

# list: (model, fields of a row, the field without which a row is none, whether one of them is the main one)
PARTS: dict[str, tuple[type, tuple[str, ...], str, bool]] = {
    "names": (ContactName, ("kind", "name"), "name", False),
    "phones": (Phone, ("label", "number"), "number", True),
    "emails": (Email, ("label", "address"), "address", True),
    "addresses": (Address, ("label", "street", "city", "region", "postcode", "country"), "", True),
}
MOST = 50


def write_parts(contact: Contact, parts: dict[str, Iterable[dict]]) -> tuple[dict, dict]:
    """Make the lists of `contact` what `parts` says: {list: rows as dicts, with the id of rows that are there}.

    Returns ({list: [before, after]} in words, the fields of the contact that copy the main rows). Rows left out go; of
    rows with `is_main` the first counts, else the first row of the list. Does not save the contact.
    """
    changes, copies = {}, {}
    for name, rows in parts.items():
        model, fields, needed, has_main = PARTS[name]
        rows = [_row(row, fields) for row in rows]
        rows = [
            row for row in rows if (row[needed] if needed else any(row[f] for f in fields if f != "label"))
        ]
        if len(rows) > MOST:
            raise DomainError(f"A contact has at most {MOST} {name}.")
        if name == "names":
            rows = list({row["name"].casefold(): row for row in rows}.values())
        if has_main and rows:
            main = next((row for row in rows if row["is_main"]), rows[0])
            for row in rows:
                row["is_main"] = row is main
        before, after = _reconcile(contact, model, fields, rows, has_main=has_main)
        if before != after:
            changes[name] = [before, after]
        if has_main:
            copies |= _copies(name, next((row for row in rows if row["is_main"]), None))
    return changes, copies


def _row(given: dict, fields: tuple[str, ...]) -> dict:
    """A row with its texts without spaces around; lines are kept in a street."""
    row = {}
    for field in fields:
        text = str(given.get(field) or "").replace("\r\n", "\n")
        row[field] = text.strip() if field == "street" else " ".join(text.split())
    for field in ("label", "kind"):
        if field in row and not row[field]:
            del row[field]
    return row | {"id": given.get("id"), "is_main": bool(given.get("is_main"))}


def _reconcile(contact, model, fields, rows, *, has_main: bool) -> tuple[list[str], list[str]]:
    here = {row.pk: row for row in model.objects.filter(contact=contact)}
    before = sorted(_said(row) for row in here.values())
    kept = {row["id"] for row in rows if row["id"] in here}
    if has_main:  # one main row at a time is a rule of the table
        model.objects.filter(contact=contact, is_main=True).update(is_main=False)
    model.objects.filter(contact=contact).exclude(pk__in=kept).delete()
    for row in rows:
        obj = here[row["id"]] if row["id"] in kept else model(contact=contact)
        for field in (*fields, *(("is_main",) if has_main else ())):
            if field in row:
                setattr(obj, field, row[field])
        obj.save()
    return before, sorted(_said(row) for row in model.objects.filter(contact=contact))


def _said(row) -> str:
    said = row.get_kind_display() if isinstance(row, ContactName) else row.get_label_display()
    return f"{row} ({said.lower()}{', main' if getattr(row, 'is_main', False) and said != 'Main' else ''})"


def _copies(name: str, main: dict | None) -> dict:
    """The fields of a contact that repeat the main row of a list."""
    main = main or {}
    if name == "phones":
        return {"phone": main.get("number", "")}
    if name == "emails":
        return {"email": main.get("address", "")}
    fields = {
        "address": "street",
        "city": "city",
        "region": "region",
        "postcode": "postcode",
        "country": "country",
    }
    return {field: main.get(part, "") for field, part in fields.items()}
