"""What tests of conflict checks share."""

import datetime

from conflicts import services
from conflicts.models import Check, Hit
from matters.models import Contact, Matter, Party
from practice.models import Outbox
from tests.cast import make_matter

TODAY = datetime.date(2026, 3, 3)


def person(name: str, **fields) -> Contact:
    first, _, last = name.rpartition(" ")
    return Contact.objects.create(
        kind="person", name=name, sort_name=f"{last}, {first}", first_name=first, last_name=last, **fields
    )


def company(name: str) -> Contact:
    return Contact.objects.create(kind="company", name=name, sort_name=name)


def party(matter: Matter, contact: Contact, role: str = "opposing_party", side: str = "opposing") -> Party:
    return Party.objects.create(matter=matter, contact=contact, role=role, side=side)


def new_matter(a, number: str, client: Contact, *, name: str = "New matter", **fields) -> Matter:
    values = {"state": "pending", "opened_on": None, "accepted_by": None, "created_by": a.paralegal}
    return make_matter(a, number=number, name=name, client=client, **(values | fields))


def judge_all(check: Check, by, value: str = "none", reason: str = "Another person.") -> None:
    ids = list(Hit.objects.filter(check_ref=check, disposition="").values_list("pk", flat=True))
    if ids:
        services.judge(check, by=by, hits=ids, value=value, reason=reason)


def run_watch() -> int:
    """Do what the triggers asked for."""
    from conflicts.services.watching import watch

    Outbox.objects.filter(task="conflicts.tasks.watch", done_at=None).delete()
    return watch()


def places(check: Check) -> list[tuple[str, str, str]]:
    """(kind, name, role) of all places, as they rank."""
    return [
        (line.kind, line.name, line.role)
        for hit in Hit.objects.filter(check_ref=check)
        for line in hit.lines.order_by("id")
    ]
