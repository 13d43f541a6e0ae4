"""What a row of the list of contacts says beside its own columns: one query each, however many rows."""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice

from django.db.models.query import ModelIterable
from django.utils.module_loading import import_string

from accounts.models import Member
from matters.models import Contact, Matter, Party

CHUNK = 500
# Of apps above this one: f(contact ids, member) -> {contact id: when somebody last had to do with the contact}.
LAST_CONTACT = ["communications.queries.last.last_contact", "documents.contact_sections.last_shared"]


def attach(contacts: list[Contact], shown: Iterable[str], member: Member) -> None:
    """Give each row its roles, its flags and the day of the last contact, as far as the columns `shown` say them."""
    shown, ids = set(shown), [contact.pk for contact in contacts]
    if not ids:
        return
    roles, both = _roles(ids) if shown & {"roles", "flags"} else ({}, set())
    last = _last(ids, member) if "last" in shown else {}
    for contact in contacts:
        contact.role_words = roles.get(contact.pk, [])
        contact.last_contact = last.get(contact.pk)
        contact.flags = _flags(contact, contact.pk in both)


def _roles(ids: list[int]) -> tuple[dict[int, list[str]], set[int]]:
    """({contact: its roles in words}, the contacts that stand on our side of one live matter and against us in another)."""
    words: dict[int, dict[str, None]] = {}
    sides: dict[int, set[str]] = {}
    for pk, state in (
        Matter.objects.filter(client__in=ids).order_by().values_list("client", "state").distinct()
    ):
        words.setdefault(pk, {})["Client"] = None
        if state in Matter.WORKED_ON:
            sides.setdefault(pk, set()).add(Party.Side.OURS)
    parts = Party.objects.filter(contact__in=ids).order_by("role")
    for pk, role, side, state in parts.values_list("contact", "role", "side", "matter__state").distinct():
        words.setdefault(pk, {})[Party.Role(role).label] = None
        if state in Matter.WORKED_ON:
            sides.setdefault(pk, set()).add(side)
    both = {pk for pk, found in sides.items() if {Party.Side.OURS, Party.Side.OPPOSING} <= found}
    return {pk: list(found) for pk, found in words.items()}, both


def _last(ids: list[int], member: Member) -> dict[int, datetime]:
    found: dict[int, datetime] = {}
    for path in LAST_CONTACT:
        for pk, at in import_string(path)(ids, member).items():
            if at and (pk not in found or at > found[pk]):
                found[pk] = at
    return found


def _flags(contact: Contact, both: bool) -> list[tuple[str, str]]:
    """(word, tone) of what must be seen before anything is done with the contact."""
    flags = []
    if contact.represented:
        flags.append(("Represented", "danger"))
    if both:
        flags.append(("On both sides", "warn"))
    if contact.do_not_call:
        flags.append(("No calls", ""))
    return flags


def with_rows(queryset, shown: set[str], member: Member):
    """`queryset` whose rows come with what `attach` gives them, in chunks, for pages and exports alike."""
    iterable = queryset._iterable_class

    class Rows(iterable if issubclass(iterable, ModelIterable) else ModelIterable):
        def __iter__(self):
            rows = super().__iter__()
            while chunk := list(islice(rows, CHUNK)):
                attach(chunk, shown, member)
                yield from chunk

    clone = queryset.all()
    clone._iterable_class = Rows
    return clone
