"""What leaves the inbox by itself: done, moved, called off, acknowledged on its own page, long over."""

from calendar_app.models import Deadline
from reminders.models import Reminder
from reminders.services.sending import close_passed
from tests.reminders.conftest import at, begin, claim, deadline, event, on


def test_what_is_over_leaves_the_inbox(a, now_is):
    done = deadline(a, on("03-05"), kind="internal", title="Done")
    moved = deadline(a, on("03-05"), kind="internal", title="Moved")
    deadline(a, on("03-05"), kind="internal", title="Stands")
    off = event(a, at("03-05 15:00"), kind="hearing", title="Called off", verified_at=None)
    begin(at("03-02 07:00"))
    claim(at("03-02 08:00"))
    assert Reminder.objects.waiting_for(a.attorney).filter(rung="d3").count() == 4
    Deadline.objects.filter(pk=done.pk).update(done_at=at("03-02 09:00"), done_by=a.attorney)
    Deadline.objects.filter(pk=moved.pk).update(due_on=on("03-09"))
    type(off).objects.filter(pk=off.pk).update(state="cancelled")
    close_passed(now=at("03-02 09:10"))
    waiting = Reminder.objects.waiting_for(a.attorney)
    assert set(waiting.values_list("title", flat=True)) == {"Stands"}
    close_passed(now=at("03-25 09:10"))
    assert not waiting.all().exists()


def test_acknowledged_on_its_own_page(a):
    row = deadline(a, on("03-05"), kind="internal", critical=True, backup=a.associate)
    begin(at("03-02 07:00"))
    claim(at("03-02 08:00"))
    Deadline.objects.filter(pk=row.pk).update(acknowledged_by=a.attorney, acknowledged_at=at("03-02 09:00"))
    close_passed(now=at("03-02 09:10"))
    assert Reminder.objects.get(member=a.attorney).acknowledged_at == at("03-02 09:10")
