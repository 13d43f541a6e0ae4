"""Who takes part in a matter."""

from typing import Any

from django.db import transaction
from django.utils.module_loading import import_string

from accounts.models import Member
from accounts.permissions import Perm
from matters.models import Contact, Matter, Party
from matters.queries.access import ensure_on
from practice import audit
from practice.exceptions import DomainError

# Functions of apps above this one, f(party, by=): the conflict check runs again when a party is added or changes.
ON_PARTY: list[str] = []
FIELDS = ("side", "represented_by", "from_on", "until_on", "service_address", "e_service", "note")


@transaction.atomic
def add_party(matter: Matter, *, by: Member, contact: Contact, role: str, **values: Any) -> Party:
    """A contact takes part in the matter. Without a side the role's usual one is taken. `values` are FIELDS of the party."""
    ensure_on(by, Perm.MATTER_EDIT, matter)
    _check_open(matter)
    if role not in Party.Role.values:
        raise DomainError("Choose the role.", field="role")
    values["side"] = values.get("side") or Party.USUAL_SIDE.get(role, Party.Side.THIRD)
    _check(contact, values)
    if role == Party.Role.CLIENT and contact.pk == matter.client_id:
        raise DomainError(f"{contact} is the client already.", field="contact")
    if Party.objects.filter(matter=matter, contact=contact, role=role).exists():
        raise DomainError(
            f"{contact} is {Party.Role(role).label.lower()} of this matter already.", field="contact"
        )
    party = Party.objects.create(matter=matter, contact=contact, role=role, created_by=by, **values)
    audit.record(
        by, "party.added", party, changes={"contact": [None, contact.name], "role": [None, _word(party)]}
    )
    _tell(party, by)
    return party


@transaction.atomic
def edit_party(party: Party, *, by: Member, role: str, **values: Any) -> Party:
    """Change what is known of a party. Another contact is another party."""
    ensure_on(by, Perm.MATTER_EDIT, party.matter)
    _check_open(party.matter)
    party = Party.objects.select_for_update(of=("self",)).with_people().get(pk=party.pk)
    values["side"] = values.get("side") or Party.USUAL_SIDE.get(role, Party.Side.THIRD)
    _check(party.contact, values)
    if role not in Party.Role.values:
        raise DomainError("Choose the role.", field="role")
    twin = Party.objects.filter(matter=party.matter_id, contact=party.contact_id, role=role).exclude(
        pk=party.pk
    )
    if twin.exists():
        raise DomainError(f"{party.contact} has that role in this matter already.", field="role")
    changes = audit.apply(party, role=role, **values)
    if changes:
        party.save()
        audit.record(by, "party.changed", party, changes={"contact": [None, party.contact.name], **changes})
        if {"role", "side", "represented_by"} & set(changes):
            _tell(party, by)
    return party


@transaction.atomic
def remove_party(party: Party, *, by: Member) -> dict[str, Any]:
    """Take a party off the matter that was put there by mistake. Returns what `add_party` needs to bring it back.

    Who took part and no longer does gets an end date instead.
    """
    ensure_on(by, Perm.MATTER_EDIT, party.matter)
    _check_open(party.matter)
    kept = {name: getattr(party, name) for name in FIELDS} | {"contact": party.contact, "role": party.role}
    audit.record(
        by,
        "party.removed",
        party,
        changes={"contact": [party.contact.name, None], "role": [_word(party), None]},
    )
    party.delete()
    return kept


def _word(party: Party) -> str:
    return party.get_role_display().lower()


def _check_open(matter: Matter) -> None:
    if matter.state == Matter.State.ARCHIVED:
        raise DomainError("This matter is in the archive; its parties stay as they were.")


def _check(contact: Contact, values: dict[str, Any]) -> None:
    counsel = values.get("represented_by")
    if counsel is not None and counsel.pk == contact.pk:
        raise DomainError("A party cannot be represented by itself here.", field="represented_by")
    start, end = values.get("from_on"), values.get("until_on")
    if start and end and end < start:
        raise DomainError("This is before the first day.", field="until_on")


def _tell(party: Party, by: Member) -> None:
    for path in ON_PARTY:
        import_string(path)(party, by=by)
