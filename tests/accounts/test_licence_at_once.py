"""At the same time: of two attorneys who declare, one is the only one; of two workers, one warns."""

import datetime
import threading

import pytest
from django.db import connections
from django.utils import timezone

from accounts.models import BarLicence, CredentialWarning, EducationRule
from accounts.services import licences
from accounts.services.credential_warnings import warn
from practice.exceptions import DomainError
from practice.models import Outbox
from practice.scope import firm_scope
from tests import cast
from tests.billing.bills import fresh


def at_once(people, *acts):
    """Run each act in a thread and a scope of its own; returns what each gave, or the error's text."""
    gate, results = threading.Barrier(len(acts)), []

    def go(act):
        try:
            gate.wait()
            with firm_scope(people.firm):
                results.append(act())
        except DomainError as error:
            results.append(error.message)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=go, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True)
def test_at_once():
    people = cast.make_firm("Alder & Birch LLP", "alder")
    with firm_scope(people.firm):
        EducationRule.objects.create(is_required=False)
        BarLicence.objects.all().delete()
        rows = [
            BarLicence.objects.create(
                member=member,
                jurisdiction="Oregon",
                number=str(member.pk),
                expires_on=timezone.localdate() + datetime.timedelta(days=20),
            )
            for member in (people.attorney, people.associate)
        ]
    got = at_once(
        people,
        *(lambda row=row: licences.declare_licence(row, by=fresh(row.member)).self_declared for row in rows),
    )
    assert got.count(True) == 1
    assert got.count("Another attorney of the firm verifies your licence.") == 1
    assert sum(at_once(people, warn, warn, warn)) == 2
    with firm_scope(people.firm):
        assert BarLicence.objects.filter(self_declared=True).count() == 1
        assert CredentialWarning.objects.count() == 2
    # The holder and, once each, those who manage people: the partner is one of the holders.
    assert Outbox.objects.filter(task="accounts.tasks.send_credential_warning").count() == 5
