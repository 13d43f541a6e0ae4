"""Each line of a matrix tried as each role, through a service or a page; all that it did is undone.

A line ends with six letters, read by hand from the roles document: attorney, paralegal, legal assistant, legal secretary,
firm administrator (no lawyer), freelancer. Y does it · P prepares or proposes it, and an attorney decides · - is refused.
"""

import datetime
import json
from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from practice.exceptions import DomainError, Refused
from practice.scope import firm_scope
from supervision.models import Approval

# A refusal is told as JSON then, without the page around it.
BRIEFLY = {"accept": "application/json"}
CAST = ("associate", "paralegal", "assistant", "secretary", "admin", "freelancer")


def day(days: int = 0) -> datetime.date:
    """Today, or so many days on."""
    return timezone.localdate() + datetime.timedelta(days=days)


class _Back(Exception):
    """Carries a letter out of a transaction that is rolled back."""


def in_a_trial(act) -> str:
    """What `act` answers; all it did is undone."""
    try:
        with transaction.atomic():
            raise _Back(act())
    except _Back as found:
        return found.args[0]


def _waiting() -> int:
    return Approval.objects.filter(state="waiting").count()


def services_wrong(world: Any, table: str, acts: dict[str, Callable]) -> list[str]:
    """The lines of `table` (power, name of an act of `acts`, letters) that do not answer as they should."""
    wrong = []
    for line in table.strip().splitlines():
        power, name, *expected = line.split()
        assert power in set(Perm)
        for person, letter in zip(CAST, expected, strict=True):
            with firm_scope(world.firm):
                member = Member.objects.select_related("role", "user", "firm").get(
                    pk=getattr(world, person).pk
                )

                def tried(member=member, name=name) -> str:
                    before = _waiting()
                    try:
                        acts[name](world, member)
                    except Refused:
                        return "-"
                    except DomainError as error:
                        return f"({error.message})"
                    return "P" if _waiting() > before else "Y"

                found = in_a_trial(tried)
            if found != letter:
                wrong.append(f"{power} {name}: {person} {found}, expected {letter}")
    return wrong


def pages_wrong(world: Any, table: str, sign_in, names: Iterable[str]) -> list[str]:
    """The lines of `table` (power, address, what is posted or GET, letters) that do not answer as they should.

    `names` are the objects of `world` whose ids stand in braces; {today} and {soon} are days.
    """
    values = {name: getattr(world, name).pk for name in names}
    values |= {"today": day().isoformat(), "soon": day(20).isoformat()}
    wrong = []
    for person_index, person in enumerate(CAST):
        browser = sign_in(getattr(world, person))
        for line in table.strip().splitlines():
            found = line.split()
            letter = found[-6:][person_index]
            power, address, data = found[0], found[1], " ".join(found[2:-6])
            assert power in set(Perm)
            for name, value in values.items():
                address = address.replace("{" + name + "}", str(value))
                data = data.replace("{" + name + "}", str(value))

            def tried(address=address, data=data, browser=browser) -> str:
                with firm_scope(world.firm):
                    before = _waiting()
                if data == "GET":
                    answer = browser.get(address, headers=BRIEFLY)
                else:
                    answer = browser.post(address, json.loads(data), headers=BRIEFLY)
                if answer.status_code in (403, 404):
                    return "-"
                if answer.status_code == 422:
                    return "(422)"
                with firm_scope(world.firm):
                    return "P" if _waiting() > before else "Y"

            found = in_a_trial(tried)
            if found != letter:
                wrong.append(f"{power} {address}: {person} {found}, expected {letter}")
    return wrong
