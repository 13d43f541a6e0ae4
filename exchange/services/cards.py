"""Contacts of a vCard file: what they would be, and taking those in that were chosen."""

import datetime
from dataclasses import dataclass

from django.db import transaction

from accounts.models import Member
from exchange.vcard import read_cards
from matters import services
from matters.models import Contact, digits_of
from matters.queries.duplicates import Likeness, alike
from matters.services.contact_parts import PARTS
from matters.services.contacts import ensure_adds, names
from practice import audit
from practice.exceptions import DomainError

NEW, SKIP = "new", "skip"


@dataclass(frozen=True)
class Card:
    """One card of a file, who it may be on file already, and what is done with it unless somebody says otherwise."""

    index: int
    values: dict
    name: str
    similar: list[Likeness]

    @property
    def usual(self) -> str:
        """Taken in when nobody on file is like it; else left out, until somebody looks."""
        return SKIP if self.similar else NEW


def preview(content: bytes, *, by: Member) -> list[Card]:
    """The cards of a file with those on file that they may be. Writes nothing. Raises Unreadable."""
    ensure_adds(by)
    return cards_of(read_cards(content), by=by)


def cards_of(found: list[dict], *, by: Member) -> list[Card]:
    """Cards from values that were read before."""
    return [Card(index, values, name_of(values), _similar(values, by)) for index, values in enumerate(found)]


def name_of(values: dict) -> str:
    """The name a card would have here."""
    keys = ("name", "first_name", "last_name", "middle_name", "suffix")
    return names(values["kind"], **{key: values.get(key, "") for key in keys})[0]


def _similar(values: dict, by: Member) -> list[Likeness]:
    return alike(
        by,
        name=name_of(values),
        emails=[row["address"] for row in values["emails"]],
        phones=[row["number"] for row in values["phones"]],
        limit=3,
    )


@transaction.atomic
def take_in(found: list[dict], chosen: dict[int, str], *, by: Member) -> tuple[int, int]:
    """Take the chosen cards in: {index: "new", "skip" or the id of the contact to add to}. Returns (new, added to).

    Adding to a contact fills what it does not say and appends numbers and addresses it does not have; nothing on file is
    replaced. All or nothing.
    """
    ensure_adds(by)
    made = added = 0
    for index, values in enumerate(found):
        choice = chosen.get(index, SKIP)
        if choice == SKIP:
            continue
        if choice == NEW:
            fields = {k: v for k, v in values.items() if k != "external_id"}
            fields["birthday"] = _day(values["birthday"])
            services.create_contact(by=by, **fields)
            made += 1
            continue
        contact = Contact.objects.visible_to(by).filter(pk=int(choice) if choice.isdecimal() else 0).first()
        if contact is None:
            raise DomainError(f"The contact to add {name_of(values)} to is not there any more.")
        add_to(contact, values, by=by)
        added += 1
    return made, added


def _day(value) -> datetime.date | None:
    """A birthday, also as the text that travelled with the form."""
    return datetime.date.fromisoformat(value) if isinstance(value, str) else value


FILLED = ("company", "title", "website", "language", "notes", "birthday", "prefix", "middle_name", "suffix")


def add_to(contact: Contact, values: dict, *, by: Member) -> None:
    """Add what a card says beyond what the contact does."""
    given = {f: values[f] for f in FILLED if values.get(f) and not getattr(contact, f)}
    if "birthday" in given:
        given["birthday"] = _day(given["birthday"])
    if contact.kind != Contact.Kind.PERSON:
        given = {f: v for f, v in given.items() if f in ("website", "language", "notes")}
    given["tags"] = list(dict.fromkeys([*contact.tags, *values["tags"]]))[:20]
    for name, (model, fields, _needed, _main) in PARTS.items():
        rows = list(model.objects.filter(contact=contact))
        here = {_key(name, {f: getattr(row, f) for f in fields}) for row in rows}
        more = [dict(row) | {"is_main": False} for row in values[name] if _key(name, row) not in here]
        if more:
            kept = [
                {"id": row.pk, "is_main": getattr(row, "is_main", False)}
                | {f: getattr(row, f) for f in fields}
                for row in rows
            ]
            given[name] = [*kept, *more]
    services.update_contact(contact, by=by, **given)


def _key(name: str, row: dict) -> str:
    if name == "phones":
        return digits_of(row["number"])
    text = (
        row.get("address")
        or row.get("name")
        or "".join(row.get(f, "") for f in ("street", "city", "postcode"))
    )
    return " ".join(text.lower().split())


def record_export(contacts: int, *, by: Member, what: str) -> None:
    """Keep that contacts were taken out of the firm as a file."""
    audit.record(
        by,
        "list.exported",
        by.firm,
        changes={"list": [None, what], "format": [None, "vcf"], "rows": [None, contacts]},
    )
