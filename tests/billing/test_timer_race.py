"""Two tabs that start a timer at the same moment leave one running."""

import threading

import pytest
from django.db import connection

from accounts.models import Member
from billing.models import Timer
from billing.services.timers import start_timer
from matters.models import Matter
from practice.scope import firm_scope
from tests import cast


@pytest.mark.django_db(transaction=True)
def test_many_starts_at_once_leave_one_running():
    people = cast.make_firm("Race LLP", "race")
    with firm_scope(people.firm):
        matters = [
            cast.make_matter(people, number=f"2026-10{i:02d}", name=f"Matter {i}").pk for i in range(6)
        ]
        member = people.attorney.pk
    gate, errors = threading.Barrier(6), []

    def start(matter):
        try:
            with firm_scope(people.firm):
                by = Member.objects.select_related("role").get(pk=member)
                target = Matter.objects.get(pk=matter)
                gate.wait(10)
                start_timer(by=by, matter=target)
        except Exception as error:  # shown by the assertion below
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=start, args=(matter,)) for matter in matters]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert errors == []
    with firm_scope(people.firm):
        assert Timer.objects.filter(member_id=member).count() == 6
        assert Timer.objects.filter(member_id=member, started_at__isnull=False).count() == 1
