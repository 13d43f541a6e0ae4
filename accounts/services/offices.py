"""Writes about the firm's offices."""

from django.db import transaction

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure
from accounts.services.members import check_time_zone
from practice import audit
from practice.exceptions import DomainError
from practice.models import Office


@transaction.atomic
def save_office(
    office: Office | None, *, by: Member, name: str, address: str = "", time_zone: str = ""
) -> Office:
    """Open an office (`office` None), or change one. `time_zone` is an IANA zone, "" for the firm's.

    Raises DomainError for a name that another office has, or no zone.
    """
    ensure(by, Perm.FIRM_SETTINGS)
    name = " ".join(name.split())
    if not name:
        raise DomainError("Give the office a name.", field="name")
    if Office.objects.filter(name__iexact=name).exclude(pk=office.pk if office else None).exists():
        raise DomainError(f"There is an office {name} already.", field="name")
    if time_zone:
        check_time_zone(time_zone)
    new = {"name": name, "address": address.strip(), "time_zone": time_zone}
    if office is None:
        office = Office.objects.create(**new)
        audit.record(by, "office.opened", office)
        return office
    office = Office.objects.select_for_update().get(pk=office.pk)
    changes = audit.apply(office, **new)
    if changes:
        office.save()
        audit.record(by, "office.changed", office, changes=changes)
    return office
