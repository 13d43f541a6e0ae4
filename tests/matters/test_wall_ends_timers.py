"""A wall ends what the screened person had running on the matter."""

from billing.models import Timer
from billing.services.timers import start_timer
from matters.services.access import put_up_wall
from practice.models import AuditEvent


def test_a_running_timer_of_the_screened_person_is_ended(a):
    start_timer(by=a.paralegal, matter=a.matter)
    mine = start_timer(by=a.attorney, matter=a.matter)
    put_up_wall(a.matter, by=a.attorney, member=a.paralegal, reason="Worked for the other side.")
    assert list(Timer.objects.all()) == [mine]
    assert AuditEvent.objects.get(verb="timer.ended_by_wall").actor_name == "Imogen Vance"
    assert start_timer(by=a.paralegal).started_at is not None
